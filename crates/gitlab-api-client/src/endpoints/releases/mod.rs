//! Releases.

mod create;
mod get;
mod latest;
mod list;
mod update;

pub use create::CreateRelease;
pub use get::GetRelease;
pub use latest::GetLatestRelease;
pub use list::{ListReleases, ReleaseOrder};
pub use update::UpdateRelease;
