use crate::{Endpoint, Path};
use gitlab_core::types::Pipeline;
use gitlab_core::{PipelineId, ProjectRef};
use std::borrow::Cow;

/// One pipeline.
///
/// Calls `GET /projects/:id/pipelines/:pipeline_id`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetPipeline;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::PipelineId;
///
/// let endpoint = GetPipeline::new(project, PipelineId::new(9));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetPipeline {
    project: ProjectRef,
    pipeline: PipelineId,
}

impl GetPipeline {
    /// This pipeline of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, pipeline: PipelineId) -> Self {
        Self { project: project.into(), pipeline }
    }
}

impl Endpoint for GetPipeline {
    type Output = Pipeline;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("pipelines").param("pipeline_id", self.pipeline)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get pipeline {}", self.pipeline).into()
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
        let endpoint = GetPipeline::new(ProjectId::new(7), PipelineId::new(9));
        assert_eq!(request(&endpoint), "GET projects/7/pipelines/9");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetPipeline::new(ProjectId::new(7), PipelineId::new(9));
        let answer = answer(
            &endpoint,
            r#"{"id":9,"coverage":"93.4","project_id":7,"status":"failed","source":"push","ref":"main","sha":"0123456789abcdef0123456789abcdef01234567","updated_at":"2026-03-01T00:00:00.000Z"}"#,
        );
        assert_eq!(answer.coverage, Some(93.4));
    }
}
