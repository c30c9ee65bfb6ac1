use crate::endpoints::Discussable;
use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, RateClass, RequestBody};
use gitlab_core::types::NoteCreated;
use gitlab_core::{DiscussionId, ProjectRef, Timestamp};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

/// Answers in a discussion of a merge request, an issue, a snippet or a commit.
///
/// Calls `POST /projects/:id/merge_requests/:merge_request_iid/discussions/:discussion_id/notes`,
/// `POST /projects/:id/issues/:issue_iid/discussions/:discussion_id/notes`,
/// `POST /projects/:id/snippets/:snippet_id/discussions/:discussion_id/notes` or
/// `POST /projects/:id/repository/commits/:sha/discussions/:discussion_id/notes`.
///
/// Needs the scope `api`. A plain comment becomes a thread by its first answer.
///
/// As with [`CreateNote`](crate::endpoints::CreateNote), GitLab executes quick actions in the text: when it held nothing else,
/// there is no note, and the answer is [`NoteCreated::Swallowed`]. It is not idempotent either, and not sent again
/// when the answer is lost.
///
/// ```
/// use gitlab_api_client::endpoints::AddDiscussionNote;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{DiscussionId, MergeRequestIid};
///
/// let id: DiscussionId = "6a9c1750b37d513a43987b574953fceb50b03ce7".parse()?;
/// let endpoint = AddDiscussionNote::new(project, MergeRequestIid::new(42), id, "It does, after five times.");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct AddDiscussionNote {
    project: ProjectRef,
    target: Discussable,
    discussion: DiscussionId,
    fields: Fields,
}

impl AddDiscussionNote {
    /// This text, in Markdown, in this discussion of this merge request, issue, snippet or commit of this
    /// project.
    #[must_use]
    pub fn new(
        project: impl Into<ProjectRef>,
        target: impl Into<Discussable>,
        discussion: DiscussionId,
        text: impl Display,
    ) -> Self {
        let fields = Fields::new().with("body", text.to_string());
        Self { project: project.into(), target: target.into(), discussion, fields }
    }
}

parameters! {
    AddDiscussionNote {
        /// As if written at this moment. Only administrators and owners may say so.
        field "created_at" => created_at: Timestamp,
    }
}

impl Endpoint for AddDiscussionNote {
    type Output = NoteCreated;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        self.target
            .path(&self.project)
            .literal("discussions")
            .param("discussion_id", &self.discussion)
            .literal("notes")
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Notes
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("answer in discussion {} of {}", self.discussion, self.target).into()
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
    use gitlab_core::{IssueIid, ProjectId};

    fn endpoint() -> AddDiscussionNote {
        let id = "6a9c1750b37d513a43987b574953fceb50b03ce7".parse().unwrap();
        AddDiscussionNote::new(ProjectId::new(7), IssueIid::new(3), id, "t")
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(
            request(&endpoint()),
            r#"POST projects/7/issues/3/discussions/6a9c1750b37d513a43987b574953fceb50b03ce7/notes {"body":"t"}"#
        );
    }

    #[test]
    fn case_111_it_reads_the_note_or_what_was_executed_instead() {
        let note = answer(
            &endpoint(),
            r#"{"id":3,"type":"DiscussionNote","body":"b","author":{"id":5,"username":"u"},"system":false,"resolvable":true,"resolved":false,"resolved_by":null}"#,
        );
        assert!(matches!(note, NoteCreated::Note(note) if note.resolvable));
        let none = answer(&endpoint(), r#"{"commands_changes":{},"summary":["Closed."]}"#);
        assert!(matches!(none, NoteCreated::Swallowed { .. }));
    }

    #[test]
    fn case_12_it_is_not_idempotent_and_counts_as_a_note() {
        assert_eq!(endpoint().idempotency(), Idempotency::NotIdempotent);
        assert_eq!(endpoint().rate_class(), RateClass::Notes);
    }
}
