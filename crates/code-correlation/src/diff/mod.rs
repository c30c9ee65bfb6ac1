//! Reads diffs: borrowed, in one pass over the text, without loss.
//!
//! [`Patch`] reads a whole text, [`FileDiffs`] the same section by section, [`FileDiff::parse`] the text that GitLab
//! gives for a single file. What a line of a hunk is follows from the lengths in the hunk's header and the first
//! byte of the line, never from its look.

mod error;
mod file;
mod hunk;
mod lengths;
mod line_map;
mod mode;
mod newlines;
mod patch;
mod path;
mod scanner;
#[cfg(test)]
mod tests;

pub use error::{DiffError, DiffErrorKind};
pub use file::FileDiff;
pub use hunk::{Hunk, HunkLines, Line, LineKind, LineRange};
pub use line_map::LineMap;
pub use mode::{ChangeStatus, FileMode};
pub(crate) use patch::starts_section;
pub use patch::{FileDiffs, Patch};
pub use path::PathPrefix;
pub(crate) use path::lossy;
