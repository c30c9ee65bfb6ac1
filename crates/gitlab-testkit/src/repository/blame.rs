//! Which commit last wrote each line of a file.

use super::{Commit, Repository};
use similar::{Algorithm, DiffOp, capture_diff_slices};

impl Repository {
    /// The lines of a file at a commit, each with the commit that wrote it.
    ///
    /// A line that a merge has from one of its parents was written there or before: as in Git, in a parent that has the very
    /// same file, else in the first one that has the line.
    pub(crate) fn blame(&self, commit: &Commit, path: &str) -> Vec<(String, String)> {
        let text = |commit: &Commit| {
            commit.tree.get(path).map(|entry| String::from_utf8_lossy(&entry.blob.bytes).into_owned())
        };
        let Some(now) = text(commit) else { return Vec::new() };
        let lines: Vec<&str> = now.lines().collect();
        let mut owners: Vec<String> = vec![commit.sha.clone(); lines.len()];
        // The commits that may have written lines: each with its text, and with where these lines stand in it.
        let places: Vec<_> = (0..lines.len()).map(|line| (line, line)).collect();
        let mut open = vec![(commit, now.clone(), places)];
        while let Some((at, text_at, mut places)) = open.pop() {
            let parents = at.parents.iter().filter_map(|parent| self.get(parent));
            let mut parents: Vec<_> =
                parents.filter_map(|parent| Some((parent.as_ref(), text(parent)?))).collect();
            parents.sort_by_key(|(_, before)| *before != text_at);
            for (parent, before) in parents {
                let kept = kept(&before, &text_at);
                let mut passed_on = Vec::new();
                places.retain(|&(line, place)| {
                    let earlier = kept.get(place).copied().flatten();
                    passed_on.extend(earlier.map(|earlier| (line, earlier)));
                    earlier.is_none()
                });
                if !passed_on.is_empty() {
                    open.push((parent, before, passed_on));
                }
            }
            for (line, _) in places {
                if let Some(owner) = owners.get_mut(line) {
                    owner.clone_from(&at.sha);
                }
            }
        }
        owners.into_iter().zip(lines).map(|(owner, line)| (owner, line.to_owned())).collect()
    }
}

/// For each line of a text where it stood before, if it did.
fn kept(before: &str, text: &str) -> Vec<Option<usize>> {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = text.lines().collect();
    let mut kept = vec![None; new.len()];
    for operation in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if let DiffOp::Equal { old_index, new_index, len } = operation {
            for (offset, slot) in kept.iter_mut().skip(new_index).take(len).enumerate() {
                *slot = Some(old_index + offset);
            }
        }
    }
    kept
}
