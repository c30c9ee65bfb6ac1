//! Labels of projects and groups.

mod get;
mod list;

pub use get::GetLabel;
pub use list::ListLabels;
