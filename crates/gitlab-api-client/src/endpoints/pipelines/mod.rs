//! Pipelines.

mod bridges;
mod get;
mod jobs;
mod list;
mod test_report;

pub use bridges::ListPipelineBridges;
pub use get::GetPipeline;
pub use jobs::ListPipelineJobs;
pub use list::{ListPipelines, PipelineOrder};
pub use test_report::GetPipelineTestReport;
