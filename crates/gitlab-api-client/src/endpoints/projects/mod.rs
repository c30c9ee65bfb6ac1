//! Projects.

mod get;

pub use get::GetProject;
