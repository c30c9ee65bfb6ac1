//! The installation itself.

mod get;
mod version;

pub use get::GetMetadata;
pub use version::GetVersion;
