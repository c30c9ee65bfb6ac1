use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::types::TrackedIssue;
use gitlab_core::{MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// The issues that a merge request closes when it is merged.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/closes_issues`. Needs the scope `read_api`.
///
/// A project whose issues are kept elsewhere gives [`TrackedIssue::External`], without a number that GitLab knows.
///
/// ```
/// use gitlab_api_client::endpoints::ListMergeRequestClosedIssues;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = ListMergeRequestClosedIssues::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// ```
#[derive(Clone, Debug)]
pub struct ListMergeRequestClosedIssues {
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl ListMergeRequestClosedIssues {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for ListMergeRequestClosedIssues {
    type Output = Vec<TrackedIssue>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("closes_issues")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the issues that merge request !{} closes", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListMergeRequestClosedIssues {
    type Item = TrackedIssue;

    fn key(&self, item: &TrackedIssue) -> Option<ItemKey> {
        tracked_issue_key(item)
    }
}

/// What tells an issue from others, in whichever tracker it is.
pub(super) fn tracked_issue_key(issue: &TrackedIssue) -> Option<ItemKey> {
    Some(match issue {
        TrackedIssue::Issue(issue) => issue.id.get().into(),
        TrackedIssue::External(issue) => issue.id.as_str().into(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    fn endpoint() -> ListMergeRequestClosedIssues {
        ListMergeRequestClosedIssues::new(ProjectId::new(7), MergeRequestIid::new(42))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), "GET projects/7/merge_requests/42/closes_issues");
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
