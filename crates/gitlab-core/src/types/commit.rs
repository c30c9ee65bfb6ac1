use super::{CiStatus, Diff, Pipeline};
use crate::{CommitSha, ProjectId, Timestamp, WebUrl};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A commit, of `GET /projects/:id/repository/commits/:sha` and of lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Commit {
    /// Its hash.
    pub id: CommitSha,
    /// The first line of its message. Text of its author.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub title: String,
    /// The whole message. Text of its author.
    #[serde(default)]
    pub message: Option<String>,
    /// The author's name. Text of its author.
    #[serde(default)]
    pub author_name: Option<String>,
    /// The author's e-mail address.
    #[serde(default)]
    pub author_email: Option<String>,
    /// When it was written.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub authored_date: Option<Timestamp>,
    /// The committer's name.
    #[serde(default)]
    pub committer_name: Option<String>,
    /// When it was committed; lists are ordered and filtered by this.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub committed_date: Option<Timestamp>,
    /// The commits before it: two or more for a merge.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub parent_ids: Vec<CommitSha>,
    /// The trailers of its message (`Changelog: fixed`), where they were asked for; of a trailer that stands
    /// there more than once, the last. Text of its author.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub trailers: BTreeMap<String, String>,
    /// The trailers with every value, where they were asked for. Text of its author.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub extended_trailers: BTreeMap<String, Vec<String>>,
    /// How many lines it changed, where that was asked for.
    #[serde(default)]
    pub stats: Option<CommitStats>,
    /// The status of its latest pipeline; only for a single commit.
    #[serde(default)]
    pub status: Option<CiStatus>,
    /// Its latest pipeline; only for a single commit.
    #[serde(default)]
    // Lists do not have it, and it is larger than all the rest.
    pub last_pipeline: Option<Box<Pipeline>>,
    /// Its project; only for a single commit.
    #[serde(default)]
    pub project_id: Option<ProjectId>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
}

impl Commit {
    /// A commit of which only this is known, as a source outside of GitLab gives it; every field can be set.
    #[must_use]
    pub fn new(id: CommitSha, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            message: None,
            author_name: None,
            author_email: None,
            authored_date: None,
            committer_name: None,
            committed_date: None,
            parent_ids: Vec::new(),
            trailers: BTreeMap::new(),
            extended_trailers: BTreeMap::new(),
            stats: None,
            status: None,
            last_pipeline: None,
            project_id: None,
            web_url: None,
        }
    }
}

/// How many lines a commit changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommitStats {
    /// Lines added.
    pub additions: u64,
    /// Lines deleted.
    pub deletions: u64,
    /// The sum of both.
    pub total: u64,
}

/// What lies between two refs, of `GET /projects/:id/repository/compare`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The last of the commits.
    #[serde(default)]
    pub commit: Option<Commit>,
    /// The commits, oldest first, all of them.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub commits: Vec<Commit>,
    /// The changed files.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub diffs: Vec<Diff>,
    /// Whether the diff was too large, so that `diffs` is not whole.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub compare_timeout: bool,
    /// Whether both refs name the same commit, so that there is nothing between them.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub compare_same_ref: bool,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
}
