//! From the outline of a finding to the message.

use super::mrkdwn::Mrkdwn;
use crate::note::Section;
use crate::prose::{Paragraph, paragraphs};
use crate::rendering::{
    Block, Change, Clean, Link, Observation, Outline, Part, Piece as _, Rendered, fit, notice, when,
};

pub(super) fn write(outline: &Outline, limit: usize) -> Rendered {
    let head = head(outline);
    let room = limit.saturating_sub(head.size());
    let (body, omitted) = fit(&parts(outline), outline, room);
    let mut message = head.mrkdwn(&body);
    if !omitted.is_empty() {
        message = message.and("\n_").words(&notice(limit, &omitted)).and("_\n");
    }
    Rendered { text: message.into_string().trim_end().to_owned(), omitted }
}

fn head(outline: &Outline) -> Mrkdwn {
    let mut head = Mrkdwn::own("*RCA finding:* ").words(outline.title.or("untitled"));
    head = head.and("\n*Status:* ").words(outline.status.or("unknown"));
    head = head.and("  *Severity:* ").words(outline.severity.or("unknown"));
    if let Some(percent) = outline.percent {
        head = head.and("  *Confidence:* ").number(&percent.to_string()).and("%");
    }
    if let Some(visibility) = &outline.visibility {
        head = head.and("  *Visibility:* ").words(visibility.as_str());
    }
    head.and("\n*Cause:* ").words(outline.lead.or("not known yet")).and("\n")
}

fn parts(outline: &Outline) -> Vec<Part<Mrkdwn>> {
    let mut cause = prose(&outline.cause);
    for (label, value) in &outline.cause_facts {
        cause.push(block(Mrkdwn::own(BULLET).and(label).and(": ").words(value.as_str()).and("\n"), [value]));
    }
    for reason in &outline.certainties {
        let line = Mrkdwn::own(BULLET).and("Confident because ").words(reason.as_str());
        cause.push(block(line.and("\n"), [reason]));
    }
    let mut links: Vec<_> = outline
        .links
        .iter()
        .map(|(title, link)| {
            block(Mrkdwn::own(BULLET).mrkdwn(&linked(title, link.as_ref())).and("\n"), [title])
        })
        .collect();
    if outline.made_by.is_some() || outline.made_at.is_some() {
        let mut line = Mrkdwn::own("Made");
        if let Some(made_by) = &outline.made_by {
            line = line.and(" by ").words(made_by.as_str());
        }
        if let Some(at) = outline.made_at {
            line = line.and(" at ").number(&when(at));
        }
        links.push(block(line.and("\n"), &outline.made_by));
    }
    vec![
        part(Section::Summary, "\n", prose(&outline.summary)),
        part(Section::RootCause, "\n*Root cause*\n", cause),
        part(
            Section::NextSteps,
            "\n*Next steps*\n",
            outline.next_steps.iter().map(|(kind, text)| labelled(kind, "step", text)).collect(),
        ),
        part(Section::Evidence, "\n*Evidence*\n", outline.evidence.iter().map(observation).collect()),
        part(
            Section::Suspects,
            "\n*Suspects*\n",
            outline.suspects.iter().enumerate().map(|(index, change)| suspect(index + 1, change)).collect(),
        ),
        part(Section::Services, "\n*Services*\n", outline.services.iter().map(service).collect()),
        part(
            Section::Timeline,
            "\n*Timeline*\n",
            outline
                .timeline
                .iter()
                .map(|moment| {
                    let mut line = Mrkdwn::own(BULLET);
                    if let Some(at) = moment.at {
                        line = line.code(&when(at)).and(" ");
                    }
                    let line = line.words(moment.text.as_str());
                    block(source(line, moment.link.as_ref()).and("\n"), [&moment.text])
                })
                .collect(),
        ),
        part(Section::Gaps, "\n*Gaps*\n", outline.gaps.iter().map(gap).collect()),
        part(Section::Links, "\n*Links*\n", links),
    ]
}

const BULLET: &str = "\u{2022} ";

fn part(section: Section, open: &'static str, blocks: Vec<Block<Mrkdwn>>) -> Part<Mrkdwn> {
    Part { section, open: Mrkdwn::own(open), blocks, close: Mrkdwn::default() }
}

fn block<'c>(piece: Mrkdwn, texts: impl IntoIterator<Item = &'c Clean>) -> Block<Mrkdwn> {
    Block { piece, left_out: texts.into_iter().map(|text| text.left_out).sum(), short: None }
}

fn prose(text: &Clean) -> Vec<Block<Mrkdwn>> {
    let mut blocks: Vec<Block<Mrkdwn>> = paragraphs(text.as_str())
        .map(|paragraph| {
            let piece = match paragraph {
                Paragraph::Words(words) => Mrkdwn::default().words(&words).and("\n"),
                Paragraph::Item(words) => Mrkdwn::own(BULLET).words(&words).and("\n"),
                Paragraph::Code(code) => Mrkdwn::default().fence(&code),
            };
            Block { piece, left_out: 0, short: None }
        })
        .collect();
    if let Some(last) = blocks.last_mut() {
        last.left_out = text.left_out;
    }
    blocks
}

fn labelled(kind: &Clean, own: &'static str, text: &Clean) -> Block<Mrkdwn> {
    let line = Mrkdwn::own(BULLET).mrkdwn(&label(kind, own)).words(text.as_str());
    block(line.and("\n"), [kind, text])
}

/// A word of an enum and a colon; bold ends before what may be code.
fn label(word: &Clean, own: &'static str) -> Mrkdwn {
    Mrkdwn::default().words(word.or(own)).and(": ")
}

fn observation(item: &Observation) -> Block<Mrkdwn> {
    let line = Mrkdwn::own(BULLET).mrkdwn(&label(&item.kind, "evidence")).words(item.text.as_str());
    let mut line = source(line, item.link.as_ref()).and("\n");
    let mut short = None;
    if let Some((lines, first)) = &item.excerpt {
        short = Some((line.clone(), lines.as_str().chars().count()));
        let count = lines.as_str().lines().count();
        let last = first.map(|first| first.saturating_add(count as u64).saturating_sub(1));
        let width = last.map_or(0, |last| last.to_string().len());
        let mut shown = Vec::new();
        for (index, text) in lines.as_str().lines().enumerate() {
            shown.push(match first {
                Some(first) => format!("{:>width$} | {text}", first.saturating_add(index as u64)),
                None => text.to_owned(),
            });
        }
        line = line.fence(&shown.join("\n"));
    }
    Block { short, ..block(line, [&item.kind, &item.text]) }
}

fn suspect(rank: usize, change: &Change) -> Block<Mrkdwn> {
    let mut line = Mrkdwn::default().number(&rank.to_string()).and(". ");
    line = line.mrkdwn(&linked(&change.title, change.link.as_ref()));
    if let Some(score) = change.score {
        line = line.and(", score ").number(&format!("{score:.2}"));
    }
    for (label, value) in [(", merge request ", &change.merge_request), (", commit ", &change.commit)] {
        if let Some(value) = value {
            line = line.and(label).code(value.as_str());
        }
    }
    if let Some(author) = &change.author {
        line = line.and(", by ").words(author.as_str());
    }
    line = line.and("\n");
    let mut texts = vec![&change.title];
    for reason in &change.reasons {
        line = line.and("    \u{25e6} ").words(reason.kind.or("reason"));
        if let Some(weight) = reason.weight {
            line = line.and(" (").number(&format!("{weight:+.2}")).and(")");
        }
        if !reason.detail.is_empty() {
            line = line.and(": ").words(reason.detail.as_str());
        }
        line = line.and("\n");
        texts.extend([&reason.kind, &reason.detail]);
    }
    block(line, texts)
}

fn service((role, name, detail): &(Clean, Clean, Clean)) -> Block<Mrkdwn> {
    let mut line = Mrkdwn::own(BULLET).mrkdwn(&label(role, "service")).words(name.or("unnamed"));
    if !detail.is_empty() {
        line = line.and(": ").words(detail.as_str());
    }
    block(line.and("\n"), [role, name, detail])
}

fn gap(gap: &[Clean; 3]) -> Block<Mrkdwn> {
    let [what, why, advice] = gap;
    let mut line = Mrkdwn::own(BULLET).words(what.or("unknown"));
    for (label, text) in [(": ", why), ("; advice: ", advice)] {
        if !text.is_empty() {
            line = line.and(label).words(text.as_str());
        }
    }
    block(line.and("\n"), gap)
}

/// Adds a link to the source, or its address as code.
fn source(line: Mrkdwn, link: Option<&Link>) -> Mrkdwn {
    match link {
        Some(Link::Allowed(address)) => line.and(" (").link(address, &Mrkdwn::own("source")).and(")"),
        Some(Link::Shown(address)) => line.and(" (").code(address.as_str()).and(")"),
        None => line,
    }
}

/// The label as a link, or with the address as code behind it.
fn linked(label: &Clean, link: Option<&Link>) -> Mrkdwn {
    let label = Mrkdwn::default().words(label.or("untitled"));
    match link {
        Some(Link::Allowed(address)) => Mrkdwn::default().link(address, &label),
        Some(Link::Shown(address)) => label.and(" (").code(address.as_str()).and(")"),
        None => label,
    }
}
