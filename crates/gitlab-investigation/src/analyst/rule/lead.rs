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

/// The failure that says most, of the newest pipelines that nothing made good since; of older ones, or of runs
/// that a retry made good, only when there is no other.
pub(super) fn find(evidence: &Evidence) -> Option<Lead<'_>> {
    let good = made_good(evidence);
    let root_of = roots(evidence);
    let failed: Vec<_> = evidence.decisive_failures().collect();
    let counted = |(pipeline, _): &&(&PipelineEvidence, &JobEvidence)| {
        !root_of(pipeline).is_some_and(|root| good.contains(&root))
    };
    let newest_root = |list: &[&(&PipelineEvidence, &JobEvidence)]| {
        list.iter().filter_map(|(pipeline, _)| root_of(pipeline)).max()
    };

    let open: Vec<_> = failed.iter().filter(counted).collect();
    let made_good = open.is_empty();
    let chosen = if made_good { failed.iter().collect() } else { open };
    let root = newest_root(&chosen);
    let group: Vec<_> = chosen.into_iter().filter(|(pipeline, _)| root_of(pipeline) == root).collect();
    let Some((pipeline, job)) = group.iter().min_by_key(|(pipeline, job)| weight(pipeline, job)).copied()
    else {
        return passed_on_retry(evidence);
    };
    let others = group
        .iter()
        .filter(|(_, other)| other.id != job.id)
        .map(|(pipeline, job)| (*pipeline, *job))
        .collect();
    Some(lead(pipeline, job, made_good, others))
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
        .find(|test| !named && (test.suite == job.name || test.suite.starts_with(&job.name)));
    Lead { pipeline, job, failure, reported, made_good, others }
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
    let kind = match failure.map(|failure| failure.kind) {
        Some(FailureKind::Test) => 0,
        Some(FailureKind::Compile) => 1,
        Some(FailureKind::Lint | FailureKind::Crash) => 2,
        Some(FailureKind::Configuration | FailureKind::Dependency | FailureKind::Git) => 3,
        Some(FailureKind::Deployment | FailureKind::Container) => 4,
        Some(FailureKind::Canceled | FailureKind::Script | FailureKind::Unknown) => 6,
        // The infrastructure hides what the code would have said.
        Some(_) => 5,
        None => 7,
    };
    let placed = failure.is_some_and(|failure| failure.file.is_some());
    (kind, !placed, pipeline.upstream.is_some(), job.finished_at, Reverse(job.log.is_some()), job.id)
}
