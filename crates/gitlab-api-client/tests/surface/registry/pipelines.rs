//! Pipelines and jobs.

use super::{SHA, moment, project};
use crate::sample::Sample;
use gitlab_api_client::endpoints::*;
use gitlab_core::types::*;
use gitlab_core::{JobId, PipelineId};

const PIPELINE: PipelineId = PipelineId::new(9);
const JOB: JobId = JobId::new(11);

pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::of(GetPipeline::new(project(), PIPELINE)),
        Sample::of(
            ListPipelines::new(project())
                .ref_name("main")
                .sha(SHA)
                .status(CiStatus::Failed)
                .source(PipelineSource::Push)
                .updated_after(moment())
                .updated_before(moment())
                .order_by(PipelineOrder::UpdatedAt)
                .sort(Sort::Descending)
                .scope(PipelineScope::Finished)
                .username("sample")
                .yaml_errors(false)
                .name("Deploy")
                .created_after(moment())
                .created_before(moment()),
        ),
        Sample::of(GetLatestPipeline::new(project()).ref_name("main")),
        Sample::of(ListPipelineVariables::new(project(), PIPELINE)),
        Sample::of(GetPipelineTestReportSummary::new(project(), PIPELINE)),
        Sample::of(RetryPipeline::new(project(), PIPELINE)),
        Sample::of(CancelPipeline::new(project(), PIPELINE)),
        Sample::of(RetryJob::new(project(), JOB)),
        Sample::opened(&GetJobArtifacts::new(project(), JOB)),
        Sample::opened(&GetJobArtifacts::latest(project(), "release/1.0", "build")),
        Sample::opened(&GetJobArtifactFile::new(project(), JOB, "a b/index.html")),
        Sample::opened(&GetJobArtifactFile::latest(project(), "release/1.0", "build", "a b/index.html")),
        Sample::of(ListPipelineJobs::new(project(), PIPELINE).include_retried(true).scope(CiStatus::Failed)),
        Sample::of(ListPipelineBridges::new(project(), PIPELINE).scope(CiStatus::Failed)),
        Sample::of(GetPipelineTestReport::new(project(), PIPELINE)),
        Sample::of(GetJob::new(project(), JOB)),
        Sample::of(GetCurrentJob::new()),
        Sample::of(ListJobs::new(project()).scope(CiStatus::Failed).scope(CiStatus::Success)),
        Sample::opened(&GetJobTrace::new(project(), JOB).finished()),
    ]
}
