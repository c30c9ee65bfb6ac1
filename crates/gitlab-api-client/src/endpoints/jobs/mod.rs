//! Jobs.

mod artifact_file;
mod artifacts;
mod artifacts_of;
mod current;
mod get;
mod list;
mod retry;
mod trace;

pub use artifact_file::GetJobArtifactFile;
pub use artifacts::GetJobArtifacts;
pub use current::GetCurrentJob;
pub use get::GetJob;
pub use list::ListJobs;
pub use retry::RetryJob;
pub use trace::GetJobTrace;
