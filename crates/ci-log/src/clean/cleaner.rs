use memchr::{memchr, memchr_iter, memrchr};

use super::lines::Lines;
use super::run::Part;

/// So many bytes are looked at in a row, few enough to stay near the processor.
const WINDOW: usize = 32 << 10;
const MAX_LINE_BYTES: usize = 64 << 10;

/// Turns the bytes of a log, in pieces of any size, into visible lines and section marks.
///
/// Lines come in [runs](super::TextRun). Where nothing needs to be cleaned a run is a part of the piece that was pushed, without a copy;
/// else it lies in a buffer that is used again, and no line costs an allocation.
///
/// ```
/// use ci_log::clean::{LogCleaner, Part};
///
/// let mut cleaner = LogCleaner::new();
/// let mut seen = Vec::new();
/// let mut note = |part: Part<'_>| match part {
///     Part::Text(run) => {
///         seen.extend(run.lines().map(|line| format!("{}: {}", line.first_line, line.text())));
///     }
///     Part::Mark(mark) => seen.push(format!("{}: {:?} of {}", mark.line, mark.kind, mark.name)),
///     _ => {}
/// };
/// cleaner.push(b"section_start:1700000000:build\r\x1b[0K\x1b[32;1m$ ma", &mut note);
/// cleaner.push(b"ke\x1b[0;m\r\n10%\r100%\r\nsection_end:1700000009:build\r\x1b[0K", &mut note);
/// let size = cleaner.finish(&mut note);
/// assert_eq!(seen, ["1: Start of build", "1: $ make", "2: 100%", "3: End of build"]);
/// assert_eq!(size.lines, 3);
/// ```
#[derive(Debug)]
pub struct LogCleaner {
    /// The start of a raw line whose end has not come yet.
    partial: Vec<u8>,
    /// The raw line is longer than the limit; what follows is dropped.
    overfull: bool,
    /// A carriage return ends a line: the log has no line feeds.
    by_return: bool,
    max_line_bytes: usize,
    bytes: u64,
    cut_bytes: u64,
    lines: Lines,
}

/// How much a log was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogSize {
    /// Raw lines: what line feeds part, so one more than there are line feeds.
    pub lines: usize,
    /// Bytes.
    pub bytes: u64,
    /// Bytes that were left out of lines that are longer than the limit.
    pub cut_bytes: u64,
}

impl Default for LogCleaner {
    fn default() -> Self {
        Self::new()
    }
}

impl LogCleaner {
    /// A cleaner that has read nothing yet and reads at most 64 KiB of one raw line.
    #[must_use]
    pub fn new() -> Self {
        Self {
            partial: Vec::new(),
            overfull: false,
            by_return: false,
            max_line_bytes: MAX_LINE_BYTES,
            bytes: 0,
            cut_bytes: 0,
            lines: Lines::new(MAX_LINE_BYTES),
        }
    }

    /// Reads at most this many bytes of one raw line (never less than 256 bytes); set it before the first bytes are read.
    ///
    /// Of a longer line the start is read; text that a later carriage return overwrites is given up first.
    #[must_use]
    pub fn with_max_line_bytes(mut self, bytes: usize) -> Self {
        self.max_line_bytes = bytes.max(256);
        self.lines = Lines::new(self.max_line_bytes);
        self
    }

    /// Reads the next bytes and hands on what has become whole. Lines and marks do not depend on how the log is cut into pieces.
    pub fn push(&mut self, bytes: &[u8], mut each: impl FnMut(Part<'_>)) {
        self.read(bytes, &mut each);
        self.lines.give_out(&mut each);
    }

    /// Ends the log and hands on the rest of it.
    pub fn finish(mut self, mut each: impl FnMut(Part<'_>)) -> LogSize {
        if self.has_returns_for_feeds() {
            self.end_lines_by_return(&mut each);
        }
        // What follows the last line feed is a raw line too, mostly an empty one that shows nothing.
        if self.partial.is_empty() {
            self.lines.number += 1;
        } else {
            self.end_line(&mut each);
        }
        self.lines.finish(&mut each);
        LogSize { lines: self.lines.number, bytes: self.bytes, cut_bytes: self.cut_bytes }
    }

    fn read(&mut self, mut bytes: &[u8], each: &mut dyn FnMut(Part<'_>)) {
        self.bytes += bytes.len() as u64;
        while !bytes.is_empty() {
            let direct = self.partial.is_empty() && !self.overfull && !self.by_return;
            // No line in it can be too long.
            let window = bytes.get(..WINDOW.min(self.max_line_bytes)).unwrap_or(bytes);
            let lines = if direct { memrchr(b'\n', window) } else { None };
            let Some(end) = lines.or_else(|| memchr(b'\n', bytes)) else {
                return self.extend(bytes, each);
            };
            let (lines, rest) = bytes.split_at(end + 1);
            bytes = rest;
            if direct && lines.len() <= self.max_line_bytes {
                self.lines.push(lines, each);
            } else {
                self.extend(lines.get(..end).unwrap_or_default(), each);
                self.end_line(each);
            }
        }
    }

    fn end_line(&mut self, each: &mut dyn FnMut(Part<'_>)) {
        self.partial.push(b'\n');
        self.lines.push(&self.partial, each);
        self.partial.clear();
        self.overfull = false;
    }

    /// Adds to the partial line, which becomes full at the same byte however the input is cut.
    fn extend(&mut self, mut bytes: &[u8], each: &mut dyn FnMut(Part<'_>)) {
        while !bytes.is_empty() {
            let end = memchr(b'\r', bytes).filter(|_| self.by_return);
            let piece = bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default();
            let taken = if self.overfull {
                self.cut_bytes += piece.len() as u64;
                piece.len()
            } else {
                let room = self.max_line_bytes.saturating_sub(self.partial.len());
                let fitting = piece.get(..room).unwrap_or(piece);
                self.partial.extend_from_slice(fitting);
                if self.partial.len() >= self.max_line_bytes {
                    self.fill(each);
                }
                fitting.len()
            };
            let ended = end == Some(taken);
            bytes = bytes.get(taken + usize::from(ended)..).unwrap_or_default();
            if ended {
                self.end_lines_by_return(each);
            }
        }
    }

    /// The partial line has no room left.
    fn fill(&mut self, each: &mut dyn FnMut(Part<'_>)) {
        if self.has_returns_for_feeds() {
            self.end_lines_by_return(each);
        } else {
            self.drop_overwritten();
        }
    }

    /// Whether this is a log whose line feeds were turned into carriage returns: no line feed yet, and far more
    /// returns than the marks of sections have.
    fn has_returns_for_feeds(&self) -> bool {
        const MANY: usize = 100;
        !self.by_return && self.lines.number == 0 && memchr_iter(b'\r', &self.partial).nth(MANY).is_some()
    }

    /// Reads what the partial line holds, return by return; all of it is on one raw line.
    fn end_lines_by_return(&mut self, each: &mut dyn FnMut(Part<'_>)) {
        let mut rest = self.partial.as_slice();
        while let Some(end) = memchr(b'\r', rest) {
            self.lines.part_of_next(rest.get(..end).unwrap_or_default(), each);
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        if self.by_return {
            self.lines.part_of_next(rest, each);
            self.partial.clear();
        } else {
            let read = self.partial.len() - rest.len();
            self.partial.drain(..read);
        }
        self.by_return = true;
        self.overfull = false;
    }

    /// A progress bar fills a raw line with text that it overwrites: that goes first.
    fn drop_overwritten(&mut self) {
        let last = self.partial.len().saturating_sub(1);
        let overwritten = self.partial.get(..last).and_then(|before| memrchr(b'\r', before));
        match overwritten {
            Some(end) if memchr::memmem::find(&self.partial, b"section_").is_none() && end > 0 => {
                self.cut_bytes += end as u64;
                self.partial.drain(..end);
            }
            _ => self.overfull = true,
        }
    }
}
