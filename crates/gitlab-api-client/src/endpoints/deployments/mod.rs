//! Deployments.

mod get;
mod list;
mod list_finished;
mod merge_requests;

pub use get::GetDeployment;
pub use list::{DeploymentOrder, ListDeployments};
pub use list_finished::ListFinishedDeployments;
pub use merge_requests::ListDeploymentMergeRequests;
