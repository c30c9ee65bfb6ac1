//! Limits hold, what is left out is said, and time is linear.

use std::time::Instant;

use rca_note::{
    EvidenceItem, EvidenceKind, Excerpt, Finding, HtmlPage, NextStep, NextStepKind, PlainText, Rendered,
    Section, SlackMessage,
};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::finding::Texts;
use crate::{html, safeguards, slack, text};

const UNITS: &[&str] = &[
    "a",
    "a ",
    "&",
    "& ",
    "<b> ",
    "\"",
    "`",
    "` ",
    "@here ",
    "#1 a ",
    "\n",
    "a\n",
    "- a\n",
    "```\n",
    "\u{6f22}",
    "\u{6f22} ",
    "\u{1f469}\u{1f3fd} ",
    "\u{1f469}\u{1f3fd}",
    "e\u{301}",
    "\u{202e}",
    "\u{202e} ",
    "\t",
    "\u{fffe}",
    "[REDACTED:x] ",
];

fn rendered(finding: &Finding, limit: usize) -> [(Rendered, usize); 3] {
    let safeguards = safeguards();
    let text = PlainText::new(&safeguards).width(limit % 100).limit(limit).render(finding);
    let page = HtmlPage::new(&safeguards).limit(limit).render(finding);
    let message = SlackMessage::new(&safeguards).limit(limit).render(finding);
    [
        (text, limit.max(PlainText::MINIMUM_LIMIT)),
        (page, limit.max(HtmlPage::MINIMUM_LIMIT)),
        (message, limit.clamp(SlackMessage::SECTION_LIMIT, SlackMessage::MESSAGE_LIMIT)),
    ]
}

#[test]
fn case_125_limits_hold_for_any_text() {
    for unit in UNITS {
        let unit = unit.repeat(2_500 / unit.len());
        for limit in [0, 3_999, 60_000] {
            let finding = Texts::all(&unit).finding();
            let [text, page, message] = rendered(&finding, limit);
            assert!(text.0.as_str().chars().count() <= text.1, "text of {unit:.4} at {limit}");
            assert!(page.0.as_str().chars().count() <= page.1, "page of {unit:.4} at {limit}");
            assert!(
                message.0.as_str().encode_utf16().count() <= message.1,
                "message of {unit:.4} at {limit}"
            );
            assert_eq!(html::wrong(page.0.as_str()), Vec::<String>::new());
            assert_eq!(slack::wrong(message.0.as_str()), Vec::<String>::new());
        }
    }
}

#[test]
fn case_123_what_is_left_out_is_said_and_nothing_is_split() {
    for unit in ["word ", "e\u{301}", "\u{1f1e9}\u{1f1ea}", "`code` & "] {
        for length in (1_500..4_500).step_by(250) {
            let long = unit.repeat(length / unit.len());
            let mut finding = Finding::new("t").with_summary(long.clone());
            for _ in 0..4 {
                finding = finding.with_next_step(NextStep::new(NextStepKind::Fix, long.clone()));
            }
            for (rendered, limit) in rendered(&finding, 3_000) {
                let words: Vec<&str> = rendered.as_str().split_whitespace().collect();
                let is_said = words.join(" ").contains("Left out to stay within");
                assert_eq!(is_said, !rendered.omitted().is_empty(), "{limit}\n{rendered}");
                let lone = |grapheme: &str| grapheme == "\u{1f1e9}";
                assert!(!rendered.as_str().graphemes(true).any(lone), "{rendered}");
                let is_accent_lost = unit.starts_with("e\u{301}") && rendered.as_str().contains("e\u{2026}");
                assert!(!is_accent_lost, "{rendered}");
            }
        }
    }
}

#[test]
fn case_124_excerpts_go_first() {
    let log = "a line of the log that says little\n".repeat(50_000);
    let finding = Finding::new("t").with_summary("what matters").with_evidence(
        EvidenceItem::new(EvidenceKind::Log, "the job failed").with_excerpt(Excerpt::new(log)),
    );
    for (rendered, _) in rendered(&finding, 3_000) {
        assert!(rendered.as_str().contains("what matters") && rendered.as_str().contains("the job failed"));
        let sections: Vec<Section> = rendered.omitted().iter().map(|omission| omission.section).collect();
        assert_eq!(sections, [Section::Excerpts]);
        assert!(rendered.omitted()[0].characters > 1_700_000);
        assert!(rendered.as_str().contains("excerpts ("), "{rendered}");
    }
}

#[test]
fn without_a_limit_all_is_said() {
    let finding = Texts::all(&"some words\n".repeat(2_000)).finding();
    let text = PlainText::new(&safeguards()).render(&finding);
    assert!(text.as_str().matches("words").count() > 20_000);
    assert_eq!(text::wrong(text.as_str()), Vec::<String>::new());
    assert!(HtmlPage::new(&safeguards()).render(&finding).as_str().matches("words").count() > 20_000);
}

#[test]
fn time_grows_with_the_text_and_no_faster() {
    let took = |size: usize| {
        let unit = "ERROR at Foo#bar (foo.rb:42) /close @all `x` <b> 5fa2c71d. A `` b\n";
        let finding = Texts::all(&unit.repeat(size / unit.len())).finding();
        let start = Instant::now();
        let whole = HtmlPage::new(&safeguards()).render(&finding).as_str().len()
            + PlainText::new(&safeguards()).render(&finding).as_str().len()
            + SlackMessage::new(&safeguards()).render(&finding).as_str().len();
        assert!(whole > size);
        start.elapsed()
    };
    took(1_000);
    let (small, large) = (took(10_000), took(100_000));
    println!("10 kB in each field in {small:?}, 100 kB in {large:?}");
    assert!(
        large < small * 30 + std::time::Duration::from_secs(1),
        "10 kB in {small:?}, 100 kB in {large:?}"
    );
}
