use crate::endpoints::Discussable;
use crate::endpoints::fields::Fields;
use crate::{Endpoint, Path, RateClass, RequestBody};
use gitlab_core::types::NoteUpdated;
use gitlab_core::{DiscussionId, NoteId, ProjectRef};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

/// Replaces the text of a note in a discussion of a merge request, an issue, a snippet or a commit.
///
/// Calls `PUT /projects/:id/merge_requests/:merge_request_iid/discussions/:discussion_id/notes/:note_id`,
/// `PUT /projects/:id/issues/:issue_iid/discussions/:discussion_id/notes/:note_id`,
/// `PUT /projects/:id/snippets/:snippet_id/discussions/:discussion_id/notes/:note_id` or
/// `PUT /projects/:id/repository/commits/:sha/discussions/:discussion_id/notes/:note_id`.
///
/// Needs the scope `api`.
///
/// Quick actions in the text are executed, and **a text of nothing else deletes the note**, as with
/// [`UpdateNote`](crate::endpoints::UpdateNote).
///
/// ```
/// use gitlab_api_client::endpoints::UpdateDiscussionNote;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{DiscussionId, MergeRequestIid, NoteId};
///
/// let id: DiscussionId = "6a9c1750b37d513a43987b574953fceb50b03ce7".parse()?;
/// let endpoint = UpdateDiscussionNote::new(project, MergeRequestIid::new(42), id, NoteId::new(3), "new text");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct UpdateDiscussionNote {
    project: ProjectRef,
    target: Discussable,
    discussion: DiscussionId,
    note: NoteId,
    fields: Fields,
}

impl UpdateDiscussionNote {
    /// This text, in Markdown, in place of what this note in this discussion of this merge request, issue, snippet or
    /// commit of this project says.
    #[must_use]
    pub fn new(
        project: impl Into<ProjectRef>,
        target: impl Into<Discussable>,
        discussion: DiscussionId,
        note: NoteId,
        text: impl Display,
    ) -> Self {
        let fields = Fields::new().with("body", text.to_string());
        Self { project: project.into(), target: target.into(), discussion, note, fields }
    }
}

impl Endpoint for UpdateDiscussionNote {
    type Output = NoteUpdated;

    fn method(&self) -> Method {
        Method::PUT
    }

    fn path(&self) -> Path {
        self.target
            .path(&self.project)
            .literal("discussions")
            .param("discussion_id", &self.discussion)
            .literal("notes")
            .param("note_id", self.note)
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Notes
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("change note {} on {}", self.note, self.target).into()
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

    #[test]
    fn it_asks_what_it_should_and_reads_the_answer() {
        let id = "6a9c1750b37d513a43987b574953fceb50b03ce7".parse().unwrap();
        let endpoint =
            UpdateDiscussionNote::new(ProjectId::new(7), MergeRequestIid::new(42), id, NoteId::new(3), "t");
        assert_eq!(
            request(&endpoint),
            r#"PUT projects/7/merge_requests/42/discussions/6a9c1750b37d513a43987b574953fceb50b03ce7/notes/3 {"body":"t"}"#
        );
        assert!(matches!(
            answer(
                &endpoint,
                r#"{"id":3,"type":"DiscussionNote","body":"b","author":{"id":5,"username":"u"},"system":false,"resolvable":true,"resolved":false,"resolved_by":null}"#
            ),
            NoteUpdated::Note(_)
        ));
    }
}
