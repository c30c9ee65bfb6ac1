use serde::Serialize;

use crate::class::FailureClass;
use crate::excerpt::{Excerpt, LogLine};
use crate::failure::Failure;
use crate::job_end::{JobEnd, Truncation};
use crate::options::LogOptions;
use crate::reader::LogReader;
use crate::section::Section;
use crate::test_counts::TestCounts;

/// What a job log says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct JobLog {
    /// Number of raw lines: what line feeds part, so one more than there are line feeds.
    pub lines: usize,
    /// Number of bytes.
    pub bytes: u64,
    /// The sections, in the order of their start.
    pub sections: Vec<Section>,
    /// Why the job failed, the most specific cause first. Empty when it succeeded.
    pub failures: Vec<Failure>,
    /// The lines that explain it, best first; they do not overlap.
    pub excerpts: Vec<Excerpt>,
    /// Numbers of tests; none when no tool gives any.
    pub tests: Option<TestCounts>,
    /// What kind of failure it is.
    pub class: FailureClass,
    /// How the runner says that the job ended; none while it runs, or when the end is missing.
    pub exit: Option<JobEnd>,
    /// The runner cut the log: the lines that tell why the job failed may be missing.
    pub truncation: Option<Truncation>,
    /// The last visible lines.
    pub tail: Vec<LogLine>,
    /// What was left out for the limits of [`LogOptions`].
    pub omitted: Omitted,
}

/// How much of a log was left out of a [`JobLog`] to keep it bounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Omitted {
    /// Failures beyond the limit.
    pub failures: usize,
    /// Excerpts beyond the limit; the lowest scores go first.
    pub excerpts: usize,
    /// Sections beyond the limit.
    pub sections: usize,
    /// Bytes of lines that are longer than the limit.
    pub line_bytes: u64,
    /// Lines of the successful run that were not remembered, because it has too many different ones.
    pub passing_lines: u64,
}

impl Omitted {
    /// Whether nothing was left out.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl JobLog {
    /// Reads a whole log with the default options.
    ///
    /// ```
    /// let log = ci_log::JobLog::read(b"$ make\nmake: *** [Makefile:3: all] Error 2\nERROR: Job failed: exit code 2\n");
    /// assert_eq!(log.lines, 4);
    /// assert_eq!(log.failures[0].tool.as_deref(), Some("make"));
    /// ```
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let mut reader = LogReader::new(LogOptions::default());
        reader.push(bytes);
        reader.finish()
    }
}
