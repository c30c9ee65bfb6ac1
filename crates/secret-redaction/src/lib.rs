//! Finds secrets in text and masks them: GitLab tokens, cloud and service keys, private keys, credentials in URLs, headers
//! and assignments, and the very values that a program was configured with.
//!
//! ```
//! use secret_redaction::Redactor;
//!
//! let redactor = Redactor::builder().value("correct horse battery").build()?;
//! let log = "curl -H 'PRIVATE-TOKEN: glpat-3xYz5Qm8LkR2vN7wTb4J' https://gitlab.example.com\n\
//!            auth=Y29ycmVjdCBob3JzZSBiYXR0ZXJ5\n";
//! let redacted = redactor.redact(log);
//!
//! assert!(!redacted.text.contains("3xYz5Qm8LkR2vN7wTb4J"));
//! assert!(!redacted.text.contains("Y29ycmVjdCBob3JzZSBiYXR0"), "Base64 of a configured value is masked, too");
//! for span in &redacted.spans {
//!     println!("{} bytes masked by {}", span.end - span.start, span.rule);
//! }
//! # Ok::<(), secret_redaction::BuildError>(())
//! ```
//!
//! # What it is
//!
//! A pure function from text to text and spans. A secret becomes `[REDACTED:rule-name]`, so that a reader still sees what
//! kind of thing stood there; all other bytes stay as they are. When the result is masked again, every mask stays; only what
//! stands near one may be seen in another light, because a rule looks at a part of the line and a mask moves what follows. One
//! search for the prefixes of all rules decides where a rule is tried at all, so that the time is linear in the length of the
//! text and a log without secrets costs little more than reading it.
//!
//! # For which text
//!
//! | Text | Call | Held in memory |
//! |---|---|---|
//! | a string | [`Redactor::redact`] | the text and its copy; no copy where nothing is found |
//! | lines that belong together, each of which must stay one | [`Redactor::redact_lines`] | the lines and their copies |
//! | a log that comes line by line | [`Redactor::lines`] | a few hundred bytes |
//! | bytes that come in pieces, UTF-8 or not | [`Redactor::stream`] | a few hundred KiB |
//! | from a reader to a writer | [`Redactor::copy`] | a few hundred KiB |
//!
//! All but [`Redactor::lines`] find the same, also what stands over several lines; that one looks at each line alone and
//! remembers only whether it is inside of a private key. A [`Redactor`] is cheap to clone and can be used from many threads.
//!
//! # What it is not
//!
//! It does not prove that a text is free of secrets: a password that looks like a word and stands in a sentence cannot be
//! told from the sentence. Prefixes are no contract, either: a GitLab administrator can choose others, and OAuth tokens have
//! none. So give the values that you know to [`RedactorBuilder::value`]. What only looks like a secret is masked as well: it
//! asks nobody whether a token is still good.
//!
//! # Replacing parts
//!
//! [`Rule`] adds a kind of secret that the built-in rules do not know; [`Redactor::rules`] names those that there are, and
//! none of them can be taken out. A program that must not change a text can look at [`Redacted::is_clean`] and
//! [`Redacted::spans`] instead.

mod armour;
mod builtin;
mod cover;
mod error;
mod gate;
mod line_redactor;
mod lines;
mod redactor;
mod rule;
mod scan;
mod shape;
mod span;
mod stream;
mod tail;
mod value;

pub use error::BuildError;
pub use line_redactor::LineRedactor;
pub use redactor::{Redactor, RedactorBuilder};
pub use rule::Rule;
pub use span::{Redacted, RedactedSpan};
pub use stream::StreamRedactor;
