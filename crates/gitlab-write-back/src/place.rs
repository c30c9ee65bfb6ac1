//! What a note is on.

use gitlab_core::{CommitSha, IssueIid, MergeRequestIid, ProjectRef};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What in a project a note is on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoteSubject {
    /// A merge request.
    MergeRequest(MergeRequestIid),
    /// An issue.
    Issue(IssueIid),
    /// An incident: to the API an issue, with pages and words of its own.
    Incident(IssueIid),
    /// A commit.
    Commit(CommitSha),
}

/// The one thing that gets the note: a [`NoteSubject`] of a project.
///
/// ```
/// use gitlab_core::{IssueIid, MergeRequestIid};
/// use gitlab_write_back::{NotePlace, NoteSubject};
///
/// let project: gitlab_core::ProjectRef = "shop/checkout".parse()?;
/// let place = NotePlace::new(project.clone(), NoteSubject::MergeRequest(MergeRequestIid::new(42)));
/// assert_eq!(place.to_string(), "shop/checkout!42");
/// assert_eq!(NotePlace::new(project, NoteSubject::Incident(IssueIid::new(7))).to_string(), "shop/checkout#7");
/// # Ok::<(), gitlab_core::ProjectRefError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NotePlace {
    /// The project.
    pub project: ProjectRef,
    /// What in it.
    pub subject: NoteSubject,
}

impl NotePlace {
    /// This subject of this project.
    #[must_use]
    pub fn new(project: ProjectRef, subject: NoteSubject) -> Self {
        Self { project, subject }
    }

    /// This merge request of this project.
    #[must_use]
    pub fn merge_request(project: ProjectRef, iid: MergeRequestIid) -> Self {
        Self::new(project, NoteSubject::MergeRequest(iid))
    }
}

/// In the words of an error message: `merge request !42`, `issue #7`, `incident #7`, `commit 9df54aa2`.
impl fmt::Display for NoteSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MergeRequest(iid) => write!(f, "merge request !{iid}"),
            Self::Issue(iid) => write!(f, "issue #{iid}"),
            Self::Incident(iid) => write!(f, "incident #{iid}"),
            Self::Commit(sha) => write!(f, "commit {}", sha.short()),
        }
    }
}

/// As GitLab refers to it: `group/project!42`, `group/project#7`, `group/project@9df54aa2`.
impl fmt::Display for NotePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.project)?;
        match &self.subject {
            NoteSubject::MergeRequest(iid) => write!(f, "!{iid}"),
            NoteSubject::Issue(iid) | NoteSubject::Incident(iid) => write!(f, "#{iid}"),
            NoteSubject::Commit(sha) => write!(f, "@{}", sha.short()),
        }
    }
}
