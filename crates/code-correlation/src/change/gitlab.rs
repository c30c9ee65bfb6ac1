//! One entry of GitLab's lists of diffs.

use super::file::{Completeness, FileChange};
use crate::diff::{ChangeStatus, FileDiff, FileMode};

/// One file of a merge request's, commit's or comparison's diffs, as GitLab's API gives it: the text of the hunks,
/// and beside it what the text does not tell.
///
/// ```
/// use code_correlation::change::{ChangeSet, GitLabDiff};
///
/// let diff = GitLabDiff::new("src/a.rs", "src/a.rs", "@@ -1 +1 @@\n-a\n+b\n")
///     .with_modes("100644", "100644")
///     .with_withheld(Some(false), Some(false));
/// let change = ChangeSet::from_gitlab([diff]);
/// assert_eq!(change.stats.additions, 1);
/// assert!(change.stats.complete);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[must_use]
pub struct GitLabDiff<'a> {
    old_path: &'a str,
    new_path: &'a str,
    diff: &'a str,
    old_mode: Option<FileMode>,
    new_mode: Option<FileMode>,
    new_file: bool,
    renamed_file: bool,
    deleted_file: bool,
    generated_file: bool,
    collapsed: Option<bool>,
    too_large: Option<bool>,
}

impl<'a> GitLabDiff<'a> {
    /// The fields `old_path`, `new_path` and `diff`. The text may be in the `unidiff=true` form.
    pub fn new(old_path: &'a str, new_path: &'a str, diff: &'a str) -> Self {
        Self { old_path, new_path, diff, ..Self::default() }
    }

    /// The fields `a_mode` and `b_mode`; `"0"` and what is no mode count as absent.
    pub fn with_modes(self, a_mode: &str, b_mode: &str) -> Self {
        Self { old_mode: FileMode::parse(a_mode), new_mode: FileMode::parse(b_mode), ..self }
    }

    /// The field `new_file`.
    pub fn with_new_file(self, new_file: bool) -> Self {
        Self { new_file, ..self }
    }

    /// The field `renamed_file`.
    pub fn with_renamed_file(self, renamed_file: bool) -> Self {
        Self { renamed_file, ..self }
    }

    /// The field `deleted_file`.
    pub fn with_deleted_file(self, deleted_file: bool) -> Self {
        Self { deleted_file, ..self }
    }

    /// The field `generated_file`; absent before GitLab 16.9.
    pub fn with_generated_file(self, generated_file: bool) -> Self {
        Self { generated_file, ..self }
    }

    /// The fields `collapsed` and `too_large`; `None` where the server (before GitLab 18.4) does not send them.
    pub fn with_withheld(self, collapsed: Option<bool>, too_large: Option<bool>) -> Self {
        Self { collapsed, too_large, ..self }
    }

    fn status(&self, told: ChangeStatus, empty: bool) -> ChangeStatus {
        if self.new_file {
            ChangeStatus::Added
        } else if self.deleted_file {
            ChangeStatus::Deleted
        } else if self.renamed_file {
            ChangeStatus::Renamed
        } else if matches!(told, ChangeStatus::Copied) {
            told
        } else {
            match (self.old_mode, self.new_mode) {
                (Some(old), Some(new)) if old.file_type() != new.file_type() => ChangeStatus::TypeChanged,
                (Some(old), Some(new)) if old != new && empty => ChangeStatus::ModeChanged,
                _ => ChangeStatus::Modified,
            }
        }
    }

    fn completeness(&self, empty: bool, status: ChangeStatus) -> Completeness {
        if self.too_large == Some(true) {
            return Completeness::TooLarge;
        }
        if self.collapsed == Some(true) {
            return Completeness::Collapsed;
        }
        let told = self.collapsed.is_some() || self.too_large.is_some();
        match status {
            _ if !empty || told => Completeness::Whole,
            ChangeStatus::Modified => Completeness::Withheld,
            _ => Completeness::Ambiguous,
        }
    }

    pub(super) fn read(&self, hunks: usize, context_bytes: usize) -> FileChange {
        let (mut change, empty) = match FileDiff::parse(self.diff) {
            Ok(diff) => {
                (FileChange::from_diff(&diff, hunks, context_bytes), diff.hunks.is_empty() && !diff.binary)
            }
            Err(error) => (FileChange::broken(None, None, &error.in_file(Some(self.new_path))), false),
        };
        change.status = self.status(change.status, empty);
        change.old_mode = self.old_mode.or(change.old_mode);
        change.new_mode = self.new_mode.or(change.new_mode);
        if change.completeness.is_whole() {
            change.completeness = self.completeness(empty, change.status);
        }
        // GitLab repeats the path on both sides of an added and a deleted file.
        change.old_path = (change.status != ChangeStatus::Added).then(|| self.old_path.to_owned());
        change.new_path = (change.status != ChangeStatus::Deleted).then(|| self.new_path.to_owned());
        change.generated = self.generated_file;
        change
    }
}
