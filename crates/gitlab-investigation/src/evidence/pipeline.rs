//! Pipelines, their failed jobs and tests.

use ci_log::JobLog;
use gitlab_core::types::{CiStatus, PipelineSource};
use gitlab_core::{CommitSha, JobId, PipelineId, Timestamp};
use serde::Serialize;
use url::Url;

/// A pipeline with what failed in it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PipelineEvidence {
    /// Its project, by path where known, else by number.
    pub project: String,
    /// Its id.
    pub id: PipelineId,
    /// Its status.
    pub status: CiStatus,
    /// What started it.
    pub source: Option<PipelineSource>,
    /// The branch or tag, or `refs/merge-requests/:iid/…`.
    pub ref_name: Option<String>,
    /// The commit that it ran on.
    pub sha: Option<CommitSha>,
    /// What is wrong with the CI configuration, when that kept it from running.
    pub yaml_errors: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When its last job ended.
    pub finished_at: Option<Timestamp>,
    /// Its page.
    pub url: Option<Url>,
    /// The pipeline that started it, for a downstream pipeline.
    pub upstream: Option<Upstream>,
    /// How many jobs it has, retried ones not counted; `None` when they were not read.
    pub job_count: Option<usize>,
    /// The jobs that failed at least once, those whose failure counts first.
    pub jobs: Vec<JobEvidence>,
    /// What its tests reported.
    pub tests: Option<TestSummary>,
}

/// Which job of which pipeline started a downstream pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Upstream {
    /// The pipeline.
    pub pipeline: PipelineId,
    /// The name of the trigger job.
    pub bridge: String,
}

/// A job that failed.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct JobEvidence {
    /// Its id.
    pub id: JobId,
    /// Its name.
    pub name: String,
    /// Its stage.
    pub stage: String,
    /// What its failure means for the pipeline.
    pub outcome: JobOutcome,
    /// Why it failed, in GitLab's word (`script_failure`, `runner_system_failure`, …).
    pub failure_reason: Option<String>,
    /// When it started.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// How long it ran, in seconds.
    pub duration: Option<f64>,
    /// Its page.
    pub url: Option<Url>,
    /// The successful run of the same job whose log its own was compared with: what both printed is no cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<JobId>,
    /// What its log says; `None` when it was not read.
    pub log: Option<JobLog>,
}

/// What the failure of a job means for its pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum JobOutcome {
    /// It failed, and the pipeline with it.
    Failed,
    /// It failed and was started again, and that run has not ended, or was canceled.
    RetryUnderWay,
    /// It failed and was run again, and that run failed too.
    FailedAndRetried,
    /// It failed and was run again, and that run passed: the failure comes and goes.
    PassedOnRetry,
    /// It failed, and the pipeline is allowed to go on.
    AllowedToFail,
}

impl JobOutcome {
    /// Whether the failure counts: it is neither allowed nor followed by a run that ended.
    #[must_use]
    pub fn is_decisive(self) -> bool {
        matches!(self, Self::Failed | Self::RetryUnderWay)
    }
}

/// What the tests of a pipeline reported.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TestSummary {
    /// Tests in all.
    pub total: u64,
    /// Tests that failed.
    pub failed: u64,
    /// Tests that could not run to their end.
    pub errored: u64,
    /// Tests that were left out.
    pub skipped: u64,
    /// Those that failed or could not run to their end, at most 50.
    pub failures: Vec<FailedTest>,
}

/// A test that failed, as the test report tells it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FailedTest {
    /// Its suite: as a rule the name of the job.
    pub suite: String,
    /// Its name.
    pub name: String,
    /// Its class or module.
    pub class: Option<String>,
    /// Its file.
    pub file: Option<String>,
    /// What it printed, at most 4,000 characters.
    pub output: Option<String>,
}
