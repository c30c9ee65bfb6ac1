//! Releases.

mod get;
mod list;

pub use get::GetRelease;
pub use list::ListReleases;
