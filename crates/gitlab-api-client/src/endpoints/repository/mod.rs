//! The repository as a whole.

mod compare;

pub use compare::CompareRefs;
