//! Milestones of projects and groups.

mod get;
mod list;

pub use get::GetMilestone;
pub use list::ListMilestones;
