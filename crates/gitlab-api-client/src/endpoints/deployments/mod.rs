//! Deployments.

mod get;
mod list;
mod merge_requests;

pub use get::GetDeployment;
pub use list::{DeploymentOrder, ListDeployments};
pub use merge_requests::ListDeploymentMergeRequests;
