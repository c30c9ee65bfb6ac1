use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::types::MergeRequest;
use gitlab_core::{DeploymentId, ProjectRef};
use std::borrow::Cow;

/// The merge requests that a deployment brought to its environment for the first time.
///
/// Calls `GET /projects/:id/deployments/:deployment_id/merge_requests`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListDeploymentMergeRequests;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::DeploymentId;
///
/// let endpoint = ListDeploymentMergeRequests::new(project, DeploymentId::new(21));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListDeploymentMergeRequests {
    project: ProjectRef,
    deployment: DeploymentId,
}

impl ListDeploymentMergeRequests {
    /// Of this deployment of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, deployment: DeploymentId) -> Self {
        Self { project: project.into(), deployment }
    }
}

impl Endpoint for ListDeploymentMergeRequests {
    type Output = Vec<MergeRequest>;

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("deployments")
            .param("deployment_id", self.deployment)
            .literal("merge_requests")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the merge requests of deployment {}", self.deployment).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListDeploymentMergeRequests {
    type Item = MergeRequest;

    fn key(&self, item: &MergeRequest) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListDeploymentMergeRequests::new(ProjectId::new(7), DeploymentId::new(21));
        assert_eq!(request(&endpoint), "GET projects/7/deployments/21/merge_requests");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListDeploymentMergeRequests::new(ProjectId::new(7), DeploymentId::new(21));
        let answer = answer(
            &endpoint,
            r#"[{"id":1,"iid":42,"project_id":7,"title":"t","state":"merged","source_branch":"s","target_branch":"main","sha":"0123456789abcdef0123456789abcdef01234567"}]"#,
        );
        assert_eq!(answer[0].iid.get(), 42);
    }
}
