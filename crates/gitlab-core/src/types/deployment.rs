use super::{CiStatus, Commit, Pipeline, User};
use crate::open_enum::open_enum;
use crate::{CommitSha, DeploymentId, DeploymentIid, EnvironmentId, JobId, Timestamp, WebUrl};
use serde::{Deserialize, Serialize};

/// A deployment, of `GET /projects/:id/deployments/:deployment_id` and of lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Deployment {
    /// Its id.
    pub id: DeploymentId,
    /// Its number in the project.
    #[serde(default)]
    pub iid: Option<DeploymentIid>,
    /// Its status.
    #[serde(default = "DeploymentStatus::unknown")]
    pub status: DeploymentStatus,
    /// The branch or tag that was deployed.
    #[serde(default, rename = "ref")]
    pub ref_name: Option<String>,
    /// The commit that was deployed.
    #[serde(default)]
    pub sha: Option<CommitSha>,
    /// Who deployed.
    #[serde(default)]
    pub user: Option<User>,
    /// How many approvals it still needs, where GitLab tells.
    #[serde(default)]
    pub pending_approval_count: Option<u64>,
    /// Where to.
    #[serde(default)]
    pub environment: Option<Environment>,
    /// The job that deployed; `None` for a deployment made by the API.
    #[serde(default)]
    pub deployable: Option<Deployable>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it last changed; for a finished one, when it finished.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub updated_at: Option<Timestamp>,
    /// When it finished, where GitLab tells.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub finished_at: Option<Timestamp>,
}

impl Deployment {
    /// A deployment of which only this is known, as a source outside of GitLab gives it; every field can be set.
    #[must_use]
    pub fn new(id: DeploymentId, status: DeploymentStatus) -> Self {
        Self {
            id,
            iid: None,
            status,
            ref_name: None,
            sha: None,
            user: None,
            pending_approval_count: None,
            environment: None,
            deployable: None,
            created_at: None,
            updated_at: None,
            finished_at: None,
        }
    }
}

impl Environment {
    /// An environment of which only this is known, as a source outside of GitLab gives it; every field can be set.
    #[must_use]
    pub fn new(id: EnvironmentId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            slug: None,
            description: None,
            state: None,
            tier: None,
            external_url: None,
            created_at: None,
            updated_at: None,
            auto_stop_at: None,
            last_deployment: None,
        }
    }
}

impl DeploymentStatus {
    fn unknown() -> Self {
        Self::Other("unknown".to_owned())
    }
}

/// The job that made a deployment, in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Deployable {
    /// Its id.
    pub id: JobId,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its stage.
    #[serde(default)]
    pub stage: Option<String>,
    /// Its status.
    #[serde(default)]
    pub status: Option<CiStatus>,
    /// The commit that it ran on.
    #[serde(default)]
    pub commit: Option<Commit>,
    /// Its pipeline, in short.
    #[serde(default)]
    pub pipeline: Option<Pipeline>,
    /// When it ended.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub finished_at: Option<Timestamp>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
}

/// An environment, of `GET /projects/:id/environments/:environment_id` and of lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Environment {
    /// Its id.
    pub id: EnvironmentId,
    /// Its name, such as `production` or `review/feature-1`.
    pub name: String,
    /// Its name in a form for host names.
    #[serde(default)]
    pub slug: Option<String>,
    /// What it is for. Text of its author.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it can be used.
    #[serde(default)]
    pub state: Option<EnvironmentState>,
    /// What it is used for, as its configuration or its name says (since 14.0).
    #[serde(default)]
    pub tier: Option<EnvironmentTier>,
    /// Where what is deployed there can be reached.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub external_url: Option<WebUrl>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub updated_at: Option<Timestamp>,
    /// When it will be stopped by itself.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub auto_stop_at: Option<Timestamp>,
    /// Its last deployment; only for a single environment.
    #[serde(default)]
    pub last_deployment: Option<Box<Deployment>>,
}

open_enum! {
    /// The status of a deployment.
    pub enum DeploymentStatus {
        /// Made, not started.
        Created = "created",
        /// Under way.
        Running = "running",
        /// Done: what was deployed is live.
        Success = "success",
        /// Failed.
        Failed = "failed",
        /// Canceled.
        Canceled = "canceled",
        /// Left out, because a newer one was done.
        Skipped = "skipped",
        /// Waits for approval.
        Blocked = "blocked",
    }
}

open_enum! {
    /// The state of an environment.
    pub enum EnvironmentState {
        /// In use.
        Available = "available",
        /// Being stopped.
        Stopping = "stopping",
        /// Stopped.
        Stopped = "stopped",
    }
}

open_enum! {
    /// What an environment is used for.
    pub enum EnvironmentTier {
        /// What customers use.
        Production = "production",
        /// The rehearsal for production.
        Staging = "staging",
        /// Tests.
        Testing = "testing",
        /// Development and review.
        Development = "development",
        /// GitLab's own word for none of the others.
        NoneOfThese = "other",
    }
}
