//! A layout of a user's own: nothing that it is given acts, and what the note guarantees holds.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use proptest::prelude::*;
use rca_note::{
    Excerpt, Finding, NoteLine, NoteMarker, NotePage, NoteRenderer, NoteSection, NoteTemplate, RcaNote,
    Section, StandardLayout, TimelineEvent,
};
use url::Url;

const ORIGIN: &str = "https://gitlab.example.com/";

/// Hands the title of the finding to everything that a page can do.
#[derive(Debug)]
struct Everything {
    /// Among them what makes lists and fences of its own from a text.
    with_prose: bool,
}

fn line(text: &str) -> NoteLine<'_> {
    NoteLine::strong(text)
        .text(text)
        .name(text)
        .code(text)
        .link(text, text)
        .link(text, ORIGIN)
        .text(text)
        .number(0.5)
}

fn blocks(text: &str, with_prose: bool, section: &mut NoteSection<'_>) {
    section.heading(text);
    section.paragraph(line(text));
    section.paragraph(text);
    section.item(text);
    section.item_with(line(text), (0..8).map(|_| line(text)));
    section.numbered(text);
    section.numbered_with(line(text), [text.into(), line(text)]);
    section.paragraph(NoteLine::new().code(text).code(text));
    section.table(&[text, "b"], [vec![text.into(), line(text), line(text)], vec![], vec![text.into()]]);
    section.table(&[text], [[NoteLine::from(text)]]);
    section.table::<[NoteLine<'_>; 0]>(&[], []);
    section.item(text);
    section.excerpt(line(text), &Excerpt::new(text).starting_at(9));
    section.excerpt(text, &Excerpt::new(text));
    if with_prose {
        section.prose(text);
    }
    section.item(text);
}

impl NoteTemplate for Everything {
    fn lay_out(&self, finding: &Finding, page: &mut NotePage<'_>) {
        let text = finding.title.as_str();
        page.section(Section::Summary, |section| {
            blocks(text, self.with_prose, section);
            section.details(text, |section| {
                blocks(text, self.with_prose, section);
                section.details(text, |section| blocks(text, self.with_prose, section));
                section.heading(text);
            });
            section.timeline_diagram(&finding.events_by_time());
            section.paragraph(text);
        });
        page.section(Section::Links, |section| section.details(text, |section| section.item(text)));
        page.section(Section::Summary, |section| section.paragraph(text));
    }
}

fn finding(text: &str) -> Finding {
    let at = |second| jiff::Timestamp::from_second(second).unwrap();
    Finding::new(text)
        .with_event(TimelineEvent::new(at(0), text))
        .with_event(TimelineEvent::new(at(100_000), text))
}

fn renderer(limit: usize, with_prose: bool) -> NoteRenderer {
    let origin = Url::parse(ORIGIN).unwrap();
    RcaNote::builder()
        .incident(NoteMarker::new("alert-1"))
        .links_to(&origin)
        .limit(limit)
        .template(Everything { with_prose })
        .build()
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.alerts = true;
    options.extension.autolink = true;
    options.extension.description_lists = true;
    options.extension.footnotes = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    options.extension.math_dollars = true;
    options.extension.multiline_block_quotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.wikilinks_title_before_pipe = true;
    options
}

/// The kinds of nodes in a note, and whatever in it leads somewhere or is HTML.
fn kinds(body: &str) -> (BTreeSet<&'static str>, Vec<String>) {
    let arena = Arena::new();
    let mut kinds = BTreeSet::new();
    let mut wrong = Vec::new();
    for node in parse_document(&arena, body, &options()).descendants() {
        let data = node.data.borrow();
        kinds.insert(match &data.value {
            NodeValue::Link(link) => {
                if !link.url.starts_with(ORIGIN) || link.url.contains('?') {
                    wrong.push(link.url.clone());
                }
                "link"
            }
            NodeValue::HtmlBlock(html) => {
                let own = |line: &str| {
                    line.starts_with("<!-- gitlab-rca:v2 ")
                        || matches!(line, "<details>" | "</details>")
                        || line
                            .strip_prefix("<summary>")
                            .and_then(|line| line.strip_suffix("</summary>"))
                            .is_some_and(|summary| {
                                !summary.replace("<code>", "").replace("</code>", "").contains(['<', '>'])
                            })
                };
                wrong.extend(html.literal.lines().filter(|line| !own(line)).map(str::to_owned));
                "html"
            }
            NodeValue::CodeBlock(code) if code.fenced && code.info == "text" => "fence",
            NodeValue::CodeBlock(code) if code.fenced && code.info == "mermaid" => {
                let own = |line: &str| {
                    let mut words = line.split(' ').filter(|word| !word.is_empty());
                    line == "timeline"
                        || line.starts_with("    section 1970-01-0")
                        || (line.starts_with("        0")
                            && words.all(|word| {
                                matches!(word, ":" | "UTC")
                                    || word.chars().all(|char| {
                                        char.is_alphanumeric() || matches!(char, '.' | '\u{2026}')
                                    })
                            }))
                };
                wrong.extend(code.literal.lines().filter(|line| !own(line)).map(str::to_owned));
                "diagram"
            }
            NodeValue::Document => "document",
            NodeValue::Paragraph => "paragraph",
            NodeValue::Heading(_) => "heading",
            NodeValue::List(_) => "list",
            NodeValue::Item(_) => "item",
            NodeValue::Table(_) | NodeValue::TableRow(_) | NodeValue::TableCell => "table",
            NodeValue::Code(_) => "code",
            NodeValue::Strong => "strong",
            NodeValue::Emph => "emphasis",
            NodeValue::Text(text) => {
                wrong.extend(
                    text.split_whitespace()
                        .filter(|word| word.contains(['@', '#', '~', '$']))
                        .map(str::to_owned),
                );
                "text"
            }
            NodeValue::SoftBreak => "break",
            other => {
                wrong.push(format!("{other:?}"));
                "other"
            }
        });
    }
    wrong.extend(
        body.lines()
            .filter(|line| {
                line.trim_start().starts_with(['/', '\u{ff0f}']) || line.trim_start().starts_with(">>>")
            })
            .map(str::to_owned),
    );
    (kinds, wrong)
}

fn check(text: &str, limit: usize) -> Result<(), String> {
    let note = renderer(limit, true).render(&finding(text));
    let body = note.body();
    let (_, mut wrong) = kinds(body);
    if body.chars().count() > limit {
        wrong.push(format!("{} characters", body.chars().count()));
    }
    let read = NoteMarker::find_in(body);
    if read.is_none_or(|marker| marker.incident() != "alert-1") || !body.contains("\n\n### RCA Finding\n") {
        wrong.push("marker or heading is missing".to_owned());
    }
    let tags = |tag: &str| body.lines().filter(|line| *line == tag).count();
    if tags("<details>") != tags("</details>") {
        wrong.push("details are not balanced".to_owned());
    }
    if note.omitted().is_empty() == body.contains("_Left out to stay within") {
        wrong.push("what was left out is not said".to_owned());
    }
    if body.contains("3xYz5Qm8LkR2vN7wTb4J") {
        wrong.push("a secret".to_owned());
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{text:?} at {limit}: {wrong:#?}\n{body}")) }
}

const HOSTILE: &[&str] = &[
    "/close",
    "x\n/merge",
    "\r/label ~bug",
    ">>>\n/close\n>>>",
    "@all",
    "#1",
    "!2",
    "~\"a b\"",
    "%m",
    "$x$",
    "&3",
    "5fa2c71d9e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c",
    "`",
    "```\n/close",
    "a|b",
    "a`|`b",
    "\\|",
    "`\\|`",
    "| - |",
    "---",
    "===",
    "1. x",
    "- x",
    "+ x",
    "> x",
    "    x",
    ": x",
    ", x",
    "; x",
    "</details>",
    "</summary>",
    "<summary>",
    "<img src=x>",
    "<!--",
    "-->",
    "![](http://e)",
    "[x](http://e)",
    "[x]: http://e",
    "http://e.example",
    "www.e.example",
    "a@b.example",
    "https://gitlab.example.com@e/",
    "javascript:alert(1)",
    "**",
    "_Left out to stay within",
    "<!-- gitlab-rca:v2 incident= -->",
    "section x : y",
    "%%{init: {}}%%",
    "click x \"http://e\"",
    "::: x",
    "end",
    "\u{202e}x",
    "\u{1b}[31mx",
    "glpat-3xYz5Qm8LkR2vN7wTb4J",
    "[^1]",
    "[[_TOC_]]",
    "{+ a +}",
    ":smile:",
    "",
    " ",
    "\n",
];

#[test]
fn cases_110_to_121_hostile_texts_do_nothing_in_a_template() {
    let harmless = renderer(1_000_000, true).render(&finding("word"));
    let (known, wrong) = kinds(harmless.body());
    assert_eq!(wrong, Vec::<String>::new(), "{}", harmless.body());
    for kind in ["link", "html", "fence", "diagram", "heading", "list", "table", "strong"] {
        assert!(known.contains(kind), "the template does not try {kind}: {}", harmless.body());
    }
    for text in HOSTILE {
        let ticks = "`".repeat(85);
        for text in [
            text.to_string(),
            format!("x {text} y"),
            format!("{ticks}{text}{ticks}"),
            format!("{text}\n\n{text}"),
            format!("`{text}"),
        ] {
            for limit in [1_000, 4_000, 100_000] {
                check(&text, limit).unwrap();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_does_nothing_in_a_template(
        pieces in prop::collection::vec(prop_oneof![
            prop::sample::select(HOSTILE).prop_map(str::to_owned),
            "[`~\r\n<>|/@#!$&%:*_^={}\\[\\]()\\\\ .-]{1,4}",
            "[a-z0-9 ]{1,8}",
            "\\PC{1,3}",
        ], 0..8),
        limit in 1_000_usize..20_000,
    ) {
        if let Err(wrong) = check(&pieces.concat(), limit) {
            prop_assert!(false, "{}", wrong);
        }
    }
}

/// How many blocks of each kind there are.
fn structure(body: &str) -> BTreeMap<&'static str, usize> {
    let arena = Arena::new();
    let mut counts = BTreeMap::new();
    for node in parse_document(&arena, body, &options()).descendants() {
        let kind = match &node.data.borrow().value {
            NodeValue::Heading(_) => "heading",
            NodeValue::List(_) => "list",
            NodeValue::Item(_) => "item",
            NodeValue::Table(_) => "table",
            NodeValue::TableRow(_) => "row",
            NodeValue::TableCell => "cell",
            NodeValue::CodeBlock(_) => "code block",
            NodeValue::HtmlBlock(_) => "html",
            NodeValue::Paragraph => "paragraph",
            NodeValue::Strong => "strong",
            _ => continue,
        };
        *counts.entry(kind).or_default() += 1;
    }
    counts
}

#[test]
fn cases_112_to_114_the_structure_is_that_of_harmless_words() {
    let renderer = renderer(1_000_000, false);
    let wanted = structure(renderer.render(&finding("word")).body());
    for text in HOSTILE.iter().filter(|text| text.chars().any(|char| char.is_ascii_punctuation())) {
        for text in
            [text.to_string(), format!("{text} x"), format!("x {text}"), format!("x\n{text}\n\n{text}")]
        {
            let note = renderer.render(&finding(&text));
            assert_eq!(structure(note.body()), wanted, "{text:?}\n{}", note.body());
        }
    }
}

#[test]
fn the_check_finds_what_acts() {
    for body in [
        "/close",
        "a\n/close",
        "@all",
        "[x](http://e)",
        "<b>\nx\n</b>",
        "x\n\n> y",
        "$$x$$",
        "```ruby\nx\n```",
        ">>>\nx\n>>>",
    ] {
        assert!(!kinds(body).1.is_empty(), "{body:?}");
    }
}

#[test]
fn case_123_every_length_of_a_template_holds_the_limit() {
    for length in (1..400).step_by(3) {
        let text = "word ".repeat(length);
        for limit in [1_000, 1_500, 4_000] {
            check(&text, limit).unwrap();
        }
    }
}

#[test]
fn a_template_that_adds_nothing_leaves_marker_and_heading() {
    #[derive(Debug)]
    struct Nothing;
    impl NoteTemplate for Nothing {
        fn lay_out(&self, _: &Finding, page: &mut NotePage<'_>) {
            page.section(Section::Summary, |section| {
                section.heading("Never seen");
                section.details("Never seen", |_| {});
                section.paragraph("");
                section.excerpt("x", &Excerpt::new("\n \n"));
            });
        }
    }
    let note = RcaNote::builder().template(Nothing).build().render(&finding("x"));
    assert_eq!(note.body(), "### RCA Finding\n");
}

#[test]
fn the_timeline_is_drawn_on_request() {
    let finding = finding("deployed v2 by @jo");
    let plain = RcaNote::render(&finding);
    assert!(!plain.body().contains("mermaid"));
    let drawn =
        RcaNote::builder().template(StandardLayout::new().with_timeline_diagram()).build().render(&finding);
    let diagram = "```mermaid\ntimeline\n    section 1970-01-01\n        00h00 UTC : deployed v2 by jo\n    \
                   section 1970-01-02\n        03h46 UTC : deployed v2 by jo\n```\n";
    assert!(drawn.body().contains(diagram), "{}", drawn.body());
}
