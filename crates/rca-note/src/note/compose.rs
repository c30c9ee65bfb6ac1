//! From the fields of a finding to the sections of a note.

use secret_redaction::Redactor;

use super::Section;
use super::layout::{Block, Form, Part};
use crate::finding::{Confidence, EvidenceItem, Excerpt, Finding, FindingGap, Suspect, SuspectReason};
use crate::inert::{Inert, LinkPolicy, Markup, Written};

/// Lines of an excerpt in its fullest form per 1,000 characters of the note, and in the shorter forms.
const EXCERPT_LINES: [usize; 6] = [15, 10, 7, 5, 3, 2];

/// Reasons of a suspect that are shown.
const REASONS: usize = 6;

pub(super) struct Composer<'r> {
    pub(super) redactor: &'r Redactor,
    pub(super) links: &'r LinkPolicy,
    pub(super) limit: usize,
}

impl Composer<'_> {
    pub(super) fn parts(&self, finding: &Finding) -> Vec<Part> {
        let mut parts = vec![
            self.overview(finding),
            self.prose(Section::Summary, "", &finding.summary),
            self.root_cause(finding),
            list(
                Section::Evidence,
                "#### Evidence\n\n",
                finding.evidence.iter().map(|item| self.evidence(item)),
            ),
            list(
                Section::Suspects,
                "#### Suspects\n\n",
                finding.suspects.iter().enumerate().map(|(index, suspect)| self.suspect(index, suspect)),
            ),
            self.services(finding),
            self.timeline(finding),
            list(
                Section::NextSteps,
                "#### Next steps\n\n",
                finding.next_steps.iter().map(|step| self.labelled(step.kind.as_str(), &step.text)),
            ),
            list(Section::Gaps, "#### Gaps\n\n", finding.gaps.iter().map(|gap| self.gap(gap))),
            self.excerpts(finding),
            list(
                Section::Links,
                "#### Links\n\n",
                finding.links.iter().map(|link| {
                    let label = self.line(&link.title);
                    block(self.linked(Markup::own("- "), label, Some(&link.url)), "\n")
                }),
            ),
        ];
        parts.retain(|part| !part.blocks.is_empty());
        parts
    }

    /// Characters that a text within an entry may take.
    fn entry(&self) -> usize {
        (self.limit / 10).clamp(80, 4_000)
    }

    fn inert(&self, text: &str) -> Inert {
        Inert::prose(text, self.redactor)
    }

    fn line(&self, text: &str) -> Written {
        self.inert(text).line(self.entry())
    }

    /// A short name: a word of an enum, a service, an author.
    fn name(&self, text: &str) -> Written {
        self.inert(text).line(80)
    }

    fn code(&self, text: &str) -> Written {
        self.inert(text).code(80)
    }

    fn overview(&self, finding: &Finding) -> Part {
        let mut blocks = Vec::new();
        let title = self.line(&finding.title);
        if !title.markup.is_empty() {
            let markup = Markup::own("**").and_markup(&title.markup).and("**\n\n");
            blocks.push(block(Written { markup, left_out: title.left_out }, ""));
        }
        let mut facts = Written { markup: Markup::own("Status: "), left_out: 0 };
        facts = facts.then(&self.name(finding.status.as_str()));
        facts = facts.and(", severity: ").then(&self.name(finding.severity.as_str()));
        if let Some(confidence) = &finding.confidence {
            facts = facts.and(", confidence: ");
            facts.markup = facts.markup.and_number(confidence.percent()).and("%");
        }
        if let Some(made_by) = &finding.made_by {
            facts = facts.and(", by ").then(&self.name(made_by));
        }
        blocks.push(block(facts, "\n\n"));
        if let Some(reasons) = finding.confidence.as_ref().and_then(|confidence| self.reasons(confidence)) {
            blocks.push(reasons);
        }
        Part { section: Section::Overview, open: Markup::default(), blocks, close: Markup::default() }
    }

    fn reasons(&self, confidence: &Confidence) -> Option<Block> {
        let mut written = Written { markup: Markup::own("Confident because: "), left_out: 0 };
        for (index, reason) in confidence.reasons().iter().enumerate() {
            if index > 0 {
                written = written.and("; ");
            }
            written =
                if index < REASONS { written.then(&self.line(reason)) } else { written.without(reason) };
        }
        (!confidence.reasons().is_empty()).then(|| block(written, "\n\n"))
    }

    fn prose(&self, section: Section, heading: &'static str, text: &str) -> Part {
        let written = self.inert(text).blocks(self.limit / 4);
        let blocks = separated(written);
        Part { section, open: Markup::own(heading), blocks, close: Markup::default() }
    }

    fn root_cause(&self, finding: &Finding) -> Part {
        let Some(cause) = &finding.root_cause else {
            return Part {
                section: Section::RootCause,
                open: Markup::default(),
                blocks: Vec::new(),
                close: Markup::default(),
            };
        };
        let mut part = self.prose(Section::RootCause, "#### Root cause\n\n", &cause.description);
        let mut facts = Written::default();
        for (label, value) in
            [("Service: ", &cause.service), ("Category: ", &cause.category), ("Error: ", &cause.error_type)]
        {
            if let Some(value) = value.as_deref().filter(|value| !value.trim().is_empty()) {
                if !facts.markup.is_empty() {
                    facts = facts.and("; ");
                }
                facts = facts.and(label).then(&self.name(value));
            }
        }
        if !facts.markup.is_empty() {
            part.blocks.push(block(facts, "\n\n"));
        }
        part
    }

    fn evidence(&self, item: &EvidenceItem) -> Block {
        let written = Written { markup: Markup::own("- **"), left_out: 0 }
            .then(&self.name(item.kind.as_str()).filled("evidence"))
            .and("** ");
        let written = written.then(&self.line(&item.text));
        block(self.source(written, item.link.as_deref()), "\n")
    }

    /// Adds `([source](link))`, or the address as code.
    fn source(&self, written: Written, link: Option<&str>) -> Written {
        let Some(link) = link.filter(|link| !link.trim().is_empty()) else { return written };
        let source = self.links.link(&Markup::own("source"), link, self.redactor);
        written.and(" (").then(&source).and(")")
    }

    /// Adds `[label](link)`, or the label and the address as code.
    fn linked(&self, start: Markup, label: Written, link: Option<&str>) -> Written {
        let label = label.filled("untitled");
        let written = Written { markup: start, left_out: label.left_out };
        match link.filter(|link| !link.trim().is_empty()) {
            Some(link) => written.then(&self.links.link(&label.markup, link, self.redactor)),
            None => Written { markup: written.markup.and_markup(&label.markup), left_out: written.left_out },
        }
    }

    fn suspect(&self, index: usize, suspect: &Suspect) -> Block {
        let start = Markup::default().and_count(index + 1).and(". ");
        let mut head = self.linked(start, self.line(&suspect.title), suspect.link.as_deref());
        let commit = suspect.commit.as_deref().map(short_sha);
        for (label, value) in [(", merge request ", suspect.merge_request.as_deref()), (", commit ", commit)]
        {
            if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                head = head.and(label).then(&self.code(value));
            }
        }
        if let Some(author) = suspect.author.as_deref().filter(|author| !author.trim().is_empty()) {
            head = head.and(", by ").then(&self.name(author));
        }
        if let Some(score) = suspect.score.filter(|score| score.is_finite()) {
            head = head.and(", score ");
            head.markup = head.markup.and_decimal(bounded(score), false);
        }
        head = head.and("\n");
        let mut full = head.clone();
        // As wide as the number before it.
        let indent = if index < 9 { "   " } else { "     " };
        let mut without = 0;
        for (place, reason) in suspect.reasons.iter().enumerate() {
            without += reason.kind.chars().count() + reason.detail.chars().count();
            full = if place < REASONS {
                full.and(indent).and("- ").then(&self.reason(reason)).and("\n")
            } else {
                full.without(&reason.kind).without(&reason.detail)
            };
        }
        Block {
            cut: head.left_out,
            forms: vec![
                Form { left_out: full.left_out - head.left_out, markup: full.markup },
                Form { left_out: without, markup: head.markup },
            ],
        }
    }

    fn reason(&self, reason: &SuspectReason) -> Written {
        let mut written = self.name(&reason.kind).filled("reason");
        if reason.weight != 0.0 && reason.weight.is_finite() {
            written = written.and(" (");
            written.markup = written.markup.and_decimal(bounded(reason.weight), true).and(")");
        }
        let detail = self.line(&reason.detail);
        if detail.markup.is_empty() { written } else { written.and(": ").then(&detail) }
    }

    fn services(&self, finding: &Finding) -> Part {
        list(
            Section::Services,
            "#### Services\n\n",
            finding.services.iter().map(|service| {
                let written = Written { markup: Markup::own("- **"), left_out: 0 };
                let written = written
                    .then(&self.name(service.role.as_str()).filled("service"))
                    .and("** ")
                    .then(&self.name(&service.name));
                let detail = service.detail.as_deref().map(|detail| self.line(detail)).unwrap_or_default();
                block(if detail.markup.is_empty() { written } else { written.and(": ").then(&detail) }, "\n")
            }),
        )
    }

    fn timeline(&self, finding: &Finding) -> Part {
        let items = finding.events_by_time().into_iter().map(|event| {
            let mut written = Written { markup: Markup::own("- "), left_out: 0 };
            if let Some(at) = event.at {
                written = written.then(&self.code(&at.to_string())).and(" ");
            }
            written = written.then(&self.line(&event.text));
            block(self.source(written, event.link.as_deref()), "\n")
        });
        part(
            Section::Timeline,
            "<details>\n<summary>Timeline</summary>\n\n",
            items.collect(),
            "\n</details>\n\n",
        )
    }

    fn labelled(&self, label: &str, text: &str) -> Block {
        let label = self.name(label).filled("step");
        let written = Written { markup: Markup::own("- **"), left_out: 0 }.then(&label).and("** ");
        block(written.then(&self.line(text)), "\n")
    }

    fn gap(&self, gap: &FindingGap) -> Block {
        let mut written =
            Written { markup: Markup::own("- "), left_out: 0 }.then(&self.line(&gap.what).filled("unknown"));
        for (label, text) in [(": ", &gap.why), ("; advice: ", &gap.advice)] {
            let text = self.line(text);
            if !text.markup.is_empty() {
                written = written.and(label).then(&text);
            }
        }
        block(written, "\n")
    }

    fn excerpts(&self, finding: &Finding) -> Part {
        let items = finding.evidence.iter().filter_map(|item| Some((item, item.excerpt.as_ref()?)));
        let blocks = items.filter_map(|(item, excerpt)| self.excerpt(item, excerpt)).collect();
        part(
            Section::Excerpts,
            "<details>\n<summary>Log and file excerpts</summary>\n\n",
            blocks,
            "</details>\n\n",
        )
    }

    fn excerpt(&self, item: &EvidenceItem, excerpt: &Excerpt) -> Option<Block> {
        let text = Inert::log(&excerpt.text, self.redactor);
        if text.is_empty() {
            return None;
        }
        let caption = self.name(&item.text).filled("Excerpt");
        let mut forms = Vec::new();
        for per_thousand in EXCERPT_LINES {
            let shown = (self.limit * per_thousand / 1_000).max(3);
            let fence = text.fence(excerpt.first_line, shown);
            let markup = caption.markup.clone().and(":\n\n").and_markup(&fence.markup).and("\n");
            forms.push(Form { markup, left_out: fence.left_out });
        }
        Some(Block { forms, cut: caption.left_out })
    }
}

/// The beginning of a whole hash, as GitLab shows it; anything else as it is.
fn short_sha(commit: &str) -> &str {
    let whole = matches!(commit.len(), 40 | 64) && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    if whole { commit.get(..12).unwrap_or(commit) } else { commit }
}

impl Written {
    fn and(mut self, own: &'static str) -> Self {
        self.markup = self.markup.and(own);
        self
    }

    fn then(mut self, other: &Self) -> Self {
        self.markup = self.markup.and_markup(&other.markup);
        self.left_out += other.left_out;
        self
    }

    /// Leaves a text out, and counts it.
    fn without(mut self, text: &str) -> Self {
        self.left_out += text.chars().count();
        self
    }

    /// Our own word where the foreign text is blank.
    fn filled(self, own: &'static str) -> Self {
        if self.markup.is_empty() { Self { markup: Markup::own(own), ..self } } else { self }
    }
}

/// Keeps a number that somebody made up from filling the line.
fn bounded(number: f64) -> f64 {
    number.clamp(-99_999.0, 99_999.0)
}

fn block(written: Written, end: &'static str) -> Block {
    Block { forms: vec![Form { markup: written.markup.and(end), left_out: 0 }], cut: written.left_out }
}

fn list(section: Section, heading: &'static str, blocks: impl Iterator<Item = Block>) -> Part {
    part(section, heading, blocks.collect(), "\n")
}

fn part(section: Section, open: &'static str, blocks: Vec<Block>, close: &'static str) -> Part {
    Part { section, open: Markup::own(open), blocks, close: Markup::own(close) }
}

/// A blank line after each block, so that none continues the one before it.
fn separated(written: Vec<Written>) -> Vec<Block> {
    written
        .into_iter()
        .map(|written| {
            if written.markup.is_empty() {
                Block { forms: vec![Form { markup: Markup::default(), left_out: 0 }], cut: written.left_out }
            } else {
                block(written, "\n")
            }
        })
        .collect()
}
