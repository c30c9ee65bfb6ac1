//! From the outline of a finding to the text.

use super::wrap::Lines;
use crate::note::Section;
use crate::prose::{Paragraph, paragraphs};
use crate::rendering::{
    Block, Change, Clean, Link, Observation, Outline, Part, Piece as _, Rendered, fit, notice, when,
};

/// Where the values of the facts begin.
const VALUES: usize = 12;

pub(super) fn write(outline: &Outline, limit: usize, width: usize) -> Rendered {
    let writer = Writer { width };
    let head = writer.head(outline);
    let room = limit.saturating_sub(head.size());
    let (body, omitted) = fit(&writer.parts(outline), outline, room);
    let mut page = head;
    page.append(&body);
    if !omitted.is_empty() {
        page = page.own("\n").words("", 2, &notice(limit, &omitted), width);
    }
    Rendered { text: page.into_string(), omitted }
}

struct Writer {
    width: usize,
}

impl Writer {
    fn head(&self, outline: &Outline) -> Lines {
        let title = outline.title.or("untitled");
        let mut head =
            Lines::default().words("RCA finding: ", 2, title, self.width).underlined("=").own("\n");
        let percent = outline.percent.map(|percent| format!("{percent}%"));
        let mut facts = vec![
            ("Status      ", outline.status.or("unknown")),
            ("Severity    ", outline.severity.or("unknown")),
            ("Confidence  ", percent.as_deref().unwrap_or_default()),
            ("Cause       ", outline.lead.or("not known yet")),
        ];
        facts.extend(outline.cause_facts.iter().map(|(label, value)| {
            let label = match *label {
                "Service" => "Service     ",
                "Category" => "Category    ",
                _ => "Error       ",
            };
            (label, value.as_str())
        }));
        let made_at = outline.made_at.map(when);
        facts.push(("Visibility  ", outline.visibility.as_ref().map(Clean::as_str).unwrap_or_default()));
        facts.push(("Made by     ", outline.made_by.as_ref().map(Clean::as_str).unwrap_or_default()));
        facts.push(("Made at     ", made_at.as_deref().unwrap_or_default()));
        for (label, value) in facts {
            if !value.is_empty() {
                head = head.words(label, VALUES, value, self.width);
            }
        }
        head
    }

    fn parts(&self, outline: &Outline) -> Vec<Part<Lines>> {
        let mut cause = self.prose(&outline.cause);
        for reason in &outline.certainties {
            cause.push(block(self.item("  - confident because ", 4, reason.as_str()), [reason]));
        }
        let labelled = |label: &Clean, own: &'static str, text: &Clean| {
            let words = format!("{}: {}", label.or(own), text.as_str());
            block(self.item("  - ", 4, &words), [label, text])
        };
        vec![
            part(Section::Summary, "\nSummary\n-------\n", self.prose(&outline.summary)),
            part(Section::RootCause, "\nRoot cause\n----------\n", cause),
            part(
                Section::NextSteps,
                "\nNext steps\n----------\n",
                outline.next_steps.iter().map(|(kind, text)| labelled(kind, "step", text)).collect(),
            ),
            part(
                Section::Evidence,
                "\nEvidence\n--------\n",
                outline.evidence.iter().map(|item| self.observation(item)).collect(),
            ),
            part(
                Section::Suspects,
                "\nSuspects\n--------\n",
                outline
                    .suspects
                    .iter()
                    .enumerate()
                    .map(|(index, change)| self.suspect(index + 1, change))
                    .collect(),
            ),
            part(
                Section::Services,
                "\nServices\n--------\n",
                outline.services.iter().map(|service| self.service(service)).collect(),
            ),
            part(
                Section::Timeline,
                "\nTimeline\n--------\n",
                outline
                    .timeline
                    .iter()
                    .map(|moment| {
                        let time = moment.at.map(when).unwrap_or_default();
                        let head = format!("  {time:<23}  ");
                        let line = self.item(&head, head.len(), moment.text.as_str());
                        block(self.address(line, head.len(), moment.link.as_ref()), [&moment.text])
                    })
                    .collect(),
            ),
            part(Section::Gaps, "\nGaps\n----\n", outline.gaps.iter().map(|gap| self.gap(gap)).collect()),
            part(
                Section::Links,
                "\nLinks\n-----\n",
                outline
                    .links
                    .iter()
                    .map(|(title, link)| {
                        let line = self.item("  - ", 4, title.or("untitled"));
                        block(self.address(line, 4, link.as_ref()), [title])
                    })
                    .collect(),
            ),
        ]
    }

    fn item(&self, head: &str, indent: usize, text: &str) -> Lines {
        Lines::default().words(head, indent, text, self.width)
    }

    /// The address on a line of its own, whole.
    fn address(&self, lines: Lines, indent: usize, link: Option<&Link>) -> Lines {
        let address = match link {
            Some(Link::Allowed(address)) => address.as_str(),
            Some(Link::Shown(address)) => address.as_str(),
            None => return lines,
        };
        lines.words(&" ".repeat(indent), indent, address, self.width)
    }

    fn prose(&self, text: &Clean) -> Vec<Block<Lines>> {
        let mut was_item = true;
        let mut blocks: Vec<Block<Lines>> = Vec::new();
        for paragraph in paragraphs(text.as_str()) {
            let is_item = matches!(paragraph, Paragraph::Item(_));
            // Items stand close together.
            let gap = if blocks.is_empty() || (is_item && was_item) { "" } else { "\n" };
            was_item = is_item;
            let lines = Lines::default().own(gap);
            let piece = match &paragraph {
                Paragraph::Words(words) => lines.words("  ", 2, words, self.width),
                Paragraph::Item(words) => lines.words("  - ", 4, words, self.width),
                Paragraph::Code(code) => code.lines().fold(lines, |lines, line| lines.line("    | ", line)),
            };
            blocks.push(Block { piece, left_out: 0, short: None });
        }
        if let Some(last) = blocks.last_mut() {
            last.left_out = text.left_out;
        }
        blocks
    }

    fn observation(&self, item: &Observation) -> Block<Lines> {
        let words = format!("{}: {}", item.kind.or("evidence"), item.text.as_str());
        let mut lines = self.address(self.item("  - ", 4, &words), 4, item.link.as_ref());
        let mut short = None;
        if let Some((excerpt, first)) = &item.excerpt {
            short = Some((lines.clone(), excerpt.as_str().chars().count()));
            let count = excerpt.as_str().lines().count();
            let last = first.map(|first| first.saturating_add(count as u64).saturating_sub(1));
            let width = last.map_or(0, |last| last.to_string().len());
            for (index, line) in excerpt.as_str().lines().enumerate() {
                let head = match first {
                    Some(first) => format!("      {:>width$} | ", first.saturating_add(index as u64)),
                    None => "      | ".to_owned(),
                };
                lines = lines.line(&head, line);
            }
        }
        Block { short, ..block(lines, [&item.kind, &item.text]) }
    }

    fn suspect(&self, rank: usize, change: &Change) -> Block<Lines> {
        let head = format!("  {rank}. ");
        let indent = head.len();
        let blanks = " ".repeat(indent);
        let mut lines = self.item(&head, indent, change.title.or("untitled"));
        lines = self.address(lines, indent, change.link.as_ref());
        let mut facts = Vec::new();
        for (label, value) in
            [("merge request", &change.merge_request), ("commit", &change.commit), ("by", &change.author)]
        {
            facts.extend(value.as_ref().map(|value| format!("{label} {}", value.as_str())));
        }
        if !facts.is_empty() {
            lines = lines.words(&blanks, indent, &facts.join(", "), self.width);
        }
        if let Some(score) = change.score {
            lines =
                lines.words(&blanks, indent, &format!("score {score:.2} {}", bar(change.bar)), self.width);
        }
        let mut texts = vec![&change.title];
        for reason in &change.reasons {
            let weight = reason.weight.map(|weight| format!("{weight:+.2}")).unwrap_or_default();
            let head = format!("{blanks}{weight:>6}  ");
            let mut words = reason.kind.or("reason").to_owned();
            if !reason.detail.is_empty() {
                words = format!("{words}: {}", reason.detail.as_str());
            }
            lines = lines.words(&head, head.len(), &words, self.width);
            texts.extend([&reason.kind, &reason.detail]);
        }
        block(lines, texts)
    }

    fn service(&self, (role, name, detail): &(Clean, Clean, Clean)) -> Block<Lines> {
        let mut words = format!("{}: {}", role.or("service"), name.or("unnamed"));
        if !detail.is_empty() {
            words = format!("{words}: {}", detail.as_str());
        }
        block(self.item("  - ", 4, &words), [role, name, detail])
    }

    fn gap(&self, gap: &[Clean; 3]) -> Block<Lines> {
        let [what, why, advice] = gap;
        let mut words = what.or("unknown").to_owned();
        if !why.is_empty() {
            words = format!("{words}: {}", why.as_str());
        }
        let mut lines = self.item("  - ", 4, &words);
        if !advice.is_empty() {
            lines = lines.words("    Advice: ", 4, advice.as_str(), self.width);
        }
        block(lines, gap)
    }
}

/// `[#######---]`
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the part lies between 0 and 1")]
fn bar(part: f64) -> String {
    let filled = (part * 10.0).round() as usize;
    format!("[{}{}]", "#".repeat(filled), "-".repeat(10_usize.saturating_sub(filled)))
}

fn part(section: Section, open: &'static str, blocks: Vec<Block<Lines>>) -> Part<Lines> {
    Part { section, open: Lines::default().own(open), blocks, close: Lines::default() }
}

fn block<'c>(piece: Lines, texts: impl IntoIterator<Item = &'c Clean>) -> Block<Lines> {
    Block { piece, left_out: texts.into_iter().map(|text| text.left_out).sum(), short: None }
}
