use crate::rules::RuleSet;

/// How much a [`LogReader`](crate::LogReader) keeps of a log, and by which rules it reads it.
///
/// Every limit bounds memory: whatever the size of the log, no more than this is held. What the limits cut off is
/// counted in [`JobLog::omitted`](crate::JobLog::omitted).
///
/// ```
/// use ci_log::{LogOptions, LogReader};
///
/// let options = LogOptions::default().with_max_failures(20).with_max_excerpts(3, 40);
/// let log = LogReader::new(options).finish();
/// assert!(log.failures.is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct LogOptions {
    pub(crate) rules: RuleSet,
    pub(crate) max_failures: usize,
    pub(crate) max_stack_lines: usize,
    pub(crate) max_sections: usize,
    pub(crate) max_excerpts: usize,
    pub(crate) max_excerpt_lines: usize,
    pub(crate) tail_lines: usize,
    pub(crate) max_line_bytes: usize,
    pub(crate) max_text_bytes: usize,
}

impl Default for LogOptions {
    fn default() -> Self {
        Self {
            rules: RuleSet::standard(),
            max_failures: 200,
            max_stack_lines: 40,
            max_sections: 5_000,
            max_excerpts: 12,
            max_excerpt_lines: 250,
            tail_lines: 50,
            max_line_bytes: 64 * 1024,
            max_text_bytes: 2_000,
        }
    }
}

impl LogOptions {
    /// Reads by these rules instead of the standard ones.
    #[must_use]
    pub fn with_rules(mut self, rules: RuleSet) -> Self {
        self.rules = rules;
        self
    }

    /// Keeps at most this many failures (200 by default).
    #[must_use]
    pub fn with_max_failures(mut self, failures: usize) -> Self {
        self.max_failures = failures;
        self
    }

    /// Keeps at most this many excerpts (12 by default) of at most this many lines each (250 by default).
    #[must_use]
    pub fn with_max_excerpts(mut self, excerpts: usize, lines: usize) -> Self {
        self.max_excerpts = excerpts;
        self.max_excerpt_lines = lines.max(1);
        self
    }

    /// Keeps this many last lines of the log (50 by default).
    #[must_use]
    pub fn with_tail_lines(mut self, lines: usize) -> Self {
        self.tail_lines = lines;
        self
    }

    /// Reads at most this many bytes of one raw line (64 KiB by default, never less than 256 bytes).
    ///
    /// Of a longer line the start is read; text that a later carriage return overwrites is given up first.
    #[must_use]
    pub fn with_max_line_bytes(mut self, bytes: usize) -> Self {
        self.max_line_bytes = bytes.max(256);
        self
    }

    /// Keeps at most this many bytes of a message or of a line of an excerpt (2,000 by default).
    ///
    /// A longer text ends with `…`.
    #[must_use]
    pub fn with_max_text_bytes(mut self, bytes: usize) -> Self {
        self.max_text_bytes = bytes;
        self
    }
}
