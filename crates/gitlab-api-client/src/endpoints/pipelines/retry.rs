use crate::{Endpoint, Path};
use gitlab_core::types::Pipeline;
use gitlab_core::{PipelineId, ProjectRef};
use http::Method;
use std::borrow::Cow;

/// Runs the failed and canceled jobs of a pipeline again.
///
/// Calls `POST /projects/:id/pipelines/:pipeline_id/retry`. Needs the scope `api`, and at least the role of a
/// developer.
///
/// It is never sent again by itself: a job that failed once more in the meantime would run once more. After a lost
/// answer, the status in [`GetPipeline`](super::GetPipeline) tells whether it was done.
///
/// ```
/// use gitlab_api_client::endpoints::RetryPipeline;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::PipelineId;
///
/// let endpoint = RetryPipeline::new(project, PipelineId::new(9));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct RetryPipeline {
    project: ProjectRef,
    pipeline: PipelineId,
}

impl RetryPipeline {
    /// This pipeline of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, pipeline: PipelineId) -> Self {
        Self { project: project.into(), pipeline }
    }
}

impl Endpoint for RetryPipeline {
    type Output = Pipeline;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("pipelines").param("pipeline_id", self.pipeline).literal("retry")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("retry pipeline {}", self.pipeline).into()
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
        let endpoint = RetryPipeline::new(ProjectId::new(7), PipelineId::new(9));
        assert_eq!(request(&endpoint), "POST projects/7/pipelines/9/retry");
        assert_eq!(endpoint.idempotency(), crate::Idempotency::NotIdempotent);
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = RetryPipeline::new(ProjectId::new(7), PipelineId::new(9));
        let answer = answer(
            &endpoint,
            r#"{"id":9,"iid":3,"name":"Deploy","coverage":"93.4","project_id":7,"status":"failed","source":"a_new_word","ref":"refs/merge-requests/42/merge","sha":"0123456789abcdef0123456789abcdef01234567","before_sha":"0000000000000000000000000000000000000000","committed_at":null,"duration":123,"queued_duration":0.010,"detailed_status":{"text":"failed","label":"failed","group":"failed","icon":"x"},"updated_at":"2026-03-01T00:00:00.000Z"}"#,
        );
        assert_eq!(answer.name.as_deref(), Some("Deploy"));
    }
}
