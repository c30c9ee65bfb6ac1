//! What a change did, as an owned value: files, counts, changed lines; and whether it is the whole of it.
//!
//! A [`ChangeSet`] is built from the text of a whole diff or from the single diffs that GitLab's API lists
//! ([`GitLabDiff`]). Its size is bounded by [`ChangeLimits`], whatever the diff's; what was left out is counted.

mod build;
mod file;
mod find;
mod gitlab;
mod set;
#[cfg(test)]
mod tests;

pub use build::{ChangeLimits, ChangeSetBuilder};
pub use file::{Completeness, FileChange, HunkRange};
pub use find::{NEAR_LINES, PathMatch, Touch, TouchKind};
pub use gitlab::GitLabDiff;
pub use set::{ChangeSet, DiffProblem, DiffStats};
