use crate::{Endpoint, Path};
use gitlab_core::types::TestReportSummary;
use gitlab_core::{PipelineId, ProjectRef};
use std::borrow::Cow;

/// How many tests of a pipeline passed and failed, by suite: a small answer where
/// [`GetPipelineTestReport`](super::GetPipelineTestReport) is a large one.
///
/// Calls `GET /projects/:id/pipelines/:pipeline_id/test_report_summary`. Needs the scope `read_api`. Since 14.2.
///
/// ```
/// use gitlab_api_client::endpoints::GetPipelineTestReportSummary;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::PipelineId;
///
/// let endpoint = GetPipelineTestReportSummary::new(project, PipelineId::new(9));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetPipelineTestReportSummary {
    project: ProjectRef,
    pipeline: PipelineId,
}

impl GetPipelineTestReportSummary {
    /// Of this pipeline of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, pipeline: PipelineId) -> Self {
        Self { project: project.into(), pipeline }
    }
}

impl Endpoint for GetPipelineTestReportSummary {
    type Output = TestReportSummary;

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("pipelines")
            .param("pipeline_id", self.pipeline)
            .literal("test_report_summary")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get the summary of the test report of pipeline {}", self.pipeline).into()
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
        let endpoint = GetPipelineTestReportSummary::new(ProjectId::new(7), PipelineId::new(9));
        assert_eq!(request(&endpoint), "GET projects/7/pipelines/9/test_report_summary");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetPipelineTestReportSummary::new(ProjectId::new(7), PipelineId::new(9));
        let summary = answer(
            &endpoint,
            r#"{"total":{"time":1904,"count":3363,"success":3351,"failed":0,"skipped":12,"error":0,"suite_error":null},"test_suites":[{"name":"test","total_time":1904.5,"total_count":3363,"build_ids":[66004],"suite_error":"JUnit XML parsing failed"}]}"#,
        );
        assert_eq!((summary.total.count, summary.total.time), (3363, Some(1904.0)));
        assert_eq!(
            (summary.test_suites[0].build_ids[0].get(), summary.test_suites[0].test_cases.len()),
            (66004, 0)
        );
        assert_eq!(answer(&endpoint, r#"{"total":null,"test_suites":null}"#).total.count, 0);
    }
}
