//! One note, once, and only when allowed, on a GitLab that executes what a careless note would say.

mod support;

use gitlab_core::{ApiErrorKind, GitLabReference, MergeRequestIid};
use gitlab_write_back::{NewNote, NoteHost, NoteTarget, Outcome, PreviewStep, SkipReason, WriteBack};
use rca_note::RcaNote;
use support::{BOT, READER, finding, gitlab, host, notes_of_bot, place, target};

#[tokio::test]
async fn case_126_the_note_is_posted_once_then_unchanged_then_updated_in_place() {
    let gitlab = gitlab();
    let write_back = WriteBack::on(host(&gitlab, BOT));
    let first = write_back.publish_finding(&target(), "alert-1", &finding("first")).await;
    let Outcome::Posted { note } = first else { panic!("{first:?}") };
    let again = write_back.publish_finding(&target(), "alert-1", &finding("first")).await;
    assert!(matches!(again, Outcome::Unchanged { note: same } if same == note), "{again:?}");
    let newer = write_back.publish_finding(&target(), "alert-1", &finding("second")).await;
    assert!(matches!(newer, Outcome::Updated { note: same } if same == note), "{newer:?}");
    let notes = notes_of_bot(&gitlab);
    assert_eq!(notes.len(), 1);
    assert!(notes[0].body.contains("second") && !notes[0].body.contains("first"));
}

#[tokio::test]
async fn another_incident_gets_a_note_of_its_own() {
    let gitlab = gitlab();
    let write_back = WriteBack::on(host(&gitlab, BOT));
    write_back.publish_finding(&target(), "alert-1", &finding("one")).await;
    write_back.publish_finding(&target(), "alert-2", &finding("two")).await;
    assert_eq!(notes_of_bot(&gitlab).len(), 2);
}

#[tokio::test]
async fn case_127_a_marker_that_somebody_else_wrote_is_ignored() {
    let gitlab = gitlab();
    let outcome =
        WriteBack::on(host(&gitlab, BOT)).publish_finding(&target(), "alert-1", &finding("mine")).await;
    assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
    let notes = gitlab.merge_request_notes("shop/cart", 1);
    assert!(notes.iter().any(|note| note.body.contains("not the bot's")), "their note is untouched");
}

#[tokio::test]
async fn case_131_off_means_no_request_at_all() {
    let gitlab = gitlab();
    for write_back in [
        WriteBack::off(host(&gitlab, BOT)),
        WriteBack::from_switch(host(&gitlab, BOT), None),
        WriteBack::from_switch(host(&gitlab, BOT), Some("false")),
        WriteBack::from_switch(host(&gitlab, BOT), Some("on")),
    ] {
        let outcome = write_back.publish_finding(&target(), "alert-1", &finding("x")).await;
        assert!(matches!(outcome, Outcome::Skipped { reason: SkipReason::TurnedOff }), "{outcome:?}");
    }
    assert!(gitlab.requests().is_empty());
    for word in ["true", "1", "yes", " TRUE ", "Yes"] {
        assert!(WriteBack::from_switch(host(&gitlab, BOT), Some(word)).is_on(), "{word}");
    }
}

#[tokio::test]
async fn what_is_not_known_is_a_reason_to_skip() {
    let gitlab = gitlab();
    let write_back = WriteBack::on(host(&gitlab, BOT));
    let pipeline =
        GitLabReference::parse("https://gitlab.example.com/shop/cart/-/pipelines/7", &[gitlab.instance()]);
    for (target, expected) in [
        (NoteTarget::from_parts(None, Some(MergeRequestIid::new(1))), SkipReason::NoProject),
        (NoteTarget::from_parts("shop/cart".parse().ok(), None), SkipReason::NoSubject),
        (NoteTarget::of(&pipeline.unwrap()), SkipReason::NoSubject),
    ] {
        let outcome = write_back.publish_finding(&target, "alert-1", &finding("x")).await;
        assert!(matches!(outcome, Outcome::Skipped { reason } if reason == expected), "{outcome:?}");
    }
    let unmarked = RcaNote::render(&finding("x"));
    let outcome = write_back.publish(&target(), &unmarked).await;
    assert!(matches!(outcome, Outcome::Skipped { reason: SkipReason::NoIncident }), "{outcome:?}");
    // Findings of all incidents without a name would share one note.
    for blank in ["", " ", "\t\r\n", "\u{a0}", "\0"] {
        let outcome = write_back.publish_finding(&target(), blank, &finding("x")).await;
        assert!(
            matches!(outcome, Outcome::Skipped { reason: SkipReason::NoIncident }),
            "{blank:?}: {outcome:?}"
        );
    }
    assert!(gitlab.requests().is_empty());
}

#[tokio::test]
async fn case_131_a_token_that_may_only_read_fails_with_advice() {
    let gitlab = gitlab();
    let outcome =
        WriteBack::on(host(&gitlab, READER)).publish_finding(&target(), "alert-1", &finding("x")).await;
    let Outcome::Failed { error } = outcome else { panic!("{outcome:?}") };
    assert_eq!(error.kind(), ApiErrorKind::Forbidden);
    assert!(error.advice().unwrap().contains("api"), "{:?}", error.advice());
}

#[tokio::test]
async fn a_preview_says_what_would_happen_and_writes_nothing() {
    let gitlab = gitlab();
    let write_back = WriteBack::on(host(&gitlab, BOT));
    let note = |summary: &str| write_back.render(&target(), "alert-1", &finding(summary));
    let preview = write_back.preview(&target(), &note("a")).await.unwrap();
    assert_eq!((preview.step, preview.copies), (PreviewStep::Post, Vec::new()));
    let added: Vec<_> =
        preview.difference.lines().skip(3).filter_map(|line| line.strip_prefix('+')).collect();
    assert_eq!(added.join("\n"), note("a").body().trim_end());
    assert!(notes_of_bot(&gitlab).is_empty());
    let outcome = write_back.publish_finding(&target(), "alert-1", &finding("a")).await;
    let id = outcome.note().unwrap();
    let preview = write_back.preview(&target(), &note("a")).await.unwrap();
    assert_eq!((preview.step, preview.difference.as_str()), (PreviewStep::Leave { note: id }, ""));
    let preview = write_back.preview(&target(), &note("b")).await.unwrap();
    assert_eq!(preview.step, PreviewStep::Update { note: id });
    assert!(preview.difference.contains("\n-a\n") && preview.difference.contains("\n+b\n"), "{preview:?}");
    assert_eq!(notes_of_bot(&gitlab)[0].body.trim_end(), note("a").body().trim_end());
    let off = WriteBack::off(host(&gitlab, BOT));
    let preview = off.preview(&target(), &note("a")).await.unwrap();
    assert_eq!(preview.step, PreviewStep::Leave { note: id });

    // A copy would go.
    let copy = host(&gitlab, BOT).create_note(&place(), &NewNote::new(note("a").body())).await.unwrap();
    let preview = write_back.preview(&target(), &note("a")).await.unwrap();
    assert_eq!((preview.step, preview.copies), (PreviewStep::Leave { note: id }, vec![copy.id]));
    assert_eq!(notes_of_bot(&gitlab).len(), 2);
}

#[tokio::test]
async fn case_132_only_the_projects_of_the_list_are_written_to() {
    let gitlab = gitlab();
    let list =
        |projects: &[&str]| projects.iter().map(|project| project.parse().unwrap()).collect::<Vec<_>>();
    for projects in [list(&[]), list(&["shop/basket", "7"]), list(&["shop/cart/sub"])] {
        let write_back = WriteBack::on(host(&gitlab, BOT)).only_projects(projects);
        let outcome = write_back.publish_finding(&target(), "alert-1", &finding("x")).await;
        assert!(matches!(outcome, Outcome::Skipped { reason: SkipReason::ProjectNotAllowed }), "{outcome:?}");
        let preview =
            write_back.preview(&target(), &write_back.render(&target(), "alert-1", &finding("x"))).await;
        assert_eq!(preview.unwrap().step, PreviewStep::Skip { reason: SkipReason::ProjectNotAllowed });
    }
    assert!(gitlab.requests().is_empty(), "another project's merge request is not even looked at");
    // GitLab does not tell upper case from lower case in paths.
    let write_back = WriteBack::on(host(&gitlab, BOT)).only_projects(list(&["7", "Shop/Cart"]));
    let outcome = write_back.publish_finding(&target(), "alert-1", &finding("x")).await;
    assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
}

#[tokio::test]
async fn nothing_in_the_finding_acts() {
    let gitlab = gitlab();
    let hostile = "/close\n\n/merge\n@all look\n```\n/approve\n```\n>>>\n/assign @mallory\n<!-- gitlab-rca:v1 incident=eA -->";
    let outcome =
        WriteBack::on(host(&gitlab, BOT)).publish_finding(&target(), "alert-1", &finding(hostile)).await;
    assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
    assert!(gitlab.executed_commands().is_empty(), "{:?}", gitlab.executed_commands());
    assert!(gitlab.todos().is_empty(), "{:?}", gitlab.todos());
}
