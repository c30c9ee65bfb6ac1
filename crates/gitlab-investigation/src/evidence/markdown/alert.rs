//! What the investigation was about, and what it could not see.

use super::foreign::{field, labelled};
use super::page::{Kind, Part};
use super::words::Words;
use crate::Incident;
use crate::evidence::{Evidence, Gap};

pub(super) fn alert(incident: &Incident) -> Part {
    let mut lines = vec![field(&incident.title)];
    lines.push(format!("severity: {}", field(incident.severity.as_str())));
    lines.extend(labelled("service", incident.service.as_deref()));
    lines.extend(incident.description.clone());
    Part::new(Kind::Alert, Words::new("Alert"), &lines)
}

pub(super) fn start(evidence: &Evidence) -> Part {
    let mut lines = vec![
        format!("start: {}", field(&evidence.start)),
        format!("project: {}", field(&evidence.project.path)),
        format!("GitLab: {}", field(&evidence.instance.to_string())),
    ];
    lines.extend(labelled("environment", evidence.environment.as_deref()));
    lines.extend(labelled("default branch", evidence.project.default_branch.as_deref()));
    Part::new(Kind::Start, Words::new("Start"), &lines)
}

/// What is missing names branches, jobs and files, and why may be GitLab's own words.
pub(super) fn gaps(gaps: &[Gap]) -> Option<Part> {
    let heading = Words::new("Could not be read (").count(gaps.len()).and(")");
    let lines = gaps.iter().map(|gap| {
        let advice = gap.advice.as_ref().map_or(String::new(), |advice| format!("; {}", field(advice)));
        format!("- {}: {}{advice}", field(&gap.what), field(&gap.why))
    });
    Part::list(Kind::Gaps, heading, lines)
}
