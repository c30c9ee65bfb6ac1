//! Projects.

mod get;
mod languages;
mod list;
mod order;

pub use get::GetProject;
pub use languages::GetProjectLanguages;
pub use list::ListProjects;
pub use order::ProjectOrder;
