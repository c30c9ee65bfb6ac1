use super::closes_issues::tracked_issue_key;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::types::TrackedIssue;
use gitlab_core::{MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// The issues that a merge request names in its title, its texts or its commits.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/related_issues`. Needs the scope `read_api`. Since about GitLab 16.
///
/// A project whose issues are kept elsewhere gives [`TrackedIssue::External`], without a number that GitLab knows.
///
/// ```
/// use gitlab_api_client::endpoints::ListMergeRequestRelatedIssues;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = ListMergeRequestRelatedIssues::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// ```
#[derive(Clone, Debug)]
pub struct ListMergeRequestRelatedIssues {
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl ListMergeRequestRelatedIssues {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for ListMergeRequestRelatedIssues {
    type Output = Vec<TrackedIssue>;

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("merge_requests")
            .param("iid", self.iid)
            .literal("related_issues")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the issues that merge request !{} names", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListMergeRequestRelatedIssues {
    type Item = TrackedIssue;

    fn key(&self, item: &TrackedIssue) -> Option<ItemKey> {
        tracked_issue_key(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    fn endpoint() -> ListMergeRequestRelatedIssues {
        ListMergeRequestRelatedIssues::new(ProjectId::new(7), MergeRequestIid::new(42))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), "GET projects/7/merge_requests/42/related_issues");
    }

    #[test]
    fn it_reads_the_answer_of_either_tracker() {
        let answer = answer(
            &endpoint(),
            r#"[{"id":76,"iid":6,"project_id":7,"title":"t","state":"opened","labels":[]},{"id":"SHOP-123","title":"External"}]"#,
        );
        assert!(matches!(&answer[0], TrackedIssue::Issue(issue) if issue.iid.get() == 6));
        assert_eq!(endpoint().key(&answer[1]), Some("SHOP-123".into()));
    }
}
