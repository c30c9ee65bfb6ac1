//! Hunks and their lines.

use serde::{Deserialize, Serialize};

use super::error::{DiffError, DiffErrorKind};
use super::lengths::{self, Lengths};
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
    /// Those of the lines of the body.
    lengths: Lengths,
}

impl<'a> Hunk<'a> {
    /// The lines of the hunk in order, with their numbers on both sides.
    #[must_use]
    pub fn lines(&self) -> HunkLines<'_, 'a> {
        HunkLines {
            raw: self.raw_lines(),
            old: self.old.start.max(1),
            new: self.new.start.max(1),
            parents: self.parents,
        }
    }

    #[inline]
    fn raw_lines(&self) -> RawLines<'_, 'a> {
        RawLines { rest: self.body, lengths: self.lengths.as_slice().iter() }
    }

    /// Tells the runs of changed lines in order; a run ends at the next line of context.
    #[inline]
    pub(crate) fn edits(&self, mut each: impl FnMut(Edit)) {
        // An empty side starts behind the line that it names.
        let start = |range: LineRange| range.start.saturating_add(u64::from(range.count == 0)).max(1);
        let (mut old, mut new) = (start(self.old), start(self.new));
        let (mut old_count, mut new_count) = (0, 0);
        let mut close = |old: &mut u64, new: &mut u64, old_count: &mut u64, new_count: &mut u64| {
            if *old_count + *new_count > 0 {
                each(Edit { old: *old, old_count: *old_count, new: *new, new_count: *new_count });
                (*old, *new) = (old.saturating_add(*old_count), new.saturating_add(*new_count));
                (*old_count, *new_count) = (0, 0);
            }
        };
        for line in self.raw_lines() {
            match LineKind::of(line, self.parents) {
                None => {}
                Some(LineKind::Added) => new_count += 1,
                Some(LineKind::Removed) => old_count += 1,
                Some(LineKind::Context) => {
                    close(&mut old, &mut new, &mut old_count, &mut new_count);
                    (old, new) = (old.saturating_add(1), new.saturating_add(1));
                }
            }
        }
        close(&mut old, &mut new, &mut old_count, &mut new_count);
    }

    /// Reads the hunk whose header is the current line of the scanner.
    pub(crate) fn read(scanner: &mut Scanner<'a>) -> Result<Self, DiffError> {
        let line = scanner.number();
        let header = scanner.peek_header().unwrap_or_default();
        let header = Header::parse(header).map_err(|kind| DiffError::new(kind, line))?;
        scanner.advance();
        let start = scanner.offset();
        let mut body = match header.more_old.as_slice() {
            [] => read_body(scanner, header.old.count, header.new.count)?,
            more => {
                let old: Vec<u64> =
                    std::iter::once(header.old).chain(more.iter().copied()).map(|r| r.count).collect();
                read_combined_body(scanner, old, header.new.count)?
            }
        };
        if let Some(line) = scanner.peek().filter(|line| line.starts_with(b"\\ ")) {
            body.lengths.push(line);
            scanner.advance();
        }
        Ok(Self {
            old: header.old,
            new: header.new,
            context: header.context,
            body: scanner.since(start),
            additions: body.additions,
            deletions: body.deletions,
            lengths: body.lengths,
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
#[inline]
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

#[inline]
fn number(rest: &mut &[u8]) -> Result<u64, DiffErrorKind> {
    let mut value = Some(0_u64);
    let mut after = *rest;
    while let [digit @ b'0'..=b'9', more @ ..] = after {
        value = value.and_then(|value| value.checked_mul(10)?.checked_add(u64::from(digit - b'0')));
        after = more;
    }
    if after.len() == rest.len() {
        return Err(DiffErrorKind::HunkHeader);
    }
    *rest = after;
    value.ok_or(DiffErrorKind::NumberTooLarge)
}

/// What the lines of a hunk come to.
#[derive(Default)]
struct Body {
    additions: u64,
    deletions: u64,
    lengths: Lengths,
}

/// Reads the lines of a plain hunk. What a line is follows from the counts of the header and its first byte
/// alone: `--- ` and `+++ ` inside a hunk are a deletion and an addition.
fn read_body(scanner: &mut Scanner<'_>, old: u64, new: u64) -> Result<Body, DiffError> {
    let mut lengths = Lengths::default();
    let (mut old_left, mut new_left) = (old, new);
    let (mut remarks, mut overrun) = (0, false);
    scanner.take_while(|line| {
        if old_left == 0 && new_left == 0 {
            return false;
        }
        let (takes_old, takes_new) = match line {
            // An empty context line may have lost its blank on the way.
            [b' ', ..] | [] | [b'\r'] => (1, 1),
            [b'-', ..] => (1, 0),
            [b'+', ..] => (0, 1),
            [b'\\', b' ', ..] => {
                remarks += 1;
                (0, 0)
            }
            _ => return false,
        };
        if takes_old > old_left || takes_new > new_left {
            overrun = true;
            return false;
        }
        (old_left, new_left) = (old_left - takes_old, new_left - takes_new);
        lengths.push(line);
        true
    });
    let lines = lengths.as_slice().len() as u64 - remarks;
    if overrun {
        return Err(DiffError::new(DiffErrorKind::HunkOverrun, scanner.number()));
    }
    if old_left > 0 || new_left > 0 {
        let kind = DiffErrorKind::HunkCut { old_missing: old_left, new_missing: new_left };
        return Err(DiffError::new(kind, scanner.number()));
    }
    // What is on one side only is what the other side has not.
    Ok(Body { additions: lines - old, deletions: lines - new, lengths })
}

/// Reads the lines of a combined hunk, which carry one sign for each parent.
///
/// The header is believed for the new side only: where parents lost the same line at different places, git counts
/// it for a parent that the hunk does not show it for.
fn read_combined_body(scanner: &mut Scanner<'_>, mut old: Vec<u64>, mut new: u64) -> Result<Body, DiffError> {
    let mut body = Body::default();
    while new > 0 || old.iter().any(|left| *left > 0) {
        let line = scanner.peek().unwrap_or_default();
        if line.starts_with(b"\\ ") {
            body.lengths.push(line);
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
            LineKind::Added => body.additions += 1,
            LineKind::Removed => body.deletions += 1,
            LineKind::Context => {}
        }
        new -= u64::from(kind != LineKind::Removed);
        body.lengths.push(line);
        scanner.advance();
    }
    Ok(body)
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
    /// The kind of a line of a hunk with so many parents; `None` for a remark that is no line of a file.
    #[inline]
    fn of(line: &[u8], parents: usize) -> Option<Self> {
        match line {
            [b'\\', b' ', ..] => None,
            _ if parents > 1 => Some(Self::of_signs(line.get(..parents).unwrap_or_default())),
            [b'+', ..] => Some(Self::Added),
            [b'-', ..] => Some(Self::Removed),
            _ => Some(Self::Context),
        }
    }

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

/// A run of changed lines: what was there and what is there instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Edit {
    /// The first removed line, or the line before which lines came.
    pub(crate) old: u64,
    pub(crate) old_count: u64,
    /// The first added line, or the line before which lines went.
    pub(crate) new: u64,
    pub(crate) new_count: u64,
}

/// The lines of a hunk with their signs, and the remarks between them.
#[derive(Debug, Clone)]
struct RawLines<'h, 'a> {
    rest: &'a [u8],
    lengths: std::slice::Iter<'h, u8>,
}

impl<'a> Iterator for RawLines<'_, 'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let line = lengths::line(*self.lengths.next()?, self.rest);
        self.rest = self.rest.get(line.len() + 1..).unwrap_or_default();
        Some(line)
    }
}

/// The lines of a hunk, made by [`Hunk::lines`].
#[derive(Debug, Clone)]
pub struct HunkLines<'h, 'a> {
    raw: RawLines<'h, 'a>,
    old: u64,
    new: u64,
    parents: usize,
}

impl<'a> Iterator for HunkLines<'_, 'a> {
    type Item = Line<'a>;

    #[inline]
    fn next(&mut self) -> Option<Line<'a>> {
        let (line, kind) = loop {
            let line = self.raw.next()?;
            if let Some(kind) = LineKind::of(line, self.parents) {
                break (line, kind);
            }
        };
        let newline = !self.raw.rest.starts_with(b"\\ ");
        let text = match line.get(self.parents..) {
            // An empty line may have lost its blank on the way.
            None => line,
            Some([]) if line == b"\r" => line,
            Some(text) => text,
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
