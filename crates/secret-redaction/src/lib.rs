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
//! # What it is not
//!
//! It does not prove that a text is free of secrets: a password that looks like a word and stands in a sentence cannot be
//! told from the sentence. Prefixes are no contract, either: a GitLab administrator can choose others, and OAuth tokens have
//! none. So give the values that you know to [`RedactorBuilder::value`]. It does no I/O and keeps no state; only a
//! [`LineRedactor`], for a text that is too long to be held, remembers whether it is inside of a private key.
//!
//! # Replacing parts
//!
//! [`Rule`] adds a kind of secret that the built-in rules do not know. A text that must stay readable to your own program
//! can be checked with [`Redacted::spans`] instead of being replaced.

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
