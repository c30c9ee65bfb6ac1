use crate::{Endpoint, Path};
use gitlab_core::types::Deployment;
use gitlab_core::{DeploymentId, ProjectRef};
use std::borrow::Cow;

/// One deployment.
///
/// Calls `GET /projects/:id/deployments/:deployment_id`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetDeployment;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::DeploymentId;
///
/// let endpoint = GetDeployment::new(project, DeploymentId::new(21));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetDeployment {
    project: ProjectRef,
    deployment: DeploymentId,
}

impl GetDeployment {
    /// This deployment of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, deployment: DeploymentId) -> Self {
        Self { project: project.into(), deployment }
    }
}

impl Endpoint for GetDeployment {
    type Output = Deployment;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("deployments").param("deployment_id", self.deployment)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get deployment {}", self.deployment).into()
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

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetDeployment::new(ProjectId::new(7), DeploymentId::new(21));
        assert_eq!(request(&endpoint), "GET projects/7/deployments/21");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetDeployment::new(ProjectId::new(7), DeploymentId::new(21));
        let answer = answer(
            &endpoint,
            r#"{"id":21,"iid":2,"status":"success","ref":"main","sha":"0123456789abcdef0123456789abcdef01234567","environment":{"id":4,"name":"production"},"updated_at":"2026-03-01T00:00:00.000Z"}"#,
        );
        assert_eq!(answer.environment.unwrap().name, "production");
    }
}
