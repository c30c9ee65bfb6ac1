//! One file's part of a diff.

use std::borrow::Cow;

use super::error::{DiffError, DiffErrorKind};
use super::hunk::{Hunk, LineRange, starts_hunk};
use super::mode::{ChangeStatus, FileMode};
use super::patch::{FileDiffs, starts_section};
use super::path::{self, PathPair, PathPrefix};
use super::scanner::Scanner;

/// What a diff tells about one file, borrowed from its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct FileDiff<'a> {
    /// The path before the change, unquoted and without `a/`; `None` for an added file and where the text names none.
    pub old_path: Option<Cow<'a, str>>,
    /// The path after the change, unquoted and without `b/`; `None` for a deleted file and where the text names none.
    pub new_path: Option<Cow<'a, str>>,
    /// What happened to the file.
    pub status: ChangeStatus,
    /// The mode before, where told.
    pub old_mode: Option<FileMode>,
    /// The mode after, where told.
    pub new_mode: Option<FileMode>,
    /// How alike the two files of a rename or copy are, in percent, where told.
    pub similarity: Option<u8>,
    /// The content is binary, so there are no lines to show.
    pub binary: bool,
    /// It is the combined diff of a merge: it shows only what differs from all parents.
    pub combined: bool,
    /// The hunks in order.
    pub hunks: Vec<Hunk<'a>>,
    /// The line of the input on which the section starts, counted from 1.
    pub line: usize,
}

impl<'a> FileDiff<'a> {
    /// Reads the diff of exactly one file, as the `diff` field of GitLab's answers holds it: starting at the first
    /// `@@`, with `---` and `+++` lines before it (`unidiff=true`), the sentence on binary files, or nothing.
    /// A whole `diff --git` section is read too.
    ///
    /// Paths and status are set only as far as the text tells them; GitLab gives them beside the text, see
    /// [`GitLabDiff`](crate::change::GitLabDiff).
    ///
    /// ```
    /// use code_correlation::diff::FileDiff;
    ///
    /// let file = FileDiff::parse("@@ -1,2 +1,3 @@ fn main() {\n a\n+b\n c\n")?;
    /// assert_eq!((file.additions(), file.deletions()), (1, 0));
    /// # Ok::<(), code_correlation::diff::DiffError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The kinds of [`DiffErrorKind`]; `SeveralFiles` where a second file follows.
    pub fn parse<T: AsRef<[u8]> + ?Sized>(text: &'a T) -> Result<Self, DiffError> {
        let text = text.as_ref();
        let mut scanner = Scanner::new(text);
        let mut file = Self { line: 1, ..Self::default() };
        // Of a file without hunks GitLab may send the two path lines alone.
        let names = |line: Option<&[u8]>, sign: &[u8]| line.is_some_and(|line| line.starts_with(sign));
        let with_names = names(scanner.peek(), b"--- ");
        if with_names {
            let paths = file.read_file_lines(&mut scanner)?;
            file.set_paths(PathPrefix::Detect.cut(paths));
        }
        match scanner.peek_header() {
            None => Ok(file.finished()),
            Some(line) if starts_hunk(line) || is_binary_notice(line) => {
                file.read_content(&mut scanner)?;
                match scanner.peek() {
                    None => Ok(file.finished()),
                    Some(_) => Err(DiffError::new(trailing_kind(&mut scanner), scanner.number())),
                }
            }
            Some(_) => {
                let mut files = FileDiffs::new(text);
                let first = files.next().transpose()?;
                match (first, files.next()) {
                    (Some(first), None) => Ok(first),
                    (Some(_), Some(Ok(second))) => {
                        Err(DiffError::new(DiffErrorKind::SeveralFiles, second.line))
                    }
                    (Some(_), Some(Err(error))) => Err(error),
                    (None, _) => Err(DiffError::new(DiffErrorKind::HunkHeader, 1)),
                }
            }
        }
    }

    /// The path of the file: the new one, or the old one of a deleted file.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.new_path.as_deref().or(self.old_path.as_deref())
    }

    /// Added lines, in all hunks.
    #[must_use]
    pub fn additions(&self) -> u64 {
        self.hunks.iter().map(|hunk| hunk.additions).sum()
    }

    /// Deleted lines, in all hunks.
    #[must_use]
    pub fn deletions(&self) -> u64 {
        self.hunks.iter().map(|hunk| hunk.deletions).sum()
    }

    /// Reads hunks or the notice on binary content.
    pub(crate) fn read_content(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiffError> {
        while let Some(line) = scanner.peek_header() {
            if starts_hunk(line) {
                let hunk = Hunk::read(scanner)?;
                self.combined |= hunk.parents > 1;
                self.hunks.push(hunk);
            } else if is_binary_notice(line) {
                self.binary = true;
                scanner.advance();
            } else if line == b"GIT binary patch" {
                self.binary = true;
                scanner.advance();
                skip_binary_patch(scanner);
            } else {
                break;
            }
        }
        Ok(())
    }

    /// Reads the lines `--- old` and `+++ new`, where they come: `/dev/null` tells the status. Gives the paths.
    pub(crate) fn read_file_lines(&mut self, scanner: &mut Scanner<'a>) -> Result<PathPair<'a>, DiffError> {
        let mut paths = (None, None);
        for (sign, old) in [(&b"--- "[..], true), (b"+++ ", false)] {
            let Some(value) = scanner.peek_header().and_then(|line| line.strip_prefix(sign)) else {
                continue;
            };
            let path = path::of_file_line(value)
                .ok_or_else(|| DiffError::new(DiffErrorKind::QuotedPath, scanner.number()))?;
            match (old, path.as_ref() == path::DEV_NULL) {
                (true, true) => self.status = ChangeStatus::Added,
                (false, true) => self.status = ChangeStatus::Deleted,
                (true, false) => paths.0 = Some(path),
                (false, false) => paths.1 = Some(path),
            }
            scanner.advance();
        }
        Ok(paths)
    }

    /// Takes over the paths that are there.
    pub(crate) fn set_paths(&mut self, (old, new): PathPair<'a>) {
        self.old_path = old.map(path::to_text).or(self.old_path.take());
        self.new_path = new.map(path::to_text).or(self.new_path.take());
    }

    /// Settles the status and the path of the missing side once everything is read.
    pub(crate) fn finished(mut self) -> Self {
        if self.status == ChangeStatus::Modified
            && let [only] = self.hunks.as_slice()
            // Old programs tell a new or deleted file by an empty side of its only hunk alone.
            && self.old_mode.is_none()
            && self.new_mode.is_none()
            && !self.combined
        {
            let empty = LineRange::default();
            if only.old == empty {
                self.status = ChangeStatus::Added;
            } else if only.new == empty {
                self.status = ChangeStatus::Deleted;
            }
        }
        if let (ChangeStatus::Modified, Some(old), Some(new)) = (self.status, self.old_mode, self.new_mode) {
            if old.file_type() != new.file_type() {
                self.status = ChangeStatus::TypeChanged;
            } else if old != new && self.hunks.is_empty() && !self.binary {
                self.status = ChangeStatus::ModeChanged;
            }
        }
        match self.status {
            ChangeStatus::Added => {
                self.new_path = self.new_path.take().or_else(|| self.old_path.take());
                self.old_path = None;
                self.old_mode = None;
            }
            ChangeStatus::Deleted => {
                self.old_path = self.old_path.take().or_else(|| self.new_path.take());
                self.new_path = None;
                self.new_mode = None;
            }
            _ => {}
        }
        self
    }
}

pub(crate) fn is_binary_notice(line: &[u8]) -> bool {
    (line.starts_with(b"Binary files ") || line.starts_with(b"Files ")) && line.ends_with(b" differ")
}

/// Skips the two encoded blocks of a binary patch; each ends at an empty line.
fn skip_binary_patch(scanner: &mut Scanner<'_>) {
    while scanner
        .peek_header()
        .is_some_and(|line| line.starts_with(b"literal ") || line.starts_with(b"delta "))
    {
        // Encoded lines hold no blank, so the next section ends a block that is cut, too.
        while scanner.peek_header().is_some_and(|line| !line.is_empty() && !starts_section(line)) {
            scanner.advance();
        }
        if scanner.peek_header().is_some_and(<[u8]>::is_empty) {
            scanner.advance();
        }
    }
}

/// What is wrong with text behind the end of a file's only diff.
fn trailing_kind(scanner: &mut Scanner<'_>) -> DiffErrorKind {
    match scanner.peek() {
        Some([b' ' | b'+' | b'-', ..]) if !scanner.peek().is_some_and(|line| line.starts_with(b"--- ")) => {
            DiffErrorKind::HunkOverrun
        }
        _ => DiffErrorKind::SeveralFiles,
    }
}
