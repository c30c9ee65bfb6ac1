//! Who last changed the lines that a failure names.

use gitlab_core::{CommitSha, JobId, MergeRequestIid, Timestamp};
use serde::Serialize;
use url::Url;

/// The commit that last changed a line which a failing log names.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BlameEvidence {
    /// Its project, by path where known, else by number.
    pub project: String,
    /// The file's path in the repository.
    pub path: String,
    /// The line, counted from 1.
    pub line: u32,
    /// The commit at which the line has this number: the one that failed.
    pub sha: CommitSha,
    /// The commit that last changed the line.
    pub commit: CommitSha,
    /// The first line of its message. Text of its author.
    pub title: String,
    /// Its author's name. Text of its author.
    pub author: Option<String>,
    /// When it was committed.
    pub committed_at: Option<Timestamp>,
    /// Whether `.git-blame-ignore-revs` lists it, so that it only changed how the line looks.
    pub ignored: bool,
    /// The merge request that brought it, where it came in the window and that was read.
    pub merge_request: Option<MergeRequestIid>,
    /// The failed jobs whose logs name the line.
    pub jobs: Vec<JobId>,
    /// The page of the commit that last changed the line.
    pub url: Option<Url>,
}
