//! The jobs of a pipeline that failed, each with what its log says.

use super::ENTRIES;
use super::passed::{self, Missing, PassedBefore, Search};
use crate::evidence::{Gap, JobEvidence, JobOutcome};
use crate::read::once::beside;
use crate::read::passing::{Passed, not_compared};
use crate::read::{Session, blame, file, log};
use futures_util::future::{BoxFuture, Shared, join_all};
use futures_util::{FutureExt, join};
use gitlab_core::types::{CiStatus, Job};
use gitlab_core::{JobId, PipelineId, ProjectRef, WebUrl};
use std::collections::HashMap;

/// How many jobs there are, and those that failed at least once. What they are compared with is looked for meanwhile.
pub(super) async fn failed(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
    search: Search<'_>,
) -> (Option<usize>, Vec<JobEvidence>) {
    let passed = passed::jobs(session, search).boxed().shared();
    beside(passed.clone(), each(session, project, id, passed)).await
}

type PassedSearch<'f> = Shared<BoxFuture<'f, Result<PassedBefore, Missing>>>;

async fn each(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
    passed: PassedSearch<'_>,
) -> (Option<usize>, Vec<JobEvidence>) {
    let what = format!("jobs of pipeline {id}");
    let most = session.at_most(ENTRIES);
    let answer = session.list(&what, session.source.pipeline_jobs(project, id, most)).await;
    let read = answer.is_ok();
    let jobs = session.or_gaps(&what, answer);
    let runs = Runs::of(&jobs);
    let mut failed: Vec<_> =
        jobs.iter().filter_map(|job| runs.outcome(job).map(|outcome| (outcome, job))).collect();
    failed.sort_by_key(|(outcome, job)| (rank(*outcome), job.started_at, job.id));
    let decisive = failed.iter().any(|(outcome, _)| outcome.is_decisive());
    let readings = failed.into_iter().map(|(outcome, job)| {
        let passed = Baseline { retry: runs.passed(job), before: decisive.then(|| passed.clone()) };
        with_log(session, project, outcome, job, (id, passed))
    });
    let evidence = join_all(readings.map(FutureExt::boxed)).await;
    (read.then_some(runs.by_name.len()), evidence)
}

/// The runs of each job: a run with a higher id takes the place of one with the same name.
struct Runs<'j> {
    by_name: HashMap<&'j str, Vec<&'j Job>>,
}

impl<'j> Runs<'j> {
    fn of(jobs: &'j [Job]) -> Self {
        let mut by_name: HashMap<&str, Vec<&Job>> = HashMap::new();
        for job in jobs {
            by_name.entry(&job.name).or_default().push(job);
        }
        Self { by_name }
    }

    /// A run of the same job in the same pipeline that passed.
    fn passed(&self, job: &Job) -> Option<JobId> {
        let runs = self.by_name.get(job.name.as_str())?;
        runs.iter().find(|run| run.status == CiStatus::Success && run.erased_at.is_none()).map(|run| run.id)
    }

    /// What the failure of this run means; `None` for a run that did not fail.
    fn outcome(&self, job: &Job) -> Option<JobOutcome> {
        if job.status != CiStatus::Failed {
            return None;
        }
        let runs = self.by_name.get(job.name.as_str())?;
        let later = || runs.iter().filter(|run| run.id > job.id);
        Some(if later().any(|run| run.status == CiStatus::Success) {
            JobOutcome::PassedOnRetry
        } else if later().any(|run| run.status == CiStatus::Failed) {
            JobOutcome::FailedAndRetried
        } else if job.allow_failure {
            JobOutcome::AllowedToFail
        } else if later().next().is_some() {
            JobOutcome::RetryUnderWay
        } else {
            JobOutcome::Failed
        })
    }
}

fn rank(outcome: JobOutcome) -> u8 {
    match outcome {
        JobOutcome::Failed | JobOutcome::RetryUnderWay => 0,
        JobOutcome::PassedOnRetry => 1,
        JobOutcome::FailedAndRetried => 2,
        JobOutcome::AllowedToFail => 3,
    }
}

/// What the log of a failed run can be compared with.
struct Baseline<'f> {
    /// A run of the same job in the same pipeline that passed.
    retry: Option<JobId>,
    /// The pipeline that passed before, where failures count.
    before: Option<PassedSearch<'f>>,
}

async fn with_log(
    session: &Session<'_>,
    project: &ProjectRef,
    outcome: JobOutcome,
    job: &Job,
    (pipeline, baseline): (PipelineId, Baseline<'_>),
) -> JobEvidence {
    if !session.claim_log(job, outcome.is_decisive()) {
        return evidence(job, outcome, None);
    }
    let passed = match passed_run(session, project, pipeline, job, baseline).await {
        Ok(passed) => passed,
        Err(gap) => {
            // Where the failure does not count, nobody misses the comparison.
            if outcome.is_decisive() {
                session.gap(gap);
            }
            None
        }
    };
    let id = passed.as_ref().map(|passed| passed.job);
    let (log, compared) = log::of_job(session, project, job, passed).await;
    if let Some(log) = log.as_ref().filter(|_| outcome.is_decisive()) {
        join!(file::named_in(session, project, job, log), blame::of_places_in(session, project, job, log));
    }
    JobEvidence { compared_with: id.filter(|_| compared), ..evidence(job, outcome, log) }
}

/// The successful run to compare with, or the gap that says why there is none.
async fn passed_run(
    session: &Session<'_>,
    project: &ProjectRef,
    pipeline: PipelineId,
    job: &Job,
    baseline: Baseline<'_>,
) -> Result<Option<Passed>, Gap> {
    let of_job = |why| not_compared(job, why);
    let until = session.patience(session.limits.passing_log_wait);
    let (project, id) = match (baseline.retry, baseline.before) {
        (Some(retry), _) => (project.clone(), retry),
        (None, None) => return Ok(None),
        (None, Some(before)) => {
            let of_all = |why: Missing| {
                why.gap(format!("comparison of the failed jobs of pipeline {pipeline} with successful ones"))
            };
            let found = session.before(until, before).await.ok_or_else(|| {
                of_job("the last successful run was not found in time")
                    .with_advice("raise the limit on the time that a failed log waits for it")
            })?;
            let found = found.map_err(of_all)?;
            passed::run_of(job, &found).map_err(|why| why.gap(of_job("").what))?
        }
    };
    if !session.claim_passing_log(id) {
        let limit = session.limits.passing_logs;
        return Err(Gap::limit(&of_job("").what, limit, "logs of successful runs"));
    }
    Ok(Some(Passed { project, job: id, until }))
}

/// The evidence of a run, whose log was read or not.
pub(super) fn evidence(job: &Job, outcome: JobOutcome, log: Option<ci_log::JobLog>) -> JobEvidence {
    JobEvidence {
        id: job.id,
        name: job.name.clone(),
        stage: job.stage.clone(),
        outcome,
        failure_reason: job.failure_reason.clone(),
        started_at: job.started_at,
        finished_at: job.finished_at,
        duration: job.duration,
        url: job.web_url.as_ref().and_then(WebUrl::to_url),
        compared_with: None,
        log,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(id: u64, status: CiStatus) -> Job {
        Job::new(JobId::new(id), "unit", status)
    }

    #[test]
    fn a_failure_counts_until_a_later_run_has_ended() {
        let first = run(1, CiStatus::Failed);
        for (later, expected) in [
            (None, JobOutcome::Failed),
            (Some(CiStatus::Running), JobOutcome::RetryUnderWay),
            (Some(CiStatus::Canceled), JobOutcome::RetryUnderWay),
            (Some(CiStatus::Failed), JobOutcome::FailedAndRetried),
            (Some(CiStatus::Success), JobOutcome::PassedOnRetry),
        ] {
            let jobs: Vec<_> =
                [Some(first.clone()), later.map(|status| run(2, status))].into_iter().flatten().collect();
            assert_eq!(Runs::of(&jobs).outcome(&jobs[0]), Some(expected));
        }
        assert_eq!(Runs::of(&[run(1, CiStatus::Success)]).outcome(&run(1, CiStatus::Success)), None);
    }
}
