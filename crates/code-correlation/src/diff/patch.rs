//! The text of a whole diff: its file sections, one after the other.

use super::error::{DiffError, DiffErrorKind};
use super::file::{FileDiff, is_binary_notice};
use super::hunk::{is_hunk_header, starts_hunk};
use super::mode::{ChangeStatus, FileMode};
use super::path::{self, PathPair, PathPrefix};
use super::scanner::Scanner;

/// A whole diff, read at once.
///
/// Text before, between and behind the sections (a commit message, a mail signature) is passed over, as `git apply`
/// does it; [`Patch::skipped_lines`] counts it.
///
/// ```
/// use code_correlation::diff::{ChangeStatus, Patch};
///
/// let text = "\
/// diff --git a/old name.rs b/new name.rs
/// similarity index 90%
/// rename from old name.rs
/// rename to new name.rs
/// --- a/old name.rs\t
/// +++ b/new name.rs\t
/// @@ -1,2 +1,2 @@ fn greet()
///  fn greet() {
/// -    hello();
/// +    goodbye();
/// ";
/// let patch = Patch::parse(text)?;
/// let file = &patch.files[0];
/// assert_eq!(file.status, ChangeStatus::Renamed);
/// assert_eq!(file.old_path.as_deref(), Some("old name.rs"));
/// assert_eq!((file.additions(), file.deletions()), (1, 1));
/// assert_eq!(file.hunks[0].lines().nth(2).unwrap().new_line, Some(2));
/// # Ok::<(), code_correlation::diff::DiffError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Patch<'a> {
    /// The files in the order of the text. A change of type comes as git writes it: a deletion, then an addition.
    pub files: Vec<FileDiff<'a>>,
    skipped_lines: usize,
}

impl<'a> Patch<'a> {
    /// Reads `git diff`, `git show`, `git format-patch`, GitLab's `raw_diffs` and plain unified diffs, as well as
    /// hunks without any header. A text without any section is a patch of no files.
    ///
    /// Prefixes of paths (`a/`, `b/`) are detected, see [`PathPrefix::Detect`].
    ///
    /// # Errors
    ///
    /// The first broken section, with line and path; see [`DiffErrorKind`]. [`FileDiffs`] goes on behind it.
    pub fn parse<T: AsRef<[u8]> + ?Sized>(text: &'a T) -> Result<Self, DiffError> {
        Self::parse_with(text, PathPrefix::Detect)
    }

    /// The same with a rule for the prefixes of paths.
    ///
    /// # Errors
    ///
    /// As [`Patch::parse`].
    pub fn parse_with<T: AsRef<[u8]> + ?Sized>(text: &'a T, prefix: PathPrefix) -> Result<Self, DiffError> {
        let mut sections = FileDiffs::new(text.as_ref()).with_prefix(prefix);
        let files = sections.by_ref().collect::<Result<_, _>>()?;
        Ok(Self { files, skipped_lines: sections.skipped_lines() })
    }

    /// Lines that belong to no section.
    #[must_use]
    pub fn skipped_lines(&self) -> usize {
        self.skipped_lines
    }
}

/// Reads a diff section by section, so that a huge one needs no memory of its own.
///
/// After a broken section it goes on at the next `diff --git` line.
#[derive(Debug, Clone)]
pub struct FileDiffs<'a> {
    scanner: Scanner<'a>,
    prefix: PathPrefix,
    skipped_lines: usize,
    /// No section and no skipped text so far but blank lines: a hunk may come without header.
    at_start: bool,
    broken: bool,
}

impl<'a> FileDiffs<'a> {
    /// Starts at the beginning of the text.
    #[must_use]
    pub fn new(text: &'a [u8]) -> Self {
        Self {
            scanner: Scanner::new(text),
            prefix: PathPrefix::default(),
            skipped_lines: 0,
            at_start: true,
            broken: false,
        }
    }

    /// Sets the rule for the prefixes of paths.
    #[must_use]
    pub fn with_prefix(self, prefix: PathPrefix) -> Self {
        Self { prefix, ..self }
    }

    /// Says that the text is a later part of a longer one, cut before a `diff --` line, and begins at that line of it.
    pub(crate) fn continued_at(mut self, line: usize) -> Self {
        self.scanner = self.scanner.numbered_from(line);
        self.at_start = line == 1;
        self
    }

    /// Lines so far that belong to no section.
    #[must_use]
    pub fn skipped_lines(&self) -> usize {
        self.skipped_lines
    }

    fn skip(&mut self) {
        self.scanner.advance();
        self.skipped_lines += 1;
    }

    /// Whether more follows the `diff --git` line than a binary patch. Such a line alone is no section for git, and
    /// it writes no binary patch without an `index` line.
    fn at_git_section(&self) -> bool {
        let mut ahead = self.scanner.clone();
        ahead.advance();
        ahead.peek_header().is_some_and(|line| {
            starts_hunk(line)
                || is_binary_notice(line)
                || EXTENDED_HEADERS.iter().chain(&FILE_LINES).any(|start| line.starts_with(start))
        })
    }

    /// Whether `--- `, `+++ ` and a hunk follow one another here. One of them alone can be anything, for example
    /// the start of a context diff.
    fn at_plain_section(&self) -> bool {
        let mut ahead = self.scanner.clone();
        ahead.advance();
        if !ahead.peek().is_some_and(|line| line.starts_with(b"+++ ")) {
            return false;
        }
        ahead.advance();
        ahead.peek().is_some_and(starts_hunk)
    }
}

impl<'a> Iterator for FileDiffs<'a> {
    type Item = Result<FileDiff<'a>, DiffError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(line) = self.scanner.peek_header() {
            let read = match line {
                [b'd', ..] if line.starts_with(b"diff --git ") => {
                    if !self.at_git_section() {
                        self.at_start = false;
                        self.broken = false;
                        self.skip();
                        continue;
                    }
                    git_section(&mut self.scanner, self.prefix)
                }
                [b'd', ..] if line.starts_with(b"diff --cc ") || line.starts_with(b"diff --combined ") => {
                    combined_section(&mut self.scanner)
                }
                _ if self.broken => {
                    self.skip();
                    continue;
                }
                [b'-', ..] if line.starts_with(b"--- ") && self.at_plain_section() => {
                    plain_section(&mut self.scanner, self.prefix)
                }
                [b'@', ..] if starts_hunk(line) => {
                    if self.at_start {
                        bare_section(&mut self.scanner)
                    } else if is_hunk_header(line) {
                        Err(DiffError::new(DiffErrorKind::HunkWithoutFile, self.scanner.number()))
                    } else {
                        self.skip();
                        continue;
                    }
                }
                _ => {
                    self.at_start &= line.is_empty();
                    self.skip();
                    continue;
                }
            };
            self.at_start = false;
            self.broken = read.is_err();
            if self.broken && self.scanner.peek_header().is_some_and(|line| !line.starts_with(b"diff --")) {
                self.skip();
            }
            return Some(read);
        }
        None
    }
}

fn bare_section<'a>(scanner: &mut Scanner<'a>) -> Result<FileDiff<'a>, DiffError> {
    let mut file = FileDiff { line: scanner.number(), ..FileDiff::default() };
    file.read_content(scanner)?;
    Ok(file.finished())
}

fn plain_section<'a>(scanner: &mut Scanner<'a>, prefix: PathPrefix) -> Result<FileDiff<'a>, DiffError> {
    let mut file = FileDiff { line: scanner.number(), ..FileDiff::default() };
    let paths = file.read_file_lines(scanner)?;
    file.set_paths(prefix.cut(paths));
    file.read_content(scanner).map_err(|error| error.in_file(file.path()))?;
    Ok(file.finished())
}

fn git_section<'a>(scanner: &mut Scanner<'a>, prefix: PathPrefix) -> Result<FileDiff<'a>, DiffError> {
    let start = scanner.number();
    let value = scanner.peek_header().and_then(|line| line.strip_prefix(b"diff --git ")).unwrap_or_default();
    let paths = path::of_git_line(value, prefix);
    scanner.advance();
    let paths = paths.ok_or_else(|| DiffError::new(DiffErrorKind::QuotedPath, start))?;
    // Two equal names are sure; else the lines `---` and `+++` know better.
    let sure = paths.0.is_some() && paths.0 == paths.1;
    let mut file = FileDiff { line: start, ..FileDiff::default() };
    let mut moved = (None, None);
    file.set_paths(paths);
    let read = extended_headers(&mut file, &mut moved, scanner)
        .and_then(|()| file.read_file_lines(scanner))
        .and_then(|paths| {
            if !sure {
                file.set_paths(prefix.cut(paths));
            }
            file.read_content(scanner)
        });
    // The lines `rename from` and `rename to` are the surest: they carry neither prefix nor time stamp.
    file.set_paths(moved);
    read.map_err(|error| error.in_file(file.path()))?;
    let file = file.finished();
    if file.path().is_none() {
        return Err(DiffError::new(DiffErrorKind::FileName, start));
    }
    Ok(file)
}

/// Whether a line is the head of a section as git writes them, which stands in no other section.
pub(crate) fn starts_section(line: &[u8]) -> bool {
    [&b"diff --git "[..], b"diff --cc ", b"diff --combined "].iter().any(|start| line.starts_with(start))
}

/// How the lines between `diff --git` and the content start.
const EXTENDED_HEADERS: [&[u8]; 13] = [
    b"index ",
    b"old mode ",
    b"new mode ",
    b"new file mode ",
    b"deleted file mode ",
    b"rename from ",
    b"rename to ",
    b"rename old ",
    b"rename new ",
    b"copy from ",
    b"copy to ",
    b"similarity index ",
    b"dissimilarity index ",
];
const FILE_LINES: [&[u8]; 2] = [b"--- ", b"+++ "];

/// Reads the lines between `diff --git` and the content.
fn extended_headers<'a>(
    file: &mut FileDiff<'a>,
    moved: &mut PathPair<'a>,
    scanner: &mut Scanner<'a>,
) -> Result<(), DiffError> {
    while let Some(line) = scanner.peek_header() {
        let number = scanner.number();
        let name =
            |value| path::whole(value).ok_or_else(|| DiffError::new(DiffErrorKind::QuotedPath, number));
        if let Some(value) = line.strip_prefix(b"index ") {
            // `index a..b 100644` tells the mode of a file whose mode did not change.
            if let Some(at) = memchr::memchr(b' ', value) {
                let mode = mode(value.get(at + 1..).unwrap_or_default(), number)?;
                file.old_mode = file.old_mode.or(mode);
                file.new_mode = file.new_mode.or(mode);
            }
        } else if let Some(value) = line.strip_prefix(b"old mode ") {
            file.old_mode = mode(value, number)?;
        } else if let Some(value) = line.strip_prefix(b"new mode ") {
            file.new_mode = mode(value, number)?;
        } else if let Some(value) = line.strip_prefix(b"new file mode ") {
            file.new_mode = mode(value, number)?;
            file.status = ChangeStatus::Added;
        } else if let Some(value) = line.strip_prefix(b"deleted file mode ") {
            file.old_mode = mode(value, number)?;
            file.status = ChangeStatus::Deleted;
        } else if let Some(value) =
            line.strip_prefix(b"rename from ").or_else(|| line.strip_prefix(b"rename old "))
        {
            file.status = ChangeStatus::Renamed;
            moved.0 = Some(name(value)?);
        } else if let Some(value) =
            line.strip_prefix(b"rename to ").or_else(|| line.strip_prefix(b"rename new "))
        {
            file.status = ChangeStatus::Renamed;
            moved.1 = Some(name(value)?);
        } else if let Some(value) = line.strip_prefix(b"copy from ") {
            file.status = ChangeStatus::Copied;
            moved.0 = Some(name(value)?);
        } else if let Some(value) = line.strip_prefix(b"copy to ") {
            file.status = ChangeStatus::Copied;
            moved.1 = Some(name(value)?);
        } else if let Some(value) = line.strip_prefix(b"similarity index ") {
            let digits = value.strip_suffix(b"%").unwrap_or(value);
            file.similarity = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
        } else if !line.starts_with(b"dissimilarity index ") {
            break;
        }
        scanner.advance();
    }
    Ok(())
}

fn combined_section<'a>(scanner: &mut Scanner<'a>) -> Result<FileDiff<'a>, DiffError> {
    let mut file = FileDiff { line: scanner.number(), combined: true, ..FileDiff::default() };
    let line = scanner.peek_header().unwrap_or_default();
    let value = line
        .strip_prefix(b"diff --cc ")
        .or_else(|| line.strip_prefix(b"diff --combined "))
        .unwrap_or_default();
    let start = scanner.number();
    // What is broken here must not be met again.
    scanner.advance();
    let name = path::whole(value).ok_or_else(|| DiffError::new(DiffErrorKind::QuotedPath, start))?;
    let name = path::to_text(name);
    file.old_path = Some(name.clone());
    file.new_path = Some(name.clone());
    while let Some(line) = scanner.peek_header() {
        let number = scanner.number();
        // The modes of all parents come with commas; the first parent's stands for the old side.
        let first = |modes: &'a [u8]| modes.split(|byte| *byte == b',').next().unwrap_or_default();
        if let Some(value) = line.strip_prefix(b"mode ") {
            let at = memchr::memmem::find(value, b"..").unwrap_or(value.len());
            let (old, new) = value.split_at_checked(at).unwrap_or_default();
            file.old_mode = mode(first(old), number)?;
            file.new_mode = mode(new.strip_prefix(b"..").unwrap_or_default(), number)?;
        } else if let Some(value) = line.strip_prefix(b"new file mode ") {
            file.new_mode = mode(value, number)?;
            file.status = ChangeStatus::Added;
        } else if let Some(value) = line.strip_prefix(b"deleted file mode ") {
            file.old_mode = mode(first(value), number)?;
            file.status = ChangeStatus::Deleted;
        } else if !line.starts_with(b"index ") {
            break;
        }
        scanner.advance();
    }
    // The section's own line names the file without prefix; the lines `---` and `+++` only tell `/dev/null`.
    file.read_file_lines(scanner)
        .and_then(|_| file.read_content(scanner))
        .map_err(|error| error.in_file(Some(&name)))?;
    Ok(file.finished())
}

fn mode(digits: &[u8], line: usize) -> Result<Option<FileMode>, DiffError> {
    let mode = FileMode::from_digits(digits.trim_ascii())
        .ok_or_else(|| DiffError::new(DiffErrorKind::Mode, line))?;
    Ok((!mode.is_absent()).then_some(mode))
}
