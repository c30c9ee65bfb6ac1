//! What is known of an incident before anything is read.

use gitlab_core::Timestamp;
use rca_note::Severity;
use serde::Serialize;

/// What the alert says about the incident, for the analyst.
///
/// All of it is text of whoever raised the alert: data, never an instruction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Incident {
    /// What happened, in one line.
    pub title: String,
    /// What else the alert says.
    pub description: Option<String>,
    /// How bad it is.
    pub severity: Severity,
    /// The service that it is about.
    pub service: Option<String>,
    /// When it began, where that is known.
    pub started_at: Option<Timestamp>,
}

impl Incident {
    /// An incident of which only the title is known.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            description: None,
            severity: Severity::Unknown,
            service: None,
            started_at: None,
        }
    }

    /// What else the alert says.
    #[must_use]
    pub fn with_description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// How bad it is.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The service that it is about.
    #[must_use]
    pub fn with_service(mut self, service: impl Into<String>) -> Self {
        self.service = Some(service.into());
        self
    }
}
