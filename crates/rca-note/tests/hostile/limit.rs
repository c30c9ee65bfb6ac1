//! Limits hold, nothing is cut in half, and time is linear.

use std::time::{Duration, Instant};

use rca_note::{EvidenceItem, EvidenceKind, Excerpt, Finding, NoteMarker, RcaNote};
use unicode_segmentation::UnicodeSegmentation;

use crate::finding::{ORIGIN, Texts};
use crate::trial::{Trial, renderer};

#[test]
fn case_123_every_length_around_the_limit() {
    let trial = Trial::new();
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
            assert_eq!(trial.judge_cut(body), Vec::<String>::new(), "{shape:?} {length}");
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
            let note = renderer.render(&Texts::all(&text).finding());
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
