//! Members of projects and groups.

mod get;
mod list;

pub use get::GetMember;
pub use list::ListMembers;
