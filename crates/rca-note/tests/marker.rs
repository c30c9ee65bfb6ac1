//! The hidden marker.

use proptest::prelude::*;
use rca_note::{Finding, MarkerKey, NoteMarker, RcaNote};

fn is_one_comment(comment: &str) -> bool {
    let inner = comment.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    inner.is_some_and(|inner| {
        !inner.contains("--") && !inner.contains('>') && !inner.contains('\n') && !inner.ends_with('-')
    })
}

proptest! {
    #[test]
    fn case_130_any_incident_stays_one_comment_and_comes_back(incident in "\\PC*|[->\n\"'!<]{0,40}", project in ".{0,80}") {
        let marker = NoteMarker::new(&incident).with_instance("https://gitlab.example.com/--/").with_project(project);
        let comment = marker.to_comment();
        prop_assert!(is_one_comment(&comment), "{}", comment);
        prop_assert_eq!(NoteMarker::find_in(&format!("{comment}\n\nbody")), Some(marker.clone()));
        prop_assert_eq!(NoteMarker::find_in(&format!("{comment}\r\n")), Some(marker.clone()));

        let key = MarkerKey::new("secret");
        let finding = Finding::new("x").with_id(incident.clone()).with_made_at("2026-03-01T12:00:00.25Z".parse().unwrap());
        let note = RcaNote::builder().incident(marker.clone()).marker_key(key.clone()).build().render(&finding);
        prop_assert!(is_one_comment(note.body().lines().next().unwrap()));
        let read = NoteMarker::find_in(note.body()).unwrap();
        prop_assert!(read.is_for_same_incident(&marker) && read.is_sealed_with(&key));
        prop_assert_eq!(read.made_at(), finding.made_at);
        prop_assert_eq!(read.is_text_as_written(note.body()), Some(true));
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
        comment.replace("v2", "v3"),
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
    assert!(NoteMarker::find_in(note.body()).unwrap().is_for_same_incident(&own));
}

#[test]
fn case_130_the_longest_marker_leaves_room_for_the_rest() {
    let long = "x".repeat(96);
    let marker = NoteMarker::new(&long).with_instance(&long).with_project(&long).with_finding(&long);
    let made_at = "-009999-01-02T01:59:59.123456789Z".parse().unwrap();
    let finding = Finding::new("t").with_summary("word ".repeat(1_000)).with_made_at(made_at);
    let note =
        RcaNote::builder().incident(marker).marker_key(MarkerKey::new("k")).limit(1).build().render(&finding);
    assert!(note.body().chars().count() <= RcaNote::MINIMUM_LIMIT, "{}", note.body());
    assert!(note.body().contains("\n\n### RCA Finding\n") && note.body().contains("_Left out"));
    assert_eq!(NoteMarker::find_in(note.body()).unwrap().made_at(), Some(made_at));
}

#[test]
fn case_127_no_part_of_a_sealed_marker_can_be_changed() {
    let key = MarkerKey::new("one");
    let finding = Finding::new("Checkout fails").with_made_at("2026-03-01T12:00:00Z".parse().unwrap());
    let marker =
        NoteMarker::new("alert-1").with_instance("https://gitlab.example.com").with_project("shop/checkout");
    let note = RcaNote::builder().incident(marker).marker_key(key.clone()).build().render(&finding);
    let read = NoteMarker::find_in(note.body()).unwrap();
    assert!(read.is_sealed() && read.is_sealed_with(&key));
    assert!(!read.is_sealed_with(&MarkerKey::new("other")));
    for changed in [
        read.clone().with_instance("https://other.example"),
        read.clone().with_project("shop/other"),
        read.clone().with_finding("another"),
        read.clone().with_made_at("9999-01-01T00:00:00Z".parse().unwrap()),
        read.clone().with_text("another text"),
    ] {
        let forged = NoteMarker::find_in(&changed.to_comment()).unwrap();
        assert!(!forged.is_sealed_with(&key), "{forged:?}");
    }
    let line = note.body().lines().next().unwrap();
    for at in 0..line.len() {
        let mut bytes = line.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let forged = NoteMarker::find_in(&String::from_utf8(bytes).unwrap());
        assert!(!forged.is_some_and(|forged| forged.is_sealed_with(&key)), "at {at} of {line}");
    }
    let unsealed = RcaNote::builder().incident(NoteMarker::new("alert-1")).build().render(&finding);
    assert!(!NoteMarker::find_in(unsealed.body()).unwrap().is_sealed_with(&key));
}

#[test]
fn case_128_an_edit_of_a_person_is_noticed_and_what_gitlab_does_is_not() {
    let note = RcaNote::builder()
        .incident(NoteMarker::new("alert-1"))
        .build()
        .render(&Finding::new("Checkout fails").with_summary("one\n\ntwo"));
    let as_written = |body: &str| NoteMarker::find_in(body).unwrap().is_text_as_written(body);
    let body = note.body();
    for stored in [body.to_owned(), body.trim_end().to_owned(), body.replace('\n', "\r\n")] {
        assert_eq!(as_written(&stored), Some(true), "{stored:?}");
    }
    for edited in [body.replace("one", "two"), format!("{body}\nThanks!"), body.replace("\n\ntwo", "\ntwo")] {
        assert_eq!(as_written(&edited), Some(false), "{edited:?}");
    }
    let comment = NoteMarker::new("alert-1").to_comment();
    assert_eq!(as_written(&comment), None);
}

#[test]
fn markers_of_the_first_format_are_read() {
    let first = "<!-- gitlab-rca:v1 incident=YWxlcnQtNDcxMQ project=c2hvcC9jaGVja291dA -->";
    let marker = NoteMarker::find_in(&format!("{first}\n\n### RCA Finding\n")).unwrap();
    assert_eq!(marker, NoteMarker::new("alert-4711").with_project("shop/checkout"));
    assert_eq!(marker.made_at(), None);
    assert_eq!(NoteMarker::find_in(&first.replace(" -->", " made=2026-03-01T12:00:00Z -->")), None);
    let new = NoteMarker::new("alert-4711")
        .with_project("shop/checkout")
        .with_instance("https://gitlab.example.com");
    assert!(marker.is_for_same_incident(&new));
    assert!(!marker.is_for_same_incident(&new.with_project("shop/other")));
}
