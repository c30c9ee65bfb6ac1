use super::{CiStatus, User};
use crate::open_enum::open_enum;
use crate::{CommitSha, PipelineId, PipelineIid, ProjectId, Timestamp, WebUrl};
use serde::{Deserialize, Serialize};

/// A pipeline, of `GET /projects/:id/pipelines/:pipeline_id` and of lists, which hold fewer fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pipeline {
    /// Its id.
    pub id: PipelineId,
    /// Its name, where its configuration gives it one (since 15.11).
    #[serde(default)]
    pub name: Option<String>,
    /// Its number in the project.
    #[serde(default)]
    pub iid: Option<PipelineIid>,
    /// Its project.
    #[serde(default)]
    pub project_id: Option<ProjectId>,
    /// Its status.
    pub status: CiStatus,
    /// What started it.
    #[serde(default)]
    pub source: Option<PipelineSource>,
    /// The branch or tag, or `refs/merge-requests/:iid/head`, `/merge` or `/train`.
    #[serde(default, rename = "ref")]
    pub ref_name: Option<String>,
    /// Whether the ref is a tag.
    #[serde(default)]
    pub tag: Option<bool>,
    /// The commit that it ran on; for merged results a commit that is on no branch.
    #[serde(default)]
    pub sha: Option<CommitSha>,
    /// The commit that the ref stood at before the push that started it.
    #[serde(default)]
    pub before_sha: Option<CommitSha>,
    /// What is wrong with the CI configuration, when that kept it from running.
    #[serde(default)]
    pub yaml_errors: Option<String>,
    /// Who started it.
    #[serde(default)]
    pub user: Option<User>,
    /// How long it ran, in seconds.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub duration: Option<f64>,
    /// How long it waited before it ran, in seconds.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub queued_duration: Option<f64>,
    /// Test coverage in percent.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub coverage: Option<f64>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub updated_at: Option<Timestamp>,
    /// When its commit was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub committed_at: Option<Timestamp>,
    /// When its first job started.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub started_at: Option<Timestamp>,
    /// When its last job ended.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub finished_at: Option<Timestamp>,
    /// Its status as GitLab's pages show it; only for a single pipeline.
    #[serde(default)]
    pub detailed_status: Option<DetailedStatus>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
}

/// A status as GitLab's pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DetailedStatus {
    /// The word on the badge, in the language of the token's user.
    #[serde(default)]
    pub text: Option<String>,
    /// The same in a few more words: `passed with warnings`.
    #[serde(default)]
    pub label: Option<String>,
    /// How it is coloured: `success-with-warnings`, `failed`, …
    #[serde(default)]
    pub group: Option<String>,
}

impl Pipeline {
    /// A pipeline of which only this is known, as a source outside of GitLab gives it; every field can be set.
    #[must_use]
    pub fn new(id: PipelineId, status: CiStatus) -> Self {
        Self {
            id,
            name: None,
            iid: None,
            project_id: None,
            status,
            source: None,
            ref_name: None,
            tag: None,
            sha: None,
            before_sha: None,
            yaml_errors: None,
            user: None,
            duration: None,
            queued_duration: None,
            coverage: None,
            created_at: None,
            updated_at: None,
            committed_at: None,
            started_at: None,
            finished_at: None,
            detailed_status: None,
            web_url: None,
        }
    }

    /// The merge request that a `refs/merge-requests/…` pipeline runs for.
    #[must_use]
    pub fn merge_request_iid(&self) -> Option<crate::MergeRequestIid> {
        self.ref_name.as_deref()?.strip_prefix("refs/merge-requests/")?.split('/').next()?.parse().ok()
    }
}

open_enum! {
    /// What started a pipeline.
    pub enum PipelineSource {
        /// A push to a branch or tag.
        Push = "push",
        /// A merge request.
        MergeRequestEvent = "merge_request_event",
        /// A person, on the web page.
        Web = "web",
        /// A trigger token.
        Trigger = "trigger",
        /// A schedule.
        Schedule = "schedule",
        /// The API.
        Api = "api",
        /// A system outside of GitLab.
        External = "external",
        /// A job of a pipeline of another project.
        Pipeline = "pipeline",
        /// A job of a parent pipeline of the same project.
        ParentPipeline = "parent_pipeline",
        /// A command in a chat.
        Chat = "chat",
        /// The web editor.
        WebIde = "webide",
        /// A pull request on GitHub.
        ExternalPullRequestEvent = "external_pull_request_event",
        /// A security policy.
        SecurityOrchestrationPolicy = "security_orchestration_policy",
        /// The schedule of a pipeline execution policy.
        PipelineExecutionPolicySchedule = "pipeline_execution_policy_schedule",
    }
}
