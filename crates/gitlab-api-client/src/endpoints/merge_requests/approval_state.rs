use crate::{Endpoint, Path};
use gitlab_core::types::ApprovalState;
use gitlab_core::{MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// Which approval rules a merge request has, and which are met.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/approval_state`. Needs the scope `read_api`, and Premium or
/// Ultimate: elsewhere GitLab answers [`NotFound`](gitlab_core::ApiErrorKind::NotFound).
///
/// ```
/// use gitlab_api_client::endpoints::GetMergeRequestApprovalState;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = GetMergeRequestApprovalState::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetMergeRequestApprovalState {
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl GetMergeRequestApprovalState {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for GetMergeRequestApprovalState {
    type Output = ApprovalState;

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("merge_requests")
            .param("iid", self.iid)
            .literal("approval_state")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get the approval state of merge request !{}", self.iid).into()
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

    fn endpoint() -> GetMergeRequestApprovalState {
        GetMergeRequestApprovalState::new(ProjectId::new(7), MergeRequestIid::new(42))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), "GET projects/7/merge_requests/42/approval_state");
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &endpoint(),
            r#"{"approval_rules_overwritten":true,"rules":[{"id":1,"name":"Ruby","rule_type":"regular","eligible_approvers":[{"id":4,"username":"ann"}],"approvals_required":2,"users":[],"groups":[{"id":9,"full_path":"a/b"}],"contains_hidden_groups":false,"approved_by":[{"id":4,"username":"ann"}],"source_rule":null,"approved":true,"overridden":false}]}"#,
        );
        assert_eq!(answer.rules[0].approved, Some(true));
        assert_eq!(answer.rules[0].approved_by.len(), 1);
    }
}
