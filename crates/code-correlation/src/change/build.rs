//! Builds a change set within limits.

use super::file::FileChange;
use super::gitlab::GitLabDiff;
use super::set::{ChangeSet, DiffProblem};
use std::io::{self, BufRead};

use crate::diff::{FileDiff, FileDiffs, PathPrefix, starts_section};

/// How much of a change is listed; totals count everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeLimits {
    /// Files; 5,000 unless set.
    pub files: usize,
    /// Hunks of one file; 200 unless set.
    pub hunks_per_file: usize,
    /// Hunks of all files together; 20,000 unless set.
    pub hunks: usize,
    /// Bytes of the context behind `@@`; 120 unless set.
    pub context_bytes: usize,
}

impl Default for ChangeLimits {
    fn default() -> Self {
        Self { files: 5_000, hunks_per_file: 200, hunks: 20_000, context_bytes: 120 }
    }
}

/// Collects the diffs of one change.
///
/// ```
/// use code_correlation::change::{ChangeSetBuilder, GitLabDiff};
///
/// let mut builder = ChangeSetBuilder::new();
/// builder.push_gitlab(&GitLabDiff::new("a.rs", "a.rs", "@@ -1 +1,2 @@\n a\n+b\n"));
/// builder.push_gitlab(&GitLabDiff::new("b.rs", "b.rs", "").with_withheld(Some(true), Some(false)));
/// let change = builder.finish();
/// assert_eq!(change.stats.to_string(), "at least 2 files, +1 -0");
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct ChangeSetBuilder {
    limits: ChangeLimits,
    prefix: PathPrefix,
    hunks: usize,
    set: ChangeSet,
    last: Option<FileChange>,
}

impl ChangeSetBuilder {
    /// An empty change within the default limits.
    pub fn new() -> Self {
        Self {
            set: ChangeSet {
                stats: super::DiffStats { complete: true, ..Default::default() },
                ..ChangeSet::default()
            },
            ..Self::default()
        }
    }

    /// Sets the limits.
    pub fn with_limits(mut self, limits: ChangeLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the rule for the prefixes of paths in the text of whole diffs.
    pub fn with_prefix(mut self, prefix: PathPrefix) -> Self {
        self.prefix = prefix;
        self
    }

    /// Adds one file of GitLab's lists.
    pub fn push_gitlab(&mut self, diff: &GitLabDiff<'_>) -> &mut Self {
        let change = diff.read(self.hunks_left(), self.limits.context_bytes);
        self.push(change);
        self
    }

    /// Adds one section of a diff, as [`FileDiffs`] gives them: whoever reads these decides what becomes of a broken one.
    pub fn push_diff(&mut self, diff: &FileDiff<'_>) -> &mut Self {
        let change = FileChange::from_diff(diff, self.hunks_left(), self.limits.context_bytes);
        self.push(change);
        self
    }

    /// Adds the files of a diff's text. A section that cannot be read becomes an unparsable file, or a problem of
    /// the set when its header does not tell the file.
    pub fn push_patch(&mut self, text: &[u8]) -> &mut Self {
        self.push_part(text, 1)
    }

    /// Adds the files of a diff as they come, with no more of the text in memory than one section that git begins with
    /// `diff --git`: however long the diff is, it takes as much memory as its largest file.
    ///
    /// ```
    /// use code_correlation::change::ChangeSetBuilder;
    ///
    /// let mut builder = ChangeSetBuilder::new();
    /// builder.push_reader(&b"diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"[..])?;
    /// assert_eq!(builder.finish().stats.to_string(), "1 file, +1 -1");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What the reader fails with. What was read before is kept, and the set says that it is not complete.
    pub fn push_reader(&mut self, mut reader: impl BufRead) -> io::Result<&mut Self> {
        let (mut section, mut first, mut number) = (Vec::new(), 1, 0);
        loop {
            let before = section.len();
            let read = match reader.read_until(b'\n', &mut section) {
                Ok(read) => read,
                Err(error) => {
                    self.push_part(section.get(..before).unwrap_or_default(), first);
                    self.mark_incomplete();
                    return Err(error);
                }
            };
            number += usize::from(read > 0);
            let begins = before > 0 && section.get(before..).is_some_and(starts_section);
            if begins || read == 0 {
                self.push_part(section.get(..before).unwrap_or_default(), first);
                section.drain(..before);
                first = number;
            }
            if read == 0 {
                return Ok(self);
            }
        }
    }

    fn push_part(&mut self, text: &[u8], line: usize) -> &mut Self {
        for section in FileDiffs::new(text).with_prefix(self.prefix).continued_at(line) {
            let error = match section {
                Ok(diff) => {
                    self.push_diff(&diff);
                    continue;
                }
                Err(error) => error,
            };
            if let Some(path) = error.path() {
                self.push(FileChange::broken(Some(path), Some(path), &error));
            } else {
                self.set.stats.complete = false;
                self.set.problems.push(DiffProblem { line: error.line(), reason: error.kind().to_string() });
            }
        }
        self
    }

    /// Says that the list of files was cut, so that totals are lower bounds (GitLab's `overflow`, a page that could
    /// not be read).
    pub fn mark_incomplete(&mut self) -> &mut Self {
        self.set.stats.complete = false;
        self
    }

    /// The change.
    #[must_use]
    pub fn finish(mut self) -> ChangeSet {
        self.flush();
        self.set
    }

    fn hunks_left(&self) -> usize {
        if self.set.files.len() >= self.limits.files {
            return 0;
        }
        self.limits.hunks_per_file.min(self.limits.hunks.saturating_sub(self.hunks))
    }

    fn push(&mut self, mut change: FileChange) {
        self.hunks += change.hunks.len();
        let stats = &mut self.set.stats;
        stats.additions += change.additions;
        stats.deletions += change.deletions;
        stats.complete &= change.completeness.is_whole();
        if self.last.as_mut().is_some_and(|last| last.join_type_change(&mut change)) {
            return;
        }
        stats.files += 1;
        self.flush();
        self.last = Some(change);
    }

    fn flush(&mut self) {
        if let Some(last) = self.last.take() {
            if self.set.files.len() < self.limits.files {
                self.set.files.push(last);
            } else {
                self.set.omitted_files += 1;
            }
        }
    }
}
