//! Who draws the conclusions, as a port.

mod rule;

pub use rule::RuleAnalyst;

use crate::Evidence;
use async_trait::async_trait;
use rca_note::Finding;
use std::error::Error as StdError;
use std::fmt::Debug;
use thiserror::Error;

/// Reads evidence and says what explains the incident.
///
/// [`RuleAnalyst`] does it by rules, without any model. An agent of your own implements the one method; it
/// should say in [`Finding::made_by`] who it is, and hand text of GitLab to a model only framed as untrusted
/// ([`Evidence::to_markdown`] does that).
///
/// ```
/// use async_trait::async_trait;
/// use gitlab_investigation::{Analyst, AnalystError, Evidence};
/// use rca_note::Finding;
///
/// /// Says only how many jobs failed.
/// #[derive(Debug)]
/// struct Counter;
///
/// #[async_trait]
/// impl Analyst for Counter {
///     async fn analyse(&self, evidence: &Evidence) -> Result<Finding, AnalystError> {
///         let failed = evidence.decisive_failures().count();
///         Ok(Finding::new(format!("{failed} jobs failed")).with_made_by("counter"))
///     }
/// }
/// ```
#[async_trait]
pub trait Analyst: Debug + Send + Sync + 'static {
    /// The finding that the evidence supports. Nothing found is a finding too: it says why.
    ///
    /// # Errors
    ///
    /// [`AnalystError`] when no conclusion could be drawn at all, such as when a model does not answer.
    async fn analyse(&self, evidence: &Evidence) -> Result<Finding, AnalystError>;
}

/// Why no conclusion could be drawn.
#[derive(Debug, Error)]
#[error("the analysis failed: {message}")]
pub struct AnalystError {
    message: String,
    #[source]
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl AnalystError {
    /// An error that says what went wrong.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// The same error with its cause, which must not print a secret.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}
