//! Tags.

mod get;
mod list;

pub use get::GetTag;
pub use list::{ListTags, TagOrder};
