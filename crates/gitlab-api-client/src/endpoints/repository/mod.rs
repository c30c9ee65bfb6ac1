//! The repository as a whole.

mod compare;
mod contributors;
mod tree;

pub use compare::CompareRefs;
pub use contributors::{ContributorOrder, ListContributors};
pub use tree::ListTree;
