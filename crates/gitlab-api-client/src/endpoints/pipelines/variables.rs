use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::types::PipelineVariable;
use gitlab_core::{PipelineId, ProjectRef};
use std::borrow::Cow;

/// The variables that a pipeline was started with. Their values are kept apart: no `Debug` shows them.
///
/// Calls `GET /projects/:id/pipelines/:pipeline_id/variables`. Needs the scope `read_api`, and a role that may
/// see them: to others it is [`Forbidden`](gitlab_core::ApiErrorKind::Forbidden).
///
/// ```
/// use gitlab_api_client::endpoints::ListPipelineVariables;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::PipelineId;
///
/// let endpoint = ListPipelineVariables::new(project, PipelineId::new(9));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListPipelineVariables {
    project: ProjectRef,
    pipeline: PipelineId,
}

impl ListPipelineVariables {
    /// Of this pipeline of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, pipeline: PipelineId) -> Self {
        Self { project: project.into(), pipeline }
    }
}

impl Endpoint for ListPipelineVariables {
    type Output = Vec<PipelineVariable>;

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("pipelines")
            .param("pipeline_id", self.pipeline)
            .literal("variables")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the variables of pipeline {}", self.pipeline).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListPipelineVariables {
    type Item = PipelineVariable;

    fn key(&self, item: &PipelineVariable) -> Option<ItemKey> {
        Some(item.key.as_str().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;
    use gitlab_core::types::VariableType;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListPipelineVariables::new(ProjectId::new(7), PipelineId::new(9));
        assert_eq!(request(&endpoint), "GET projects/7/pipelines/9/variables");
    }

    #[test]
    fn it_reads_the_answer_and_does_not_show_it() {
        let endpoint = ListPipelineVariables::new(ProjectId::new(7), PipelineId::new(9));
        let answer = answer(
            &endpoint,
            r#"[{"key":"RUN","variable_type":"env_var","value":"s3cret"},{"key":"EMPTY","value":null}]"#,
        );
        assert_eq!(endpoint.key(&answer[0]), Some("RUN".into()));
        assert_eq!(answer[0].variable_type, Some(VariableType::EnvVar));
        assert!(!format!("{answer:?}").contains("s3cret"));
    }
}
