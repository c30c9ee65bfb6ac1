use crate::{Endpoint, Idempotency, Path};
use gitlab_core::types::Pipeline;
use gitlab_core::{PipelineId, ProjectRef};
use http::Method;
use std::borrow::Cow;

/// Cancels the jobs of a pipeline that are not over.
///
/// Calls `POST /projects/:id/pipelines/:pipeline_id/cancel`. Needs the scope `api`, and at least the role of a
/// developer.
///
/// A pipeline that is over is answered in the same way, and stays as it is: the status of the answer tells. It may
/// therefore be sent twice.
///
/// ```
/// use gitlab_api_client::endpoints::CancelPipeline;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::PipelineId;
///
/// let endpoint = CancelPipeline::new(project, PipelineId::new(9));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CancelPipeline {
    project: ProjectRef,
    pipeline: PipelineId,
}

impl CancelPipeline {
    /// This pipeline of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, pipeline: PipelineId) -> Self {
        Self { project: project.into(), pipeline }
    }
}

impl Endpoint for CancelPipeline {
    type Output = Pipeline;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("pipelines")
            .param("pipeline_id", self.pipeline)
            .literal("cancel")
    }

    fn idempotency(&self) -> Idempotency {
        Idempotency::Idempotent
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("cancel pipeline {}", self.pipeline).into()
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
        let endpoint = CancelPipeline::new(ProjectId::new(7), PipelineId::new(9));
        assert_eq!(request(&endpoint), "POST projects/7/pipelines/9/cancel");
        assert_eq!(endpoint.idempotency(), Idempotency::Idempotent);
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = CancelPipeline::new(ProjectId::new(7), PipelineId::new(9));
        let answer = answer(&endpoint, r#"{"id":9,"status":"canceling","user":null}"#);
        assert_eq!(answer.status.as_str(), "canceling");
    }
}
