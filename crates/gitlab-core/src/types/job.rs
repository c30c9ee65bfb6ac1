use super::{Commit, Pipeline, User};
use crate::open_enum::open_enum;
use crate::{JobId, Timestamp, WebUrl};
use serde::{Deserialize, Serialize};

/// A job, of `GET /projects/:id/jobs/:job_id` and of `…/pipelines/:pipeline_id/jobs`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Its name in the CI configuration.
    pub name: String,
    /// Its stage.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub stage: String,
    /// Its status.
    pub status: CiStatus,
    /// Why it failed, in GitLab's word (`script_failure`, `runner_system_failure`, …).
    #[serde(default)]
    pub failure_reason: Option<String>,
    /// Whether the pipeline goes on when it fails.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub allow_failure: bool,
    /// Whether a later run took its place; only where retried jobs were asked for.
    #[serde(default)]
    pub retried: Option<bool>,
    /// The branch or tag.
    #[serde(default, rename = "ref")]
    pub ref_name: Option<String>,
    /// Whether the ref is a tag.
    #[serde(default)]
    pub tag: Option<bool>,
    /// Test coverage in percent.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub coverage: Option<f64>,
    /// Who started it.
    #[serde(default)]
    pub user: Option<User>,
    /// The commit that it ran on.
    #[serde(default)]
    pub commit: Option<Commit>,
    /// Its pipeline, in short.
    #[serde(default)]
    pub pipeline: Option<Pipeline>,
    /// How long it ran, in seconds.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub duration: Option<f64>,
    /// How long it waited for a runner, in seconds.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub queued_duration: Option<f64>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it started.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub finished_at: Option<Timestamp>,
    /// When its log and artifacts were erased.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub erased_at: Option<Timestamp>,
    /// What it left behind.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub artifacts: Vec<JobArtifact>,
    /// The archive of its artifacts, where there is one.
    #[serde(default)]
    pub artifacts_file: Option<JobArtifactsFile>,
    /// When its artifacts will be, or were, removed; `None` when they stay.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub artifacts_expire_at: Option<Timestamp>,
    /// Whether it is too old to be retried, where GitLab tells.
    #[serde(default)]
    pub archived: Option<bool>,
    /// What a runner had to offer to run it.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub tag_list: Vec<String>,
    /// Who ran it.
    #[serde(default)]
    pub runner: Option<Runner>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
}

impl Job {
    /// A job of which only this is known, as a source outside of GitLab gives it; every field can be set.
    #[must_use]
    pub fn new(id: JobId, name: impl Into<String>, status: CiStatus) -> Self {
        Self {
            id,
            name: name.into(),
            stage: String::new(),
            status,
            failure_reason: None,
            allow_failure: false,
            retried: None,
            ref_name: None,
            tag: None,
            coverage: None,
            user: None,
            commit: None,
            pipeline: None,
            duration: None,
            queued_duration: None,
            created_at: None,
            started_at: None,
            finished_at: None,
            erased_at: None,
            artifacts: Vec::new(),
            artifacts_file: None,
            artifacts_expire_at: None,
            archived: None,
            tag_list: Vec::new(),
            runner: None,
            web_url: None,
        }
    }
}

/// A trigger job with the pipeline that it started, of `…/pipelines/:pipeline_id/bridges`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bridge {
    /// The trigger job itself. It has no log.
    #[serde(flatten)]
    pub job: Job,
    /// The pipeline that it started, in this or another project; `None` when it could not start one or may
    /// not be seen.
    #[serde(default)]
    pub downstream_pipeline: Option<Pipeline>,
}

/// One file or archive that a job left behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct JobArtifact {
    /// `archive`, `trace`, `junit`, `metadata`, …
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub file_type: String,
    /// Its size in bytes.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub size: u64,
    /// Its name.
    #[serde(default)]
    pub filename: Option<String>,
    /// `zip`, `gzip` or `raw`.
    #[serde(default)]
    pub file_format: Option<String>,
}

/// The archive of a job's artifacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct JobArtifactsFile {
    /// Its name.
    #[serde(default)]
    pub filename: Option<String>,
    /// Its size in bytes.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub size: u64,
}

/// The runner of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Runner {
    /// Its id.
    pub id: u64,
    /// What its owner calls it.
    #[serde(default)]
    pub description: Option<String>,
    /// `instance_type`, `group_type` or `project_type`.
    #[serde(default)]
    pub runner_type: Option<String>,
}

open_enum! {
    /// The status of a job or a pipeline.
    pub enum CiStatus {
        /// Made, not yet ready to run.
        Created = "created",
        /// Waits for a resource group.
        WaitingForResource = "waiting_for_resource",
        /// Is being prepared.
        Preparing = "preparing",
        /// Waits for an answer from outside.
        WaitingForCallback = "waiting_for_callback",
        /// Waits for a runner.
        Pending = "pending",
        /// Runs.
        Running = "running",
        /// Ended well.
        Success = "success",
        /// Failed.
        Failed = "failed",
        /// Is being canceled.
        Canceling = "canceling",
        /// Was canceled.
        Canceled = "canceled",
        /// Was left out.
        Skipped = "skipped",
        /// Waits for a person to start it.
        Manual = "manual",
        /// Waits for its time.
        Scheduled = "scheduled",
    }
}

impl CiStatus {
    /// Whether it is over: passed, failed, canceled or left out. What waits for a person to start it is not.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        matches!(self, Self::Success | Self::Failed | Self::Canceled | Self::Skipped)
    }
}
