use memchr::{memchr, memchr_iter, memrchr};

use crate::analysis::Analysis;
use crate::clean::{Cleaner, Piece, SectionMark};
use crate::filter::Filter;
use crate::job_log::JobLog;
use crate::options::LogOptions;
use crate::passing::PassingLog;
use crate::streams::Streams;

/// Reads a job log piece by piece, in memory that does not grow with the log.
///
/// ```
/// use ci_log::{LogOptions, LogReader};
///
/// let mut reader = LogReader::new(LogOptions::default());
/// reader.push(b"error[E0425]: cannot find value `x` in ");
/// reader.push(b"this scope\n --> src/main.rs:2:5\n");
/// let log = reader.finish();
/// assert_eq!(log.failures[0].file.as_deref(), Some("src/main.rs"));
/// assert_eq!(log.failures[0].line, Some(2));
/// ```
#[derive(Debug)]
pub struct LogReader {
    feed: Feed<Analysis>,
}

impl LogReader {
    /// A reader that has read nothing yet.
    #[must_use]
    pub fn new(options: LogOptions) -> Self {
        let max_line_bytes = options.max_line_bytes;
        Self { feed: Feed::new(Analysis::new(options), max_line_bytes) }
    }

    /// Weighs what the last successful run of the same job has not printed; set it before the first bytes are read.
    ///
    /// What both runs printed did not fail this one. The excerpts are then the new lines around what looks like a failure.
    ///
    /// ```
    /// use ci_log::{LogOptions, LogReader, PassingLog};
    ///
    /// let mut passing = PassingLog::new();
    /// passing.push(b"ERROR: no cache for 17\nlinked in 3.2 s\n");
    /// let mut reader = LogReader::new(LogOptions::default()).compared_with(passing);
    /// reader.push(b"ERROR: no cache for 18\nERROR: no symbol `total`\n");
    /// let log = reader.finish();
    /// assert_eq!(log.failures[0].message, "no symbol `total`");
    /// assert_eq!((log.excerpts[0].start, log.excerpts[0].end), (2, 2));
    /// ```
    #[must_use]
    pub fn compared_with(mut self, passing: PassingLog) -> Self {
        self.feed.lines.way.sink.compare_with(passing.into_lines());
        self
    }

    /// Lets every visible line pass `filter` before anything of it is kept; set it before the first bytes are read.
    ///
    /// Each line comes once, in the order of the log, whole and without colours, controls or section marks; none leaves
    /// it as it is. Whatever is kept of the line, in failures, excerpts, tail or end, is made from the answer, so that
    /// what a filter takes out is nowhere in the [`JobLog`]. Numbers of lines and bytes stay those of the raw log.
    /// Names and options of sections are no lines and do not pass.
    ///
    /// ```
    /// use ci_log::{LogOptions, LogReader};
    ///
    /// let mut reader = LogReader::new(LogOptions::default())
    ///     .with_filter(|line| line.contains("hunter2").then(|| line.replace("hunter2", "[masked]")));
    /// reader.push(b"login with hun");
    /// reader.push(b"ter2\n");
    /// assert_eq!(reader.finish().tail[0].text, "login with [masked]");
    /// ```
    #[must_use]
    pub fn with_filter(mut self, filter: impl FnMut(&str) -> Option<String> + Send + 'static) -> Self {
        self.feed.lines.way.filter = Filter::new(filter);
        self
    }

    /// Reads the next bytes. The result does not depend on how the log is cut into pieces.
    pub fn push(&mut self, bytes: &[u8]) {
        self.feed.push(bytes);
    }

    /// Ends the log and says what it holds.
    #[must_use]
    pub fn finish(self) -> JobLog {
        let (analysis, end) = self.feed.finish();
        analysis.finish(end.lines, end.bytes, end.cut_bytes)
    }
}

/// Takes what a log consists of.
pub(crate) trait Sink {
    /// A visible line that stands on the raw lines from `first` to `last`. `original` is its text before the filter.
    fn line(&mut self, first: usize, last: usize, text: &str, original: &str);
    /// A section mark on a raw line.
    fn mark(&mut self, mark: &SectionMark<'_>, line: usize);
}

/// How much a log was.
#[derive(Debug)]
pub(crate) struct Size {
    pub(crate) lines: usize,
    pub(crate) bytes: u64,
    pub(crate) cut_bytes: u64,
}

/// From pieces of bytes to raw lines.
#[derive(Debug)]
pub(crate) struct Feed<S> {
    /// The start of a raw line whose end has not come yet.
    partial: Vec<u8>,
    /// The raw line is longer than the limit; what follows is dropped.
    overfull: bool,
    /// A carriage return ends a line: the log has no line feeds.
    by_return: bool,
    max_line_bytes: usize,
    bytes: u64,
    cut_bytes: u64,
    lines: Lines<S>,
}

impl<S: Sink> Feed<S> {
    pub(crate) fn new(sink: S, max_line_bytes: usize) -> Self {
        let way = Way { cleaner: Cleaner::default(), filter: Filter::default(), max_line_bytes, sink };
        Self {
            partial: Vec::new(),
            overfull: false,
            by_return: false,
            max_line_bytes,
            bytes: 0,
            cut_bytes: 0,
            lines: Lines { number: 0, streams: Streams::default(), way },
        }
    }

    pub(crate) fn push(&mut self, mut bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        while let Some((line, rest)) =
            memchr(b'\n', bytes).and_then(|end| Some((bytes.get(..end)?, bytes.get(end + 1..)?)))
        {
            bytes = rest;
            if self.partial.is_empty()
                && !self.overfull
                && !self.by_return
                && line.len() < self.max_line_bytes
            {
                self.lines.raw(line);
            } else {
                self.extend(line);
                self.end_line();
            }
        }
        self.extend(bytes);
    }

    pub(crate) fn finish(mut self) -> (S, Size) {
        if self.has_returns_for_feeds() {
            self.end_lines_by_return();
        }
        // What follows the last line feed is a raw line too, mostly an empty one that shows nothing.
        if self.partial.is_empty() {
            self.lines.number += 1;
        } else {
            self.end_line();
        }
        let Lines { number, mut streams, mut way } = self.lines;
        streams.finish(|line| way.line(line.bytes, line.places));
        (way.sink, Size { lines: number, bytes: self.bytes, cut_bytes: self.cut_bytes })
    }

    fn end_line(&mut self) {
        self.lines.raw(&self.partial);
        self.partial.clear();
        self.overfull = false;
    }

    /// Adds to the partial line, which becomes full at the same byte however the input is cut.
    fn extend(&mut self, mut bytes: &[u8]) {
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
                    self.fill();
                }
                fitting.len()
            };
            let ended = end == Some(taken);
            bytes = bytes.get(taken + usize::from(ended)..).unwrap_or_default();
            if ended {
                self.end_lines_by_return();
            }
        }
    }

    /// The partial line has no room left.
    fn fill(&mut self) {
        if self.has_returns_for_feeds() {
            self.end_lines_by_return();
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
    fn end_lines_by_return(&mut self) {
        let Lines { number, way, .. } = &mut self.lines;
        let mut rest = self.partial.as_slice();
        while let Some(end) = memchr(b'\r', rest) {
            way.line(rest.get(..end).unwrap_or_default(), &[(0, *number + 1)]);
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        if self.by_return {
            way.line(rest, &[(0, *number + 1)]);
            self.partial.clear();
        } else {
            self.partial = rest.to_vec();
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

/// From raw lines to whole ones.
#[derive(Debug)]
struct Lines<S> {
    number: usize,
    streams: Streams,
    way: Way<S>,
}

impl<S: Sink> Lines<S> {
    fn raw(&mut self, raw: &[u8]) {
        self.number += 1;
        let Self { number, streams, way } = self;
        if *number == 1 {
            streams.detect(raw);
        }
        if streams.has_headers() {
            streams.push(raw, *number, way.max_line_bytes, |line| way.line(line.bytes, line.places));
        } else {
            way.line(raw, &[(0, *number)]);
        }
    }
}

/// The way of a whole line.
#[derive(Debug)]
struct Way<S> {
    cleaner: Cleaner,
    filter: Filter,
    max_line_bytes: usize,
    sink: S,
}

impl<S: Sink> Way<S> {
    /// Cleans a line and hands on what is left. `places` gives, for each raw line in it, its offset and number.
    fn line(&mut self, bytes: &[u8], places: &[(usize, usize)]) {
        let Self { cleaner, filter, sink, .. } = self;
        let raw_line = |offset: usize| {
            let place = places.iter().rev().find(|(start, _)| *start <= offset).or(places.first());
            place.map_or(0, |(_, number)| *number)
        };
        let mut first = raw_line(0);
        cleaner.clean(bytes, |piece| match piece {
            Piece::Text { text, offset } => {
                let last = raw_line(offset.saturating_sub(1)).max(first);
                sink.line(first, last, &filter.apply(text), text);
            }
            Piece::Mark { mark, offset } => {
                first = raw_line(offset);
                sink.mark(&mark, first);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], piece: usize) -> JobLog {
        let mut reader = LogReader::new(LogOptions::default());
        text.chunks(piece).for_each(|piece| reader.push(piece));
        reader.finish()
    }

    #[test]
    fn a_log_whose_line_feeds_have_become_returns() {
        let filling = "Collecting one more\r".repeat(9000);
        for filling in [&filling, filling.get(..4000).unwrap()] {
            let text = format!("{filling}src/a.c:1:2: error: no\rmake: *** [all] Error 1\r1");
            for piece in [7, 8192, text.len()] {
                let log = read(text.as_bytes(), piece);
                assert_eq!(log.failures.len(), 1, "{:?}", log.failures);
                assert_eq!((log.failures[0].message.as_str(), log.failures[0].at, log.lines), ("no", 1, 1));
                assert_eq!(log.tail.last().map(|line| line.text.as_str()), Some("1"));
            }
        }
    }

    #[test]
    fn progress_is_still_overwritten() {
        let log = read(b"10%\r50%\rdone", 4);
        assert_eq!(log.tail.len(), 1);
        assert_eq!(log.tail[0].text, "done");
    }
}
