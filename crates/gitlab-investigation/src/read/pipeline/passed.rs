//! The last successful runs of jobs that failed.
//!
//! What leads to them is looked for from the beginning, side by side with the failed jobs: the successful pipelines of
//! a project are one list for all that failed in it, and a downstream pipeline is compared with the one that the same
//! trigger job started in the successful pipeline above.

use super::{ENTRIES, PASSED, place_of, urgency};
use crate::evidence::Gap;
use crate::read::Session;
use crate::source::PipelineQuery;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, join, join_all};
use gitlab_core::types::{CiStatus, Job, Pipeline};
use gitlab_core::{ApiError, JobId, PipelineId, ProjectRef};
use std::collections::HashMap;
use std::sync::Arc;

/// So many of the last successful pipelines of a project are looked at: a page.
const PIPELINES: usize = 100;

/// Why there is nothing to compare with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    why: String,
    advice: Option<String>,
    /// Whether there is no such thing.
    absent: bool,
}

impl Missing {
    pub(in crate::read) fn new(why: impl Into<String>, advice: &str) -> Self {
        Self { why: why.into(), advice: Some(advice.to_owned()), absent: false }
    }

    pub(in crate::read) fn from_error(what: &str, error: &ApiError) -> Self {
        let gap = Gap::from_error(what, error);
        Self { why: format!("{what}: {}", gap.why), advice: gap.advice, absent: false }
    }

    /// That failed jobs were not compared, all of the pipeline or this one.
    pub(in crate::read) fn gap(self, what: String) -> Gap {
        Gap { advice: self.advice, absent: self.absent, ..Gap::new(what, self.why) }
    }
}

/// The successful pipelines of a project, newest first, and whether these are all.
pub(crate) type Successes = Result<(Arc<Vec<Pipeline>>, bool), Missing>;
/// The successful jobs of a pipeline by name.
pub(crate) type PassedJobs = Result<Arc<HashMap<String, PassedJob>>, Missing>;
/// The successful downstream pipelines of a pipeline by the names of their trigger jobs.
pub(crate) type PassedTriggers = Arc<HashMap<String, Run>>;

/// So many of the pipelines that passed are looked at for the job: not all of them run every job, as those that deploy.
const RUNS: usize = 2;

/// A successful run of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PassedJob {
    id: JobId,
    erased: bool,
}

/// A successful pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(super) project: ProjectRef,
    pub(super) id: PipelineId,
}

/// The pipelines that passed before, the nearest first, each with what passed in it.
#[derive(Clone, Debug)]
pub(super) struct PassedBefore(Vec<(Run, Arc<HashMap<String, PassedJob>>)>);

/// The search for the pipelines that passed before a failed one, the nearest first. All who wait for it wait for the same.
pub(in crate::read) type Search<'f> = Shared<BoxFuture<'f, Result<Vec<Run>, Missing>>>;
/// The search for what its trigger jobs started.
pub(super) type Triggers<'f> = Shared<BoxFuture<'f, Option<PassedTriggers>>>;

/// Asks for the successful pipelines of a project before anybody needs them.
pub(in crate::read) async fn prefetch(session: &Session<'_>, project: &ProjectRef) {
    if session.limits.passing_logs > 0 {
        // What it misses is said where it is needed.
        let _ = successes(session, project).await;
    }
}

/// The pipeline that passed before this one, which may be read meanwhile.
pub(in crate::read) fn search<'f>(
    session: &'f Session<'_>,
    project: &'f ProjectRef,
    failed: impl Future<Output = Pipeline> + Send + 'f,
) -> Search<'f> {
    async move {
        off(session)?;
        let (failed, _) = join(failed, successes(session, project)).await;
        before(session, project, &failed).await
    }
    .boxed()
    .shared()
}

/// The pipeline that passed before a downstream one: what the same trigger job started in the pipeline that passed before
/// that above it, else the last one of its project.
pub(super) fn search_below<'f, 'above: 'f>(
    session: &'f Session<'_>,
    project: &'f ProjectRef,
    failed: Pipeline,
    trigger: String,
    above: Triggers<'above>,
) -> Search<'f> {
    async move {
        off(session)?;
        if urgency(&failed.status) >= PASSED {
            return Err(nothing_failed());
        }
        let started = above.await.and_then(|triggers| triggers.get(&trigger).cloned());
        match started {
            Some(run) => Ok(vec![run]),
            None => before(session, project, &failed).await,
        }
    }
    .boxed()
    .shared()
}

/// What the trigger jobs of the successful pipelines started that passed.
pub(super) fn triggers<'f>(session: &'f Session<'_>, search: Search<'f>) -> Triggers<'f> {
    async move {
        let runs = search.await.ok()?;
        let all = join_all(runs.into_iter().map(|run| started_by(session, run))).await;
        let mut started = HashMap::new();
        // Those of the nearest come last, so that they count.
        for triggers in all.iter().rev() {
            started.extend(triggers.iter().map(|(name, run)| (name.clone(), run.clone())));
        }
        Some(Arc::new(started))
    }
    .boxed()
    .shared()
}

async fn started_by(session: &Session<'_>, Run { project, id }: Run) -> PassedTriggers {
    let ask = async {
        let what = format!("bridges of pipeline {id}, which passed");
        let most = session.at_most(ENTRIES);
        let answer = session.list_optional(&what, session.source.pipeline_bridges(&project, id, most)).await;
        // Whoever waits for it looks for another pipeline then.
        let bridges = answer.map(|listing| listing.items).unwrap_or_default();
        let started = bridges.into_iter().filter_map(|bridge| {
            let pipeline = bridge.downstream_pipeline.filter(|it| it.status == CiStatus::Success)?;
            let project = place_of(session, &project, &pipeline);
            Some((bridge.job.name, Run { project, id: pipeline.id }))
        });
        Arc::new(started.collect::<HashMap<_, _>>())
    };
    session.passed_triggers.get(id, ask).await
}

/// The jobs that passed in them.
pub(super) async fn jobs(session: &Session<'_>, search: Search<'_>) -> Result<PassedBefore, Missing> {
    let runs = search.await?;
    let read = join_all(runs.into_iter().map(|run| passed_in(session, run))).await;
    // The nearest must be read; the others may help.
    let mut passed = Vec::with_capacity(read.len());
    for jobs in read {
        match jobs {
            Err(missing) if passed.is_empty() => return Err(missing),
            Err(_) => {}
            Ok(jobs) => passed.push(jobs),
        }
    }
    Ok(PassedBefore(passed))
}

async fn passed_in(
    session: &Session<'_>,
    run: Run,
) -> Result<(Run, Arc<HashMap<String, PassedJob>>), Missing> {
    let ask = async {
        let what = format!("jobs of pipeline {}, which passed", run.id);
        let most = session.at_most(ENTRIES);
        let answer =
            session.list_optional(&what, session.source.pipeline_jobs(&run.project, run.id, most)).await;
        let jobs = answer.map_err(|error| Missing::from_error(&what, &error))?.items;
        Ok(Arc::new(by_name(&jobs)))
    };
    let jobs = session.passed_jobs.get(run.id, ask).await?;
    Ok((run, jobs))
}

/// Of several successful runs of a job the last one whose log is there.
fn by_name(jobs: &[Job]) -> HashMap<String, PassedJob> {
    let mut passed: HashMap<String, PassedJob> = HashMap::new();
    for job in jobs.iter().filter(|job| job.status == CiStatus::Success) {
        let found = PassedJob { id: job.id, erased: job.erased_at.is_some() };
        passed
            .entry(job.name.clone())
            .and_modify(|known| {
                if (known.erased, found.id) > (found.erased, known.id) {
                    *known = found;
                }
            })
            .or_insert(found);
    }
    passed
}

/// Which successful run this job is compared with, and in which project.
pub(super) fn run_of(job: &Job, PassedBefore(passed): &PassedBefore) -> Result<(ProjectRef, JobId), Missing> {
    let runs = || passed.iter().filter_map(|(run, jobs)| Some((run, jobs.get(&job.name)?)));
    if let Some((run, found)) = runs().find(|(_, found)| !found.erased) {
        return Ok((run.project.clone(), found.id));
    }
    if let Some((_, erased)) = runs().next() {
        return Err(Missing::new(
            format!("the log of job {}, which passed, was erased", erased.id),
            "run the job again where it passes, to have a log to compare with",
        ));
    }
    let ids: Vec<_> = passed.iter().map(|(run, _)| run.id.to_string()).collect();
    let have = if ids.len() == 1 { "pipeline, {}, has" } else { "pipelines, {}, have" };
    Err(Missing::new(
        format!(
            "the last successful {} no successful job of this name",
            have.replace("{}", &ids.join(" and "))
        ),
        "look whether the job is new, or runs for other branches or events only",
    ))
}

fn off(session: &Session<'_>) -> Result<(), Missing> {
    if session.limits.passing_logs == 0 {
        let gap = Gap::limit("", 0, "logs of successful runs");
        return Err(Missing { why: gap.why, advice: gap.advice, absent: false });
    }
    Ok(())
}

fn nothing_failed() -> Missing {
    Missing { why: "the pipeline passed".to_owned(), advice: None, absent: true }
}

/// The successful pipelines of a project up to the end of the window, which hold for all that failed in it.
async fn successes(session: &Session<'_>, project: &ProjectRef) -> Successes {
    let ask = async {
        let what = format!("successful pipelines of {project}");
        let query = PipelineQuery {
            status: Some(CiStatus::Success),
            updated_before: session.scope.get().map(|(_, window)| window.to),
            ..PipelineQuery::default()
        };
        let answer = session.list_optional(&what, session.source.pipelines(project, &query, PIPELINES)).await;
        let listing = answer.map_err(|error| Missing::from_error(&what, &error))?;
        Ok((Arc::new(listing.items), listing.complete))
    };
    session.successes.get(project.to_string(), ask).await
}

async fn before(session: &Session<'_>, project: &ProjectRef, failed: &Pipeline) -> Result<Vec<Run>, Missing> {
    if urgency(&failed.status) >= PASSED {
        return Err(nothing_failed());
    }
    let (recent, complete) = successes(session, project).await?;
    let runs = |found: &[(&Pipeline, Likeness)]| {
        let runs = found.iter().map(|(pipeline, _)| Run { project: project.clone(), id: pipeline.id });
        runs.collect::<Vec<_>>()
    };
    let found = nearest(&recent, failed);
    let is_near = match found.first() {
        Some((_, Likeness::Ref)) => true,
        Some(_) => complete || of_merge_request(failed),
        None => complete,
    };
    if !is_near {
        // The list ends before it comes to the branch, or to pipelines that are older than this one.
        let what = format!("successful pipelines of {project} before {}", failed.id);
        let query = PipelineQuery {
            ref_name: failed.ref_name.clone().filter(|_| !of_merge_request(failed)),
            status: Some(CiStatus::Success),
            updated_before: failed.created_at,
            ..PipelineQuery::default()
        };
        let answer = session.list_optional(&what, session.source.pipelines(project, &query, PIPELINES)).await;
        let older = answer.map_err(|error| Missing::from_error(&what, &error))?.items;
        let older = nearest(&older, failed);
        if !older.is_empty() {
            return Ok(runs(&older));
        }
    }
    if found.is_empty() {
        return Err(Missing {
            absent: true,
            ..Missing::new(
                "no pipeline of the project that passed before it was found",
                "nothing has to be done: once a pipeline passes, what fails later is compared with it",
            )
        });
    }
    Ok(runs(&found))
}

/// What a pipeline has in common with the one that failed; what says most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Ref,
    /// Started by the same kind of event, which decides on which jobs there are.
    Source,
    Project,
}

/// The pipelines that passed before the failed one and are the most like it; of several the newest.
fn nearest<'p>(passed: &'p [Pipeline], failed: &Pipeline) -> Vec<(&'p Pipeline, Likeness)> {
    let mut found: Vec<_> = passed
        .iter()
        .filter(|pipeline| pipeline.id < failed.id && pipeline.status == CiStatus::Success)
        .map(|pipeline| {
            let likeness = if failed.ref_name.is_some() && pipeline.ref_name == failed.ref_name {
                Likeness::Ref
            } else if failed.source.is_some() && pipeline.source == failed.source {
                Likeness::Source
            } else {
                Likeness::Project
            };
            (pipeline, likeness)
        })
        .collect();
    found.sort_by_key(|(pipeline, likeness)| (*likeness, std::cmp::Reverse(pipeline.id)));
    found.truncate(RUNS);
    found
}

/// A merge request's own ref has seldom another pipeline than those that the list shows.
fn of_merge_request(pipeline: &Pipeline) -> bool {
    pipeline.ref_name.as_ref().is_none_or(|name| name.starts_with("refs/merge-requests/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gitlab_core::types::PipelineSource;

    fn pipeline(id: u64, ref_name: &str, source: PipelineSource) -> Pipeline {
        let mut pipeline = Pipeline::new(PipelineId::new(id), CiStatus::Success);
        (pipeline.ref_name, pipeline.source) = (Some(ref_name.to_owned()), Some(source));
        pipeline
    }

    #[test]
    fn the_nearest_is_older_and_of_the_same_ref_or_event() {
        let push = PipelineSource::Push;
        let passed = [
            pipeline(9, "topic", push.clone()),
            pipeline(6, "other", PipelineSource::Schedule),
            pipeline(5, "main", push.clone()),
            pipeline(3, "topic", push.clone()),
        ];
        let of = |ref_name: &str, source| {
            let found = nearest(&passed, &pipeline(8, ref_name, source));
            found.into_iter().map(|(pipeline, likeness)| (pipeline.id.get(), likeness)).next()
        };
        assert_eq!(of("topic", push.clone()), Some((3, Likeness::Ref)));
        assert_eq!(of("new", push), Some((5, Likeness::Source)));
        assert_eq!(of("new", PipelineSource::Web), Some((6, Likeness::Project)));
        assert_eq!(nearest(&passed, &pipeline(3, "topic", PipelineSource::Web)), []);
        assert_eq!(nearest(&passed, &pipeline(10, "main", PipelineSource::Web)).len(), RUNS);
    }

    #[test]
    fn of_several_successful_runs_the_last_with_a_log_counts() {
        let job = |id: u64, erased: bool| {
            let mut job = Job::new(JobId::new(id), "unit", CiStatus::Success);
            job.erased_at = erased.then(|| "2026-01-01T00:00:00Z".parse().unwrap());
            job
        };
        let of = |jobs: &[Job]| by_name(jobs).get("unit").map(|passed| (passed.id.get(), passed.erased));
        assert_eq!(of(&[job(3, true), job(2, false), job(1, false)]), Some((2, false)));
        assert_eq!(of(&[job(1, true), job(2, true)]), Some((2, true)));
        let failed = Job::new(JobId::new(4), "unit", CiStatus::Failed);
        assert_eq!(of(&[failed]), None);
    }
}
