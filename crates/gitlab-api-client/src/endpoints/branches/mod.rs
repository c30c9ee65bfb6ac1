//! Branches.

mod get;
mod list;

pub use get::GetBranch;
pub use list::{BranchOrder, ListBranches};
