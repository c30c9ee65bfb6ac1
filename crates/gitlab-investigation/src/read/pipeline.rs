//! Reads pipelines: their failed jobs with the logs, their test reports, and those that they started.

mod downstream;
mod jobs;
mod passed;
mod tests;

pub(super) use passed::{Missing, PassedJobs, PassedTriggers, Search, Successes, prefetch, search};

use super::Session;
use crate::PipelineQuery;
use crate::evidence::{Gap, JobEvidence, PipelineEvidence, TestSummary, Upstream};
use futures_util::future::{BoxFuture, join_all, ready};
use futures_util::{FutureExt, join};
use gitlab_core::types::{CiStatus, Pipeline};
use gitlab_core::{CommitSha, MergeRequestIid, ProjectRef, WebUrl};

/// How many entries of a pipeline are asked for: GitLab runs at most a few thousand jobs in one.
const ENTRIES: usize = 3_000;

/// What a pipeline consists of, apart from its own fields.
#[derive(Debug, Default)]
pub(super) struct Parts {
    job_count: Option<usize>,
    jobs: Vec<JobEvidence>,
    tests: Option<TestSummary>,
    downstream: Vec<PipelineEvidence>,
}

impl Parts {
    /// Whether anything of the pipeline could be read, so that there is one.
    pub(super) fn were_read(&self) -> bool {
        self.job_count.is_some()
            || self.tests.is_some()
            || !self.jobs.is_empty()
            || !self.downstream.is_empty()
    }
}

/// The pipelines of a merge request.
pub(super) async fn of_merge_request(
    session: &Session<'_>,
    project: &ProjectRef,
    iid: MergeRequestIid,
) -> Vec<PipelineEvidence> {
    let what = format!("pipelines of merge request !{iid}");
    let most = session.at_most(session.limits.recent);
    let answer = session.list(&what, session.source.merge_request_pipelines(project, iid, most)).await;
    let pipelines = session.or_gaps(&what, answer);
    details(session, project, &what, pipelines).await
}

/// The pipelines that ran on a commit.
pub(super) async fn of_commit(
    session: &Session<'_>,
    project: &ProjectRef,
    sha: &CommitSha,
) -> Vec<PipelineEvidence> {
    let query = PipelineQuery { sha: Some(sha.clone()), ..PipelineQuery::default() };
    let what = format!("pipelines of commit {}", sha.short());
    let pipelines = listed(session, project, &what, &query).await;
    details(session, project, &what, pipelines).await
}

/// The pipelines that a query gives, newest first, without their parts.
pub(super) async fn listed(
    session: &Session<'_>,
    project: &ProjectRef,
    what: &str,
    query: &PipelineQuery,
) -> Vec<Pipeline> {
    let most = session.at_most(session.limits.recent);
    let answer = session.list(what, session.source.pipelines(project, query, most)).await;
    session.or_gaps(what, answer)
}

/// Each pipeline with its parts, as far as the limits go: failed ones first, then those that are not done, and a
/// few that passed, because a passed one may hold a flaky job or have started one that failed.
pub(super) async fn details(
    session: &Session<'_>,
    project: &ProjectRef,
    what: &str,
    mut pipelines: Vec<Pipeline>,
) -> Vec<PipelineEvidence> {
    pipelines.sort_by_key(|pipeline| (urgency(&pipeline.status), std::cmp::Reverse(pipeline.id)));
    pipelines.retain(|pipeline| session.claim_pipeline(pipeline.id));
    let wanted = pipelines.iter().filter(|pipeline| urgency(&pipeline.status) < PASSED).count();
    if wanted > session.limits.pipelines {
        let what = format!("jobs of further {what}");
        session.gap(Gap::limit(&what, session.limits.pipelines, "pipelines that did not pass"));
    }
    let (mut room, mut room_for_passed) = (session.limits.pipelines, session.limits.passed_pipelines);
    let readings = pipelines.into_iter().map(|pipeline| {
        let room = if urgency(&pipeline.status) < PASSED { &mut room } else { &mut room_for_passed };
        let read = *room > 0;
        *room = room.saturating_sub(1);
        async move {
            let place = place_of(session, project, &pipeline);
            let (pipeline, parts) = if read {
                let search = search(session, &place, ready(pipeline.clone()));
                join!(whole(session, &place, pipeline.clone()), parts(session, &place, &pipeline, 0, search))
            } else {
                (pipeline, Parts::default())
            };
            assemble(session, &place, pipeline, None, parts)
        }
    });
    join_all(readings).await.into_iter().flatten().collect()
}

const PASSED: u8 = 2;

fn urgency(status: &CiStatus) -> u8 {
    match status {
        CiStatus::Failed => 0,
        CiStatus::Success | CiStatus::Skipped | CiStatus::Manual | CiStatus::Created => PASSED,
        // A running or canceled pipeline may hold failed jobs already.
        _ => 1,
    }
}

/// The pipelines of a merge request from a fork belong to the fork.
fn place_of(session: &Session<'_>, project: &ProjectRef, pipeline: &Pipeline) -> ProjectRef {
    let path = path_of(session, pipeline);
    let is_own = (project.id().is_some() && project.id() == pipeline.project_id)
        || path.as_deref() == Some(project.to_string().as_str());
    let other = || pipeline.project_id.map(ProjectRef::from).or_else(|| path.as_deref()?.parse().ok());
    if is_own { project.clone() } else { other().unwrap_or_else(|| project.clone()) }
}

/// Lists leave out why a pipeline could not run, and when it ended; that is worth a request for one that failed.
async fn whole(session: &Session<'_>, project: &ProjectRef, listed: Pipeline) -> Pipeline {
    if listed.status != CiStatus::Failed || listed.finished_at.is_some() {
        return listed;
    }
    let what = format!("pipeline {}", listed.id);
    let answer = session.ask(&what, session.source.pipeline(project, listed.id)).await;
    session.or_gap(&what, answer).unwrap_or(listed)
}

/// Jobs, test report and downstream pipelines, side by side, beside the search for what failed jobs are compared with.
/// Boxed, because downstream pipelines recur.
pub(super) fn parts<'f>(
    session: &'f Session<'_>,
    project: &'f ProjectRef,
    pipeline: &Pipeline,
    depth: usize,
    search: Search<'f>,
) -> BoxFuture<'f, Parts> {
    let (id, passed) = (pipeline.id, pipeline.status == CiStatus::Success);
    let triggers = passed::triggers(session, search.clone());
    async move {
        let ((job_count, mut jobs), tests, (downstream, triggers)) = join!(
            jobs::failed(session, project, id, search),
            async { if passed { None } else { tests::summary(session, project, id).await } },
            downstream::pipelines(session, project, id, depth, triggers),
        );
        jobs.extend(triggers);
        Parts { job_count, jobs, tests, downstream }
    }
    .boxed()
}

/// The pipeline's evidence, followed by that of its downstream pipelines.
pub(super) fn assemble(
    session: &Session<'_>,
    project: &ProjectRef,
    pipeline: Pipeline,
    upstream: Option<Upstream>,
    parts: Parts,
) -> Vec<PipelineEvidence> {
    let mut all = Vec::with_capacity(1 + parts.downstream.len());
    all.push(PipelineEvidence {
        project: path_of(session, &pipeline).unwrap_or_else(|| project.to_string()),
        id: pipeline.id,
        status: pipeline.status,
        source: pipeline.source,
        ref_name: pipeline.ref_name,
        sha: pipeline.sha,
        yaml_errors: pipeline.yaml_errors,
        created_at: pipeline.created_at,
        finished_at: pipeline.finished_at,
        url: pipeline.web_url.as_ref().and_then(WebUrl::to_url),
        upstream,
        job_count: parts.job_count,
        jobs: parts.jobs,
        tests: parts.tests,
    });
    all.extend(parts.downstream);
    all
}

/// The project's path, which every pipeline carries in the address of its page.
fn path_of(session: &Session<'_>, pipeline: &Pipeline) -> Option<String> {
    session.project_at(pipeline.web_url.as_ref()?)
}

/// Newest first, each downstream pipeline behind the one that started it.
pub(super) fn order(pipelines: &mut Vec<PipelineEvidence>) {
    let mut groups: Vec<Vec<PipelineEvidence>> = Vec::new();
    for pipeline in pipelines.drain(..) {
        match groups.last_mut() {
            Some(group) if pipeline.upstream.is_some() => group.push(pipeline),
            _ => groups.push(vec![pipeline]),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.first().map(|pipeline| pipeline.id)));
    pipelines.extend(groups.into_iter().flatten());
}
