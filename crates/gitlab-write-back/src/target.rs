//! Where the note goes.

use gitlab_core::{GitLabReference, MergeRequestIid, ProjectRef, ReferenceTarget};
use std::fmt;

/// The merge request that gets the note, as far as it is known.
///
/// An alert may name only one half of it; then nothing is written, and the outcome says which half is missing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NoteTarget {
    project: Option<ProjectRef>,
    iid: Option<MergeRequestIid>,
}

impl NoteTarget {
    /// This merge request of this project.
    #[must_use]
    pub fn merge_request(project: ProjectRef, iid: MergeRequestIid) -> Self {
        Self { project: Some(project), iid: Some(iid) }
    }

    /// What is known of it; either may be missing.
    #[must_use]
    pub fn from_parts(project: Option<ProjectRef>, iid: Option<MergeRequestIid>) -> Self {
        Self { project, iid }
    }

    /// What a reference says: a reference to something else than a merge request names only the project.
    #[must_use]
    pub fn of(reference: &GitLabReference) -> Self {
        let iid = match reference.target() {
            ReferenceTarget::MergeRequest { iid } => Some(*iid),
            _ => None,
        };
        Self { project: Some(reference.project().clone()), iid }
    }

    /// The project.
    #[must_use]
    pub fn project(&self) -> Option<&ProjectRef> {
        self.project.as_ref()
    }

    /// The merge request's number in the project.
    #[must_use]
    pub fn iid(&self) -> Option<MergeRequestIid> {
        self.iid
    }
}

/// `group/project!42`, with a `?` for what is not known.
impl fmt::Display for NoteTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.project {
            Some(project) => write!(f, "{project}!")?,
            None => f.write_str("?!")?,
        }
        match self.iid {
            Some(iid) => write!(f, "{iid}"),
            None => f.write_str("?"),
        }
    }
}
