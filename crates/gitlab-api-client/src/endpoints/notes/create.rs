use crate::endpoints::Noteable;
use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, RateClass, RequestBody};
use gitlab_core::types::NoteCreated;
use gitlab_core::{CommitSha, ProjectRef, Timestamp};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

/// Writes a comment on a merge request, an issue or a snippet.
///
/// Calls `POST /projects/:id/merge_requests/:merge_request_iid/notes`,
/// `POST /projects/:id/issues/:issue_iid/notes` or `POST /projects/:id/snippets/:snippet_id/notes`.
///
/// Needs the scope `api`. A text has at most 1,000,000 characters, a merge request or an issue at most 5,000
/// notes.
///
/// GitLab executes quick actions in the text (`/close`), with the rights of the token: a text that holds
/// foreign words must have been made safe before. When it held nothing else, there is no note, and the answer
/// is [`NoteCreated::Swallowed`]; when the quick actions in it did not apply, the error
/// [`InvalidRequest`](gitlab_core::ApiErrorKind::InvalidRequest).
///
/// This is not idempotent: when the answer is lost the note may be there or not, and it is not sent again. The
/// error then says [`Delivery::Unknown`](gitlab_core::Delivery::Unknown): look for the note first.
///
/// ```
/// use gitlab_api_client::endpoints::CreateNote;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{IssueIid, MergeRequestIid};
///
/// let endpoint = CreateNote::new(project, MergeRequestIid::new(42), "### RCA Finding");
/// let for_members = CreateNote::new(project, IssueIid::new(7), "The customer is …").internal(true);
/// # let _ = (endpoint, for_members);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CreateNote {
    project: ProjectRef,
    noteable: Noteable,
    fields: Fields,
}

impl CreateNote {
    /// This text, in Markdown, on this merge request, issue or snippet of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, noteable: impl Into<Noteable>, text: impl Display) -> Self {
        let fields = Fields::new().with("body", text.to_string());
        Self { project: project.into(), noteable: noteable.into(), fields }
    }

    /// To be read by members of the project only (on issues; the role must be Reporter at least).
    ///
    /// GitLab before 15 calls it `confidential`. Both words are sent: a server that does not know the one that it
    /// gets would show the note to everybody.
    #[must_use]
    pub fn internal(mut self, internal: bool) -> Self {
        self.fields.set("internal", internal).set("confidential", internal);
        self
    }
}

parameters! {
    CreateNote {
        /// As if written at this moment. Only administrators and owners may say so.
        field "created_at" => created_at: Timestamp,
        /// The head of the merge request's diff as its reader saw it; `/merge` in the text is refused when there
        /// is a newer one.
        field "merge_request_diff_head_sha" => merge_request_diff_head_sha: CommitSha,
    }
}

impl Endpoint for CreateNote {
    type Output = NoteCreated;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        self.noteable.path(&self.project).literal("notes")
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Notes
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("write a note on {}", self.noteable).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Idempotency;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::{IssueIid, MergeRequestIid, ProjectId};

    fn endpoint() -> CreateNote {
        CreateNote::new(ProjectId::new(7), MergeRequestIid::new(42), "a \"b\"")
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(
            request(&endpoint()),
            "POST projects/7/merge_requests/42/notes {\"body\":\"a \\\"b\\\"\"}"
        );
        let full = CreateNote::new(ProjectId::new(7), IssueIid::new(3), "t")
            .internal(true)
            .created_at("2026-03-01T00:00:00Z".parse().unwrap())
            .merge_request_diff_head_sha("9df54aa2".parse().unwrap());
        let request = request(&full);
        assert!(request.starts_with("POST projects/7/issues/3/notes {"), "{request}");
        for field in [
            r#""confidential":true"#,
            r#""internal":true"#,
            r#""created_at":"2026-03-01T00:00:00Z""#,
            r#""merge_request_diff_head_sha":"9df54aa2""#,
        ] {
            assert!(request.contains(field), "{request}");
        }
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &endpoint(),
            r#"{"id":3,"body":"b","author":{"id":5,"username":"u"},"system":false,"type":null,"created_at":"2026-03-01T00:00:00.000Z"}"#,
        );
        assert!(matches!(answer, NoteCreated::Note(note) if note.id.get() == 3));
    }

    #[test]
    fn case_111_a_text_of_quick_actions_alone_makes_no_note() {
        let answer = answer(
            &endpoint(),
            r#"{"commands_changes":{"state_event":"close"},"summary":["Closed this merge request."]}"#,
        );
        assert!(
            matches!(answer, NoteCreated::Swallowed { summary, .. } if summary == ["Closed this merge request."])
        );
    }

    #[test]
    fn case_12_it_is_not_idempotent_and_counts_as_a_note() {
        assert_eq!(endpoint().idempotency(), Idempotency::NotIdempotent);
        assert_eq!(endpoint().rate_class(), RateClass::Notes);
    }
}
