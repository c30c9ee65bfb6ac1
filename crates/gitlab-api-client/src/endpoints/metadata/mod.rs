//! The installation itself.

mod get;

pub use get::GetMetadata;
