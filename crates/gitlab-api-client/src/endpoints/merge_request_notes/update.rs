use crate::{Endpoint, Path, RequestBody};
use gitlab_core::types::NoteCreated;
use gitlab_core::{MergeRequestIid, NoteId, ProjectRef};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

/// Replaces the text of a comment on a merge request.
///
/// Calls `PUT /projects/:id/merge_requests/:merge_request_iid/notes/:note_id`. Needs the scope `api`.
///
/// Quick actions in the text are executed here too, and a text of nothing else deletes the note.
///
/// ```
/// use gitlab_api_client::endpoints::UpdateMergeRequestNote;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{MergeRequestIid, NoteId};
///
/// let endpoint = UpdateMergeRequestNote::new(project, MergeRequestIid::new(42), NoteId::new(3), "new text");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct UpdateMergeRequestNote {
    project: ProjectRef,
    iid: MergeRequestIid,
    note: NoteId,
    text: String,
}

impl UpdateMergeRequestNote {
    /// This text, in Markdown, in place of what this note on this merge request of this project says.
    #[must_use]
    pub fn new(
        project: impl Into<ProjectRef>,
        iid: MergeRequestIid,
        note: NoteId,
        text: impl Display,
    ) -> Self {
        Self { project: project.into(), iid, note, text: text.to_string() }
    }
}

impl Endpoint for UpdateMergeRequestNote {
    type Output = NoteCreated;

    fn method(&self) -> Method {
        Method::PUT
    }

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("merge_requests")
            .param("iid", self.iid)
            .literal("notes")
            .param("note_id", self.note)
    }

    fn body(&self) -> Option<RequestBody> {
        Some(RequestBody::json(&serde_json::json!({ "body": self.text })))
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("change note {} on merge request !{}", self.note, self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint =
            UpdateMergeRequestNote::new(ProjectId::new(7), MergeRequestIid::new(42), NoteId::new(3), "t");
        assert_eq!(request(&endpoint), "PUT projects/7/merge_requests/42/notes/3 {\"body\":\"t\"}");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint =
            UpdateMergeRequestNote::new(ProjectId::new(7), MergeRequestIid::new(42), NoteId::new(3), "t");
        let answer = answer(
            &endpoint,
            r#"{"id":3,"body":"b","author":{"id":5,"username":"u"},"system":false,"type":null,"created_at":"2026-03-01T00:00:00.000Z"}"#,
        );
        assert!(matches!(answer, NoteCreated::Note(note) if note.body == "b"));
    }
}
