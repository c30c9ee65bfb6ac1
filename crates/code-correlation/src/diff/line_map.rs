//! Where lines went.

use super::file::FileDiff;
use super::hunk::Edit;

/// Tells for each line of the old file where it is in the new one, and back.
///
/// ```
/// use code_correlation::diff::FileDiff;
///
/// let file = FileDiff::parse("@@ -2,3 +2,4 @@\n a\n-b\n+c\n+d\n e\n")?;
/// let map = file.line_map();
/// assert_eq!(map.to_new(1), Some(1)); // before the change
/// assert_eq!(map.to_new(3), None); // removed
/// assert_eq!(map.to_new(4), Some(5));
/// assert_eq!(map.to_old(4), None); // added
/// assert_eq!(map.nearest_new(3), 3);
/// # Ok::<(), code_correlation::diff::DiffError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineMap {
    /// The runs of changed lines in order.
    edits: Vec<Edit>,
}

impl FileDiff<'_> {
    /// Where the lines of the file went. Of a combined diff, which has several old files, nothing is known: its map
    /// holds no change.
    #[must_use]
    pub fn line_map(&self) -> LineMap {
        let mut edits = Vec::new();
        for hunk in self.hunks.iter().filter(|hunk| hunk.parents == 1) {
            hunk.edits(|edit| edits.push(edit));
        }
        LineMap { edits }
    }
}

impl LineMap {
    /// The line of the new file that a line of the old one is; `None` where it was removed. Lines count from 1.
    #[must_use]
    pub fn to_new(&self, line: u64) -> Option<u64> {
        moved(&self.edits, line, |edit| (edit.old, edit.old_count), |edit| (edit.new, edit.new_count))
    }

    /// The line of the old file that a line of the new one was; `None` where it was added.
    #[must_use]
    pub fn to_old(&self, line: u64) -> Option<u64> {
        moved(&self.edits, line, |edit| (edit.new, edit.new_count), |edit| (edit.old, edit.old_count))
    }

    /// The same line in the new file, or the first of those that took its place.
    #[must_use]
    pub fn nearest_new(&self, line: u64) -> u64 {
        self.to_new(line).unwrap_or_else(|| {
            let at = self.edits.partition_point(|edit| edit.old <= line);
            self.edits.get(at.saturating_sub(1)).map_or(line, |edit| edit.new)
        })
    }
}

fn moved(
    edits: &[Edit],
    line: u64,
    from: impl Fn(&Edit) -> (u64, u64),
    to: impl Fn(&Edit) -> (u64, u64),
) -> Option<u64> {
    let at = edits.partition_point(|edit| from(edit).0 <= line);
    let Some(before) = at.checked_sub(1).and_then(|at| edits.get(at)) else { return Some(line) };
    let ((start, count), (other, others)) = (from(before), to(before));
    let end = start.saturating_add(count);
    (line >= end).then(|| other.saturating_add(others).saturating_add(line - end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_move_with_what_was_added_and_removed_before_them() {
        let file =
            FileDiff::parse("@@ -1 +0,0 @@\n-a\n@@ -3,0 +3,2 @@\n+x\n+y\n@@ -10,2 +11,1 @@\n-p\n-q\n+r\n")
                .unwrap();
        let map = file.line_map();
        let new: Vec<_> = (1..=12).map(|line| map.to_new(line)).collect();
        let some = |lines: &[u64]| lines.iter().map(|line| (*line > 0).then_some(*line)).collect::<Vec<_>>();
        assert_eq!(new, some(&[0, 1, 2, 5, 6, 7, 8, 9, 10, 0, 0, 12]));
        let old: Vec<_> = (1..=12).map(|line| map.to_old(line)).collect();
        assert_eq!(old, some(&[2, 3, 0, 0, 4, 5, 6, 7, 8, 9, 0, 12]));
        assert_eq!((map.nearest_new(11), map.nearest_new(4)), (11, 5));
        assert_eq!(LineMap::default().to_new(7), Some(7));
    }
}
