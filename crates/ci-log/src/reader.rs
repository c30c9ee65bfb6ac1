use memchr::{memchr, memrchr};

use crate::analysis::Analysis;
use crate::clean::{Cleaner, Piece};
use crate::filter::Filter;
use crate::job_log::JobLog;
use crate::options::LogOptions;
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
    /// The start of a raw line whose end has not come yet.
    partial: Vec<u8>,
    /// The raw line is longer than the limit; what follows is dropped.
    overfull: bool,
    max_line_bytes: usize,
    bytes: u64,
    cut_bytes: u64,
    lines: Lines,
}

impl LogReader {
    /// A reader that has read nothing yet.
    #[must_use]
    pub fn new(options: LogOptions) -> Self {
        Self {
            partial: Vec::new(),
            overfull: false,
            max_line_bytes: options.max_line_bytes,
            bytes: 0,
            cut_bytes: 0,
            lines: Lines {
                number: 0,
                streams: Streams::default(),
                way: Way {
                    cleaner: Cleaner::default(),
                    filter: Filter::default(),
                    analysis: Analysis::new(options),
                },
            },
        }
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
        self.lines.way.filter = Filter::new(filter);
        self
    }

    /// Reads the next bytes. The result does not depend on how the log is cut into pieces.
    pub fn push(&mut self, mut bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        while let Some((line, rest)) =
            memchr(b'\n', bytes).and_then(|end| Some((bytes.get(..end)?, bytes.get(end + 1..)?)))
        {
            bytes = rest;
            if self.partial.is_empty() && !self.overfull && line.len() < self.max_line_bytes {
                self.lines.raw(line);
            } else {
                self.extend(line);
                self.end_line();
            }
        }
        self.extend(bytes);
    }

    /// Ends the log and says what it holds.
    #[must_use]
    pub fn finish(mut self) -> JobLog {
        // What follows the last line feed is a raw line too, mostly an empty one that shows nothing.
        if self.partial.is_empty() {
            self.lines.number += 1;
        } else {
            self.end_line();
        }
        let Lines { number, mut streams, mut way } = self.lines;
        streams.finish(|line| way.line(line.bytes, line.places));
        way.analysis.finish(number, self.bytes, self.cut_bytes)
    }

    fn end_line(&mut self) {
        self.lines.raw(&self.partial);
        self.partial.clear();
        self.overfull = false;
    }

    /// Adds to the partial line, which becomes full at the same byte however the input is cut.
    fn extend(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.overfull {
                self.cut_bytes += bytes.len() as u64;
                return;
            }
            let room = self.max_line_bytes.saturating_sub(self.partial.len());
            let Some((fitting, rest)) = bytes.split_at_checked(room.min(bytes.len())) else { return };
            self.partial.extend_from_slice(fitting);
            bytes = rest;
            if self.partial.len() >= self.max_line_bytes {
                self.drop_overwritten();
            }
        }
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
struct Lines {
    number: usize,
    streams: Streams,
    way: Way,
}

impl Lines {
    fn raw(&mut self, raw: &[u8]) {
        self.number += 1;
        let Self { number, streams, way } = self;
        if *number == 1 {
            streams.detect(raw);
        }
        if streams.has_headers() {
            let limit = way.analysis.options().max_line_bytes;
            streams.push(raw, *number, limit, |line| way.line(line.bytes, line.places));
        } else {
            way.line(raw, &[(0, *number)]);
        }
    }
}

/// The way of a whole line.
#[derive(Debug)]
struct Way {
    cleaner: Cleaner,
    filter: Filter,
    analysis: Analysis,
}

impl Way {
    /// Cleans a line and analyses what is left. `places` gives, for each raw line in it, its offset and number.
    fn line(&mut self, bytes: &[u8], places: &[(usize, usize)]) {
        let Self { cleaner, filter, analysis } = self;
        let raw_line = |offset: usize| {
            let place = places.iter().rev().find(|(start, _)| *start <= offset).or(places.first());
            place.map_or(0, |(_, number)| *number)
        };
        let mut first = raw_line(0);
        cleaner.clean(bytes, |piece| match piece {
            Piece::Text { text, offset } => {
                let last = raw_line(offset.saturating_sub(1)).max(first);
                analysis.line(first, last, &filter.apply(text));
            }
            Piece::Mark { mark, offset } => {
                first = raw_line(offset);
                analysis.mark(&mark, first);
            }
        });
    }
}
