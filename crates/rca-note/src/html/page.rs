//! From the outline of a finding to the page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::chart;
use super::markup::Html;
use crate::note::Section;
use crate::prose::{Paragraph, paragraphs};
use crate::rendering::{
    Block, Change, Clean, Link, Observation, Outline, Part, Piece as _, Rendered, fit, grouped, notice, when,
};

const STYLE: &str = include_str!("page.css");

pub(super) fn write(outline: &Outline, limit: usize) -> Rendered {
    let head = head(outline);
    let foot = foot(outline);
    let frame = head.size() + foot.size();
    let (body, omitted) = fit(&parts(outline), outline, limit.saturating_sub(frame));
    let mut page = head.html(&body);
    if !omitted.is_empty() {
        page = page.and("<p class=\"cut\" role=\"note\">").text(&notice(limit, &omitted)).and("</p>\n");
    }
    Rendered { text: page.html(&foot).into_string(), omitted }
}

/// Everything up to the sections: what a reader must see first.
fn head(outline: &Outline) -> Html {
    let title = outline.title.or("Untitled finding");
    let mut page = Html::own("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .and("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
        .text(&STANDARD.encode(Sha256::digest(STYLE)))
        .and("'; base-uri 'none'; form-action 'none'\">\n")
        .and("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .and("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .and("<meta name=\"referrer\" content=\"no-referrer\">\n")
        .and("<meta name=\"robots\" content=\"noindex\">\n")
        .and("<title>")
        .text(title)
        .and(" \u{2013} RCA finding</title>\n<style>")
        .and(STYLE)
        .and("</style>\n</head>\n<body>\n<header>\n<p class=\"kicker\">RCA finding</p>\n<h1 dir=\"auto\">")
        .text(title)
        .and("</h1>\n<ul class=\"badges\" aria-label=\"State\">\n")
        .and(badge(outline.status.as_str()))
        .and("<span>Status</span> ")
        .text(outline.status.or("unknown"))
        .and("</li>\n")
        .and(badge(outline.severity.as_str()))
        .and("<span>Severity</span> ")
        .text(outline.severity.or("unknown"))
        .and("</li>\n");
    if let Some(percent) = outline.percent {
        page = page.and("<li class=\"badge\"><span>Confidence</span> ").number(percent).and("%</li>\n");
    }
    if let Some(visibility) = &outline.visibility {
        page =
            page.and("<li class=\"badge\"><span>Visibility</span> ").text(visibility.as_str()).and("</li>\n");
    }
    page = page.and("</ul>\n");
    page = if outline.lead.is_empty() {
        page.and("<p class=\"lead unknown\">The cause is not known yet.</p>\n")
    } else {
        page.and("<p class=\"lead\" dir=\"auto\">").words(outline.lead.as_str()).and("</p>\n")
    };
    if !outline.cause_facts.is_empty() {
        page = page.and("<dl class=\"facts\">\n");
        for (label, value) in &outline.cause_facts {
            page = page.and("<div><dt>").and(label).and("</dt><dd dir=\"auto\">").text(value.as_str());
            page = page.and("</dd></div>\n");
        }
        page = page.and("</dl>\n");
    }
    page.and("</header>\n<main>\n")
}

fn foot(outline: &Outline) -> Html {
    let mut foot = Html::own("</main>\n<footer>\n<p>");
    if outline.made_by.is_some() || outline.made_at.is_some() {
        foot = foot.and("Made");
        if let Some(made_by) = &outline.made_by {
            foot = foot.and(" by <bdi>").text(made_by.as_str()).and("</bdi>");
        }
        if let Some(at) = outline.made_at {
            foot = foot.and(" at ").text(&when(at));
        }
        foot = foot.and(". ");
    }
    foot.and(
        "Texts come from logs, changes and alerts; they are shown as they were, with secrets masked.</p>\n",
    )
    .and("</footer>\n</body>\n</html>\n")
}

/// The colour says the same as the word, for those who see it.
fn badge(word: &str) -> &'static str {
    match word {
        "critical" => "<li class=\"badge critical\">",
        "high" => "<li class=\"badge high\">",
        "medium" => "<li class=\"badge medium\">",
        "low" | "info" => "<li class=\"badge calm\">",
        "identified" => "<li class=\"badge known\">",
        "resolved" => "<li class=\"badge done\">",
        _ => "<li class=\"badge\">",
    }
}

fn parts(outline: &Outline) -> Vec<Part<Html>> {
    let mut cause: Vec<Block<Html>> = prose(&outline.cause);
    if !outline.certainties.is_empty() {
        let mut reasons = Html::own("<p>Confident because:</p>\n<ul>\n");
        for reason in &outline.certainties {
            reasons = reasons.and("<li dir=\"auto\">").words(reason.as_str()).and("</li>\n");
        }
        cause.push(Block {
            piece: reasons.and("</ul>\n"),
            left_out: left_out(&outline.certainties),
            short: None,
        });
    }
    let timeline = outline.timeline.iter().map(|moment| {
        let mut item = Html::own("<li><span class=\"when\">");
        if let Some(at) = moment.at {
            item =
                item.and("<time datetime=\"").text(&at.to_string()).and("\">").text(&when(at)).and("</time>");
        }
        item = item.and("</span> <span dir=\"auto\">").words(moment.text.as_str());
        block(source(item, moment.link.as_ref()).and("</span></li>\n"), [&moment.text])
    });
    vec![
        part(
            Section::Summary,
            "<section aria-labelledby=\"summary\">\n<h2 id=\"summary\">Summary</h2>\n",
            prose(&outline.summary),
            "</section>\n",
        ),
        part(
            Section::RootCause,
            "<section aria-labelledby=\"root-cause\">\n<h2 id=\"root-cause\">Root cause</h2>\n",
            cause,
            "</section>\n",
        ),
        part(
            Section::NextSteps,
            "<section aria-labelledby=\"next-steps\">\n<h2 id=\"next-steps\">Next steps</h2>\n<ul class=\"rows\">\n",
            outline.next_steps.iter().map(|(kind, text)| labelled(kind, "step", text)).collect(),
            LIST_END,
        ),
        part(
            Section::Evidence,
            "<section aria-labelledby=\"evidence\">\n<h2 id=\"evidence\">Evidence</h2>\n<ul class=\"rows\">\n",
            outline.evidence.iter().map(observation).collect(),
            LIST_END,
        ),
        part(
            Section::Suspects,
            "<section aria-labelledby=\"suspects\">\n<h2 id=\"suspects\">Suspects</h2>\n<ol class=\"suspects\">\n",
            outline.suspects.iter().map(suspect).collect(),
            "</ol>\n</section>\n",
        ),
        part(
            Section::Services,
            "<section aria-labelledby=\"services\">\n<h2 id=\"services\">Services</h2>\n<ul class=\"rows\">\n",
            outline.services.iter().map(service).collect(),
            LIST_END,
        ),
        Part {
            section: Section::Timeline,
            open: Html::own("<section aria-labelledby=\"timeline\">\n<h2 id=\"timeline\">Timeline</h2>\n")
                .html(&chart::timeline(&outline.timeline))
                .and("<ol class=\"timeline\">\n"),
            blocks: timeline.collect(),
            close: Html::own("</ol>\n</section>\n"),
        },
        part(
            Section::Gaps,
            "<section aria-labelledby=\"gaps\">\n<h2 id=\"gaps\">Gaps</h2>\n<ul class=\"plain\">\n",
            outline.gaps.iter().map(gap).collect(),
            LIST_END,
        ),
        part(
            Section::Links,
            "<section aria-labelledby=\"links\">\n<h2 id=\"links\">Links</h2>\n<ul class=\"plain\">\n",
            outline
                .links
                .iter()
                .map(|(title, link)| {
                    let item = Html::own("<li dir=\"auto\">").html(&linked(title, link.as_ref()));
                    block(item.and("</li>\n"), [title])
                })
                .collect(),
            LIST_END,
        ),
    ]
}

const LIST_END: &str = "</ul>\n</section>\n";

fn part(section: Section, open: &'static str, blocks: Vec<Block<Html>>, close: &'static str) -> Part<Html> {
    Part { section, open: Html::own(open), blocks, close: Html::own(close) }
}

fn block<'c>(piece: Html, texts: impl IntoIterator<Item = &'c Clean>) -> Block<Html> {
    Block { piece, left_out: left_out(texts), short: None }
}

fn left_out<'c>(texts: impl IntoIterator<Item = &'c Clean>) -> usize {
    texts.into_iter().map(|text| text.left_out).sum()
}

/// Paragraphs, each list of items as one block.
fn prose(text: &Clean) -> Vec<Block<Html>> {
    let mut blocks: Vec<Html> = Vec::new();
    let mut items: Option<Html> = None;
    for paragraph in paragraphs(text.as_str()) {
        if let Paragraph::Item(item) = &paragraph {
            let list = items.take().unwrap_or_else(|| Html::own("<ul>\n"));
            items = Some(list.and("<li dir=\"auto\">").words(item).and("</li>\n"));
            continue;
        }
        blocks.extend(items.take().map(|list| list.and("</ul>\n")));
        blocks.push(match &paragraph {
            Paragraph::Words(words) | Paragraph::Item(words) => {
                Html::own("<p dir=\"auto\">").words(words).and("</p>\n")
            }
            Paragraph::Code(code) => {
                Html::own("<pre tabindex=\"0\"><code>").text(code).and("</code></pre>\n")
            }
        });
    }
    blocks.extend(items.map(|list| list.and("</ul>\n")));
    let mut blocks: Vec<_> =
        blocks.into_iter().map(|piece| Block { piece, left_out: 0, short: None }).collect();
    if let Some(last) = blocks.last_mut() {
        last.left_out = text.left_out;
    }
    blocks
}

fn labelled(kind: &Clean, own: &'static str, text: &Clean) -> Block<Html> {
    let item = Html::own("<li><span class=\"tag\">").text(kind.or(own)).and("</span> <div><p dir=\"auto\">");
    block(item.words(text.as_str()).and("</p></div></li>\n"), [kind, text])
}

fn observation(item: &Observation) -> Block<Html> {
    let mut row = Html::own("<li><span class=\"tag\">")
        .text(item.kind.or("evidence"))
        .and("</span> <div><p dir=\"auto\">")
        .words(item.text.as_str());
    row = source(row, item.link.as_ref()).and("</p>");
    let texts = [&item.kind, &item.text];
    let Some((lines, first)) = &item.excerpt else { return block(row.and("</div></li>\n"), texts) };
    let short = row.clone().and("</div></li>\n");
    let row = row.html(&excerpt(lines.as_str(), *first)).and("</div></li>\n");
    Block { short: Some((short, lines.as_str().chars().count())), ..block(row, texts) }
}

fn excerpt(lines: &str, first: Option<u64>) -> Html {
    let count = lines.lines().count();
    let summary = Html::own("\n<details>\n<summary>").text(&grouped(count));
    let mut summary = summary.and(if count == 1 { " line" } else { " lines" });
    if let Some(first) = first {
        summary = summary.and(" from line ").number(first);
    }
    let mut html = summary.and("</summary>\n<pre tabindex=\"0\"><code>");
    let last = first.map(|first| first.saturating_add(count as u64).saturating_sub(1));
    let width = last.map_or(0, |last| last.to_string().len());
    for (index, line) in lines.lines().enumerate() {
        if let Some(first) = first {
            let number = format!("{:>width$}", first.saturating_add(index as u64));
            html = html.and("<span class=\"number\">").text(&number).and("</span>");
        }
        html = html.text(line).and("\n");
    }
    html.and("</code></pre>\n</details>")
}

fn suspect(change: &Change) -> Block<Html> {
    let mut item = Html::own("<li><div class=\"suspect\"><h3 dir=\"auto\">");
    item = item.html(&linked(&change.title, change.link.as_ref())).and("</h3>");
    if let Some(score) = change.score {
        item = item.html(&chart::score(score, change.bar));
    }
    let mut facts = Html::default();
    for (label, value) in [("merge request ", &change.merge_request), ("commit ", &change.commit)] {
        if let Some(value) = value {
            facts = separated(facts).and(label).and("<code>").text(value.as_str()).and("</code>");
        }
    }
    if let Some(author) = &change.author {
        facts = separated(facts).and("by <bdi>").text(author.as_str()).and("</bdi>");
    }
    if !facts.is_empty() {
        item = item.and("<p class=\"by\">").html(&facts).and("</p>");
    }
    let mut texts = vec![&change.title];
    if !change.reasons.is_empty() {
        item = item.and("\n<ul class=\"reasons\">\n");
        for reason in &change.reasons {
            item = item.and("<li>");
            if let Some(weight) = reason.weight {
                let open = if weight < 0.0 { "<b class=\"against\">" } else { "<b>" };
                let shown = format!("{weight:+.2}").replace('-', "\u{2212}");
                item = item.and(open).text(&shown).and("</b> ");
            }
            item = item.and("<span dir=\"auto\">").text(reason.kind.or("reason"));
            if !reason.detail.is_empty() {
                item = item.and(": ").words(reason.detail.as_str());
            }
            item = item.and("</span></li>\n");
            texts.extend([&reason.kind, &reason.detail]);
        }
        item = item.and("</ul>");
    }
    block(item.and("</div></li>\n"), texts)
}

fn separated(facts: Html) -> Html {
    if facts.is_empty() { facts } else { facts.and(" \u{b7} ") }
}

fn service((role, name, detail): &(Clean, Clean, Clean)) -> Block<Html> {
    let item = Html::own("<li><span class=\"tag\">")
        .text(role.or("service"))
        .and("</span> <div><p dir=\"auto\"><strong>");
    let mut item = item.text(name.or("unnamed")).and("</strong>");
    if !detail.is_empty() {
        item = item.and(": ").words(detail.as_str());
    }
    block(item.and("</p></div></li>\n"), [role, name, detail])
}

fn gap([what, why, advice]: &[Clean; 3]) -> Block<Html> {
    let mut item = Html::own("<li dir=\"auto\"><strong>").words(what.or("Unknown")).and("</strong>");
    if !why.is_empty() {
        item = item.and(": ").words(why.as_str());
    }
    if !advice.is_empty() {
        item = item.and(" <span class=\"advice\">Advice: ").words(advice.as_str()).and("</span>");
    }
    block(item.and("</li>\n"), [what, why, advice])
}

/// Adds a link to the source, or its address.
fn source(html: Html, link: Option<&Link>) -> Html {
    match link {
        Some(Link::Allowed(address)) => html.and(" ").link(address, &Html::own("source")),
        Some(Link::Shown(address)) => html.and(" <code>").text(address.as_str()).and("</code>"),
        None => html,
    }
}

/// The label as a link, or with the address behind it.
fn linked(label: &Clean, link: Option<&Link>) -> Html {
    let label = Html::default().words(label.or("untitled"));
    match link {
        Some(Link::Allowed(address)) => Html::default().link(address, &label),
        Some(Link::Shown(address)) => label.and(" <code>").text(address.as_str()).and("</code>"),
        None => label,
    }
}
