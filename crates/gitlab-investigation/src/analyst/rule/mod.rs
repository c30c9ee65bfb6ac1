//! The analyst by rules: no model, no guess that it cannot give a reason for.

mod lead;
mod narrative;
mod suspects;

use super::{Analyst, AnalystError};
use crate::Evidence;
use async_trait::async_trait;
use rca_note::{Confidence, Finding, FindingGap, FindingStatus};
use std::cmp::Ordering;
use suspects::Verdict;

/// Draws conclusions by rules alone, in milliseconds and always the same ones.
///
/// It takes the failure that says most (a failed test with its place in the code before a compiler error,
/// before an exit code), of the newest pipeline that nothing made good since; ranks the commits and merge
/// requests against it, each with itemised reasons; and says how sure it is and why. When nothing in GitLab
/// explains the incident, the finding says where it looked and what was missing.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RuleAnalyst {}

impl RuleAnalyst {
    /// The analyst with its usual rules.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }

    /// The finding that the evidence supports.
    #[must_use]
    pub fn conclude(&self, evidence: &Evidence) -> Finding {
        let lead = lead::find(evidence);
        let verdict = suspects::rank(evidence, lead.as_ref());
        let mut finding = match (&lead, lead::unrunnable(evidence)) {
            (Some(lead), _) => narrative::failure(evidence, lead, &verdict),
            (None, Some(pipeline)) => narrative::unrunnable(pipeline),
            (None, None) => narrative::nothing_failed(evidence, &verdict),
        };
        let confidence = confidence(lead.as_ref(), &verdict, evidence);
        finding.status =
            if confidence.value() >= 0.6 { FindingStatus::Identified } else { FindingStatus::Investigating };
        finding.confidence = Some(confidence);
        finding.suspects = verdict.suspects;
        finding.timeline = narrative::timeline(evidence, lead.as_ref());
        finding.links = narrative::links(evidence, lead.as_ref());
        finding.gaps = evidence
            .gaps
            .iter()
            .map(|gap| FindingGap::new(&gap.what, &gap.why, gap.advice.clone().unwrap_or_default()))
            .collect();
        if let Some(incident) = &evidence.incident {
            finding.severity = incident.severity.clone();
        }
        finding.made_by = Some(concat!("gitlab-rca ", env!("CARGO_PKG_VERSION"), ", by rules").to_owned());
        finding
    }
}

#[async_trait]
impl Analyst for RuleAnalyst {
    async fn analyse(&self, evidence: &Evidence) -> Result<Finding, AnalystError> {
        Ok(self.conclude(evidence))
    }
}

/// How many parts of the evidence could not be read. What there is none of tells as much as if it had been read.
fn unread(evidence: &Evidence) -> usize {
    evidence.gaps.iter().filter(|gap| !gap.absent).count()
}

/// How sure the finding is: how precisely the failure is known, and how clearly one change stands out.
fn confidence(lead: Option<&lead::Lead<'_>>, verdict: &Verdict, evidence: &Evidence) -> Confidence {
    let mut parts: Vec<(f64, String)> = Vec::new();
    match lead {
        Some(lead) if lead.is_located() => {
            parts.push((0.4, "the log names the failing place in the code".to_owned()));
        }
        Some(lead) if lead.is_intermittent() => {
            parts.push((0.3, "the log names a failure of the infrastructure".to_owned()));
        }
        Some(_) => parts.push((0.2, "a job failed, but its log names no place in the code".to_owned())),
        None => parts.push((0.05, "no job failed".to_owned())),
    }
    match verdict.margin {
        Some(margin) => {
            parts.push((0.25, "one change fits the failure better than all others".to_owned()));
            parts
                .push((0.15 * margin, format!("the score of the next one is {:.0} % lower", margin * 100.0)));
        }
        None => {
            parts.push((0.0, verdict.why_none.clone().unwrap_or_else(|| "no change stands out".to_owned())));
        }
    }
    if verdict.changed_failing_line {
        parts.push((0.15, "it changed the failing line or one near it".to_owned()));
    }
    let unread = unread(evidence);
    if unread > 0 {
        parts.push((-0.05, format!("{unread} parts of the evidence could not be read")));
    }
    parts.sort_by(|(a, _), (b, _)| b.partial_cmp(a).unwrap_or(Ordering::Equal));
    let value: f64 = parts.iter().map(|(weight, _)| weight).sum();
    parts
        .into_iter()
        .fold(Confidence::new(value.clamp(0.0, 0.95)), |confidence, (_, reason)| confidence.because(reason))
}
