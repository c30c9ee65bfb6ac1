//! Git's object hashes.

use super::{Commit, Entry, Moment, Signature, Tree};
use bytes::Bytes;
use sha1::{Digest as _, Sha1};
use std::fmt::Write as _;
use std::sync::OnceLock;

/// The content of a file.
#[derive(Debug)]
pub(crate) struct Blob {
    pub(crate) bytes: Bytes,
    pub(crate) id: String,
    sha256: OnceLock<String>,
}

impl Blob {
    pub(crate) fn new(bytes: Bytes) -> Self {
        let id = object("blob", &bytes);
        Self { bytes, id, sha256: OnceLock::new() }
    }

    /// The hash that GitLab shows as `content_sha256`.
    pub(crate) fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| sha256_hex(&self.bytes))
    }

    /// Whether Git takes it for binary: it has a NUL near its beginning.
    pub(crate) fn is_binary(&self) -> bool {
        self.bytes.iter().take(8000).any(|byte| *byte == 0)
    }
}

impl PartialEq for Blob {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Blob {}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex(sha2::Sha256::digest(bytes).as_slice())
}

fn object_raw(kind: &str, content: &[u8]) -> [u8; 20] {
    let mut hash = Sha1::new();
    hash.update(format!("{kind} {}\0", content.len()));
    hash.update(content);
    hash.finalize().into()
}

fn object(kind: &str, content: &[u8]) -> String {
    hex(&object_raw(kind, content))
}

/// The id of the discussion that a note began.
pub(crate) fn discussion_id(first_note: u64) -> String {
    object("discussion", first_note.to_string().as_bytes())
}

/// The hash of the folder `prefix` (empty, or ending in a slash) of a tree.
pub(crate) fn tree_id(tree: &Tree, prefix: &str) -> String {
    let files: Vec<(&str, &Entry)> = tree
        .range::<str, _>((std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded))
        .map_while(|(path, entry)| path.strip_prefix(prefix).map(|rest| (rest, entry)))
        .collect();
    hex(&tree_raw(&files))
}

/// `files` are sorted by path, so the files of one folder stand together.
fn tree_raw(files: &[(&str, &Entry)]) -> [u8; 20] {
    // Git sorts a folder as if its name ended in a slash.
    let mut items: Vec<(String, &'static str, &str, [u8; 20])> = Vec::new();
    let mut rest = files;
    while let Some(((path, entry), tail)) = rest.split_first() {
        if let Some((folder, _)) = path.split_once('/') {
            let inside: Vec<(&str, &Entry)> = rest
                .iter()
                .map_while(|(path, entry)| {
                    path.strip_prefix(folder)?.strip_prefix('/').map(|below| (below, *entry))
                })
                .collect();
            items.push((format!("{folder}/"), "40000", folder, tree_raw(&inside)));
            rest = rest.get(inside.len().max(1)..).unwrap_or_default();
        } else {
            items.push(((*path).to_owned(), entry.mode(), path, unhex(&entry.blob.id)));
            rest = tail;
        }
    }
    items.sort();
    let mut content = Vec::new();
    for (_, mode, name, id) in &items {
        content.extend_from_slice(mode.as_bytes());
        content.push(b' ');
        content.extend_from_slice(name.as_bytes());
        content.push(0);
        content.extend_from_slice(id);
    }
    object_raw("tree", &content)
}

fn unhex(text: &str) -> [u8; 20] {
    let mut id = [0; 20];
    for (byte, index) in id.iter_mut().zip((0..).step_by(2)) {
        *byte =
            text.get(index..index + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or_default();
    }
    id
}

fn signature(who: &Signature, when: Moment) -> String {
    let offset = when.offset_seconds / 60;
    let sign = if offset < 0 { '-' } else { '+' };
    let offset = offset.abs();
    format!(
        "{} <{}> {} {sign}{:02}{:02}",
        who.name,
        who.email,
        when.at.unix_seconds(),
        offset / 60,
        offset % 60
    )
}

/// The hash that Git gives to this commit, whatever its own `sha` says.
pub(crate) fn commit_id(commit: &Commit) -> String {
    let mut content = format!("tree {}\n", tree_id(&commit.tree, ""));
    for parent in &commit.parents {
        let _ = writeln!(content, "parent {parent}");
    }
    let _ = write!(
        content,
        "author {}\ncommitter {}\n\n{}",
        signature(&commit.author, commit.authored),
        signature(&commit.committer, commit.committed),
        commit.message
    );
    object("commit", content.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn entry(text: &'static str) -> Entry {
        Entry { blob: Arc::new(Blob::new(Bytes::from_static(text.as_bytes()))), executable: false }
    }

    #[test]
    fn hashes_are_those_of_git() {
        // From `git hash-object`, and from `git init; printf 'hello\n' > a.txt; mkdir a; cp a.txt a/b; git add .; git write-tree`.
        assert_eq!(Blob::new(Bytes::from_static(b"hello\n")).id, "ce013625030ba8dba906f756967f9e9ca394464a");
        assert_eq!(tree_id(&Tree::new(), ""), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
        let tree: Tree = [("a.txt", "hello\n"), ("a/b", "hello\n")]
            .map(|(path, text)| (path.to_owned(), entry(text)))
            .into();
        assert_eq!(tree_id(&tree, ""), "165480a8ee00d9b2e7f603ad75e7357811d78720");
        assert_eq!(tree_id(&tree, "a/"), "f09792be40f18f537c28b624b7bc7771f25082e1");
    }
}
