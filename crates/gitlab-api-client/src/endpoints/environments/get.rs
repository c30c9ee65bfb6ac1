use crate::{Endpoint, Path};
use gitlab_core::types::Environment;
use gitlab_core::{EnvironmentId, ProjectRef};
use std::borrow::Cow;

/// One environment, with its last deployment.
///
/// Calls `GET /projects/:id/environments/:environment_id`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetEnvironment;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::EnvironmentId;
///
/// let endpoint = GetEnvironment::new(project, EnvironmentId::new(4));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetEnvironment {
    project: ProjectRef,
    environment: EnvironmentId,
}

impl GetEnvironment {
    /// This environment of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, environment: EnvironmentId) -> Self {
        Self { project: project.into(), environment }
    }
}

impl Endpoint for GetEnvironment {
    type Output = Environment;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("environments").param("environment_id", self.environment)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get environment {}", self.environment).into()
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
    use gitlab_core::types::EnvironmentTier;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetEnvironment::new(ProjectId::new(7), EnvironmentId::new(4));
        assert_eq!(request(&endpoint), "GET projects/7/environments/4");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetEnvironment::new(ProjectId::new(7), EnvironmentId::new(4));
        let answer = answer(
            &endpoint,
            r#"{"id":4,"name":"production","state":"available","tier":"production","external_url":"https://example.com"}"#,
        );
        assert_eq!(answer.tier, Some(EnvironmentTier::Production));
    }
}
