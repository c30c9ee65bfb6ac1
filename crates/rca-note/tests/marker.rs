//! The hidden marker.

use proptest::prelude::*;
use rca_note::{Finding, NoteMarker, RcaNote};

fn is_one_comment(comment: &str) -> bool {
    let inner = comment.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    inner.is_some_and(|inner| {
        !inner.contains("--") && !inner.contains('>') && !inner.contains('\n') && !inner.ends_with('-')
    })
}

proptest! {
    #[test]
    fn case_130_any_incident_stays_one_comment_and_comes_back(incident in "\\PC*|[->\n\"'!<]{0,40}", project in ".{0,80}") {
        let marker = NoteMarker::new(incident).with_instance("https://gitlab.example.com/--/").with_project(project);
        let comment = marker.to_comment();
        prop_assert!(is_one_comment(&comment), "{}", comment);
        prop_assert_eq!(NoteMarker::find_in(&format!("{comment}\n\nbody")), Some(marker.clone()));
        prop_assert_eq!(NoteMarker::find_in(&format!("{comment}\r\n")), Some(marker));
    }
}

#[test]
fn case_130_long_keys_become_digests_and_stay_apart() {
    let (one, other) = (NoteMarker::new("x".repeat(5_000)), NoteMarker::new("x".repeat(5_001)));
    assert_ne!(one, other);
    assert!(one.to_comment().len() < 300);
    assert_eq!(NoteMarker::find_in(&one.to_comment()), Some(one));
}

#[test]
fn case_127_a_marker_counts_in_the_first_line_only() {
    let marker = NoteMarker::new("alert-1");
    let comment = marker.to_comment();
    for body in [
        format!("text\n{comment}"),
        format!("\n{comment}"),
        format!(" {comment}"),
        format!("{comment} text"),
        format!("> {comment}"),
        comment.replace(" -->", ""),
        comment.replace("v1", "v2"),
        format!("{comment}{comment}"),
        String::new(),
    ] {
        assert_eq!(NoteMarker::find_in(&body), None, "{body:?}");
    }
    let finding = Finding::new(comment.clone()).with_summary(format!("{comment}\n\n{comment}"));
    let note = RcaNote::render(&finding);
    assert_eq!(NoteMarker::find_in(note.body()), None);
    assert!(!note.body().lines().any(|line| line.starts_with("<!--")));
    let own = NoteMarker::new("alert-2");
    let note = RcaNote::builder().incident(own.clone()).build().render(&finding);
    assert_eq!(NoteMarker::find_in(note.body()), Some(own));
}
