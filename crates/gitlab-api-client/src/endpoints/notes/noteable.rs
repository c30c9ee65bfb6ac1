//! What can be commented on.

use crate::Path;
use gitlab_core::{CommitSha, IssueIid, MergeRequestIid, ProjectRef, SnippetId};
use std::fmt;

/// An issue or a merge request of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Issuable {
    /// A merge request.
    MergeRequest(MergeRequestIid),
    /// An issue or an incident.
    Issue(IssueIid),
}

/// What notes are on.
///
/// ```
/// use gitlab_api_client::endpoints::Noteable;
/// use gitlab_core::MergeRequestIid;
///
/// assert_eq!(Noteable::from(MergeRequestIid::new(42)).to_string(), "merge request !42");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Noteable {
    /// A merge request.
    MergeRequest(MergeRequestIid),
    /// An issue or an incident.
    Issue(IssueIid),
    /// A snippet of the project.
    Snippet(SnippetId),
}

/// What discussions are on: everything that notes are on, and commits, whose comments are no notes by
/// themselves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Discussable {
    /// A merge request, an issue or a snippet.
    Noteable(Noteable),
    /// A commit.
    Commit(CommitSha),
}

impl Issuable {
    /// `projects/:id/merge_requests/:iid`, and so on.
    pub(crate) fn path(self, project: &ProjectRef) -> Path {
        Noteable::from(self).path(project)
    }
}

impl Noteable {
    /// `projects/:id/merge_requests/:iid`, and so on.
    pub(crate) fn path(self, project: &ProjectRef) -> Path {
        let path = Path::project(project);
        match self {
            Self::MergeRequest(iid) => path.literal("merge_requests").param("iid", iid),
            Self::Issue(iid) => path.literal("issues").param("iid", iid),
            Self::Snippet(id) => path.literal("snippets").param("id", id),
        }
    }
}

impl Discussable {
    /// `projects/:id/merge_requests/:iid`, and so on.
    pub(crate) fn path(&self, project: &ProjectRef) -> Path {
        match self {
            Self::Noteable(noteable) => noteable.path(project),
            Self::Commit(sha) => Path::project(project).literal("repository/commits").param("sha", sha),
        }
    }
}

impl fmt::Display for Issuable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Noteable::from(*self).fmt(f)
    }
}

impl fmt::Display for Noteable {
    /// In the words of an error message: `merge request !42`, `issue #7`, `snippet 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MergeRequest(iid) => write!(f, "merge request !{iid}"),
            Self::Issue(iid) => write!(f, "issue #{iid}"),
            Self::Snippet(id) => write!(f, "snippet {id}"),
        }
    }
}

impl fmt::Display for Discussable {
    /// In the words of an error message: `merge request !42`, `commit 9df54aa2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Noteable(noteable) => noteable.fmt(f),
            Self::Commit(sha) => write!(f, "commit {}", sha.short()),
        }
    }
}

impl From<Issuable> for Noteable {
    fn from(issuable: Issuable) -> Self {
        match issuable {
            Issuable::MergeRequest(iid) => Self::MergeRequest(iid),
            Issuable::Issue(iid) => Self::Issue(iid),
        }
    }
}

macro_rules! from {
    ($($type:ty => $target:ident::$variant:ident,)+) => {$(
        impl From<$type> for $target {
            fn from(thing: $type) -> Self {
                Self::$variant(thing.into())
            }
        }
    )+};
}

from! {
    MergeRequestIid => Issuable::MergeRequest,
    IssueIid => Issuable::Issue,
    MergeRequestIid => Noteable::MergeRequest,
    IssueIid => Noteable::Issue,
    SnippetId => Noteable::Snippet,
    Noteable => Discussable::Noteable,
    Issuable => Discussable::Noteable,
    MergeRequestIid => Discussable::Noteable,
    IssueIid => Discussable::Noteable,
    SnippetId => Discussable::Noteable,
    CommitSha => Discussable::Commit,
}

#[cfg(test)]
mod tests {
    use super::*;
    use gitlab_core::ProjectId;

    #[test]
    fn each_thing_has_its_path_and_its_name() {
        let sha: CommitSha = "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11".parse().unwrap();
        for (thing, path, name) in [
            (Discussable::from(MergeRequestIid::new(42)), "merge_requests/42", "merge request !42"),
            (IssueIid::new(7).into(), "issues/7", "issue #7"),
            (SnippetId::new(3).into(), "snippets/3", "snippet 3"),
            (Issuable::from(IssueIid::new(7)).into(), "issues/7", "issue #7"),
            (sha.into(), "repository/commits/9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11", "commit 9df54aa2"),
        ] {
            assert_eq!(
                thing.path(&ProjectId::new(1).into()).encoded().unwrap(),
                format!("projects/1/{path}")
            );
            assert_eq!(thing.to_string(), name);
        }
    }
}
