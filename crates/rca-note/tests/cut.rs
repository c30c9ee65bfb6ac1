//! What is cut is cut between blocks, between words and between what a reader takes for one character.
//!
//! `RCA_EVERY_LENGTH=1` tries every length; without it one in nineteen is tried, each in turn over the shapes.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use rca_note::{
    Confidence, EvidenceItem, EvidenceKind, Excerpt, Finding, FindingGap, FindingLink, NextStep,
    NextStepKind, NoteMarker, RcaNote, RootCause, ServiceImpact, ServiceRole, Suspect, SuspectReason,
    TimelineEvent,
};
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

const ORIGIN: &str = "https://gitlab.example.com";

/// What a text is repeated of.
const UNITS: &[&str] = &[
    "word ",
    "x",
    "`code` ",
    "`",
    "#1 ",
    "& ",
    "<b> ",
    "**bold** ",
    "a|b ",
    "[x](http://e.example) ",
    "e\u{301}",
    "\u{1f469}\u{1f3fd}\u{1f3fd} ",
    "\u{1f1e9}\u{1f1ea}",
    "\u{0928}\u{093f}\u{0938}\u{094d}\u{0924}\u{0947} ",
    "line of text\n",
    "- item\n",
    "```\ncode\n```\n",
    "\n\nparagraph",
    "glpat-3xYz5Qm8LkR2vN7wTb4J ",
    "/close\n",
    "</details>\n",
    "\u{1b}[31mred\u{1b}[0m \r",
    "https://gitlab.example.com/shop/-/jobs/1 ",
    "1. first\n",
    "\u{4e2d}\u{6587}\u{3002}",
];

/// In which fields the text stands.
const PLACES: [fn(&str) -> Finding; 2] = [in_long_texts, in_entries];

fn base(title: &str) -> Finding {
    Finding::new(title)
        .with_next_step(NextStep::new(NextStepKind::Fix, "Revert it"))
        .with_link(FindingLink::new("Pipeline", format!("{ORIGIN}/shop/-/pipelines/7")))
}

fn in_long_texts(text: &str) -> Finding {
    base("t").with_summary(text).with_root_cause(RootCause::new(text)).with_evidence(
        EvidenceItem::new(EvidenceKind::Log, text)
            .with_link(format!("{ORIGIN}/shop/-/jobs/1"))
            .with_excerpt(Excerpt::new(text).starting_at(1)),
    )
}

/// The text in pieces that part no secret.
fn in_entries(text: &str) -> Finding {
    let mut finding = base("t").with_confidence(Confidence::new(0.5).because(text));
    let graphemes: Vec<&str> = text.graphemes(true).collect();
    for (index, piece) in graphemes.chunks(108).map(<[&str]>::concat).enumerate() {
        let piece = piece.as_str();
        finding = match index % 5 {
            0 => finding.with_suspect(
                Suspect::new(piece)
                    .with_link(format!("{ORIGIN}/shop/-/merge_requests/{index}"))
                    .with_reason(SuspectReason::new("words", 0.5, piece)),
            ),
            1 => finding.with_event(TimelineEvent::undated(piece)),
            2 => {
                finding.with_service(ServiceImpact::new("checkout", ServiceRole::Affected).with_detail(piece))
            }
            3 => finding.with_gap(FindingGap::new(piece, piece, piece)),
            _ => finding
                .with_evidence(EvidenceItem::new(EvidenceKind::Job, piece).with_excerpt(Excerpt::new(piece))),
        };
    }
    finding
}

#[test]
fn case_123_every_length_around_the_limit_in_fifty_shapes() {
    let step = if std::env::var_os("RCA_EVERY_LENGTH").is_some() { 1 } else { 19 };
    let origin = Url::parse(ORIGIN).unwrap();
    let renderer = RcaNote::builder().incident(NoteMarker::new("alert-1")).links_to(&origin).build();
    let mut notes = 0;
    let mut cut = 0;
    for (shape, (place, unit)) in
        PLACES.iter().flat_map(|place| UNITS.iter().map(move |unit| (place, unit))).enumerate()
    {
        let count = unit.chars().count();
        for length in (3_800 + shape % step..=4_200).step_by(step) {
            let text = unit.repeat(length / count + 1);
            let mut chars = 0;
            let whole = |grapheme: &&str| {
                chars += grapheme.chars().count();
                chars <= length
            };
            let text: String = text.graphemes(true).take_while(whole).collect();
            let note = renderer.render(&place(&text));
            let damage = damage(note.body(), !note.omitted().is_empty(), unit);
            assert_eq!(damage, Vec::<String>::new(), "{unit:?} of {length}\n{}", note.body());
            notes += 1;
            cut += usize::from(!note.omitted().is_empty());
        }
    }
    println!("{notes} notes in {} shapes, {cut} of them cut", PLACES.len() * UNITS.len());
    assert!(cut > notes / 2, "only {cut} of {notes} notes were cut");
}

/// What is wrong with a note, whether or not it was cut.
fn damage(body: &str, is_cut: bool, unit: &str) -> Vec<String> {
    let mut damage = Vec::new();
    let mut wrong = |is_wrong: bool, what: &str| {
        if is_wrong {
            damage.push(what.to_owned());
        }
    };
    wrong(body.chars().count() > 4_000, "it is too long");
    wrong(NoteMarker::find_in(body).is_none(), "the marker is missing");
    wrong(!body.contains(" -->\n\n### RCA Finding\n\n"), "the heading is missing");
    wrong(is_cut != body.contains("_Left out to stay within 4,000 characters: "), "the notice is wrong");
    wrong(!body.contains("/-/pipelines/7)"), "a link fell to longer texts");
    wrong(body.contains("LkR2vN7wTb4J"), "a secret");
    let tags = |tag: &str| body.lines().filter(|line| *line == tag).count();
    wrong(tags("<details>") != tags("</details>"), "details are not balanced");
    let source: String = unit.repeat(3);
    for grapheme in body.graphemes(true).filter(|grapheme| !grapheme.is_ascii()) {
        let is_own = matches!(grapheme, "\u{2026}");
        wrong(!is_own && !source.graphemes(true).any(|known| known == grapheme), "a grapheme was cut");
    }
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    for node in parse_document(&arena, body, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::CodeBlock(code) => wrong(!code.fenced || !code.closed, "a fence is open"),
            NodeValue::Link(link) => wrong(
                !matches!(link.url.rsplit_once('/'), Some((start, number)) if start.starts_with(ORIGIN) && number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')),
                "a link is not whole",
            ),
            NodeValue::Table(table) => wrong(!(2..=4).contains(&table.num_columns), "a table is not whole"),
            NodeValue::Text(text) => {
                wrong(text.contains('`') || text.contains("]("), "a code span or a link is not whole");
                let mut after = text.split('&').skip(1);
                wrong(after.any(|text| text.starts_with(char::is_alphabetic)), "an entity is not whole");
            }
            _ => {}
        }
    }
    damage
}
