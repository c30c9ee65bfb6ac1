//! Changes: merge requests and commits.

use code_correlation::change::ChangeSet;
use gitlab_core::types::MergeRequestState;
use gitlab_core::{CommitSha, MergeRequestIid, Timestamp};
use serde::Serialize;
use url::Url;

/// A merge request.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct MergeRequestEvidence {
    /// Its number in the project.
    pub iid: MergeRequestIid,
    /// Its title. Text of its author.
    pub title: String,
    /// Its description in Markdown. Text of its author.
    pub description: Option<String>,
    /// Whether it is open, merged or closed.
    pub state: MergeRequestState,
    /// Whether it is a draft.
    pub draft: bool,
    /// The user name of its author.
    pub author: Option<String>,
    /// The user names of those who were asked to review it.
    pub reviewers: Vec<String>,
    /// Its labels.
    pub labels: Vec<String>,
    /// The branch that is merged.
    pub source_branch: String,
    /// The branch that it is merged into.
    pub target_branch: String,
    /// The head of the source branch.
    pub sha: Option<CommitSha>,
    /// The merge commit.
    pub merge_commit_sha: Option<CommitSha>,
    /// The squash commit.
    pub squash_commit_sha: Option<CommitSha>,
    /// When it was opened.
    pub created_at: Option<Timestamp>,
    /// When it was merged.
    pub merged_at: Option<Timestamp>,
    /// The user name of who merged it.
    pub merged_by: Option<String>,
    /// Its page.
    pub url: Option<Url>,
}

/// A commit with what it changed.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CommitEvidence {
    /// Its hash.
    pub sha: CommitSha,
    /// The first line of its message. Text of its author.
    pub title: String,
    /// The whole message. Text of its author.
    pub message: Option<String>,
    /// Its author's name. Text of its author.
    pub author: Option<String>,
    /// When it was committed.
    pub committed_at: Option<Timestamp>,
    /// How many parents it has: two or more for a merge.
    pub parents: usize,
    /// The merge request that lists it, where that was read.
    pub merge_request: Option<MergeRequestIid>,
    /// The files and lines that it changed; `None` when they were not read.
    pub changes: Option<ChangeSet>,
    /// Its page.
    pub url: Option<Url>,
}

/// A merge request that was merged in the window.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RecentChange {
    /// Its number in the project.
    pub iid: MergeRequestIid,
    /// Its title. Text of its author.
    pub title: String,
    /// Its description in Markdown. Text of its author.
    pub description: Option<String>,
    /// The user name of its author.
    pub author: Option<String>,
    /// The branch that it was merged into.
    pub target_branch: String,
    /// When it was merged.
    pub merged_at: Option<Timestamp>,
    /// The commit by which it is known: the squash commit, the merge commit or its head.
    pub sha: Option<CommitSha>,
    /// Those of them by which it is known beside that.
    pub other_shas: Vec<CommitSha>,
    /// Whether it was live in the environment when the incident began.
    pub live: Liveness,
    /// The files and lines that it changed; `None` when they were not read.
    pub changes: Option<ChangeSet>,
    /// Its page.
    pub url: Option<Url>,
}

/// Whether a change was live when the incident began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Liveness {
    /// A deployment before the incident brought it, or was made from its target branch after it was merged.
    Live,
    /// It was merged after the last deployment before the incident.
    NotLive,
    /// The deployments do not say.
    Unknown,
}
