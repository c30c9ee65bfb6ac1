use super::{DiffRefs, Pipeline, User};
use crate::open_enum::open_enum;
use crate::{CommitSha, MergeRequestId, MergeRequestIid, ProjectId, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

/// A merge request, of `GET /projects/:id/merge_requests/:merge_request_iid` and of lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MergeRequest {
    /// Its id on the instance.
    pub id: MergeRequestId,
    /// Its number in the project.
    pub iid: MergeRequestIid,
    /// The project that it merges into.
    pub project_id: ProjectId,
    /// The title. Text of its author.
    pub title: String,
    /// The description in Markdown. Text of its author.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it is open, merged or closed.
    pub state: MergeRequestState,
    /// Who opened it.
    #[serde(default)]
    pub author: Option<User>,
    /// Who is assigned.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub assignees: Vec<User>,
    /// Who was asked to review it.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub reviewers: Vec<User>,
    /// Its labels.
    #[serde(default, deserialize_with = "crate::types::labels")]
    pub labels: Vec<String>,
    /// Whether it is a draft; see [`MergeRequest::is_draft`].
    #[serde(default)]
    pub draft: Option<bool>,
    /// Whether it is a draft, as GitLab before 13.2 says; newer ones send both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_in_progress: Option<bool>,
    /// The branch that is merged.
    pub source_branch: String,
    /// The branch that it is merged into.
    pub target_branch: String,
    /// The project of the source branch; differs from `project_id` when it comes from a fork.
    #[serde(default)]
    pub source_project_id: Option<ProjectId>,
    /// The head of the source branch; `None` just after creation.
    #[serde(default)]
    pub sha: Option<CommitSha>,
    /// The merge commit, if one was made.
    #[serde(default)]
    pub merge_commit_sha: Option<CommitSha>,
    /// The squash commit, if the commits were squashed.
    #[serde(default)]
    pub squash_commit_sha: Option<CommitSha>,
    /// Base, start and head of its latest diff; `None` just after creation.
    #[serde(default)]
    pub diff_refs: Option<DiffRefs>,
    /// How many files changed: a number as text, `"1000+"` above the limit.
    #[serde(default)]
    pub changes_count: Option<String>,
    /// Who merged it, since GitLab 14.7; see [`MergeRequest::merger`].
    #[serde(default)]
    pub merge_user: Option<User>,
    /// Who merged it, as GitLab before 14.7 says; newer ones send both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_by: Option<User>,
    /// Its latest pipeline.
    #[serde(default)]
    // Lists do not have it, and it is larger than all the rest.
    pub head_pipeline: Option<Box<Pipeline>>,
    /// How many comments people made.
    #[serde(default)]
    pub user_notes_count: Option<u64>,
    /// When it was opened.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub updated_at: Option<Timestamp>,
    /// When it was merged.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub merged_at: Option<Timestamp>,
    /// When it was closed without merging.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub closed_at: Option<Timestamp>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<Url>,
}

impl MergeRequest {
    /// An open merge request of which only this is known, as a source outside of GitLab gives it; every field can
    /// be set.
    #[must_use]
    pub fn new(
        id: MergeRequestId,
        iid: MergeRequestIid,
        project_id: ProjectId,
        title: impl Into<String>,
        source_branch: impl Into<String>,
        target_branch: impl Into<String>,
    ) -> Self {
        Self {
            id,
            iid,
            project_id,
            title: title.into(),
            description: None,
            state: MergeRequestState::Opened,
            author: None,
            assignees: Vec::new(),
            reviewers: Vec::new(),
            labels: Vec::new(),
            draft: None,
            work_in_progress: None,
            source_branch: source_branch.into(),
            target_branch: target_branch.into(),
            source_project_id: None,
            sha: None,
            merge_commit_sha: None,
            squash_commit_sha: None,
            diff_refs: None,
            changes_count: None,
            merge_user: None,
            merged_by: None,
            head_pipeline: None,
            user_notes_count: None,
            created_at: None,
            updated_at: None,
            merged_at: None,
            closed_at: None,
            web_url: None,
        }
    }

    /// Whether it is a draft, whichever field this GitLab says it in.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.draft.or(self.work_in_progress).unwrap_or_default()
    }

    /// Who merged it, whichever field this GitLab says it in.
    #[must_use]
    pub fn merger(&self) -> Option<&User> {
        self.merge_user.as_ref().or(self.merged_by.as_ref())
    }

    /// The commits by which its change is known on the target branch or, before the merge, on the source
    /// branch: the squash commit, the merge commit and the head.
    pub fn commit_shas(&self) -> impl Iterator<Item = &CommitSha> {
        [&self.squash_commit_sha, &self.merge_commit_sha, &self.sha].into_iter().flatten()
    }
}

open_enum! {
    /// The state of a merge request.
    pub enum MergeRequestState {
        /// Open.
        Opened = "opened",
        /// Closed without merging.
        Closed = "closed",
        /// Merged.
        Merged = "merged",
        /// Being merged just now.
        Locked = "locked",
    }
}
