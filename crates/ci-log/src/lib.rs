//! What did this GitLab job log say, and which lines explain the failure?
//!
//! Bytes in, value out: a [`LogReader`] takes the trace of a job in pieces of any size and gives a [`JobLog`]: the
//! sections, the [failures](Failure) with file, line and test, the [excerpts](Excerpt) that a person should read first, numbers of
//! tests, the [class](FailureClass) of the failure with whether a retry may pass, and how the runner ended the job.
//!
//! ```
//! use ci_log::{ClassKind, FailureKind, JobLog};
//!
//! let log = JobLog::read(
//!     b"section_start:1700000000:step_script\r\x1b[0K\x1b[32;1m$ cargo test\x1b[0;m\n\
//!     thread 'cart::tests::total' panicked at src/cart.rs:42:9:\n\
//!     assertion `left == right` failed\n  left: 3\n right: 4\n\
//!     test result: FAILED. 7 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n\
//!     section_end:1700000009:step_script\r\x1b[0K\x1b[31;1mERROR: Job failed: exit code 101\x1b[0;m\n",
//! );
//! let failure = &log.failures[0];
//! assert_eq!(failure.kind, FailureKind::Test);
//! assert_eq!(failure.test.as_deref(), Some("cart::tests::total"));
//! assert_eq!((failure.file.as_deref(), failure.line), (Some("src/cart.rs"), Some(42)));
//! assert_eq!(failure.message, "assertion `left == right` failed; left: 3; right: 4");
//! assert_eq!(log.class.kind, ClassKind::Test);
//! assert_eq!(log.tests.and_then(|tests| tests.run), Some(8));
//! ```
//!
//! # How a line is read
//!
//! 1. The [cleaner](clean) parts the bytes at line feeds, and with a runner that writes timestamps takes off each line's header and
//!    puts together what the runner has cut.
//! 2. It leaves what GitLab's page shows: no colours, links, erased or overwritten text, section marks or control characters; bytes
//!    that are no UTF-8 become U+FFFD.
//! 3. The line passes your own [filter](LogReader::with_filter), if there is one.
//! 4. The keywords of all [`rules`] and how their matches start are looked for together; only rules that may match are tried.
//! 5. What they find becomes failures, one a cause, and blocks of lines from which the excerpts are chosen.
//!
//! Every number of a line is that of a raw line: what lies between two line feeds, counted from 1.
//!
//! Who wants no more than the text of a log takes the first two steps alone: [`clean::to_text`] and [`clean::LogCleaner`].
//!
//! # What it is not
//!
//! It fetches nothing, and it hides nothing by itself: secrets that a job printed are in its texts unless
//! [`LogReader::with_filter`] takes them out. Do it there and not in what was kept: of a private key, say, the first line may
//! lie before the part that is kept, and the rest cannot be told from other text. It is no terminal: the cursor moves only to the start of the line.
//!
//! # Replacing parts
//!
//! Rules are data, made in code or read by serde: [`rules::RuleSet::with_rules`] puts your own before ours, [`rules::RuleSet::empty`] starts without ours. Limits and context are in
//! [`LogOptions`]. [`LogReader::with_filter`] changes lines before they are read. There are no features.

mod analysis;
mod block;
mod choice;
mod class;
pub mod clean;
mod excerpt;
mod failure;
mod filter;
mod findings;
mod job_end;
mod job_log;
mod novelty;
mod options;
mod order;
mod passing;
mod prefix;
mod reader;
mod recent;
pub mod rules;
mod section;
mod test_counts;
mod test_name;
mod text;
mod tool_counts;
mod tool_state;

pub use class::{ClassKind, FailureClass};
pub use excerpt::{Excerpt, LogLine};
pub use failure::{Failure, FailureKind};
pub use job_end::{JobEnd, Truncation};
pub use job_log::{JobLog, Omitted};
pub use options::LogOptions;
pub use passing::{PassingLines, PassingLog};
pub use reader::LogReader;
pub use section::Section;
pub use test_counts::TestCounts;
