//! What changed between two trees, file by file.

use super::line_diff::{Hunks, hunks};
use super::{Entry, Tree};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Beyond this many pairs, files are not compared to find renames with edits, as Git has its own limit.
const RENAME_PAIRS: usize = 250_000;

/// What changed between two trees, in the order of the new paths.
#[derive(Debug, Default)]
pub(crate) struct DiffSet {
    pub(crate) files: Vec<FileDiff>,
}

/// The change of one file.
#[derive(Debug)]
pub(crate) struct FileDiff {
    /// The file before; `None` when it is new.
    pub(crate) old: Option<(String, Entry)>,
    /// The file after; `None` when it is deleted.
    pub(crate) new: Option<(String, Entry)>,
    hunks: OnceLock<Hunks>,
}

impl FileDiff {
    fn new(old: Option<(String, Entry)>, new: Option<(String, Entry)>) -> Self {
        Self { old, new, hunks: OnceLock::new() }
    }

    pub(crate) fn old_path(&self) -> &str {
        self.old.as_ref().or(self.new.as_ref()).map_or("", |(path, _)| path)
    }

    pub(crate) fn new_path(&self) -> &str {
        self.new.as_ref().or(self.old.as_ref()).map_or("", |(path, _)| path)
    }

    pub(crate) fn is_renamed(&self) -> bool {
        self.old.is_some() && self.new.is_some() && self.old_path() != self.new_path()
    }

    pub(crate) fn a_mode(&self) -> &'static str {
        self.old.as_ref().map_or("0", |(_, entry)| entry.mode())
    }

    pub(crate) fn b_mode(&self) -> &'static str {
        self.new.as_ref().map_or("0", |(_, entry)| entry.mode())
    }

    fn sides(&self) -> impl Iterator<Item = &Entry> {
        self.old.iter().chain(&self.new).map(|(_, entry)| entry)
    }

    /// The hunks, made when they are first asked for.
    pub(crate) fn hunks(&self) -> &Hunks {
        self.hunks.get_or_init(|| {
            let blob = |side: &Option<(String, Entry)>| side.as_ref().map(|(_, entry)| entry.blob.clone());
            let (old, new) = (blob(&self.old), blob(&self.new));
            if old == new {
                return Hunks::default();
            }
            if self.sides().any(|entry| entry.blob.is_binary()) {
                let name = |side: &Option<(String, Entry)>, letter: char| {
                    side.as_ref()
                        .map_or_else(|| "/dev/null".to_owned(), |(path, _)| format!("{letter}/{path}"))
                };
                let text =
                    format!("Binary files {} and {} differ\n", name(&self.old, 'a'), name(&self.new, 'b'));
                return Hunks { text, added: 0, deleted: 0 };
            }
            hunks(old.as_deref(), new.as_deref())
        })
    }

    /// The `---` and `+++` lines, for files that have hunks.
    pub(crate) fn unified_head(&self) -> String {
        if !self.hunks().text.starts_with("@@") {
            return String::new();
        }
        let name = |side: &Option<(String, Entry)>, letter: char| {
            side.as_ref().map_or_else(|| "/dev/null".to_owned(), |(path, _)| format!("{letter}/{path}"))
        };
        format!("--- {}\n+++ {}\n", name(&self.old, 'a'), name(&self.new, 'b'))
    }

    /// The file's part of `git diff`.
    pub(crate) fn git_text(&self) -> String {
        let mut text = format!("diff --git a/{} b/{}\n", self.old_path(), self.new_path());
        match (&self.old, &self.new) {
            (None, Some((_, entry))) => text.push_str(&format!("new file mode {}\n", entry.mode())),
            (Some((_, entry)), None) => text.push_str(&format!("deleted file mode {}\n", entry.mode())),
            (Some((_, old)), Some((_, new))) if old.mode() != new.mode() => {
                text.push_str(&format!("old mode {}\nnew mode {}\n", old.mode(), new.mode()));
            }
            _ => {}
        }
        if self.is_renamed() {
            let percent = similarity_of(self).map_or(100, |similarity| (similarity * 100.0) as u32);
            text.push_str(&format!(
                "similarity index {percent}%\nrename from {}\nrename to {}\n",
                self.old_path(),
                self.new_path()
            ));
        }
        if !self.hunks().text.is_empty() {
            let mode = match (&self.old, &self.new) {
                (Some((_, old)), Some((_, new))) if old.mode() == new.mode() => format!(" {}", new.mode()),
                _ => String::new(),
            };
            text.push_str(&format!(
                "index {}..{}{mode}\n",
                short_id(self.old.as_ref()),
                short_id(self.new.as_ref())
            ));
        }
        text.push_str(&self.unified_head());
        text.push_str(&self.hunks().text);
        text
    }
}

fn short_id(side: Option<&(String, Entry)>) -> &str {
    side.map_or("0000000", |(_, entry)| entry.blob.id.get(..7).unwrap_or_default())
}

fn similarity_of(file: &FileDiff) -> Option<f64> {
    let (Some((_, old)), Some((_, new))) = (&file.old, &file.new) else { return None };
    Some(similarity(old, new))
}

/// Compares two trees and finds renames as Git does: the same content first, then content that is half alike.
pub(crate) fn diff_trees(old: &Tree, new: &Tree) -> DiffSet {
    let mut files = Vec::new();
    let mut deleted: Vec<(&String, &Entry)> = Vec::new();
    let mut added: Vec<(&String, &Entry)> = Vec::new();
    for (path, before) in old {
        match new.get(path) {
            Some(after) if after == before => {}
            Some(after) => files.push(FileDiff::new(
                Some((path.clone(), before.clone())),
                Some((path.clone(), after.clone())),
            )),
            None => deleted.push((path, before)),
        }
    }
    added.extend(new.iter().filter(|(path, _)| !old.contains_key(*path)));

    for (from, to) in renames(&deleted, &added) {
        files.push(FileDiff::new(Some((from.0.clone(), from.1.clone())), Some((to.0.clone(), to.1.clone()))));
        deleted.retain(|(path, _)| *path != from.0);
        added.retain(|(path, _)| *path != to.0);
    }
    files.extend(
        deleted.iter().map(|(path, entry)| FileDiff::new(Some(((*path).clone(), (*entry).clone())), None)),
    );
    files.extend(
        added.iter().map(|(path, entry)| FileDiff::new(None, Some(((*path).clone(), (*entry).clone())))),
    );
    files.sort_by(|a, b| a.new_path().cmp(b.new_path()));
    DiffSet { files }
}

type File<'t> = (&'t String, &'t Entry);

fn renames<'t>(deleted: &[File<'t>], added: &[File<'t>]) -> Vec<(File<'t>, File<'t>)> {
    let mut pairs: Vec<(f64, File<'t>, File<'t>)> = Vec::new();
    let compare_all = deleted.len().saturating_mul(added.len()) <= RENAME_PAIRS;
    for to in added {
        for from in deleted {
            let score = if from.1.blob == to.1.blob && !to.1.blob.bytes.is_empty() {
                1.0
            } else if compare_all {
                similarity(from.1, to.1)
            } else {
                0.0
            };
            if score >= 0.5 {
                pairs.push((score, *from, *to));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1.0, a.2.0).cmp(&(b.1.0, b.2.0))));
    let mut found: Vec<(File<'t>, File<'t>)> = Vec::new();
    for (_, from, to) in pairs {
        if !found.iter().any(|(known_from, known_to)| known_from.0 == from.0 || known_to.0 == to.0) {
            found.push((from, to));
        }
    }
    found
}

/// Which part of the larger file's bytes stands in lines that both have.
fn similarity(old: &Entry, new: &Entry) -> f64 {
    let (old, new) = (&old.blob, &new.blob);
    if old == new {
        return 1.0;
    }
    let (small, large) = (old.bytes.len().min(new.bytes.len()), old.bytes.len().max(new.bytes.len()));
    if small * 2 < large || old.is_binary() || new.is_binary() {
        return 0.0;
    }
    let mut lines: HashMap<&[u8], u32> = HashMap::new();
    for line in old.bytes.split_inclusive(|byte| *byte == b'\n') {
        *lines.entry(line).or_default() += 1;
    }
    let mut common = 0;
    for line in new.bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Some(count) = lines.get_mut(line)
            && *count > 0
        {
            *count -= 1;
            common += line.len();
        }
    }
    common as f64 / large.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::Blob;
    use super::*;
    use std::sync::Arc;

    fn tree(files: &[(&str, &str)]) -> Tree {
        let entry =
            |text: &str| Entry { blob: Arc::new(Blob::new(text.to_owned().into())), executable: false };
        files.iter().map(|(path, text)| ((*path).to_owned(), entry(text))).collect()
    }

    const BODY: &str = "one\ntwo\nthree\nfour\nfive\n";

    #[test]
    fn a_moved_file_is_one_rename() {
        let set = diff_trees(&tree(&[("a.rs", BODY)]), &tree(&[("b.rs", BODY)]));
        assert_eq!(set.files.len(), 1);
        assert!(set.files[0].is_renamed());
        assert_eq!(set.files[0].hunks().text, "");
        assert!(
            set.files[0].git_text().contains("similarity index 100%\nrename from a.rs\nrename to b.rs\n")
        );
    }

    #[test]
    fn a_moved_and_edited_file_is_a_rename_with_hunks() {
        let set = diff_trees(&tree(&[("a.rs", BODY)]), &tree(&[("b.rs", &BODY.replace("two", "2"))]));
        assert!(set.files[0].is_renamed());
        assert_eq!(set.files[0].hunks().added, 1);
        assert!(set.files[0].git_text().contains("--- a/a.rs\n+++ b/b.rs\n@@ -1,5 +1,5 @@\n"));
    }

    #[test]
    fn unlike_files_are_no_rename() {
        let set = diff_trees(&tree(&[("a.rs", BODY)]), &tree(&[("b.rs", "something\nelse\n")]));
        assert_eq!(set.files.len(), 2);
        assert!(set.files[0].git_text().contains("deleted file mode 100644\n"));
        assert!(set.files[1].git_text().contains("--- /dev/null\n+++ b/b.rs\n@@ -0,0 +1,2 @@\n"));
    }

    #[test]
    fn a_binary_file_has_no_hunks() {
        let set = diff_trees(&tree(&[("logo.png", "a\0b")]), &tree(&[("logo.png", "a\0c")]));
        assert_eq!(set.files[0].hunks().text, "Binary files a/logo.png and b/logo.png differ\n");
    }
}
