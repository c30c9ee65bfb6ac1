//! Files.

mod get;
mod raw;

pub use get::GetFile;
pub use raw::GetRawFile;
