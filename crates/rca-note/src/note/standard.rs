use std::borrow::Cow;

use super::line::NoteLine;
use super::page::{NotePage, NoteSection};
use super::section::Section;
use super::template::NoteTemplate;
use crate::finding::{Confidence, Finding, Suspect, SuspectReason};

/// Reasons for the confidence that are shown.
const REASONS: usize = 6;

/// The layout that a note has unless another one is set: what happened and why, what speaks for it, what to do; timeline and
/// excerpts have to be opened.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct StandardLayout {
    with_diagram: bool,
}

impl StandardLayout {
    /// The layout without a diagram.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Draws the timeline as a Mermaid diagram, too (GitLab 15.11 and later).
    #[must_use]
    pub fn with_timeline_diagram(mut self) -> Self {
        self.with_diagram = true;
        self
    }
}

impl NoteTemplate for StandardLayout {
    fn lay_out(&self, finding: &Finding, page: &mut NotePage<'_>) {
        page.section(Section::Overview, |section| overview(finding, section));
        page.section(Section::Summary, |section| section.prose(&finding.summary));
        page.section(Section::RootCause, |section| root_cause(finding, section));
        page.section(Section::Evidence, |section| evidence(finding, section));
        page.section(Section::Suspects, |section| {
            section.heading("Suspects");
            for suspect in &finding.suspects {
                section.numbered_with(head(suspect), suspect.reasons.iter().map(reason));
            }
        });
        page.section(Section::Services, |section| services(finding, section));
        page.section(Section::Timeline, |section| self.timeline(finding, section));
        page.section(Section::NextSteps, |section| {
            section.heading("Next steps");
            for step in &finding.next_steps {
                section.item(NoteLine::strong(or(step.kind.as_str(), "step")).text(&step.text));
            }
        });
        page.section(Section::Gaps, |section| {
            section.heading("Gaps");
            for gap in &finding.gaps {
                let line = NoteLine::new().text(or(&gap.what, "unknown"));
                section.item(line.labelled(":", Some(&gap.why)).labelled("; advice:", Some(&gap.advice)));
            }
        });
        page.section(Section::Excerpts, |section| excerpts(finding, section));
        page.section(Section::Links, |section| {
            section.heading("Links");
            for link in &finding.links {
                section.item(NoteLine::new().link(&link.title, &link.url));
            }
        });
    }
}

fn overview(finding: &Finding, section: &mut NoteSection<'_>) {
    section.paragraph(NoteLine::strong(&finding.title));
    let mut headings = vec!["Status", "Severity"];
    let mut facts =
        vec![NoteLine::new().name(finding.status.as_str()), NoteLine::new().name(finding.severity.as_str())];
    if let Some(confidence) = &finding.confidence {
        headings.push("Confidence");
        facts.push(NoteLine::new().percent(confidence.percent()));
    }
    if let Some(made_by) = &finding.made_by {
        headings.push("By");
        facts.push(NoteLine::new().name(made_by));
    }
    section.table(&headings, [facts]);
    let reasons = finding.confidence.as_ref().map(Confidence::reasons).unwrap_or_default();
    if let Some((first, others)) = reasons.split_first() {
        let line = NoteLine::from("Confident because:").text(first);
        section.paragraph(others.iter().enumerate().fold(line, |line, (index, reason)| {
            if index + 1 < REASONS { line.text(";").text(reason) } else { line.unshown(reason) }
        }));
    }
}

fn root_cause(finding: &Finding, section: &mut NoteSection<'_>) {
    let Some(cause) = &finding.root_cause else { return };
    section.heading("Root cause");
    section.prose(&cause.description);
    let facts = [("Service:", &cause.service), ("Category:", &cause.category), ("Error:", &cause.error_type)];
    let mut line = NoteLine::new();
    for (label, value) in facts {
        if let Some(value) = value.as_deref().filter(|value| !value.trim().is_empty()) {
            line = if line.is_empty() { line } else { line.text(";") };
            line = line.text(label).name(value);
        }
    }
    section.paragraph(line);
}

fn evidence(finding: &Finding, section: &mut NoteSection<'_>) {
    section.heading("Evidence");
    for item in &finding.evidence {
        let line =
            NoteLine::strong(item.kind_in_words().unwrap_or_else(|| "evidence".to_owned())).text(&item.text);
        section.item(source(line, item.permalink()));
    }
}

/// Adds `[source](link)`, or the address as code.
fn source<'t>(line: NoteLine<'t>, link: Option<Cow<'t, str>>) -> NoteLine<'t> {
    match link.filter(|link| !link.trim().is_empty()) {
        Some(link) => line.link("source", link),
        None => line,
    }
}

fn head(suspect: &Suspect) -> NoteLine<'_> {
    let link = suspect.link.as_deref().unwrap_or_default();
    let mut line = NoteLine::new().link(&suspect.title, link);
    let (merge_request, commit) = (suspect.merge_request.as_deref(), suspect.short_commit());
    for (label, value) in [(", merge request", merge_request), (", commit", commit)] {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            line = line.text(label).code(value);
        }
    }
    if let Some(author) = suspect.author.as_deref().filter(|author| !author.trim().is_empty()) {
        line = line.text(", by").name(author);
    }
    match suspect.score.filter(|score| score.is_finite()) {
        Some(score) => line.text(", score").number(score),
        None => line,
    }
}

fn reason(reason: &SuspectReason) -> NoteLine<'_> {
    let mut line = NoteLine::new().name(or(&reason.kind, "reason"));
    if reason.weight != 0.0 && reason.weight.is_finite() {
        line = line.signed(reason.weight);
    }
    line.labelled(":", Some(&reason.detail))
}

fn services(finding: &Finding, section: &mut NoteSection<'_>) {
    section.heading("Services");
    let rows = finding.services.iter().map(|service| {
        [
            NoteLine::new().name(&service.name),
            NoteLine::new().name(service.role.as_str()),
            service.detail.as_deref().unwrap_or_default().into(),
        ]
    });
    section.table(&["Service", "Role", "Detail"], rows);
}

impl StandardLayout {
    fn timeline(self, finding: &Finding, section: &mut NoteSection<'_>) {
        if finding.timeline.is_empty() {
            return;
        }
        let events = finding.events_by_time();
        section.details("Timeline", |section| {
            let rows = events.iter().map(|event| {
                let at = event.at.map(|at| at.to_string());
                let text = NoteLine::from(&event.text);
                [
                    at.map(|at| NoteLine::new().code(at)).unwrap_or_default(),
                    source(text, event.link.as_deref().map(Cow::Borrowed)),
                ]
            });
            section.table(&["Time", "Event"], rows);
        });
        if self.with_diagram {
            section.timeline_diagram(&events);
        }
    }
}

fn excerpts(finding: &Finding, section: &mut NoteSection<'_>) {
    section.details("Log and file excerpts", |section| {
        for item in &finding.evidence {
            if let Some(excerpt) = &item.excerpt {
                section.excerpt(NoteLine::new().name(or(&item.text, "Excerpt")), excerpt);
            }
        }
    });
}

/// Our own word where nobody said anything.
fn or<'t>(text: &'t str, own: &'t str) -> &'t str {
    if text.trim().is_empty() { own } else { text }
}
