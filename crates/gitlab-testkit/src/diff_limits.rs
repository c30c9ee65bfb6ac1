//! How much of a diff GitLab shows.

use crate::repository::{DiffSet, FileDiff};

/// The limits above which GitLab leaves the hunks of a file out.
///
/// The defaults are GitLab's own. Each "safe" limit is a tenth of the hard one: beyond a safe limit a file is
/// *collapsed*, beyond the hard limit for one file it is *too large*, and beyond the hard limits for all files
/// the rest is left out altogether.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DiffLimits {
    /// The most files.
    pub files: usize,
    /// The most lines of all files together.
    pub lines: usize,
    /// The most bytes of one file's hunks.
    pub patch_bytes: usize,
}

impl Default for DiffLimits {
    fn default() -> Self {
        Self { files: 1_000, lines: 50_000, patch_bytes: 200 * 1024 }
    }
}

/// What is shown of a diff.
pub(crate) struct Shown<'d> {
    pub(crate) files: Vec<ShownFile<'d>>,
    /// Whether files were left out at the end.
    pub(crate) overflow: bool,
}

pub(crate) struct ShownFile<'d> {
    pub(crate) file: &'d FileDiff,
    pub(crate) collapsed: bool,
    pub(crate) too_large: bool,
}

impl DiffLimits {
    /// These limits, with another for the number of files.
    #[must_use]
    pub fn files(self, files: usize) -> Self {
        Self { files, ..self }
    }

    /// These limits, with another for the lines of all files together.
    #[must_use]
    pub fn lines(self, lines: usize) -> Self {
        Self { lines, ..self }
    }

    /// These limits, with another for the bytes of one file's hunks.
    #[must_use]
    pub fn patch_bytes(self, patch_bytes: usize) -> Self {
        Self { patch_bytes, ..self }
    }

    /// What is shown by default.
    pub(crate) fn apply<'d>(&self, diff: &'d DiffSet) -> Shown<'d> {
        self.show(diff, true)
    }

    /// What is shown when the safe limits are waived.
    pub(crate) fn expand<'d>(&self, diff: &'d DiffSet) -> Shown<'d> {
        self.show(diff, false)
    }

    /// How many files there are, with a plus sign when not all are kept.
    pub(crate) fn real_size(&self, diff: &DiffSet) -> String {
        let shown = self.expand(diff);
        format!("{}{}", shown.files.len(), if shown.overflow { "+" } else { "" })
    }

    fn show<'d>(&self, diff: &'d DiffSet, safely: bool) -> Shown<'d> {
        // GitLab allows 5 KiB for each file it allows.
        let bytes_limit = self.files.saturating_mul(5 * 1024);
        let (mut lines, mut bytes) = (0, 0);
        let mut shown = Shown { files: Vec::new(), overflow: false };
        for file in &diff.files {
            let text = &file.hunks().text;
            let too_large = text.len() > self.patch_bytes;
            if !too_large {
                lines += text.lines().count();
                bytes += text.len();
            }
            if shown.files.len() >= self.files || lines > self.lines || bytes > bytes_limit {
                shown.overflow = true;
                break;
            }
            let beyond_safe = shown.files.len() >= self.files / 10
                || lines > self.lines / 10
                || bytes > bytes_limit / 10
                || text.len() > self.patch_bytes / 10;
            shown.files.push(ShownFile {
                file,
                too_large,
                collapsed: safely && !too_large && beyond_safe && !text.is_empty(),
            });
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository::{Blob, Entry, Tree, diff_trees};
    use std::sync::Arc;

    fn diff(files: &[(&str, usize)]) -> DiffSet {
        let tree: Tree = files
            .iter()
            .map(|(path, lines)| {
                let blob = Arc::new(Blob::new("line\n".repeat(*lines).into()));
                ((*path).to_owned(), Entry { blob, executable: false })
            })
            .collect();
        diff_trees(&Tree::new(), &tree)
    }

    #[test]
    fn large_files_are_collapsed_and_larger_ones_cut() {
        let limits = DiffLimits::default();
        let diff = diff(&[("a", 10), ("b", 4_000), ("c", 40_000)]);
        let flags = |shown: Shown<'_>| {
            shown.files.iter().map(|file| (file.collapsed, file.too_large)).collect::<Vec<_>>()
        };
        assert_eq!(flags(limits.apply(&diff)), [(false, false), (true, false), (false, true)]);
        assert_eq!(flags(limits.expand(&diff)), [(false, false), (false, false), (false, true)]);
    }

    #[test]
    fn beyond_the_hard_limit_files_are_left_out() {
        let diff = diff(&[("a", 1), ("b", 1), ("c", 1)]);
        let limits = DiffLimits::default().files(2);
        assert_eq!(limits.real_size(&diff), "2+");
        assert!(limits.apply(&diff).overflow);
    }
}
