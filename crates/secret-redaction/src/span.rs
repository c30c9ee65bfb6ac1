use std::borrow::Cow;

use serde::Serialize;

/// A text without its secrets, and where they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Redacted<'t> {
    /// The text with every secret replaced by `[REDACTED:rule]`; borrowed when nothing was found.
    pub text: Cow<'t, str>,
    /// Where the secrets stood in the input: in order, apart from each other.
    pub spans: Vec<RedactedSpan>,
}

impl Redacted<'_> {
    /// Whether no secret was found.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.spans.is_empty()
    }
}

/// One masked part of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RedactedSpan {
    /// First byte in the input.
    pub start: usize,
    /// First byte after it; both ends lie on character boundaries.
    pub end: usize,
    /// Name of the rule that found it.
    pub rule: Cow<'static, str>,
}
