use crate::endpoints::Noteable;
use crate::{Endpoint, Path};
use gitlab_core::{NoteId, ProjectRef};
use http::Method;
use std::borrow::Cow;

/// Deletes a comment on a merge request, an issue or a snippet.
///
/// Calls `DELETE /projects/:id/merge_requests/:merge_request_iid/notes/:note_id`,
/// `DELETE /projects/:id/issues/:issue_iid/notes/:note_id` or
/// `DELETE /projects/:id/snippets/:snippet_id/notes/:note_id`.
///
/// Needs the scope `api`. When an answer is lost it is sent again, so that
/// [`NotFound`](gitlab_core::ApiErrorKind::NotFound) may mean that it is done.
///
/// ```
/// use gitlab_api_client::endpoints::DeleteNote;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{MergeRequestIid, NoteId};
///
/// let endpoint = DeleteNote::new(project, MergeRequestIid::new(42), NoteId::new(3));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DeleteNote {
    project: ProjectRef,
    noteable: Noteable,
    note: NoteId,
}

impl DeleteNote {
    /// This note on this merge request, issue or snippet of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, noteable: impl Into<Noteable>, note: NoteId) -> Self {
        Self { project: project.into(), noteable: noteable.into(), note }
    }
}

impl Endpoint for DeleteNote {
    type Output = ();

    fn method(&self) -> Method {
        Method::DELETE
    }

    fn path(&self) -> Path {
        self.noteable.path(&self.project).literal("notes").param("note_id", self.note)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("delete note {} on {}", self.note, self.noteable).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::request;
    use gitlab_core::{MergeRequestIid, ProjectId};

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = DeleteNote::new(ProjectId::new(7), MergeRequestIid::new(42), NoteId::new(3));
        assert_eq!(request(&endpoint), "DELETE projects/7/merge_requests/42/notes/3");
    }
}
