//! Groups.

mod get;
mod list;
mod order;
mod projects;
mod subgroups;

pub use get::GetGroup;
pub use list::ListGroups;
pub use order::GroupOrder;
pub use projects::ListGroupProjects;
pub use subgroups::ListSubgroups;
