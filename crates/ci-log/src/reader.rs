use crate::analysis::Analysis;
use crate::clean::{LogCleaner, LogSize, Part, SectionMark};
use crate::filter::Filter;
use crate::job_log::JobLog;
use crate::options::LogOptions;
use crate::passing::PassingLines;

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
    /// It takes a [`PassingLog`](crate::PassingLog), or what is known of one for several failed logs.
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
    pub fn compared_with(mut self, passing: impl Into<PassingLines>) -> Self {
        self.feed.way.sink.compare_with(passing.into());
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
        self.feed.way.filter = Filter::new(filter);
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

/// From pieces of bytes to a sink.
#[derive(Debug)]
pub(crate) struct Feed<S> {
    cleaner: LogCleaner,
    way: Way<S>,
}

impl<S: Sink> Feed<S> {
    pub(crate) fn new(sink: S, max_line_bytes: usize) -> Self {
        let cleaner = LogCleaner::new().with_max_line_bytes(max_line_bytes);
        Self { cleaner, way: Way { filter: Filter::default(), sink } }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.cleaner.push(bytes, |part| self.way.part(part));
    }

    pub(crate) fn finish(mut self) -> (S, LogSize) {
        let size = self.cleaner.finish(|part| self.way.part(part));
        (self.way.sink, size)
    }
}

/// The way of a line to the sink.
#[derive(Debug)]
struct Way<S> {
    filter: Filter,
    sink: S,
}

impl<S: Sink> Way<S> {
    fn part(&mut self, part: Part<'_>) {
        let Self { filter, sink } = self;
        match part {
            Part::Text(run) => run.for_each_line(|first, last, text| {
                sink.line(first, last, &filter.apply(text), text);
            }),
            Part::Mark(mark) => sink.mark(&mark, mark.line),
        }
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
