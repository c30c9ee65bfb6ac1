//! Search.

mod endpoint;
mod scope;

pub use endpoint::Search;
pub use scope::Searchable;
