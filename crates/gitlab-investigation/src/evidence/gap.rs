//! What is missing, and why.

use gitlab_core::{ApiError, Report, Total};
use serde::Serialize;

/// A part of the evidence that could not be read.
///
/// One part that is forbidden, missing or too large never stops the others; it is said here instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Gap {
    /// What is missing, such as `trace of job 7`.
    pub what: String,
    /// Why it could not be read.
    pub why: String,
    /// What to do to have it next time, where something can be done.
    pub advice: Option<String>,
    /// Whether GitLab says that there is no such thing, so that nothing was left unread and a conclusion is no less sure.
    pub absent: bool,
}

impl Gap {
    /// A gap that says what is missing and why.
    #[must_use]
    pub fn new(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), advice: None, absent: false }
    }

    /// The same gap with what can be done about it.
    #[must_use]
    pub fn with_advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// The same gap where GitLab says that there is no such thing.
    #[must_use]
    pub fn absent(mut self) -> Self {
        self.absent = true;
        self
    }

    pub(crate) fn from_error(what: &str, error: &ApiError) -> Self {
        Self {
            what: what.to_owned(),
            why: Report(error).to_string(),
            advice: error.advice().map(str::to_owned),
            absent: false,
        }
    }

    pub(crate) fn cut_list(what: &str, read: usize, total: Total) -> Self {
        let of = match total {
            Total::Exact(total) => format!("of {total}"),
            _ => "and there are more".to_owned(),
        };
        Self::new(what, format!("only the first {read} were read, {of}"))
            .with_advice("raise the limit of the investigation, or narrow its window")
    }

    pub(crate) fn limit(what: &str, limit: usize, things: &str) -> Self {
        Self::new(what, format!("the investigation reads at most {limit} {things}"))
            .with_advice("raise the limit of the investigation if this is wanted")
    }
}
