//! Reads unified diffs and says which change fits a failure.

pub mod change;
pub mod diff;
mod paths;
