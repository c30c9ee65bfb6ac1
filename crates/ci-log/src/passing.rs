//! What the last successful run of the same job printed.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use crate::clean::SectionMark;
use crate::options::LogOptions;
use crate::prefix::strip_prefixes;
use crate::reader::{Feed, Sink};

/// So many different lines are remembered.
const MAX_LINES: usize = 1 << 20;

/// Reads the log of a successful run, to compare a failed one [with it](crate::LogReader::compared_with).
///
/// It remembers a number of 64 bits for each different line, for up to 1,048,576 of them. Numbers, hashes, times and
/// white space do not count: they differ from run to run.
#[derive(Debug)]
pub struct PassingLog {
    feed: Feed<KnownLines>,
}

impl Default for PassingLog {
    fn default() -> Self {
        Self::new()
    }
}

impl PassingLog {
    /// A log of which nothing has been read yet.
    #[must_use]
    pub fn new() -> Self {
        Self { feed: Feed::new(KnownLines::default(), LogOptions::default().max_line_bytes) }
    }

    /// Reads the next bytes. The result does not depend on how the log is cut into pieces.
    pub fn push(&mut self, bytes: &[u8]) {
        self.feed.push(bytes);
    }

    /// Ends the log. Failed ones can be compared with the log itself; this is for several of them.
    #[must_use]
    pub fn finish(self) -> PassingLines {
        PassingLines(Arc::new(self.feed.finish().0))
    }
}

/// What a successful run printed, to compare several failed ones [with it](crate::LogReader::compared_with).
///
/// A clone costs nothing: all of them share what is remembered, up to 19 MB for a log with the most lines.
///
/// ```
/// use ci_log::{LogOptions, LogReader, PassingLog};
///
/// let mut passing = PassingLog::new();
/// passing.push(b"ERROR: no cache\n");
/// let passing = passing.finish();
/// let failures = ["ERROR: no cache\nERROR: no symbol\n", "ERROR: no cache\nERROR: disk full\n"].map(|failed| {
///     let mut reader = LogReader::new(LogOptions::default()).compared_with(passing.clone());
///     reader.push(failed.as_bytes());
///     reader.finish().failures.remove(0).message
/// });
/// assert_eq!(failures, ["no symbol", "disk full"]);
/// ```
#[derive(Clone, Debug)]
pub struct PassingLines(Arc<KnownLines>);

impl PassingLines {
    pub(crate) fn contains(&self, line: &str) -> bool {
        self.0.lines.contains(&essence(line))
    }

    /// So many lines came when no more were remembered.
    pub(crate) fn omitted(&self) -> u64 {
        self.0.omitted
    }
}

impl From<PassingLog> for PassingLines {
    fn from(log: PassingLog) -> Self {
        log.finish()
    }
}

/// The lines of a log, as far as they do not change from run to run.
#[derive(Debug, Default)]
struct KnownLines {
    /// The values are well mixed already.
    lines: HashSet<u64, BuildHasherDefault<Mixed>>,
    omitted: u64,
}

impl Sink for KnownLines {
    fn line(&mut self, _first: usize, _last: usize, _text: &str, original: &str) {
        let line = essence(original);
        if self.lines.len() < MAX_LINES {
            self.lines.insert(line);
        } else if !self.lines.contains(&line) {
            self.omitted += 1;
        }
    }

    fn mark(&mut self, _mark: &SectionMark<'_>, _line: usize) {}
}

/// Passes a mixed value on as it is.
#[derive(Clone, Copy, Debug, Default)]
struct Mixed(u64);

impl std::hash::Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A line without its numbers, hashes and white space, as a number.
fn essence(line: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for word in strip_prefixes(line).split(|character: char| !character.is_alphanumeric()) {
        if !is_hash(word) {
            for letter in word.bytes().filter(|byte| !byte.is_ascii_digit()) {
                letter.hash(&mut hasher);
            }
        }
    }
    hasher.finish()
}

/// A commit, a checksum or a part of a UUID.
fn is_hash(word: &str) -> bool {
    word.len() >= 7
        && word.bytes().all(|byte| byte.is_ascii_hexdigit())
        && word.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{JobLog, LogReader};

    fn known(log: &str) -> PassingLines {
        let mut passing = PassingLog::new();
        passing.push(log.as_bytes());
        passing.finish()
    }

    #[test]
    fn what_changes_from_run_to_run_does_not_count() {
        let lines = known(
            "Tests run: 7, took 3.21 s\nHEAD is now at 0123abc fix\n2026-01-02T03:04:05.678Z ok\n\x1b[32m$ make\x1b[0m\n",
        );
        for line in
            ["Tests run: 9, took 12 s", "HEAD is now at fedc987 fix", "2026-02-03T04:05:06Z ok", "$  make"]
        {
            assert!(lines.contains(line), "{line}");
        }
        for line in ["Tests failed: 7, took 3 s", "HEAD is now at 0123abc feature", "$ make it"] {
            assert!(!lines.contains(line), "{line}");
        }
    }

    #[test]
    fn the_cutting_does_not_matter() {
        let text = "one line\nand \x1b[1manother\x1b[0m\r\nlast";
        let mut pieces = PassingLog::new();
        for byte in text.as_bytes() {
            pieces.push(std::slice::from_ref(byte));
        }
        assert_eq!(pieces.finish().0.lines, known(text).0.lines);
    }

    fn compared(passing: &str, failed: &str) -> JobLog {
        let mut known = PassingLog::new();
        known.push(passing.as_bytes());
        let mut reader = LogReader::new(LogOptions::default()).compared_with(known);
        reader.push(failed.as_bytes());
        reader.finish()
    }

    #[test]
    fn errors_that_do_no_harm_are_no_cause() {
        let passing = "$ make\nERROR: no licence server, going on\nlinking 3 files\nJob succeeded\n";
        let failed = "$ make\nERROR: no licence server, going on\nlinking 4 files\nERROR: disk is read only\nERROR: Job failed: exit code 1\n";
        let log = compared(passing, failed);
        let messages: Vec<&str> = log.failures.iter().map(|failure| failure.message.as_str()).collect();
        assert_eq!(messages, ["disk is read only"]);
        let places: Vec<(usize, usize)> =
            log.excerpts.iter().map(|excerpt| (excerpt.start, excerpt.end)).collect();
        assert_eq!(places, [(4, 4)]);
    }

    #[test]
    fn where_nothing_new_looks_like_a_failure_the_log_is_read_as_without() {
        let failed = "$ make\nERROR: no licence server\nERROR: Job failed: exit code 1\n";
        let log = compared("$ make\nERROR: no licence server\nJob succeeded\n", failed);
        assert_eq!(log.excerpts, JobLog::read(failed.as_bytes()).excerpts);
    }
}
