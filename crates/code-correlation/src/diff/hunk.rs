//! Hunks and their lines.

use serde::{Deserialize, Serialize};

use super::error::{DiffError, DiffErrorKind};
use super::scanner::Scanner;

/// Lines of a file: `count` of them from line `start` on, counted from 1.
///
/// With a count of 0 the range is the place after line `start`, as in hunk headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LineRange {
    /// The first line, counted from 1; 0 only in an empty range before the first line.
    pub start: u64,
    /// How many lines.
    pub count: u64,
}

impl LineRange {
    /// The range of `count` lines from `start` on.
    #[must_use]
    pub fn new(start: u64, count: u64) -> Self {
        Self { start, count }
    }

    /// The last line; `start` for an empty range.
    #[must_use]
    pub fn last(self) -> u64 {
        self.start.saturating_add(self.count.saturating_sub(1))
    }

    /// Whether the range holds that line.
    #[must_use]
    pub fn contains(self, line: u64) -> bool {
        self.count > 0 && (self.start..=self.last()).contains(&line)
    }

    /// How many lines lie between the range and that line: 0 inside, 1 for a neighbour.
    #[must_use]
    pub fn distance(self, line: u64) -> u64 {
        if self.count == 0 {
            // The place between `start` and the line after it.
            return if line <= self.start { self.start - line + 1 } else { line - self.start };
        }
        if line < self.start { self.start - line } else { line.saturating_sub(self.last()) }
    }
}

/// One hunk of a diff, borrowed from its text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hunk<'a> {
    /// The lines of the old file (of the first parent in a combined diff).
    pub old: LineRange,
    /// The lines of the new file.
    pub new: LineRange,
    /// What stands behind the second `@@`: mostly the head of the function.
    pub context: &'a [u8],
    /// The text of the hunk below its header, byte for byte.
    pub body: &'a [u8],
    /// Lines that start with `+`.
    pub additions: u64,
    /// Lines that start with `-`.
    pub deletions: u64,
    /// How many old files the hunk compares with: 1, or more in a combined diff.
    pub parents: usize,
    /// The line of the input on which the hunk header stands, counted from 1.
    pub line: usize,
}

impl<'a> Hunk<'a> {
    /// The lines of the hunk in order, with their numbers on both sides.
    #[must_use]
    pub fn lines(&self) -> HunkLines<'a> {
        HunkLines {
            scanner: Scanner::new(self.body),
            old: self.old.start.max(1),
            new: self.new.start.max(1),
            parents: self.parents,
        }
    }

    /// Reads the hunk whose header is the current line of the scanner.
    pub(crate) fn read(scanner: &mut Scanner<'a>) -> Result<Self, DiffError> {
        let line = scanner.number();
        let header = scanner.peek_header().unwrap_or_default();
        let header = Header::parse(header).map_err(|kind| DiffError::new(kind, line))?;
        scanner.advance();
        let start = scanner.offset();
        let (additions, deletions) = match header.more_old.as_slice() {
            [] => read_body(scanner, header.old.count, header.new.count)?,
            more => {
                let old: Vec<u64> =
                    std::iter::once(header.old).chain(more.iter().copied()).map(|r| r.count).collect();
                read_combined_body(scanner, old, header.new.count)?
            }
        };
        if scanner.peek().is_some_and(|line| line.starts_with(b"\\ ")) {
            scanner.advance();
        }
        Ok(Self {
            old: header.old,
            new: header.new,
            context: header.context,
            body: scanner.since(start),
            additions,
            deletions,
            parents: header.more_old.len() + 1,
            line,
        })
    }
}

/// Whether a line is the start of a hunk header, of a plain or a combined diff.
pub(crate) fn starts_hunk(line: &[u8]) -> bool {
    line.starts_with(b"@@")
        && line.iter().position(|byte| *byte != b'@').is_some_and(|at| line.get(at..at + 2) == Some(b" -"))
}

/// Whether a line is a whole, sound hunk header.
pub(crate) fn is_hunk_header(line: &[u8]) -> bool {
    starts_hunk(line) && !matches!(Header::parse(line), Err(DiffErrorKind::HunkHeader))
}

struct Header<'a> {
    old: LineRange,
    more_old: Vec<LineRange>,
    new: LineRange,
    context: &'a [u8],
}

impl<'a> Header<'a> {
    fn parse(line: &'a [u8]) -> Result<Self, DiffErrorKind> {
        let signs = line.iter().take_while(|byte| **byte == b'@').count();
        if signs < 2 {
            return Err(DiffErrorKind::HunkHeader);
        }
        let (marker, mut rest) = line.split_at_checked(signs).ok_or(DiffErrorKind::HunkHeader)?;
        let old = range(&mut rest, b'-')?;
        let more_old = (2..signs).map(|_| range(&mut rest, b'-')).collect::<Result<_, _>>()?;
        let new = range(&mut rest, b'+')?;
        let rest = rest
            .strip_prefix(b" ")
            .and_then(|rest| rest.strip_prefix(marker))
            .ok_or(DiffErrorKind::HunkHeader)?;
        Ok(Self { old, more_old, new, context: rest.strip_prefix(b" ").unwrap_or(rest) })
    }
}

/// Reads ` -12,3` or ` -12` off the front.
fn range(rest: &mut &[u8], sign: u8) -> Result<LineRange, DiffErrorKind> {
    let [b' ', found, after @ ..] = *rest else {
        return Err(DiffErrorKind::HunkHeader);
    };
    if *found != sign {
        return Err(DiffErrorKind::HunkHeader);
    }
    *rest = after;
    let start = number(rest)?;
    let count = match rest.strip_prefix(b",") {
        Some(after) => {
            *rest = after;
            number(rest)?
        }
        None => 1,
    };
    // Keeps every later sum of a line number inside 64 bits.
    start.checked_add(count).and_then(|end| end.checked_add(1)).ok_or(DiffErrorKind::NumberTooLarge)?;
    Ok(LineRange { start, count })
}

fn number(rest: &mut &[u8]) -> Result<u64, DiffErrorKind> {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, after) = rest.split_at_checked(digits).ok_or(DiffErrorKind::HunkHeader)?;
    if digits.is_empty() {
        return Err(DiffErrorKind::HunkHeader);
    }
    *rest = after;
    digits
        .iter()
        .try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
        .ok_or(DiffErrorKind::NumberTooLarge)
}

/// Counts the lines of a plain hunk. What a line is follows from the counts of the header and its first byte
/// alone: `--- ` and `+++ ` inside a hunk are a deletion and an addition.
fn read_body(scanner: &mut Scanner<'_>, mut old: u64, mut new: u64) -> Result<(u64, u64), DiffError> {
    let (mut additions, mut deletions) = (0_u64, 0_u64);
    while old > 0 || new > 0 {
        let cut = |scanner: &Scanner<'_>| {
            Err(DiffError::new(
                DiffErrorKind::HunkCut { old_missing: old, new_missing: new },
                scanner.number(),
            ))
        };
        let Some(line) = scanner.peek() else {
            return cut(scanner);
        };
        let (takes_old, takes_new) = match line {
            // An empty context line may have lost its blank on the way.
            [b' ', ..] | [] | [b'\r'] => (1, 1),
            [b'-', ..] => (1, 0),
            [b'+', ..] => (0, 1),
            [b'\\', b' ', ..] => (0, 0),
            _ => return cut(scanner),
        };
        let (Some(old_left), Some(new_left)) = (old.checked_sub(takes_old), new.checked_sub(takes_new))
        else {
            return Err(DiffError::new(DiffErrorKind::HunkOverrun, scanner.number()));
        };
        deletions += takes_old & !takes_new;
        additions += takes_new & !takes_old;
        (old, new) = (old_left, new_left);
        scanner.advance();
    }
    Ok((additions, deletions))
}

/// Counts the lines of a combined hunk, which carry one sign for each parent.
///
/// The header is believed for the new side only: where parents lost the same line at different places, git counts
/// it for a parent that the hunk does not show it for.
fn read_combined_body(
    scanner: &mut Scanner<'_>,
    mut old: Vec<u64>,
    mut new: u64,
) -> Result<(u64, u64), DiffError> {
    let (mut additions, mut deletions) = (0_u64, 0_u64);
    while new > 0 || old.iter().any(|left| *left > 0) {
        let line = scanner.peek().unwrap_or_default();
        if line.starts_with(b"\\ ") {
            scanner.advance();
            continue;
        }
        let signs =
            line.get(..old.len()).filter(|signs| signs.iter().all(|sign| matches!(sign, b' ' | b'+' | b'-')));
        let kind = signs.map(LineKind::of_signs);
        let (Some(signs), Some(kind)) = (signs, kind.filter(|kind| new > 0 || *kind == LineKind::Removed))
        else {
            if new == 0 {
                break;
            }
            let old_missing = old.iter().copied().max().unwrap_or(0);
            let kind = DiffErrorKind::HunkCut { old_missing, new_missing: new };
            return Err(DiffError::new(kind, scanner.number()));
        };
        // In a removed line a blank says that this parent never had it; else that it has it too.
        let in_parent = if kind == LineKind::Removed { b'-' } else { b' ' };
        for (left, _) in old.iter_mut().zip(signs).filter(|(_, sign)| **sign == in_parent) {
            *left = left.saturating_sub(1);
        }
        match kind {
            LineKind::Added => additions += 1,
            LineKind::Removed => deletions += 1,
            LineKind::Context => {}
        }
        new -= u64::from(kind != LineKind::Removed);
        scanner.advance();
    }
    Ok((additions, deletions))
}

/// What a line of a hunk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LineKind {
    /// In both files.
    Context,
    /// In the new file only; in a combined diff, new against at least one parent.
    Added,
    /// In the old file only; in a combined diff, gone from at least one parent.
    Removed,
}

impl LineKind {
    fn of_signs(signs: &[u8]) -> Self {
        if signs.contains(&b'-') {
            Self::Removed
        } else if signs.contains(&b'+') {
            Self::Added
        } else {
            Self::Context
        }
    }
}

/// One line of a hunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line<'a> {
    /// Context, added or removed.
    pub kind: LineKind,
    /// The text without sign and `\n`; a `\r` belongs to the text.
    pub text: &'a [u8],
    /// Its number in the old file; `None` for an added line and in combined diffs.
    pub old_line: Option<u64>,
    /// Its number in the new file; `None` for a removed line.
    pub new_line: Option<u64>,
    /// Whether a newline ends it (false for a last line with `\ No newline at end of file`).
    pub newline: bool,
}

/// The lines of a hunk, made by [`Hunk::lines`].
#[derive(Debug, Clone)]
pub struct HunkLines<'a> {
    scanner: Scanner<'a>,
    old: u64,
    new: u64,
    parents: usize,
}

impl<'a> Iterator for HunkLines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let line = loop {
            let line = self.scanner.peek()?;
            self.scanner.advance();
            if !line.starts_with(b"\\ ") {
                break line;
            }
        };
        let newline = !self.scanner.peek().is_some_and(|next| next.starts_with(b"\\ "));
        let (kind, text) = match line.split_at_checked(self.parents) {
            Some((signs, text)) if signs != b"\r" => (LineKind::of_signs(signs), text),
            _ => (LineKind::Context, line),
        };
        let (in_old, in_new) = (kind != LineKind::Added, kind != LineKind::Removed);
        let item = Line {
            kind,
            text,
            old_line: (in_old && self.parents == 1).then_some(self.old),
            new_line: in_new.then_some(self.new),
            newline,
        };
        self.old = self.old.saturating_add(u64::from(in_old));
        self.new = self.new.saturating_add(u64::from(in_new));
        Some(item)
    }
}
