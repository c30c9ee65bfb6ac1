//! Which commit last wrote each line of a file.

use super::{Commit, Repository};
use similar::{Algorithm, DiffOp, capture_diff_slices};

impl Repository {
    /// The lines of a file at a commit, each with the commit that wrote it, following first parents.
    pub(crate) fn blame(&self, commit: &Commit, path: &str) -> Vec<(String, String)> {
        let text = |commit: &Commit| {
            commit.tree.get(path).map(|entry| String::from_utf8_lossy(&entry.blob.bytes).into_owned())
        };
        let Some(now) = text(commit) else { return Vec::new() };
        let lines: Vec<&str> = now.lines().collect();
        let mut owners: Vec<Option<String>> = vec![None; lines.len()];
        // Where each line of the present text stands in the text of the commit at hand.
        let mut positions: Vec<Option<usize>> = (0..lines.len()).map(Some).collect();
        let mut at = commit;
        let mut text_at = now.clone();
        loop {
            let parent = at.parents.first().and_then(|parent| self.get(parent));
            let Some((parent, before)) = parent.and_then(|parent| Some((parent, text(parent)?))) else {
                break;
            };
            let old: Vec<&str> = before.lines().collect();
            let new: Vec<&str> = text_at.lines().collect();
            let mut kept: Vec<Option<usize>> = vec![None; new.len()];
            for operation in capture_diff_slices(Algorithm::Myers, &old, &new) {
                if let DiffOp::Equal { old_index, new_index, len } = operation {
                    for (offset, slot) in kept.iter_mut().skip(new_index).take(len).enumerate() {
                        *slot = Some(old_index + offset);
                    }
                }
            }
            for (position, owner) in positions.iter_mut().zip(&mut owners) {
                if let Some(index) = *position {
                    *position = kept.get(index).copied().flatten();
                    if position.is_none() {
                        *owner = Some(at.sha.clone());
                    }
                }
            }
            at = parent;
            text_at = before;
        }
        lines
            .into_iter()
            .zip(owners)
            .map(|(line, owner)| (owner.unwrap_or_else(|| at.sha.clone()), line.to_owned()))
            .collect()
    }
}
