//! What a change did to one file.

use serde::{Deserialize, Serialize};

use crate::diff::{ChangeStatus, DiffError, FileDiff, FileMode, Hunk, LineRange, lossy};

/// Whether the lines of a file's diff are all there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Completeness {
    /// All lines are there.
    #[default]
    Whole,
    /// GitLab held the lines back, since the change is large or the file generated.
    Collapsed,
    /// GitLab never gives the lines, since the diff of this file is too large.
    TooLarge,
    /// The diff is empty where some line must have changed, and the server (before GitLab 18.4) does not say why.
    Withheld,
    /// The diff is empty and the server (before GitLab 18.4) does not say whether there were lines: it may be an empty
    /// file, a plain rename or change of mode, or lines held back.
    Ambiguous,
    /// It is the combined diff of a merge: only lines that differ from all parents are there.
    Combined,
    /// The diff cannot be read.
    Unparsable {
        /// What is wrong with it.
        reason: String,
    },
}

impl Completeness {
    /// Whether all lines are there, so that counts are exact.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        *self == Self::Whole
    }
}

/// The place of one hunk on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HunkRange {
    /// The hunk's lines in the old file, context included.
    pub old: LineRange,
    /// The hunk's lines in the new file, context included.
    pub new: LineRange,
    /// What stands behind the second `@@`, mostly the head of the function; cut at the limit of the builder.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub context: String,
}

/// What a change did to one file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileChange {
    /// The path before; `None` for an added file.
    pub old_path: Option<String>,
    /// The path after; `None` for a deleted file.
    pub new_path: Option<String>,
    /// What happened.
    pub status: ChangeStatus,
    /// The mode before, where told.
    pub old_mode: Option<FileMode>,
    /// The mode after, where told.
    pub new_mode: Option<FileMode>,
    /// Added lines; at least so many unless `completeness` is whole.
    pub additions: u64,
    /// Deleted lines; at least so many unless `completeness` is whole.
    pub deletions: u64,
    /// The content is binary.
    pub binary: bool,
    /// GitLab takes the file for a generated one.
    pub generated: bool,
    /// Whether all lines of the diff were there.
    pub completeness: Completeness,
    /// The hunks, up to the limit of the builder.
    pub hunks: Vec<HunkRange>,
    /// Runs of added lines, numbered in the new file; of the hunks that are listed.
    pub added_lines: Vec<LineRange>,
    /// Runs of deleted lines, numbered in the old file; of the hunks that are listed.
    pub removed_lines: Vec<LineRange>,
    /// The places in the new file at which lines were only deleted: empty ranges after a line.
    pub removed_at: Vec<LineRange>,
    /// Hunks beyond the limit, whose lines are counted and not listed.
    pub omitted_hunks: usize,
}

impl FileChange {
    /// The path of the file: the new one, or the old one of a deleted file; empty where the diff names none.
    #[must_use]
    pub fn path(&self) -> &str {
        self.new_path.as_deref().or(self.old_path.as_deref()).unwrap_or_default()
    }

    /// Both paths, the new one first, once when they are the same.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let old = self.old_path.as_deref().filter(|old| self.new_path.as_deref() != Some(old));
        self.new_path.as_deref().into_iter().chain(old)
    }

    /// Whether the file is a submodule.
    #[must_use]
    pub fn is_submodule(&self) -> bool {
        self.new_mode.or(self.old_mode).is_some_and(FileMode::is_submodule)
    }

    /// Reads what a diff tells, with at most so many hunks and bytes of their context.
    pub(super) fn from_diff(diff: &FileDiff<'_>, hunks: usize, context_bytes: usize) -> Self {
        let mut change = Self {
            old_path: diff.old_path.as_deref().map(str::to_owned),
            new_path: diff.new_path.as_deref().map(str::to_owned),
            status: diff.status,
            old_mode: diff.old_mode,
            new_mode: diff.new_mode,
            additions: diff.additions(),
            deletions: diff.deletions(),
            binary: diff.binary,
            completeness: if diff.combined { Completeness::Combined } else { Completeness::Whole },
            ..Self::default()
        };
        change.add_hunks(diff, hunks, context_bytes);
        change
    }

    /// A file whose diff is broken.
    pub(super) fn broken(old_path: Option<&str>, new_path: Option<&str>, error: &DiffError) -> Self {
        Self {
            old_path: old_path.map(str::to_owned),
            new_path: new_path.map(str::to_owned),
            completeness: Completeness::Unparsable { reason: error.to_string() },
            ..Self::default()
        }
    }

    fn add_hunks(&mut self, diff: &FileDiff<'_>, most: usize, context_bytes: usize) {
        self.omitted_hunks = diff.hunks.len().saturating_sub(most);
        let listed = || diff.hunks.iter().take(most);
        // Mostly a hunk changes one place.
        let places = |changes: fn(&Hunk<'_>) -> bool| listed().filter(|hunk| changes(hunk)).count();
        self.added_lines.reserve_exact(places(|hunk| hunk.additions > 0));
        if !diff.combined {
            self.removed_lines.reserve_exact(places(|hunk| hunk.deletions > 0));
        }
        self.hunks.reserve_exact(listed().len());
        for hunk in listed() {
            self.hunks.push(HunkRange {
                old: hunk.old,
                new: hunk.new,
                context: shortened(hunk.context, context_bytes),
            });
            hunk.edits(|edit| {
                if edit.new_count > 0 {
                    self.added_lines.push(LineRange::new(edit.new, edit.new_count));
                } else {
                    self.removed_at.push(LineRange::new(edit.new - 1, 0));
                }
                if edit.old_count > 0 && !diff.combined {
                    self.removed_lines.push(LineRange::new(edit.old, edit.old_count));
                }
            });
        }
    }

    /// Joins a deletion with the addition of the same path that follows it, when the file type differs.
    pub(super) fn join_type_change(&mut self, next: &mut Self) -> bool {
        let (Some(old), Some(new)) = (self.old_mode, next.new_mode) else {
            return false;
        };
        let joins = self.status == ChangeStatus::Deleted
            && next.status == ChangeStatus::Added
            && self.old_path == next.new_path
            && old.file_type() != new.file_type();
        if joins {
            self.status = ChangeStatus::TypeChanged;
            self.new_path = next.new_path.take();
            self.new_mode = next.new_mode;
            self.additions += next.additions;
            self.deletions += next.deletions;
            self.binary |= next.binary;
            self.generated |= next.generated;
            if self.completeness.is_whole() {
                self.completeness = std::mem::take(&mut next.completeness);
            }
            self.hunks.append(&mut next.hunks);
            self.added_lines = std::mem::take(&mut next.added_lines);
            self.removed_at.clear();
            self.omitted_hunks += next.omitted_hunks;
        }
        joins
    }
}

/// The text of a hunk's context, cut at a character.
fn shortened(context: &[u8], most: usize) -> String {
    let text = lossy(context.trim_ascii());
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default().to_owned()
}
