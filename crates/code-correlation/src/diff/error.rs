//! What makes a diff unreadable, and where.

use std::fmt;

/// Why a diff could not be read: the kind, the line it shows on and, where known, the file it belongs to.
///
/// ```
/// use code_correlation::diff::{DiffErrorKind, Patch};
///
/// let error = Patch::parse("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-old\n+new\n").unwrap_err();
/// assert_eq!(error.kind(), DiffErrorKind::HunkCut { old_missing: 1, new_missing: 1 });
/// assert_eq!(error.line(), 6);
/// assert_eq!(error.path(), Some("x"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffError {
    kind: DiffErrorKind,
    line: usize,
    path: Option<Box<str>>,
}

impl DiffError {
    pub(crate) fn new(kind: DiffErrorKind, line: usize) -> Self {
        Self { kind, line, path: None }
    }

    /// Names the file, unless an inner step already did.
    pub(crate) fn in_file(mut self, path: Option<&str>) -> Self {
        if self.path.is_none() {
            self.path = path.map(Box::from);
        }
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> DiffErrorKind {
        self.kind
    }

    /// The line of the input, counted from 1; one past the last line when the input ended too early.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The path of the file whose section is broken, when its header could be read.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }
}

impl fmt::Display for DiffError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "diff line {}", self.line)?;
        if let Some(path) = &self.path {
            write!(f, " ({})", path.escape_debug())?;
        }
        write!(f, ": {}", self.kind)
    }
}

impl std::error::Error for DiffError {}

/// What is wrong with a diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiffErrorKind {
    /// A line starts with `@@ -` and does not go on as a hunk header.
    #[error("the hunk header is malformed; expected `@@ -start,count +start,count @@`")]
    HunkHeader,
    /// A line number or count of a hunk header does not fit into 64 bits.
    #[error("a line number in the hunk header is too large")]
    NumberTooLarge,
    /// The hunk ends before its header says.
    #[error(
        "the hunk is cut: {old_missing} old and {new_missing} new lines of it are missing; fetch the diff again"
    )]
    HunkCut {
        /// Lines of the old side that the header promised and that did not come.
        old_missing: u64,
        /// Lines of the new side that the header promised and that did not come.
        new_missing: u64,
    },
    /// One side of the hunk has more lines than its header says.
    #[error("the hunk holds more lines than its header says")]
    HunkOverrun,
    /// A hunk comes after text that names no file.
    #[error("a hunk follows that belongs to no file")]
    HunkWithoutFile,
    /// A path in double quotes is not closed or holds an unknown escape.
    #[error("the quoted path is malformed")]
    QuotedPath,
    /// A file mode is not an octal number.
    #[error("the file mode is not an octal number")]
    Mode,
    /// The headers of a file section do not tell its path.
    #[error("the file header does not tell the path of the file")]
    FileName,
    /// One file's diff was asked for and the text holds several.
    #[error("the text holds the diffs of several files where one was expected")]
    SeveralFiles,
}
