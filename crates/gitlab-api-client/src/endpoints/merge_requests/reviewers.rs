use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::types::MergeRequestReviewer;
use gitlab_core::{MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// Who was asked to review a merge request, and how far each is.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/reviewers`. Needs the scope `read_api`. Missing in 13.12; the merge
/// request itself names them, without how far they are, in every version.
///
/// ```
/// use gitlab_api_client::endpoints::ListMergeRequestReviewers;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = ListMergeRequestReviewers::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListMergeRequestReviewers {
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl ListMergeRequestReviewers {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for ListMergeRequestReviewers {
    type Output = Vec<MergeRequestReviewer>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("reviewers")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the reviewers of merge request !{}", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListMergeRequestReviewers {
    type Item = MergeRequestReviewer;

    fn key(&self, item: &MergeRequestReviewer) -> Option<ItemKey> {
        Some(item.user.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    fn endpoint() -> ListMergeRequestReviewers {
        ListMergeRequestReviewers::new(ProjectId::new(7), MergeRequestIid::new(42))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), "GET projects/7/merge_requests/42/reviewers");
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &endpoint(),
            r#"[{"user":{"id":5,"username":"ann"},"state":"review_started","created_at":"2026-07-27T17:03:27.684Z"},{"user":{"id":6,"username":"bob"},"state":"a_new_word","created_at":null}]"#,
        );
        assert_eq!(answer[0].state, Some(gitlab_core::types::ReviewState::ReviewStarted));
        assert_eq!(endpoint().key(&answer[1]), Some(6.into()));
    }
}
