//! Files that a failure names.

use gitlab_core::CommitSha;
use serde::Serialize;
use url::Url;

/// The part of a file that a failure points at.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FileEvidence {
    /// Its project, by path where known, else by number.
    pub project: String,
    /// Its path in the repository.
    pub path: String,
    /// The commit that it is shown at.
    pub sha: CommitSha,
    /// The line that the failure names, counted from 1.
    pub line: Option<u32>,
    /// The lines around it, each with its number; the beginning of the file when no line is named.
    pub lines: Vec<SourceLine>,
    /// Its page at that commit and line.
    pub url: Option<Url>,
}

/// One line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SourceLine {
    /// Its number, counted from 1.
    pub number: u32,
    /// Its text, without the line end. Text of whoever wrote the file.
    pub text: String,
}
