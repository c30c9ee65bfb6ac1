//! Takes the text of `git diff` apart, file by file.

use gitlab_core::types::Diff;
use std::borrow::Cow;
use std::iter;

/// Which change of which file: what GitLab's entry and git's section of one change have in common.
///
/// One path can be in two sections, deleted in one and added in the other: so git writes a file that became a
/// symbolic link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Change {
    old_path: String,
    new_path: String,
    added: bool,
    deleted: bool,
}

impl From<&Diff> for Change {
    fn from(diff: &Diff) -> Self {
        Self {
            old_path: diff.old_path.clone(),
            new_path: diff.new_path.clone(),
            added: diff.new_file,
            deleted: diff.deleted_file,
        }
    }
}

/// The change of one file in the text of `git diff`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) change: Change,
    /// From the first `@@` on, or the line that says that the file is binary; empty where nothing but names or modes
    /// changed, or an empty file came or went.
    pub(super) hunks: String,
}

const START: &[u8] = b"diff --git ";

/// The sections of a text, each with its first line. What comes before the first one belongs to none.
///
/// No line of a hunk is taken for the start of a section: each begins with a blank, `+`, `-` or `\`.
pub(super) fn split(raw: &[u8]) -> impl Iterator<Item = &[u8]> {
    let starts =
        line_starts(raw).filter(|start| raw.get(*start..).is_some_and(|rest| rest.starts_with(START)));
    let mut starts = starts.peekable();
    iter::from_fn(move || {
        let start = starts.next()?;
        let end = starts.peek().copied().unwrap_or(raw.len());
        raw.get(start..end)
    })
}

fn line_starts(raw: &[u8]) -> impl Iterator<Item = usize> {
    let ends = raw.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    iter::once(0).chain(ends.map(|(at, _)| at + 1))
}

impl Section {
    /// Reads one; `None` when it does not name its file.
    pub(super) fn read(section: &[u8]) -> Option<Self> {
        let mut names = Names::default();
        let mut rest = section;
        let mut hunks = String::new();
        while !rest.is_empty() {
            let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
            let (line, after) = rest.split_at_checked(end)?;
            if [b"@@".as_slice(), b"Binary files ", b"GIT binary patch"]
                .iter()
                .any(|mark| line.starts_with(mark))
            {
                hunks = String::from_utf8_lossy(rest).into_owned();
                break;
            }
            names.read(line.strip_suffix(b"\n").unwrap_or(line));
            rest = after;
        }
        Some(Self { change: names.change()?, hunks })
    }
}

/// What the lines before the hunks say.
#[derive(Default)]
struct Names {
    old: Option<String>,
    new: Option<String>,
    both: Option<String>,
    added: bool,
    deleted: bool,
}

impl Names {
    fn read(&mut self, line: &[u8]) {
        if let Some(names) = line.strip_prefix(START) {
            self.both = same_name_twice(names);
        } else if line.starts_with(b"new file mode ") {
            self.added = true;
        } else if line.starts_with(b"deleted file mode ") {
            self.deleted = true;
        } else if let Some(name) = either_prefix(line, b"rename from ", b"copy from ") {
            self.old = Some(text(&unquoted(name)));
        } else if let Some(name) = either_prefix(line, b"rename to ", b"copy to ") {
            self.new = Some(text(&unquoted(name)));
        } else if let Some(name) = line.strip_prefix(b"--- ") {
            self.old = side(name, b"a/").or(self.old.take());
        } else if let Some(name) = line.strip_prefix(b"+++ ") {
            self.new = side(name, b"b/").or(self.new.take());
        }
    }

    fn change(self) -> Option<Change> {
        let old = self.old.or_else(|| self.both.clone());
        let new = self.new.or(self.both);
        // GitLab gives the one name twice where the other side is missing.
        let old_path = old.or_else(|| new.clone())?;
        let new_path = new.unwrap_or_else(|| old_path.clone());
        Some(Change { old_path, new_path, added: self.added, deleted: self.deleted })
    }
}

fn either_prefix<'a>(line: &'a [u8], one: &[u8], other: &[u8]) -> Option<&'a [u8]> {
    line.strip_prefix(one).or_else(|| line.strip_prefix(other))
}

/// The name on a `---` or `+++` line. Git puts a tab behind a name with blanks; there is none in a name that is not
/// quoted.
fn side(name: &[u8], prefix: &[u8]) -> Option<String> {
    let name = unquoted(name.strip_suffix(b"\t").unwrap_or(name));
    name.strip_prefix(prefix).map(text)
}

/// `P` of `a/P b/P`, quoted or not. Where the names differ, other lines say them.
fn same_name_twice(names: &[u8]) -> Option<String> {
    let (old, new) = names.split_at_checked(names.len() / 2)?;
    let new = new.strip_prefix(b" ")?;
    let (old, new) = (unquoted(old), unquoted(new));
    let name = old.strip_prefix(b"a/")?;
    (new.strip_prefix(b"b/")? == name).then(|| text(name))
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// A name as it is: git puts one with quotes, control characters or bytes beyond ASCII in quotes, with escapes as in
/// C.
fn unquoted(name: &[u8]) -> Cow<'_, [u8]> {
    let Some(inner) = name.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")) else {
        return Cow::Borrowed(name);
    };
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner.iter().copied();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        bytes.push(match rest.next() {
            Some(b'a') => 0x07,
            Some(b'b') => 0x08,
            Some(b't') => b'\t',
            Some(b'n') => b'\n',
            Some(b'v') => 0x0b,
            Some(b'f') => 0x0c,
            Some(b'r') => b'\r',
            Some(digit @ b'0'..=b'7') => {
                let digits = iter::once(digit).chain(rest.by_ref().take(2));
                digits.fold(0_u8, |sum, digit| sum.wrapping_mul(8).wrapping_add(digit & 7))
            }
            Some(other) => other,
            None => b'\\',
        });
    }
    Cow::Owned(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::fmt::Write;

    fn read(raw: &str) -> Vec<(String, String, bool, bool, String)> {
        let sections = split(raw.as_bytes()).map(|section| Section::read(section).unwrap());
        sections
            .map(|Section { change, hunks }| {
                (change.old_path, change.new_path, change.added, change.deleted, hunks)
            })
            .collect()
    }

    fn entry(
        old: &str,
        new: &str,
        added: bool,
        deleted: bool,
        hunks: &str,
    ) -> (String, String, bool, bool, String) {
        (old.into(), new.into(), added, deleted, hunks.into())
    }

    #[test]
    fn every_kind_of_change_names_its_file_and_has_its_hunks() {
        let raw = "no section\n\
            diff --git a/src/a b.rs b/src/a b.rs\nindex 1..2 100644\n--- a/src/a b.rs\t\n+++ b/src/a b.rs\t\n@@ -1 +1 @@\n-diff --git a/x b/x\n+--- y\n\
            diff --git a/new b/new\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n\
            diff --git a/old b/old\ndeleted file mode 100644\nindex 1..0\n--- a/old\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
            diff --git a/from here b/to there\nsimilarity index 100%\nrename from from here\nrename to to there\n\
            diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n\
            diff --git a/empty b/empty\nnew file mode 100644\nindex 0..e\n\
            diff --git a/l.png b/l.png\nindex 1..2 100644\nBinary files a/l.png and b/l.png differ\n\
            diff --git \"a/\\303\\244\\\"\\t.rs\" \"b/\\303\\244\\\"\\t.rs\"\nindex 1..2 100644\n--- \"a/\\303\\244\\\"\\t.rs\"\n+++ \"b/\\303\\244\\\"\\t.rs\"\n@@ -1 +1 @@\n-a\n+b\n\
            diff --git \"a/\\303\\244\" \"b/\\303\\244\"\nold mode 100644\nnew mode 100755\n";
        assert_eq!(
            read(raw),
            [
                entry("src/a b.rs", "src/a b.rs", false, false, "@@ -1 +1 @@\n-diff --git a/x b/x\n+--- y\n"),
                entry("new", "new", true, false, "@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n"),
                entry("old", "old", false, true, "@@ -1 +0,0 @@\n-x\n"),
                entry("from here", "to there", false, false, ""),
                entry("run.sh", "run.sh", false, false, ""),
                entry("empty", "empty", true, false, ""),
                entry("l.png", "l.png", false, false, "Binary files a/l.png and b/l.png differ\n"),
                entry("ä\"\t.rs", "ä\"\t.rs", false, false, "@@ -1 +1 @@\n-a\n+b\n"),
                entry("ä", "ä", false, false, ""),
            ]
        );
    }

    /// A name as git writes it on a line by itself.
    fn quoted(prefix: &str, name: &str) -> String {
        if name.bytes().all(|byte| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\') {
            return format!("{prefix}{name}");
        }
        let mut text = format!("\"{prefix}");
        for byte in name.bytes() {
            match byte {
                b'"' | b'\\' => write!(text, "\\{}", byte as char).unwrap(),
                0x20..0x7f => text.push(byte as char),
                _ => write!(text, "\\{byte:03o}").unwrap(),
            }
        }
        text + "\""
    }

    proptest! {
        #[test]
        fn what_git_writes_comes_apart_again(
            files in prop::collection::vec(("[^/\0]{1,12}", prop::collection::vec("[ +-][^\n]{0,20}", 0..5)), 0..6),
        ) {
            let mut raw = String::new();
            let mut expected = Vec::new();
            for (name, lines) in &files {
                let (old, new) = (quoted("a/", name), quoted("b/", name));
                write!(raw, "diff --git {old} {new}\nindex 1..2 100644\n").unwrap();
                let mut hunks = String::new();
                if !lines.is_empty() {
                    let tab = if name.contains(' ') && !old.starts_with('"') { "\t" } else { "" };
                    write!(raw, "--- {old}{tab}\n+++ {new}{tab}\n").unwrap();
                    hunks = format!("@@ -1 +1 @@\n{}\n", lines.join("\n"));
                }
                raw += &hunks;
                expected.push(entry(name, name, false, false, &hunks));
            }
            prop_assert_eq!(read(&raw), expected);
        }

        #[test]
        fn nothing_is_lost_or_read_twice_whatever_it_is(
            raw in prop::collection::vec(prop_oneof![
                Just(b"diff --git ".to_vec()), Just(b"\n".to_vec()), Just(b"a/x b/x".to_vec()), Just(b"\"".to_vec()),
                Just(b"--- ".to_vec()), Just(b"@@".to_vec()), prop::collection::vec(any::<u8>(), 0..6),
            ], 0..40),
        ) {
            let raw = raw.concat();
            let sections: Vec<_> = split(&raw).collect();
            let together = sections.concat();
            prop_assert!(raw.ends_with(&together));
            let before = &raw[..raw.len() - together.len()];
            prop_assert!(split(before).next().is_none());
            for section in sections {
                prop_assert!(section.starts_with(START));
                let _ = Section::read(section);
            }
        }
    }
}
