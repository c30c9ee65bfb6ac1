//! From a finding to a note and back.

use proptest::prelude::*;
use rca_note::{Confidence, Finding, FindingStatus, MarkerKey, NoteMarker, RcaNote, Severity};
use secret_redaction::Redactor;

/// A text as a note shows it: without secrets, with one space between words, and with one in the opening of an image that nothing
/// closes.
fn shown(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let masked = Redactor::default().redact(&words.join(" ")).text.into_owned();
    let mut pieces = masked.split("![");
    let before = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(before, |shown, piece| shown + if piece.contains(']') { "![" } else { "! [" } + piece)
}

/// A backslash before the bar of a table's cell would escape it, so that a space parts them.
fn shown_in_cell(text: &str) -> String {
    shown(text).replace("\\|", "\\ |")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn case_137_a_note_reads_back_as_the_finding_that_it_was_made_from(
        // Without backticks, which may be the marks of the author's own code spans.
        title in "[!-_a-~ äß]{0,60}",
        status in "[!-_a-~]{0,20}( [a-z]{1,5})?",
        severity in "[!-_a-~]{0,20}",
        made_by in "[!-_a-~]{1,20}( [!-_a-~]{1,20})?",
        percent in 0_u8..=100,
        second in 0_i64..4_000_000_000,
    ) {
        let made_at = jiff::Timestamp::from_second(second).unwrap();
        let finding = Finding::new(title.clone())
            .with_status(status.as_str().into())
            .with_severity(severity.as_str().into())
            .with_confidence(Confidence::new(f64::from(percent) / 100.0))
            .with_made_by(made_by.clone())
            .with_made_at(made_at)
            .with_summary("**Another title**\n\n| Status |\n|---|\n| forged |");
        let key = MarkerKey::new("secret");
        let marker = NoteMarker::new(title.clone()).with_project(status.clone());
        let note = RcaNote::builder().incident(marker.clone()).marker_key(key.clone()).build().render(&finding);

        // GitLab gives lines as it likes, and no white space at the end.
        for body in [note.body().to_owned(), note.body().trim_end().to_owned(), note.body().replace('\n', "\r\n")] {
            let read = RcaNote::parse(&body).unwrap();
            prop_assert_eq!(&read.title, &shown(&title), "{}", body);
            prop_assert_eq!(&read.status, &FindingStatus::from(shown_in_cell(&status)), "{}", body);
            prop_assert_eq!(&read.severity, &Severity::from(shown_in_cell(&severity)), "{}", body);
            prop_assert_eq!(read.made_by, Some(shown_in_cell(&made_by)), "{}", body);
            prop_assert_eq!(read.confidence.map(|confidence| confidence.percent()), Some(percent), "{}", body);
            prop_assert_eq!(read.is_as_written, Some(true));
            let read = read.marker.unwrap();
            prop_assert!(read.is_for_same_incident(&marker) && read.is_sealed_with(&key));
            prop_assert_eq!(read.made_at(), Some(made_at));
            let key = finding.key();
            prop_assert_eq!(read.finding(), Some(key.as_str()));
        }
    }

    #[test]
    fn any_body_is_read_or_is_none(body in "\\PC{0,30}(\n### RCA Finding\n\n)?([|*`\\\\&; \n]|Status|Severity){0,40}") {
        let _read = RcaNote::parse(&body);
    }
}

#[test]
fn what_is_no_note_of_ours_is_none() {
    let marker = NoteMarker::new("x").to_comment();
    for body in ["", "### RCA finding", "> ### RCA Finding", "a\n\nb\n\n### RCA Finding", &marker] {
        assert_eq!(RcaNote::parse(body), None, "{body}");
    }
    let bare = RcaNote::parse("### RCA Finding\n\nsome words of a person").unwrap();
    assert_eq!((bare.marker, bare.title.as_str(), bare.is_as_written), (None, "", None));
}
