//! Jobs.

mod get;
mod list;
mod trace;

pub use get::GetJob;
pub use list::ListJobs;
pub use trace::GetJobTrace;
