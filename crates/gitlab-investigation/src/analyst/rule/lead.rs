//! Which failure says most about the incident.

use crate::evidence::{Evidence, FailedTest, JobEvidence, JobOutcome, PipelineEvidence};
use ci_log::{Failure, FailureKind};
use gitlab_core::PipelineId;
use gitlab_core::types::CiStatus;
use std::cmp::Reverse;
use std::collections::HashSet;

/// The failure that the finding is about.
#[derive(Debug)]
pub(super) struct Lead<'e> {
    pub(super) pipeline: &'e PipelineEvidence,
    pub(super) job: &'e JobEvidence,
    /// What the log says; a job can fail without a word.
    pub(super) failure: Option<&'e Failure>,
    /// What the test report says, where the log names no test.
    pub(super) reported: Option<&'e FailedTest>,
    /// Whether a newer pipeline of the same ref passed since.
    pub(super) made_good: bool,
    /// The other jobs of the same pipeline and those below it whose failure counts, this one not among them.
    pub(super) others: Vec<(&'e PipelineEvidence, &'e JobEvidence)>,
}

impl Lead<'_> {
    pub(super) fn test(&self) -> Option<&str> {
        let reported = self.reported.map(|test| test.name.as_str());
        self.failure.and_then(|failure| failure.test.as_deref()).or(reported)
    }

    pub(super) fn file(&self) -> Option<&str> {
        let reported = self.reported.and_then(|test| test.file.as_deref());
        self.failure.and_then(|failure| failure.file.as_deref()).or(reported)
    }

    pub(super) fn line(&self) -> Option<u32> {
        self.failure.and_then(|failure| failure.line)
    }

    pub(super) fn is_located(&self) -> bool {
        self.file().is_some()
    }

    pub(super) fn is_intermittent(&self) -> bool {
        self.job.outcome == JobOutcome::PassedOnRetry
            || self.job.log.as_ref().is_some_and(|log| log.class.intermittent == Some(true))
    }
}

type Failed<'e> = (&'e PipelineEvidence, &'e JobEvidence);

/// The failure that says most: of the job or pipeline that the investigation started from, else of the commit, else
/// of the newest pipelines that nothing made good since; of older ones, or of runs that a retry made good, only when
/// there is no other.
pub(super) fn find(evidence: &Evidence) -> Option<Lead<'_>> {
    let good = made_good(evidence);
    let root_of = roots(evidence);
    let failed: Vec<Failed<'_>> = evidence.decisive_failures().collect();
    let is_good = |pipeline: &PipelineEvidence| root_of(pipeline).is_some_and(|root| good.contains(&root));
    let focus = &evidence.focus;

    let started_from = failed.iter().find(|(_, job)| focus.job == Some(job.id));
    let of_focus = |(pipeline, _): &&Failed<'_>| {
        let of_pipeline = focus.pipeline.is_some_and(|id| pipeline.id == id || root_of(pipeline) == Some(id));
        let of_commit = focus.pipeline.is_none()
            && focus
                .commit
                .as_ref()
                .zip(pipeline.sha.as_ref())
                .is_some_and(|(wanted, sha)| wanted.matches(sha));
        of_pipeline || of_commit
    };
    let mut chosen: Vec<Failed<'_>> = failed.iter().filter(of_focus).copied().collect();
    if chosen.is_empty() {
        let open: Vec<_> = failed.iter().filter(|(pipeline, _)| !is_good(pipeline)).copied().collect();
        chosen = if open.is_empty() { failed.clone() } else { open };
        let newest = chosen.iter().filter_map(|(pipeline, _)| root_of(pipeline)).max();
        chosen.retain(|(pipeline, _)| root_of(pipeline) == newest);
    }
    let likeliest = chosen.iter().min_by_key(|(pipeline, job)| weight(pipeline, job));
    let lead_to = match (started_from, likeliest) {
        (Some(started), Some(likeliest)) if explains(likeliest, started) => Some(likeliest),
        (started, likeliest) => started.or(likeliest),
    };
    let Some((pipeline, job)) = lead_to.copied() else {
        return passed_on_retry(evidence);
    };
    let others = chosen.iter().filter(|(_, other)| other.id != job.id).copied().collect();
    Some(lead(pipeline, job, is_good(pipeline), others))
}

/// Whether one failure of a pipeline says why another failed after it: it says more, and had ended before the other
/// began or is at the same place in the code. A deployment often fails of what a test has told already.
fn explains(one: &Failed<'_>, other: &Failed<'_>) -> bool {
    let (cause, effect) = (one.1, other.1);
    let place = |job: &'_ JobEvidence| {
        let failure = job.log.as_ref()?.failures.first()?;
        Some((failure.file.clone()?, failure.line?))
    };
    let before = cause.finished_at.zip(effect.started_at).is_some_and(|(ended, began)| ended <= began);
    let same_place = place(cause).is_some() && place(cause) == place(effect);
    cause.id != effect.id && telling(cause) < telling(effect) && (before || same_place)
}

/// The newest pipeline that failed before any of its jobs could: its configuration is wrong, or it was refused.
pub(super) fn unrunnable(evidence: &Evidence) -> Option<&PipelineEvidence> {
    let good = made_good(evidence);
    evidence
        .pipelines
        .iter()
        .filter(|pipeline| pipeline.status == CiStatus::Failed && pipeline.jobs.is_empty())
        .filter(|pipeline| pipeline.job_count == Some(0) || pipeline.yaml_errors.is_some())
        .find(|pipeline| !good.contains(&pipeline.id))
}

/// A failure that a retry made good still tells that something comes and goes.
fn passed_on_retry(evidence: &Evidence) -> Option<Lead<'_>> {
    let runs =
        evidence.pipelines.iter().flat_map(|pipeline| pipeline.jobs.iter().map(move |job| (pipeline, job)));
    let (pipeline, job) =
        runs.filter(|(_, job)| job.outcome == JobOutcome::PassedOnRetry).min_by_key(|(p, j)| weight(p, j))?;
    Some(lead(pipeline, job, true, Vec::new()))
}

fn lead<'e>(
    pipeline: &'e PipelineEvidence,
    job: &'e JobEvidence,
    made_good: bool,
    others: Vec<(&'e PipelineEvidence, &'e JobEvidence)>,
) -> Lead<'e> {
    let failure = job.log.as_ref().and_then(|log| log.failures.first());
    let named = failure.is_some_and(|failure| failure.test.is_some());
    let reported = pipeline
        .tests
        .iter()
        .flat_map(|tests| &tests.failures)
        .find(|test| !named && test.suite == suite_of(&job.name));
    Lead { pipeline, job, failure, reported, made_good, others }
}

/// GitLab names a suite after the job, and parallel jobs (`unit 2/3`, `unit: [linux]`) share one.
fn suite_of(job: &str) -> &str {
    let before = job.split(": [").next().unwrap_or(job);
    match before.rsplit_once(' ') {
        Some((name, part))
            if part.contains('/') && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'/') =>
        {
            name
        }
        _ => before,
    }
}

/// The pipelines above which a newer one of the same project and ref passed.
fn made_good(evidence: &Evidence) -> HashSet<PipelineId> {
    let roots = || evidence.pipelines.iter().filter(|pipeline| pipeline.upstream.is_none());
    roots()
        .filter(|pipeline| {
            roots().any(|newer| {
                newer.id > pipeline.id
                    && newer.status == CiStatus::Success
                    && newer.ref_name == pipeline.ref_name
                    && newer.project == pipeline.project
            })
        })
        .map(|pipeline| pipeline.id)
        .collect()
}

/// Finds the pipeline at the top of a chain of downstream ones.
fn roots(evidence: &Evidence) -> impl Fn(&PipelineEvidence) -> Option<PipelineId> + '_ {
    move |pipeline| {
        let mut current = pipeline;
        // No chain is longer than the list of pipelines, whatever an answer claims.
        for _ in 0..evidence.pipelines.len() {
            match &current.upstream {
                None => return Some(current.id),
                Some(upstream) => {
                    current = evidence.pipelines.iter().find(|above| above.id == upstream.pipeline)?;
                }
            }
        }
        None
    }
}

/// The least says most: what the failure is, whether its place is known, upstream before downstream, and then
/// what failed first.
fn weight<'e>(
    pipeline: &'e PipelineEvidence,
    job: &'e JobEvidence,
) -> (u8, bool, bool, Option<gitlab_core::Timestamp>, Reverse<bool>, gitlab_core::JobId) {
    let failure = job.log.as_ref().and_then(|log| log.failures.first());
    let placed = failure.is_some_and(|failure| failure.file.is_some());
    let downstream = pipeline.upstream.is_some();
    (telling(job), !placed, downstream, job.finished_at, Reverse(job.log.is_some()), job.id)
}

/// How much the first failure of a job says; the least says most.
fn telling(job: &JobEvidence) -> u8 {
    match job.log.as_ref().and_then(|log| log.failures.first()).map(|failure| failure.kind) {
        Some(FailureKind::Test) => 0,
        Some(FailureKind::Compile) => 1,
        Some(FailureKind::Lint | FailureKind::Crash) => 2,
        Some(FailureKind::Configuration | FailureKind::Dependency | FailureKind::Git) => 3,
        Some(FailureKind::Deployment | FailureKind::Container) => 4,
        Some(FailureKind::Canceled | FailureKind::Script | FailureKind::Unknown) => 6,
        // The infrastructure hides what the code would have said.
        Some(_) => 5,
        None => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::suite_of;

    #[test]
    fn parallel_jobs_share_a_suite_and_others_do_not() {
        assert_eq!(suite_of("unit 2/3"), "unit");
        assert_eq!(suite_of("unit: [linux, 1.88]"), "unit");
        assert_eq!(suite_of("test-e2e"), "test-e2e");
        assert_eq!(suite_of("build and/or test"), "build and/or test");
    }
}
