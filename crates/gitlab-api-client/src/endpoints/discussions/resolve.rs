use crate::endpoints::Issuable;
use crate::{Endpoint, Path, RequestBody};
use gitlab_core::types::Discussion;
use gitlab_core::{DiscussionId, ProjectRef};
use http::Method;
use std::borrow::Cow;

/// Resolves a discussion of a merge request, or opens it again.
///
/// Calls `PUT /projects/:id/merge_requests/:merge_request_iid/discussions/:discussion_id` or
/// `PUT /projects/:id/issues/:issue_iid/discussions/:discussion_id`.
///
/// Needs the scope `api`, and the role Developer or to be the author of the merge request. Discussions of
/// issues can be resolved in late 17.x versions and newer; elsewhere GitLab answers
/// [`NotFound`](gitlab_core::ApiErrorKind::NotFound) or [`Forbidden`](gitlab_core::ApiErrorKind::Forbidden).
///
/// ```
/// use gitlab_api_client::endpoints::ResolveDiscussion;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{DiscussionId, MergeRequestIid};
///
/// let id: DiscussionId = "6a9c1750b37d513a43987b574953fceb50b03ce7".parse()?;
/// let resolve = ResolveDiscussion::new(project, MergeRequestIid::new(42), id.clone(), true);
/// let open_again = ResolveDiscussion::new(project, MergeRequestIid::new(42), id, false);
/// # let _ = (resolve, open_again);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ResolveDiscussion {
    project: ProjectRef,
    target: Issuable,
    discussion: DiscussionId,
    resolved: bool,
}

impl ResolveDiscussion {
    /// Makes this discussion of this merge request or issue of this project resolved, or open.
    #[must_use]
    pub fn new(
        project: impl Into<ProjectRef>,
        target: impl Into<Issuable>,
        discussion: DiscussionId,
        resolved: bool,
    ) -> Self {
        Self { project: project.into(), target: target.into(), discussion, resolved }
    }
}

impl Endpoint for ResolveDiscussion {
    type Output = Discussion;

    fn method(&self) -> Method {
        Method::PUT
    }

    fn path(&self) -> Path {
        self.target.path(&self.project).literal("discussions").param("discussion_id", &self.discussion)
    }

    fn body(&self) -> Option<RequestBody> {
        Some(RequestBody::json(&serde_json::json!({ "resolved": self.resolved })))
    }

    fn operation(&self) -> Cow<'static, str> {
        let verb = if self.resolved { "resolve" } else { "open" };
        format!("{verb} discussion {} of {}", self.discussion, self.target).into()
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
        let endpoint = |resolved| {
            let id = "6a9c1750b37d513a43987b574953fceb50b03ce7".parse().unwrap();
            ResolveDiscussion::new(ProjectId::new(7), MergeRequestIid::new(42), id, resolved)
        };
        assert_eq!(
            request(&endpoint(true)),
            r#"PUT projects/7/merge_requests/42/discussions/6a9c1750b37d513a43987b574953fceb50b03ce7 {"resolved":true}"#
        );
        assert!(request(&endpoint(false)).ends_with(r#"{"resolved":false}"#));
        let answer = answer(
            &endpoint(true),
            r#"{"id":"6a9c1750b37d513a43987b574953fceb50b03ce7","individual_note":false,"notes":[{"id":3,"type":"DiscussionNote","body":"b","author":{"id":5,"username":"u"},"system":false,"resolvable":true,"resolved":true,"resolved_by":null}]}"#,
        );
        assert!(answer.is_resolved());
    }
}
