//! A whole change.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::build::ChangeSetBuilder;
use super::file::FileChange;
use super::gitlab::GitLabDiff;

/// What a commit or merge request changed.
///
/// ```
/// use code_correlation::change::{ChangeSet, TouchKind};
///
/// let text = "\
/// diff --git a/src/cache.rs b/src/cache.rs
/// index 5d2c1f0..8a9b3e1 100644
/// --- a/src/cache.rs
/// +++ b/src/cache.rs
/// @@ -40,3 +40,3 @@ impl Cache {
///      fn get(&self) -> Entry {
/// -        self.entry.clone()
/// +        self.entry.take().unwrap()
///      }
/// ";
/// let change = ChangeSet::from_patch(text);
/// assert_eq!(change.stats.to_string(), "1 file, +1 -1");
/// let touch = change.touches("/builds/shop/api/src/cache.rs", 41).unwrap();
/// assert_eq!(touch.kind, TouchKind::Line);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChangeSet {
    /// The totals.
    pub stats: DiffStats,
    /// The files, up to the limit of the builder.
    pub files: Vec<FileChange>,
    /// Files beyond the limit, which are counted and not listed.
    #[serde(default)]
    pub omitted_files: usize,
    /// Parts of the text that could not be read and belong to no file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<DiffProblem>,
}

impl ChangeSet {
    /// Reads the text of a whole diff. It never fails: what cannot be read is said in the files' completeness and
    /// in `problems`. Use [`Patch::parse`](crate::diff::Patch::parse) to have an error instead.
    #[must_use]
    pub fn from_patch<T: AsRef<[u8]> + ?Sized>(text: &T) -> Self {
        let mut builder = ChangeSetBuilder::new();
        builder.push_patch(text.as_ref());
        builder.finish()
    }

    /// Reads a list of diffs as GitLab's API gives them.
    #[must_use]
    pub fn from_gitlab<'a, I: IntoIterator<Item = GitLabDiff<'a>>>(diffs: I) -> Self {
        let mut builder = ChangeSetBuilder::new();
        for diff in diffs {
            builder.push_gitlab(&diff);
        }
        builder.finish()
    }

    /// The file with exactly that path, before or after the change.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&FileChange> {
        let is = |known: &Option<String>| known.as_deref() == Some(path);
        self.files
            .iter()
            .find(|file| is(&file.new_path))
            .or_else(|| self.files.iter().find(|file| is(&file.old_path)))
    }
}

/// Totals of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DiffStats {
    /// Changed files.
    pub files: u64,
    /// Added lines.
    pub additions: u64,
    /// Deleted lines.
    pub deletions: u64,
    /// Whether the figures are exact; else there are at least so many.
    pub complete: bool,
}

impl fmt::Display for DiffStats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let least = if self.complete { "" } else { "at least " };
        let files = if self.files == 1 { "file" } else { "files" };
        write!(f, "{least}{} {files}, +{} -{}", self.files, self.additions, self.deletions)
    }
}

/// A part of a diff that could not be read and that belongs to no known file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DiffProblem {
    /// The line of the text, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}
