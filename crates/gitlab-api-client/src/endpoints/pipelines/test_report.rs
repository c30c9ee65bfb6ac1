use crate::{Endpoint, Path};
use gitlab_core::types::TestReport;
use gitlab_core::{PipelineId, ProjectRef};
use std::borrow::Cow;

/// What the tests of a pipeline reported.
///
/// Calls `GET /projects/:id/pipelines/:pipeline_id/test_report`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetPipelineTestReport;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::PipelineId;
///
/// let endpoint = GetPipelineTestReport::new(project, PipelineId::new(9));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetPipelineTestReport {
    project: ProjectRef,
    pipeline: PipelineId,
}

impl GetPipelineTestReport {
    /// Of this pipeline of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, pipeline: PipelineId) -> Self {
        Self { project: project.into(), pipeline }
    }
}

impl Endpoint for GetPipelineTestReport {
    type Output = TestReport;

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("pipelines")
            .param("pipeline_id", self.pipeline)
            .literal("test_report")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get the test report of pipeline {}", self.pipeline).into()
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
        let endpoint = GetPipelineTestReport::new(ProjectId::new(7), PipelineId::new(9));
        assert_eq!(request(&endpoint), "GET projects/7/pipelines/9/test_report");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetPipelineTestReport::new(ProjectId::new(7), PipelineId::new(9));
        let answer = answer(
            &endpoint,
            r#"{"total_count":1,"failed_count":1,"test_suites":[{"name":"test","test_cases":[{"status":"failed","name":"adds","execution_time":0.1}]}]}"#,
        );
        assert_eq!(answer.test_suites[0].test_cases[0].name, "adds");
    }
}
