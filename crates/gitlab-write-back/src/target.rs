//! Where the note is meant to go.

use crate::{NotePlace, NoteSubject};
use gitlab_core::{
    CommitSha, GitLabReference, Instance, IssueIid, MergeRequestIid, ProjectRef, ReferenceTarget,
};
use std::fmt;

/// The merge request, issue, incident or commit that is meant to get the note, as far as it is known.
///
/// An alert may name only one half of it; then nothing is written, and the outcome says which half is missing. It may
/// also name what it has no business with: [`mapped_to`](Self::mapped_to) and [`on`](Self::on) say where it belongs,
/// and a note for anything else is not written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NoteTarget {
    instance: Option<Instance>,
    project: Option<ProjectRef>,
    subject: Option<NoteSubject>,
    mapped: Option<ProjectRef>,
}

impl NoteTarget {
    /// This merge request of this project.
    #[must_use]
    pub fn merge_request(project: ProjectRef, iid: MergeRequestIid) -> Self {
        Self::of_parts(Some(project), Some(NoteSubject::MergeRequest(iid)))
    }

    /// This issue of this project.
    #[must_use]
    pub fn issue(project: ProjectRef, iid: IssueIid) -> Self {
        Self::of_parts(Some(project), Some(NoteSubject::Issue(iid)))
    }

    /// This incident of this project.
    #[must_use]
    pub fn incident(project: ProjectRef, iid: IssueIid) -> Self {
        Self::of_parts(Some(project), Some(NoteSubject::Incident(iid)))
    }

    /// This commit of this project.
    #[must_use]
    pub fn commit(project: ProjectRef, sha: CommitSha) -> Self {
        Self::of_parts(Some(project), Some(NoteSubject::Commit(sha)))
    }

    /// What is known of a merge request; either may be missing.
    #[must_use]
    pub fn from_parts(project: Option<ProjectRef>, iid: Option<MergeRequestIid>) -> Self {
        Self::of_parts(project, iid.map(NoteSubject::MergeRequest))
    }

    fn of_parts(project: Option<ProjectRef>, subject: Option<NoteSubject>) -> Self {
        Self { instance: None, project, subject, mapped: None }
    }

    /// What a reference says, its instance included. A reference to something that has no notes, such as a pipeline,
    /// names only the project.
    ///
    /// ```
    /// use gitlab_core::{GitLabReference, Instance};
    /// use gitlab_write_back::NoteTarget;
    ///
    /// let gitlab = Instance::parse("https://gitlab.example.com")?;
    /// let url = "https://gitlab.example.com/shop/checkout/-/issues/incident/7";
    /// let target = NoteTarget::of(&GitLabReference::parse(url, &[gitlab.clone()])?);
    /// assert_eq!(target.to_string(), "shop/checkout#7");
    /// assert_eq!(target.instance(), Some(&gitlab));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(reference: &GitLabReference) -> Self {
        let subject = match reference.target() {
            ReferenceTarget::MergeRequest { iid } => Some(NoteSubject::MergeRequest(*iid)),
            ReferenceTarget::Issue { iid } | ReferenceTarget::WorkItem { iid } => {
                Some(NoteSubject::Issue(*iid))
            }
            ReferenceTarget::Incident { iid } => Some(NoteSubject::Incident(*iid)),
            ReferenceTarget::Commit { sha } => Some(NoteSubject::Commit(sha.clone())),
            _ => None,
        };
        let target = Self::of_parts(Some(reference.project().clone()), subject);
        Self { instance: reference.instance().cloned(), ..target }
    }

    /// Says that it is on this GitLab. A host of another one does not write it.
    #[must_use]
    pub fn on(mut self, instance: Instance) -> Self {
        self.instance = Some(instance);
        self
    }

    /// Says which project the alert belongs to by your own rules, and not by what the alert says. A note for another
    /// project is not written: an alert is foreign input, and it may name any merge request that our token can write to.
    ///
    /// Name it as the target does, by path or by number: the two are not taken for the same.
    #[must_use]
    pub fn mapped_to(mut self, project: ProjectRef) -> Self {
        self.mapped = Some(project);
        self
    }

    /// The GitLab that it is on, where that was said.
    #[must_use]
    pub fn instance(&self) -> Option<&Instance> {
        self.instance.as_ref()
    }

    /// The project.
    #[must_use]
    pub fn project(&self) -> Option<&ProjectRef> {
        self.project.as_ref()
    }

    /// What in the project it is.
    #[must_use]
    pub fn subject(&self) -> Option<&NoteSubject> {
        self.subject.as_ref()
    }

    /// The merge request's number in the project, if it is one.
    #[must_use]
    pub fn iid(&self) -> Option<MergeRequestIid> {
        match self.subject {
            Some(NoteSubject::MergeRequest(iid)) => Some(iid),
            _ => None,
        }
    }

    /// Project and subject, if both are known.
    #[must_use]
    pub fn place(&self) -> Option<NotePlace> {
        Some(NotePlace::new(self.project.clone()?, self.subject.clone()?))
    }

    /// Whether it is in the project that the alert belongs to, as far as that was said.
    pub(crate) fn is_where_it_belongs(&self) -> bool {
        match (&self.mapped, &self.project) {
            (Some(mapped), Some(project)) => same_project(mapped, project),
            _ => true,
        }
    }
}

impl From<NotePlace> for NoteTarget {
    fn from(place: NotePlace) -> Self {
        Self::of_parts(Some(place.project), Some(place.subject))
    }
}

/// GitLab does not tell upper case from lower case in paths.
pub(crate) fn same_project(one: &ProjectRef, other: &ProjectRef) -> bool {
    match (one.path(), other.path()) {
        (Some(one), Some(other)) => one.as_str().to_lowercase() == other.as_str().to_lowercase(),
        _ => one == other,
    }
}

/// `group/project!42`, with a `?` for what is not known.
impl fmt::Display for NoteTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.place(), &self.project, &self.subject) {
            (Some(place), _, _) => place.fmt(f),
            (None, Some(project), _) => write!(f, "{project}!?"),
            (None, None, Some(NoteSubject::MergeRequest(iid))) => write!(f, "?!{iid}"),
            (None, None, Some(NoteSubject::Issue(iid) | NoteSubject::Incident(iid))) => write!(f, "?#{iid}"),
            (None, None, Some(NoteSubject::Commit(sha))) => write!(f, "?@{}", sha.short()),
            (None, None, None) => f.write_str("?!?"),
        }
    }
}
