//! Hostile text in every field of a finding: nothing acts, the structure stays, the limit holds.

#![expect(
    clippy::string_slice,
    clippy::expect_used,
    reason = "places found by char_indices; helpers of tests"
)]

mod oracle;

use std::time::{Duration, Instant};

use proptest::prelude::*;
use rca_note::{
    Confidence, EvidenceItem, EvidenceKind, Excerpt, Finding, FindingGap, FindingLink, FindingStatus,
    NextStep, NextStepKind, NoteMarker, NoteRenderer, RcaNote, RootCause, ServiceImpact, ServiceRole,
    Severity, Suspect, SuspectReason, TimelineEvent,
};
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

const ORIGIN: &str = "https://gitlab.example.com/";

/// A finding that holds the text in each of its fields.
fn everywhere(text: &str) -> Finding {
    let at = "2026-03-01T12:00:00Z".parse().unwrap_or_default();
    Finding::new(text)
        .with_summary(text)
        .with_severity(Severity::Other(text.into()))
        .with_status(FindingStatus::Other(text.into()))
        .with_confidence(Confidence::new(0.5).because(text).because(text))
        .with_root_cause(RootCause::new(text).with_service(text).with_category(text).with_error_type(text))
        .with_evidence(
            EvidenceItem::new(EvidenceKind::Other(text.into()), text)
                .with_link(text)
                .with_excerpt(Excerpt::new(text).starting_at(7)),
        )
        .with_evidence(EvidenceItem::new(EvidenceKind::Log, "ours").with_excerpt(Excerpt::new(text)))
        .with_suspect(
            Suspect::new(text)
                .with_commit(text)
                .with_merge_request(text)
                .with_author(text)
                .with_link(format!("{ORIGIN}{text}"))
                .with_score(f64::NAN)
                .with_reason(SuspectReason::new(text, -1e300, text)),
        )
        .with_service(ServiceImpact::new(text, ServiceRole::Other(text.into())).with_detail(text))
        .with_event(TimelineEvent::new(at, text).with_link(text))
        .with_next_step(NextStep::new(NextStepKind::Other(text.into()), text))
        .with_gap(FindingGap::new(text, text, text))
        .with_link(FindingLink::new(text, text))
        .with_link(FindingLink::new(text, format!("{ORIGIN}-/x#{text}")))
        .with_made_by(text)
}

fn renderer(limit: usize) -> NoteRenderer {
    let marker = NoteMarker::new("alert --> 1\n\"'").with_instance(ORIGIN).with_project("a/b");
    let origin = Url::parse(ORIGIN).expect("a constant");
    RcaNote::builder().incident(marker).links_to(&origin).limit(limit).build()
}

fn check(text: &str, limit: usize) -> Result<(), String> {
    let renderer = renderer(limit);
    let note = renderer.render(&everywhere(text));
    let body = note.body();
    let mut wrong = oracle::actions(body, ORIGIN);
    if body.chars().count() > limit {
        wrong.push(format!("{} characters", body.chars().count()));
    }
    if NoteMarker::find_in(body).is_none() || !body.contains("\n\n### RCA Finding\n") {
        wrong.push("marker or heading is missing".to_owned());
    }
    if body.matches("<details>").count() != body.matches("</details>").count() && !text.contains("details") {
        wrong.push("details are not balanced".to_owned());
    }
    if !note.omitted().is_empty() && !body.contains("_Left out to stay within") {
        wrong.push("nothing says what was left out".to_owned());
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{text:?}: {wrong:#?}\n{body}")) }
}

/// One line each; every one is also tried behind and before others.
const HOSTILE: &[&str] = &[
    // case 110: quick actions
    "/close",
    "/CLOSE",
    "/clo\u{17f}e",
    " /merge",
    "\t/merge",
    "x\n/approve",
    "x\r/close",
    "x\n\r/close",
    "x\u{b}/close",
    "x\u{2028}/close",
    "x\u{85}/close",
    "```\nx\n```\n/close",
    "|a|\n|-|\n/close",
    "[a]: b\n/close",
    "<!-- x -->\n/close",
    "<details>\n\n/close",
    "- x\n/close",
    "> x\n/close",
    "\\\n/close",
    "`\n/close\n`",
    "<p>\n/close\n</p>",
    "\u{200b}/close",
    "\u{feff}/close",
    "\u{1b}[0m/close",
    "*/close*",
    ">>>\n```\n>>>\n/close",
    ">>> [!note]\n```\n>>>\n/close",
    ">>>>\n/close",
    " >>>\n/close\n>>>",
    "~~~\n/close\n~~~",
    "````\n```\n/close\n````",
    "/label ~bug\n/assign @root",
    "1. /close",
    "- /close",
    "/",
    "/ close",
    "//close",
    // case 112 and 113: fences and code spans
    "```",
    "````",
    "`",
    "``",
    "` `",
    "`` ` ``",
    "a`b``c```d",
    "```text",
    "~~~",
    "~~~~\n```",
    "`a`$`b`$",
    "$`a`$",
    "`x` `y`z`",
    "a|b",
    "| - | - |",
    "a | b\n--- | ---",
    "x\n===",
    "x\n---",
    "---",
    "***",
    "___",
    "    code",
    "\tcode",
    // case 114: HTML
    "<script>alert(1)</script>",
    "<img src=x onerror=a>",
    "<form>",
    "</details>",
    "</summary>",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[x",
    "<?php",
    "&lt;b&gt;",
    "&#64;root",
    "&amp;#64;",
    "&copy;",
    "<a href=\"http://e\">x</a>",
    "<b",
    "<x@y.z>",
    "<http://e>",
    // case 115: beacons
    "![](http://e)",
    "![x][y]\n\n[y]: http://e",
    "[x](javascript:alert)",
    "[x](data:text/html,x)",
    "http://e.example",
    "https://gitlab.example.com@e.example/",
    "https://gitlab.example.com.e.example/",
    "www.e.example",
    "(www.e.example)",
    "ftp://e",
    "//e.example",
    "mailto:a@b.c",
    "xmpp:a@b.c",
    "a@b.example",
    "http://\u{fc}.example",
    "https://gitlab.example.com/a/b/-/issues/1",
    "javascript:alert(1)",
    "[x]( https://gitlab.example.com )",
    "[[x|http://e]]",
    "![[x]]",
    "x](http://e)",
    "](",
    "[x",
    "x]",
    // case 117: mentions
    "@all",
    "@here",
    "@group/sub",
    "\u{ff20}root",
    "\u{fe6b}root",
    "x\r@root",
    "# @root",
    "(@root)",
    "\"@root\"",
    "a.@root",
    "*@root*",
    "**@root**",
    "_@root_",
    "\\@root",
    "@\u{200b}root",
    // case 118: references
    "#1",
    "!2",
    "~l",
    "~\"a b\"",
    "%m",
    "%\"a b\"",
    "&3",
    "$4",
    ":x:",
    ":100:",
    "g/p#1",
    "g/p!2",
    "(#1)",
    "#1,#2",
    "g/p@1234567",
    "GH-1",
    "ABC-123",
    "^alert#1",
    "*iteration:1",
    "[cadence:1]",
    "[vulnerability:1]",
    "5fa2c71d",
    "5FA2C71D",
    "1234567",
    "5fa2c71d9e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c",
    "5fa2c71d...6fa2c71d",
    "x-5fa2c71d.",
    "Closes #1",
    "x!2",
    "x:smile:y",
    // case 119: formulas, diagrams, macros
    "$$\nx\n$$",
    "$x$",
    "$$x$$",
    "a $x b$",
    "```mermaid\ngraph\n```",
    "[[_TOC_]]",
    "[TOC]",
    "::include{file=x}",
    "[^1]\n\n[^1]: x",
    "^[note]",
    "---\na: b\n---",
    "{{x}}",
    "%{project}",
    "- [ ] x",
    "[x] y",
    "[ ] y",
    "> [!note]\n> x",
    "term\n: definition",
    "{+ a +}",
    "[- a -]",
    "{- a -}",
    "~~a~~",
    "==a==",
    "H~2~O",
    "x^2^",
    // case 120 and 121: what is not seen, and terminals
    "a\u{202e}b",
    "\u{2066}x\u{2069}",
    "\u{e0041}\u{e0042}",
    "x\u{200d}y",
    "\u{7}",
    "\u{0}",
    "\u{1b}]8;;http://e\u{1b}\\x\u{1b}]8;;\u{1b}\\",
    "\u{1b}[2K\rx",
    "section_start:1:x\r\u{1b}[0K",
    "10%\r20%\r100%",
    "\u{9b}31m",
    "\u{1b}",
    "\u{1b}[",
    "\u{1b}]0;x",
    "\u{1b}(B",
    // readable words
    "ordinary text, with (some) punctuation: 95% at 12:30; a/b/c.rb:42!",
    "C++ & C# < D > E = F + G - H | I",
    "\u{1f469}\u{200d}\u{1f4bb} \u{e9}\u{301}",
    "**",
    "* x",
    "+ x",
    "1) x",
    "12345.",
];

#[test]
fn cases_110_to_121_hand_made_texts_do_nothing() {
    let mut wrong = Vec::new();
    for text in HOSTILE {
        for text in [
            text.to_string(),
            format!("x\n{text}"),
            format!("{text}\n{text}"),
            format!("x {text} y"),
            format!("\n\n{text}\n\nz"),
            format!("`{text}"),
            format!("{text}`"),
        ] {
            wrong.extend(check(&text, 100_000).err());
        }
    }
    assert!(
        wrong.is_empty(),
        "{} texts\n{}",
        wrong.len(),
        wrong.into_iter().take(4).collect::<Vec<_>>().join("\n\n")
    );
}

#[test]
fn pairs_of_hand_made_texts_do_nothing() {
    let mut wrong = Vec::new();
    for (index, one) in HOSTILE.iter().enumerate() {
        for other in HOSTILE.iter().skip(index % 7).step_by(7) {
            for glue in ["", " ", "\n"] {
                wrong.extend(check(&format!("{one}{glue}{other}"), 20_000).err());
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} texts\n{}",
        wrong.len(),
        wrong.into_iter().take(4).collect::<Vec<_>>().join("\n\n")
    );
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(HOSTILE).prop_map(str::to_owned),
        2 => "[`~\r\n<>|/@#!$&%:*_^={}\\[\\]()\\\\ .-]{1,4}",
        1 => "[a-f0-9]{1,9}",
        1 => "[a-zA-Z ]{1,8}",
        1 => "\\PC{1,3}",
        1 => any::<char>().prop_map(|char| char.to_string()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cases_110_to_121_random_texts_do_nothing(pieces in prop::collection::vec(piece(), 0..12), limit in 1_000_usize..30_000) {
        if let Err(wrong) = check(&pieces.concat(), limit) {
            prop_assert!(false, "{}", wrong);
        }
    }

    #[test]
    fn case_112_an_excerpt_is_one_fence_with_its_lines_unchanged(text in "[`~ a<>/|-]{0,6}([\n][`~ a<>/|-]{0,6}){0,8}") {
        let finding = Finding::new("x").with_evidence(EvidenceItem::new(EvidenceKind::Log, "x").with_excerpt(Excerpt::new(text.clone())));
        let note = RcaNote::builder().limit(50_000).build().render(&finding);
        let arena = comrak::Arena::new();
        let root = comrak::parse_document(&arena, note.body(), &oracle::options());
        let blocks: Vec<String> = root.descendants().filter_map(|node| match &node.data.borrow().value {
            comrak::nodes::NodeValue::CodeBlock(code) => Some(code.literal.clone()),
            _ => None,
        }).collect();
        if text.trim().is_empty() {
            prop_assert!(blocks.is_empty());
        } else {
            prop_assert_eq!(blocks.len(), 1);
            let lines: Vec<&str> = blocks[0].lines().map(|line| line.strip_prefix("| ").unwrap_or(line)).collect();
            let wanted: Vec<&str> = text.trim_end().trim_start_matches('\n').lines().collect();
            prop_assert_eq!(lines, wanted);
        }
    }

    #[test]
    fn case_137_what_is_written_reads_back_as_it_was(words in prop::collection::vec("[!-~]{1,10}", 1..12)) {
        // Words without backticks, whose spans the writer merges with those of the author.
        let text = words.join(" ").replace('`', "'");
        let finding = Finding::new(text.clone());
        let note = RcaNote::builder().limit(50_000).redactor(secret_redaction::Redactor::default()).build().render(&finding);
        let arena = comrak::Arena::new();
        let root = comrak::parse_document(&arena, note.body(), &oracle::options());
        let paragraph = root.children().nth(1).unwrap();
        let mut read = String::new();
        for node in paragraph.descendants() {
            match &node.data.borrow().value {
                comrak::nodes::NodeValue::Text(part) => read.push_str(part),
                comrak::nodes::NodeValue::Code(code) => read.push_str(&code.literal),
                _ => {}
            }
        }
        let wanted = secret_redaction::Redactor::default().redact(&text).text.into_owned();
        prop_assert_eq!(read, wanted);
    }
}

#[test]
fn case_123_every_length_around_the_limit() {
    let shapes: &[&str] = &[
        "word ",
        "`code` ",
        "#1 ",
        "x",
        "`",
        "\u{1f469}\u{1f3fd}\u{200d}\u{1f4bb}",
        "e\u{301}",
        "line of text\n",
        "- item\n",
        "\n\nparagraph",
        "[REDACTED:x] ",
        "& ",
        "<b> ",
        "```\ncode\n```\n",
        "\u{1f1e9}\u{1f1ea}",
    ];
    for shape in shapes {
        for length in (3_800..=4_200).step_by(25) {
            let text = shape.repeat(length / shape.len() + 1);
            let finding = Finding::new("t").with_summary(text.clone()).with_evidence(
                EvidenceItem::new(EvidenceKind::Log, text.clone())
                    .with_link(format!("{ORIGIN}-/jobs/1"))
                    .with_excerpt(Excerpt::new(text.clone())),
            );
            let note = renderer(4_000).render(&finding);
            let body = note.body();
            assert!(body.chars().count() <= 4_000, "{shape:?}");
            assert_eq!(oracle::actions(body, ORIGIN), Vec::<String>::new(), "{shape:?} {length}");
            assert!(body.contains("Left out") && body.contains("/-/jobs/1)"), "{shape:?}\n{body}");
            for broken in ["e \u{2026}", "e\u{2026}"] {
                // The accent must not be parted from its letter.
                assert!(*shape != "e\u{301}" || !body.contains(broken), "{shape:?}\n{body}");
            }
            if shape.contains('\u{1f469}') {
                // Its joiner is gone, its skin tone is not.
                let parted = body.graphemes(true).any(|grapheme| grapheme == "\u{1f469}");
                assert!(!parted, "{shape:?}\n{body}");
            }
        }
    }
}

#[test]
fn case_125_limits_hold_and_time_is_linear() {
    for limit in [0, 1, 999, 1_000, 3_999, 4_000, 4_001, 1_000_000, usize::MAX] {
        let renderer = renderer(limit);
        assert_eq!(renderer.limit(), limit.clamp(RcaNote::MINIMUM_LIMIT, RcaNote::MAXIMUM_LIMIT));
        for unit in ["\u{1f600}", "a", "a ", "#1 ", "`", "\n", "a\n", "/close\n"] {
            let text = unit.repeat(30_000 / unit.len());
            let start = Instant::now();
            let note = renderer.render(&everywhere(&text));
            let took = start.elapsed();
            assert!(note.body().chars().count() <= renderer.limit(), "{unit:?} {limit}");
            assert!(took < Duration::from_secs(10), "{unit:?} at {limit} took {took:?}");
            assert!(NoteMarker::find_in(note.body()).is_some());
        }
    }
}

#[test]
fn time_grows_with_the_text_and_no_faster() {
    let took = |size: usize| {
        let unit = "ERROR at Foo#bar (foo.rb:42) /close @all password=hunter2 `x` <b> 5fa2c71d\n";
        let text = unit.repeat(size / unit.len());
        let finding = Finding::new("t").with_summary(text.clone()).with_evidence(
            EvidenceItem::new(EvidenceKind::Log, text.clone()).with_excerpt(Excerpt::new(text)),
        );
        let start = Instant::now();
        let note = renderer(4_000).render(&finding);
        assert!(note.body().chars().count() <= 4_000);
        start.elapsed()
    };
    let (small, large) = (took(100_000), took(1_000_000));
    println!("100 kB in {small:?}, 1 MB in {large:?}");
    assert!(large < small * 30 + Duration::from_secs(1), "100 kB in {small:?}, 1 MB in {large:?}");
}
