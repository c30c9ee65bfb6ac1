//! Finds the file and the line that a log names in a change.

use super::file::FileChange;
use super::set::ChangeSet;
use crate::paths;

/// How far from a changed line [`ChangeSet::touches`] still speaks of "near".
pub const NEAR_LINES: u64 = 10;

/// The files of a change that a path may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathMatch<'a> {
    /// No file fits.
    None,
    /// Exactly one file fits best.
    One(&'a FileChange),
    /// Several files fit equally well, in the order of the change.
    Ambiguous(Vec<&'a FileChange>),
}

/// How close a change comes to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Touch<'a> {
    /// The file.
    pub file: &'a FileChange,
    /// How close.
    pub kind: TouchKind,
    /// Several files fit the path; this is the one that the change touches closest.
    pub ambiguous: bool,
}

/// How close a change comes to a line; the closest kind is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TouchKind {
    /// The change wrote that very line.
    Line,
    /// The change added or removed lines so many lines away.
    Near(u64),
    /// The change touches the file elsewhere, or its lines are not known.
    File,
}

impl ChangeSet {
    /// Finds the file that a log or stack trace means.
    ///
    /// Logs print paths in many ways: as they are in the repository, with the directory of the runner before them
    /// (`/builds/group/project/src/a.rs`), with `./`, with backslashes, or shortened (`a.rs`). The exact path wins;
    /// then the file whose whole path is the longest end of the given one; then files whose path ends with the
    /// given one. Old paths of moved and deleted files count too.
    ///
    /// ```
    /// use code_correlation::change::{ChangeSet, GitLabDiff, PathMatch};
    ///
    /// let diff = |path| GitLabDiff::new(path, path, "@@ -1 +1 @@\n-a\n+b\n");
    /// let change = ChangeSet::from_gitlab([diff("api/src/a.rs"), diff("web/src/a.rs")]);
    /// assert!(matches!(change.find("./api/src/a.rs"), PathMatch::One(file) if file.path() == "api/src/a.rs"));
    /// assert!(matches!(change.find("src\\a.rs"), PathMatch::Ambiguous(files) if files.len() == 2));
    /// assert_eq!(change.find("b.rs"), PathMatch::None);
    /// ```
    #[must_use]
    pub fn find(&self, path: &str) -> PathMatch<'_> {
        let wanted = paths::normalized(path);
        let mut best = None;
        let mut fitting = Vec::new();
        for file in &self.files {
            let Some(fit) = file.paths().filter_map(|known| paths::fit(known, &wanted)).max() else {
                continue;
            };
            if best.is_none_or(|best| fit > best) {
                best = Some(fit);
                fitting.clear();
            }
            if best == Some(fit) {
                fitting.push(file);
            }
        }
        match fitting.as_slice() {
            [] => PathMatch::None,
            [one] => PathMatch::One(one),
            _ => PathMatch::Ambiguous(fitting),
        }
    }

    /// How close the change comes to a line (counted from 1, in the new version) of a file, named as
    /// [`find`](Self::find) takes it. "Near" reaches [`NEAR_LINES`] far.
    #[must_use]
    pub fn touches(&self, path: &str, line: u64) -> Option<Touch<'_>> {
        self.touches_within(path, line, NEAR_LINES)
    }

    /// The same with another reach of "near".
    #[must_use]
    pub fn touches_within(&self, path: &str, line: u64, near: u64) -> Option<Touch<'_>> {
        match self.find(path) {
            PathMatch::None => None,
            PathMatch::One(file) => Some(Touch { file, kind: file.touches(line, near), ambiguous: false }),
            PathMatch::Ambiguous(files) => files
                .into_iter()
                .map(|file| Touch { file, kind: file.touches(line, near), ambiguous: true })
                .min_by_key(|touch| touch.kind),
        }
    }
}

impl FileChange {
    /// How close the change comes to a line of the new file; "near" reaches `near` lines far.
    #[must_use]
    pub fn touches(&self, line: u64, near: u64) -> TouchKind {
        let changed = self.added_lines.iter().chain(&self.removed_at);
        match changed.map(|range| range.distance(line)).min() {
            Some(0) => TouchKind::Line,
            Some(distance) if distance <= near => TouchKind::Near(distance),
            _ => TouchKind::File,
        }
    }
}
