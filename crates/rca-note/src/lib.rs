//! Writes a root cause finding as GitLab Flavored Markdown in which nothing acts.

mod finding;

pub use finding::{
    Confidence, EvidenceItem, EvidenceKind, Excerpt, Finding, FindingGap, FindingLink, FindingStatus,
    NextStep, NextStepKind, RootCause, ServiceImpact, ServiceRole, Severity, Suspect, SuspectReason,
    TimelineEvent,
};
