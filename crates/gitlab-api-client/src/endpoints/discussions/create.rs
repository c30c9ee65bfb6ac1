use crate::endpoints::Discussable;
use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, RateClass, RequestBody};
use gitlab_core::types::{DiffPosition, DiscussionCreated};
use gitlab_core::{CommitSha, ProjectRef, Timestamp};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

/// Begins a discussion on a merge request, an issue, a snippet or a commit; with a place, on a line of its diff.
///
/// Calls `POST /projects/:id/merge_requests/:merge_request_iid/discussions`,
/// `POST /projects/:id/issues/:issue_iid/discussions`, `POST /projects/:id/snippets/:snippet_id/discussions` or
/// `POST /projects/:id/repository/commits/:sha/discussions`.
///
/// Needs the scope `api`.
///
/// As with [`CreateNote`](crate::endpoints::CreateNote), GitLab executes quick actions in the text: when it held nothing else,
/// there is no discussion, and the answer is [`DiscussionCreated::Swallowed`]. It is not idempotent either, and
/// not sent again when the answer is lost.
///
/// ```
/// use gitlab_api_client::endpoints::CreateDiscussion;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
/// use gitlab_core::types::DiffPosition;
///
/// # let [base, start, head] = ["b5d6e7b1", "7c9c2ead", "4803c71e"].map(|sha| sha.parse().unwrap());
/// // The three commits are those of `ListMergeRequestVersions`, the first one of which is the latest.
/// let line = DiffPosition::new(base, start, head, "src/retry.rs").on_added_line(18);
/// let endpoint = CreateDiscussion::new(project, MergeRequestIid::new(42), "This never ends.").position(line);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CreateDiscussion {
    project: ProjectRef,
    target: Discussable,
    fields: Fields,
}

impl CreateDiscussion {
    /// This text, in Markdown, on this merge request, issue, snippet or commit of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, target: impl Into<Discussable>, text: impl Display) -> Self {
        let fields = Fields::new().with("body", text.to_string());
        Self { project: project.into(), target: target.into(), fields }
    }
}

parameters! {
    CreateDiscussion {
        /// On this place of the diff, on merge requests and commits.
        field "position" => position: DiffPosition,
        /// About this commit of the merge request.
        field "commit_id" => commit: CommitSha,
        /// As if written at this moment. Only administrators and owners may say so.
        field "created_at" => created_at: Timestamp,
    }
}

impl Endpoint for CreateDiscussion {
    type Output = DiscussionCreated;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        self.target.path(&self.project).literal("discussions")
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Notes
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("begin a discussion on {}", self.target).into()
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
    use gitlab_core::{MergeRequestIid, ProjectId};

    fn endpoint() -> CreateDiscussion {
        CreateDiscussion::new(ProjectId::new(7), MergeRequestIid::new(42), "t")
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), r#"POST projects/7/merge_requests/42/discussions {"body":"t"}"#);
        let [base, start, head] = ["aaaaaaa", "bbbbbbb", "ccccccc"].map(|sha| sha.parse().unwrap());
        let place = DiffPosition::new(base, start, head, "a.rs").on_added_line(18);
        let request = request(&endpoint().position(place));
        let body = request.split_once(" {").map(|(_, body)| format!("{{{body}")).unwrap();
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            body["position"],
            serde_json::json!({
                "position_type": "text", "base_sha": "aaaaaaa", "start_sha": "bbbbbbb", "head_sha": "ccccccc",
                "old_path": "a.rs", "new_path": "a.rs", "new_line": 18
            })
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &endpoint(),
            r#"{"id":"6a9c1750b37d513a43987b574953fceb50b03ce7","individual_note":false,"notes":[{"id":3,"type":"DiscussionNote","body":"b","author":{"id":5,"username":"u"},"system":false,"resolvable":true,"resolved":false,"resolved_by":null}]}"#,
        );
        assert!(matches!(answer, DiscussionCreated::Discussion(discussion) if discussion.notes.len() == 1));
    }

    #[test]
    fn case_111_a_text_of_quick_actions_alone_begins_no_discussion() {
        let answer =
            answer(&endpoint(), r#"{"commands_changes":{"state_event":"close"},"summary":["Closed."]}"#);
        assert!(matches!(answer, DiscussionCreated::Swallowed { summary, .. } if summary == ["Closed."]));
    }

    #[test]
    fn case_12_it_is_not_idempotent_and_counts_as_a_note() {
        assert_eq!(endpoint().idempotency(), Idempotency::NotIdempotent);
        assert_eq!(endpoint().rate_class(), RateClass::Notes);
    }
}
