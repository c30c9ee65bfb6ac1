use crate::{Endpoint, Path};
use gitlab_core::{MergeRequestIid, NoteId, ProjectRef};
use http::Method;
use std::borrow::Cow;

/// Deletes a comment on a merge request.
///
/// Calls `DELETE /projects/:id/merge_requests/:merge_request_iid/notes/:note_id`. Needs the scope `api`.
///
/// ```
/// use gitlab_api_client::endpoints::DeleteMergeRequestNote;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{MergeRequestIid, NoteId};
///
/// let endpoint = DeleteMergeRequestNote::new(project, MergeRequestIid::new(42), NoteId::new(3));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DeleteMergeRequestNote {
    project: ProjectRef,
    iid: MergeRequestIid,
    note: NoteId,
}

impl DeleteMergeRequestNote {
    /// This note on this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid, note: NoteId) -> Self {
        Self { project: project.into(), iid, note }
    }
}

impl Endpoint for DeleteMergeRequestNote {
    type Output = ();

    fn method(&self) -> Method {
        Method::DELETE
    }

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("merge_requests")
            .param("iid", self.iid)
            .literal("notes")
            .param("note_id", self.note)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("delete note {} on merge request !{}", self.note, self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::request;
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint =
            DeleteMergeRequestNote::new(ProjectId::new(7), MergeRequestIid::new(42), NoteId::new(3));
        assert_eq!(request(&endpoint), "DELETE projects/7/merge_requests/42/notes/3");
    }
}
