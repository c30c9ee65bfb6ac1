use crate::endpoints::Discussable;
use crate::{Endpoint, Path};
use gitlab_core::types::Discussion;
use gitlab_core::{DiscussionId, ProjectRef};
use std::borrow::Cow;

/// One discussion of a merge request, an issue, a snippet or a commit.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/discussions/:discussion_id`,
/// `GET /projects/:id/issues/:issue_iid/discussions/:discussion_id`,
/// `GET /projects/:id/snippets/:snippet_id/discussions/:discussion_id` or
/// `GET /projects/:id/repository/commits/:sha/discussions/:discussion_id`.
///
/// Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetDiscussion;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{DiscussionId, MergeRequestIid};
///
/// let id: DiscussionId = "6a9c1750b37d513a43987b574953fceb50b03ce7".parse()?;
/// let endpoint = GetDiscussion::new(project, MergeRequestIid::new(42), id);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetDiscussion {
    project: ProjectRef,
    target: Discussable,
    discussion: DiscussionId,
}

impl GetDiscussion {
    /// This discussion of this merge request, issue, snippet or commit of this project.
    #[must_use]
    pub fn new(
        project: impl Into<ProjectRef>,
        target: impl Into<Discussable>,
        discussion: DiscussionId,
    ) -> Self {
        Self { project: project.into(), target: target.into(), discussion }
    }
}

impl Endpoint for GetDiscussion {
    type Output = Discussion;

    fn path(&self) -> Path {
        self.target.path(&self.project).literal("discussions").param("discussion_id", &self.discussion)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get discussion {} of {}", self.discussion, self.target).into()
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
        let id: DiscussionId = "6a9c1750b37d513a43987b574953fceb50b03ce7".parse().unwrap();
        let endpoint = GetDiscussion::new(ProjectId::new(7), MergeRequestIid::new(42), id.clone());
        assert_eq!(
            request(&endpoint),
            "GET projects/7/merge_requests/42/discussions/6a9c1750b37d513a43987b574953fceb50b03ce7"
        );
        let answer = answer(
            &endpoint,
            r#"{"id":"6a9c1750b37d513a43987b574953fceb50b03ce7","individual_note":false,"notes":[{"id":3,"type":"DiscussionNote","body":"b","author":{"id":5,"username":"u"},"system":false,"resolvable":true,"resolved":false,"resolved_by":null}]}"#,
        );
        assert_eq!((answer.id, answer.notes.len()), (id, 1));
    }
}
