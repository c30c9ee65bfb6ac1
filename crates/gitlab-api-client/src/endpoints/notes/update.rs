use crate::endpoints::Noteable;
use crate::endpoints::fields::Fields;
use crate::{Endpoint, Path, RateClass, RequestBody};
use gitlab_core::types::NoteUpdated;
use gitlab_core::{NoteId, ProjectRef};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

/// Replaces the text of a comment on a merge request, an issue or a snippet.
///
/// Calls `PUT /projects/:id/merge_requests/:merge_request_iid/notes/:note_id`,
/// `PUT /projects/:id/issues/:issue_iid/notes/:note_id` or
/// `PUT /projects/:id/snippets/:snippet_id/notes/:note_id`.
///
/// Needs the scope `api`.
///
/// Quick actions in the text are executed here too, and **a text of nothing else deletes the note**: the answer is
/// then [`NoteUpdated::Deleted`] or [`NoteUpdated::DeletedSilently`]. Versions that stumble over the note that is
/// gone answer an error of the kind [`Server`](gitlab_core::ApiErrorKind::Server) or
/// [`InvalidRequest`](gitlab_core::ApiErrorKind::InvalidRequest) instead, though it is done, and
/// [`NotFound`](gitlab_core::ApiErrorKind::NotFound) when it is sent again.
///
/// ```
/// use gitlab_api_client::endpoints::UpdateNote;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{MergeRequestIid, NoteId};
///
/// let endpoint = UpdateNote::new(project, MergeRequestIid::new(42), NoteId::new(3), "new text");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct UpdateNote {
    project: ProjectRef,
    noteable: Noteable,
    note: NoteId,
    fields: Fields,
}

impl UpdateNote {
    /// This text, in Markdown, in place of what this note on this merge request, issue or snippet of this project
    /// says.
    #[must_use]
    pub fn new(
        project: impl Into<ProjectRef>,
        noteable: impl Into<Noteable>,
        note: NoteId,
        text: impl Display,
    ) -> Self {
        let fields = Fields::new().with("body", text.to_string());
        Self { project: project.into(), noteable: noteable.into(), note, fields }
    }
}

impl Endpoint for UpdateNote {
    type Output = NoteUpdated;

    fn method(&self) -> Method {
        Method::PUT
    }

    fn path(&self) -> Path {
        self.noteable.path(&self.project).literal("notes").param("note_id", self.note)
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Notes
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("change note {} on {}", self.note, self.noteable).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::{MergeRequestIid, ProjectId};

    fn endpoint() -> UpdateNote {
        UpdateNote::new(ProjectId::new(7), MergeRequestIid::new(42), NoteId::new(3), "t")
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), "PUT projects/7/merge_requests/42/notes/3 {\"body\":\"t\"}");
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &endpoint(),
            r#"{"id":3,"body":"b","author":{"id":5,"username":"u"},"system":false,"type":null,"created_at":"2026-03-01T00:00:00.000Z"}"#,
        );
        assert!(matches!(answer, NoteUpdated::Note(note) if note.body == "b"));
    }

    #[test]
    fn case_111_a_text_of_quick_actions_alone_deletes_the_note() {
        let answer = answer(&endpoint(), r#"{"commands_changes":{},"summary":null}"#);
        assert!(matches!(answer, NoteUpdated::Deleted { summary, .. } if summary.is_empty()));
    }
}
