//! Deployments and releases.

use gitlab_core::types::DeploymentStatus;
use gitlab_core::{CommitSha, DeploymentId, JobId, MergeRequestIid, PipelineId, Timestamp};
use serde::Serialize;

/// A deployment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DeploymentEvidence {
    /// Its id.
    pub id: DeploymentId,
    /// Where to.
    pub environment: String,
    /// Its status.
    pub status: DeploymentStatus,
    /// The branch or tag that was deployed.
    pub ref_name: Option<String>,
    /// The commit that was deployed.
    pub sha: Option<CommitSha>,
    /// The user name of who deployed.
    pub deployed_by: Option<String>,
    /// The job that deployed.
    pub job: Option<JobId>,
    /// The pipeline of that job.
    pub pipeline: Option<PipelineId>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it finished.
    pub finished_at: Option<Timestamp>,
    /// Whether it is what was live in its environment when the incident began.
    pub live_at_incident: bool,
    /// The merge requests that it brought; `None` when they were not read.
    pub merge_requests: Option<Vec<MergeRequestIid>>,
}

/// A release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReleaseEvidence {
    /// Its tag.
    pub tag: String,
    /// Its title. Text of its author.
    pub name: Option<String>,
    /// The commit of its tag.
    pub sha: Option<CommitSha>,
    /// When it was out.
    pub released_at: Option<Timestamp>,
}
