//! Releases.

mod create;
mod get;
mod latest;
mod latest_release;
mod list;
mod update;

pub use create::CreateRelease;
pub use get::GetRelease;
pub use latest::GetLatestRelease;
pub use latest_release::latest_release;
pub use list::{ListReleases, ReleaseOrder};
pub use update::UpdateRelease;
