//! Pipelines.

mod bridges;
mod cancel;
mod get;
mod jobs;
mod latest;
mod list;
mod retry;
mod test_report;
mod test_report_summary;
mod variables;

pub use bridges::ListPipelineBridges;
pub use cancel::CancelPipeline;
pub use get::GetPipeline;
pub use jobs::ListPipelineJobs;
pub use latest::GetLatestPipeline;
pub use list::{ListPipelines, PipelineOrder, PipelineScope};
pub use retry::RetryPipeline;
pub use test_report::GetPipelineTestReport;
pub use test_report_summary::GetPipelineTestReportSummary;
pub use variables::ListPipelineVariables;
