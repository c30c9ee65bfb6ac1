use crate::endpoints::Discussable;
use crate::{Endpoint, Path};
use gitlab_core::{DiscussionId, NoteId, ProjectRef};
use http::Method;
use std::borrow::Cow;

/// Deletes a note in a discussion of a merge request, an issue, a snippet or a commit. A discussion without notes
/// is gone.
///
/// Calls `DELETE /projects/:id/merge_requests/:merge_request_iid/discussions/:discussion_id/notes/:note_id`,
/// `DELETE /projects/:id/issues/:issue_iid/discussions/:discussion_id/notes/:note_id`,
/// `DELETE /projects/:id/snippets/:snippet_id/discussions/:discussion_id/notes/:note_id` or
/// `DELETE /projects/:id/repository/commits/:sha/discussions/:discussion_id/notes/:note_id`.
///
/// Needs the scope `api`.
///
/// ```
/// use gitlab_api_client::endpoints::DeleteDiscussionNote;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{DiscussionId, MergeRequestIid, NoteId};
///
/// let id: DiscussionId = "6a9c1750b37d513a43987b574953fceb50b03ce7".parse()?;
/// let endpoint = DeleteDiscussionNote::new(project, MergeRequestIid::new(42), id, NoteId::new(3));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DeleteDiscussionNote {
    project: ProjectRef,
    target: Discussable,
    discussion: DiscussionId,
    note: NoteId,
}

impl DeleteDiscussionNote {
    /// This note in this discussion of this merge request, issue, snippet or commit of this project.
    #[must_use]
    pub fn new(
        project: impl Into<ProjectRef>,
        target: impl Into<Discussable>,
        discussion: DiscussionId,
        note: NoteId,
    ) -> Self {
        Self { project: project.into(), target: target.into(), discussion, note }
    }
}

impl Endpoint for DeleteDiscussionNote {
    type Output = ();

    fn method(&self) -> Method {
        Method::DELETE
    }

    fn path(&self) -> Path {
        self.target
            .path(&self.project)
            .literal("discussions")
            .param("discussion_id", &self.discussion)
            .literal("notes")
            .param("note_id", self.note)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("delete note {} on {}", self.note, self.target).into()
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
        let id = "6a9c1750b37d513a43987b574953fceb50b03ce7".parse().unwrap();
        let endpoint =
            DeleteDiscussionNote::new(ProjectId::new(7), MergeRequestIid::new(42), id, NoteId::new(3));
        assert_eq!(
            request(&endpoint),
            "DELETE projects/7/merge_requests/42/discussions/6a9c1750b37d513a43987b574953fceb50b03ce7/notes/3"
        );
    }
}
