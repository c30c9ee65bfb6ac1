//! Files.

mod blame;
mod get;
mod metadata;
mod raw;

pub use blame::GetFileBlame;
pub use get::GetFile;
pub use metadata::GetFileMetadata;
pub use raw::GetRawFile;
