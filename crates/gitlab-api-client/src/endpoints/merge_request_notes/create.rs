use crate::{Endpoint, Path, RequestBody};
use gitlab_core::types::NoteCreated;
use gitlab_core::{MergeRequestIid, ProjectRef};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

/// Writes a comment on a merge request.
///
/// Calls `POST /projects/:id/merge_requests/:merge_request_iid/notes`. Needs the scope `api`.
///
/// GitLab executes quick actions in the text (`/close`), with the rights of the token: a text that holds
/// foreign words must have been made safe before. When it held nothing else, there is no note, and the answer
/// is [`NoteCreated::Swallowed`].
///
/// This is not idempotent: when the answer is lost the note may be there or not, and it is not sent again. The
/// error then says [`Delivery::Unknown`](gitlab_core::Delivery::Unknown): look for the note first.
///
/// ```
/// use gitlab_api_client::endpoints::CreateMergeRequestNote;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = CreateMergeRequestNote::new(project, MergeRequestIid::new(42), "### RCA Finding");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CreateMergeRequestNote {
    project: ProjectRef,
    iid: MergeRequestIid,
    text: String,
}

impl CreateMergeRequestNote {
    /// This text, in Markdown, on this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid, text: impl Display) -> Self {
        Self { project: project.into(), iid, text: text.to_string() }
    }
}

impl Endpoint for CreateMergeRequestNote {
    type Output = NoteCreated;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("notes")
    }

    fn body(&self) -> Option<RequestBody> {
        Some(RequestBody::json(&serde_json::json!({ "body": self.text })))
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("write a note on merge request !{}", self.iid).into()
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
        let endpoint = CreateMergeRequestNote::new(ProjectId::new(7), MergeRequestIid::new(42), "a \"b\"");
        assert_eq!(request(&endpoint), "POST projects/7/merge_requests/42/notes {\"body\":\"a \\\"b\\\"\"}");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = CreateMergeRequestNote::new(ProjectId::new(7), MergeRequestIid::new(42), "a \"b\"");
        let answer = answer(
            &endpoint,
            r#"{"id":3,"body":"b","author":{"id":5,"username":"u"},"system":false,"type":null,"created_at":"2026-03-01T00:00:00.000Z"}"#,
        );
        assert!(matches!(answer, NoteCreated::Note(note) if note.id.get() == 3));
    }

    #[test]
    fn case_111_a_text_of_quick_actions_alone_makes_no_note() {
        let endpoint = CreateMergeRequestNote::new(ProjectId::new(7), MergeRequestIid::new(42), "/close");
        let answer = answer(
            &endpoint,
            r#"{"commands_changes":{"state_event":"close"},"summary":["Closed this merge request."]}"#,
        );
        assert!(
            matches!(answer, NoteCreated::Swallowed { summary, .. } if summary == ["Closed this merge request."])
        );
    }

    #[test]
    fn case_12_it_is_not_idempotent() {
        let endpoint = CreateMergeRequestNote::new(ProjectId::new(7), MergeRequestIid::new(42), "a");
        assert_eq!(endpoint.idempotency(), crate::Idempotency::NotIdempotent);
    }
}
