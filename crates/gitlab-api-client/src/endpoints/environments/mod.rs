//! Environments.

mod get;
mod list;

pub use get::GetEnvironment;
pub use list::ListEnvironments;
