use crate::{Endpoint, Path};
use gitlab_core::types::MergeRequestApprovals;
use gitlab_core::{MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// Who approved a merge request.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/approvals`. Needs the scope `read_api`. On the Free tier since
/// GitLab 13.3, with fewer fields.
///
/// ```
/// use gitlab_api_client::endpoints::GetMergeRequestApprovals;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = GetMergeRequestApprovals::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetMergeRequestApprovals {
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl GetMergeRequestApprovals {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for GetMergeRequestApprovals {
    type Output = MergeRequestApprovals;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("approvals")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get the approvals of merge request !{}", self.iid).into()
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

    fn endpoint() -> GetMergeRequestApprovals {
        GetMergeRequestApprovals::new(ProjectId::new(7), MergeRequestIid::new(42))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), "GET projects/7/merge_requests/42/approvals");
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &endpoint(),
            r#"{"id":5,"iid":42,"project_id":7,"title":"t","approvals_required":2,"approvals_left":1,"approved":false,"approved_by":[{"user":{"id":5,"username":"ann"},"approved_at":"2026-03-01T00:00:00Z"}],"user_has_approved":false,"user_can_approve":true,"approvers":[],"approver_groups":[]}"#,
        );
        assert_eq!((answer.approvals_left, answer.approved_by.len()), (Some(1), 1));
        let free = crate::endpoints::testing::answer(
            &endpoint(),
            r#"{"approved":true,"approved_by":[{"user":{"id":5,"username":"ann"}}]}"#,
        );
        assert_eq!((free.approved, free.approvals_required), (Some(true), None));
    }
}
