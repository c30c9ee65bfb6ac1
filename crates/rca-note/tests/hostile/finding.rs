//! A finding with a text in each of its fields.

use rca_note::{
    Confidence, EvidenceItem, EvidenceKind, Excerpt, Finding, FindingGap, FindingLink, FindingStatus,
    NextStep, NextStepKind, RootCause, ServiceImpact, ServiceRole, Severity, Suspect, SuspectReason,
    TimelineEvent,
};

/// Links of the notes lead here only.
pub(crate) const ORIGIN: &str = "https://gitlab.example.com/";

/// The texts of a finding by the way in which they are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts<'t> {
    /// Fields of one line.
    pub(crate) line: &'t str,
    /// Fields of several lines.
    pub(crate) prose: &'t str,
    /// Excerpts.
    pub(crate) log: &'t str,
}

impl<'t> Texts<'t> {
    pub(crate) fn all(text: &'t str) -> Self {
        Self { line: text, prose: text, log: text }
    }

    pub(crate) fn finding(self) -> Finding {
        let Self { line, prose, log } = self;
        let at = "2026-03-01T12:00:00Z".parse().unwrap();
        Finding::new(line)
            .with_summary(prose)
            .with_severity(Severity::Other(line.into()))
            .with_status(FindingStatus::Other(line.into()))
            .with_confidence(Confidence::new(0.5).because(line).because(line))
            .with_root_cause(
                RootCause::new(prose).with_service(line).with_category(line).with_error_type(line),
            )
            .with_evidence(
                EvidenceItem::new(EvidenceKind::Other(line.into()), line)
                    .with_link(line)
                    .with_excerpt(Excerpt::new(log).starting_at(7)),
            )
            .with_evidence(EvidenceItem::new(EvidenceKind::Log, "ours").with_excerpt(Excerpt::new(log)))
            .with_suspect(
                Suspect::new(line)
                    .with_commit(line)
                    .with_merge_request(line)
                    .with_author(line)
                    .with_link(format!("{ORIGIN}{line}"))
                    .with_score(f64::NAN)
                    .with_reason(SuspectReason::new(line, -1e300, line)),
            )
            .with_service(ServiceImpact::new(line, ServiceRole::Other(line.into())).with_detail(line))
            .with_event(TimelineEvent::new(at, line).with_link(line))
            .with_next_step(NextStep::new(NextStepKind::Other(line.into()), line))
            .with_gap(FindingGap::new(line, line, line))
            .with_link(FindingLink::new(line, line))
            .with_link(FindingLink::new(line, format!("{ORIGIN}-/x#{line}")))
            .with_made_by(line)
    }
}
