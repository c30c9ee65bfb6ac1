//! What an investigation found, as data.

mod cause;
mod confidence;
mod evidence;
mod json;
mod lenient;
mod open_enum;
mod outlook;
mod suspect;
mod visibility;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::cause::{RootCause, ServiceImpact, ServiceRole};
pub use self::confidence::Confidence;
pub use self::evidence::{EvidenceItem, EvidenceKind, Excerpt};
pub use self::json::FindingError;
pub use self::outlook::{FindingGap, FindingLink, NextStep, NextStepKind, TimelineEvent};
pub use self::suspect::{Suspect, SuspectReason};
pub use self::visibility::Visibility;

use self::open_enum::open_enum;

open_enum! {
    /// How bad the incident is, in GitLab's words.
    #[derive(Default)]
    pub enum Severity {
        /// Everything is down, or data is being lost.
        Critical = "critical",
        /// A main function fails.
        High = "high",
        /// A function fails for some.
        Medium = "medium",
        /// Hardly anybody notices.
        Low = "low",
        /// Worth knowing only.
        Info = "info",
        /// Nobody said.
        #[default]
        Unknown = "unknown",
    }
}

open_enum! {
    /// How far the investigation has come.
    #[derive(Default)]
    pub enum FindingStatus {
        /// The cause is not known yet.
        #[default]
        Investigating = "investigating",
        /// The cause is known.
        Identified = "identified",
        /// The incident is over.
        Resolved = "resolved",
    }
}

/// The result of an investigation: what happened, why, how that is known, and what to do.
///
/// All texts are plain text from anywhere: a model, a log, a merge request. Nothing in them is trusted and nothing needs to be
/// escaped here; [`RcaNote`](crate::RcaNote) does that when it writes them. [`from_json`](Self::from_json) reads it from JSON as
/// tolerantly as a model writes it; the schema is in `docs/finding.schema.json`, and the feature `schemars` makes it.
///
/// ```
/// use rca_note::{Confidence, EvidenceItem, EvidenceKind, Finding, NextStep, NextStepKind, Severity, Suspect};
///
/// let finding = Finding::new("Checkout fails since the last deployment")
///     .with_summary("Orders above 1,000 EUR are refused.")
///     .with_severity(Severity::High)
///     .with_confidence(Confidence::new(0.8).because("the failing test names the changed line"))
///     .with_evidence(EvidenceItem::new(EvidenceKind::Test, "checkout_spec.rb:42 fails in job rspec"))
///     .with_suspect(Suspect::new("Round amounts before comparing").with_score(0.9))
///     .with_next_step(NextStep::new(NextStepKind::Mitigate, "Revert the merge request"));
///
/// let json = serde_json::to_string(&finding)?;
/// assert_eq!(serde_json::from_str::<Finding>(&json)?, finding);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(
        description = "The result of an investigation: what happened, why, how that is known, and what to do. All texts are plain text.",
        extend("required" = ["title"])
    )
)]
#[non_exhaustive]
pub struct Finding {
    /// Names this very finding, such as the id of the run that made it.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// One line that names the incident.
    #[serde(default, deserialize_with = "lenient::text")]
    pub title: String,
    /// A few sentences for somebody who reads nothing else.
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// How bad it is.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub severity: Severity,
    /// How far the investigation has come.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: FindingStatus,
    /// How sure the finding is, and why; absent when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// The cause, as far as it is known.
    #[serde(default, deserialize_with = "lenient::optional", skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<RootCause>,
    /// What was observed, the most telling first.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceItem>,
    /// The changes that may have caused it, the likeliest first.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub suspects: Vec<Suspect>,
    /// The services that took part.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceImpact>,
    /// What happened when.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<TimelineEvent>,
    /// What to do now.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub next_steps: Vec<NextStep>,
    /// What could not be read, so that nobody takes its absence for an answer.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<FindingGap>,
    /// What was read, and where to read on.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<FindingLink>,
    /// Who or what made the finding, such as `rule-analyst 0.1`.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub made_by: Option<String>,
    /// When it was made; in JSON as RFC 3339. An older finding never overwrites a newer one, so let the program say it and not
    /// a model. A time that cannot be read counts as absent.
    #[serde(
        default,
        serialize_with = "lenient::write_instant",
        deserialize_with = "lenient::optional_instant",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<String>", extend("format" = "date-time")))]
    pub made_at: Option<Timestamp>,
    /// Who may read it: the narrowest circle of all that it was made from. Absent when nobody said. It is never written to a place
    /// that a wider circle reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
}

impl Finding {
    /// A finding of which only the title is known.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// The timeline from the earliest event on. An event without a time stays behind the one that it follows.
    #[must_use]
    pub fn events_by_time(&self) -> Vec<&TimelineEvent> {
        let mut last = None;
        let mut events: Vec<_> = self
            .timeline
            .iter()
            .map(|event| {
                last = event.at.or(last);
                (last, event)
            })
            .collect();
        events.sort_by_key(|(at, _)| *at);
        events.into_iter().map(|(_, event)| event).collect()
    }

    /// Sets the summary.
    #[must_use]
    pub fn with_summary(mut self, summary: impl Into<String>) -> Self {
        self.summary = summary.into();
        self
    }

    /// Sets the severity.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Sets the status.
    #[must_use]
    pub fn with_status(mut self, status: FindingStatus) -> Self {
        self.status = status;
        self
    }

    /// Sets the confidence.
    #[must_use]
    pub fn with_confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// Sets the root cause.
    #[must_use]
    pub fn with_root_cause(mut self, cause: RootCause) -> Self {
        self.root_cause = Some(cause);
        self
    }

    /// Adds an item of evidence.
    #[must_use]
    pub fn with_evidence(mut self, item: EvidenceItem) -> Self {
        self.evidence.push(item);
        self
    }

    /// Adds a suspect behind those that are there.
    #[must_use]
    pub fn with_suspect(mut self, suspect: Suspect) -> Self {
        self.suspects.push(suspect);
        self
    }

    /// Adds a service.
    #[must_use]
    pub fn with_service(mut self, service: ServiceImpact) -> Self {
        self.services.push(service);
        self
    }

    /// Adds an event to the timeline.
    #[must_use]
    pub fn with_event(mut self, event: TimelineEvent) -> Self {
        self.timeline.push(event);
        self
    }

    /// Adds a next step.
    #[must_use]
    pub fn with_next_step(mut self, step: NextStep) -> Self {
        self.next_steps.push(step);
        self
    }

    /// Adds a gap.
    #[must_use]
    pub fn with_gap(mut self, gap: FindingGap) -> Self {
        self.gaps.push(gap);
        self
    }

    /// Adds a link.
    #[must_use]
    pub fn with_link(mut self, link: FindingLink) -> Self {
        self.links.push(link);
        self
    }

    /// Says who or what made the finding.
    #[must_use]
    pub fn with_made_by(mut self, made_by: impl Into<String>) -> Self {
        self.made_by = Some(made_by.into());
        self
    }

    /// Says when the finding was made.
    #[must_use]
    pub fn with_made_at(mut self, made_at: Timestamp) -> Self {
        self.made_at = Some(made_at);
        self
    }

    /// Says who may read it.
    #[must_use]
    pub fn with_visibility(mut self, visibility: Visibility) -> Self {
        self.visibility = Some(visibility);
        self
    }

    /// Names this very finding.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
}
