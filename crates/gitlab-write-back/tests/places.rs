//! Issues, incidents, commits and lines of a diff.
#![allow(clippy::unwrap_used, reason = "the helpers of the tests fail them, as the tests themselves do")]

mod support;

use gitlab_core::types::Note;
use gitlab_core::{ApiErrorKind, GitLabReference, IssueIid, MergeRequestIid, NoteId};
use gitlab_testkit::{Fault, GitLab, ManualClock};
use gitlab_write_back::{Mode, NoteStyle, NoteTarget, Outcome, WriteBack};
use rca_note::{Finding, Suspect};
use std::sync::Arc;
use support::BOT;
use support::world::{by_bot, client, draft, incident, merge_request, project, world};

fn write_back(gitlab: &GitLab, clock: &ManualClock) -> WriteBack {
    WriteBack::on(Arc::new(client(gitlab, BOT, clock)))
}

#[tokio::test]
async fn issues_incidents_and_commits_get_one_note_each() {
    let (gitlab, clock) = world();
    let sha = gitlab.sha("shop/cart", "change").unwrap();
    let targets: [(NoteTarget, &dyn Fn() -> Vec<Note>); 3] = [
        (incident("shop/cart"), &|| gitlab.issue_notes("shop/cart", 1)),
        (NoteTarget::issue(project("shop/cart"), IssueIid::new(2)), &|| gitlab.issue_notes("shop/cart", 2)),
        (NoteTarget::commit(project("shop/cart"), sha), &|| gitlab.commit_notes("shop/cart", "change")),
    ];
    for (target, notes) in targets {
        for style in [NoteStyle::Plain, NoteStyle::Thread, NoteStyle::Line] {
            let incident = format!("{target} {style:?}");
            let write_back = write_back(&gitlab, &clock).style(style);
            let posted = write_back.publish(&target, draft(&incident, "one", None)).await;
            let Outcome::Posted { note } = posted else { panic!("{target}: {posted:?}") };
            let again = write_back.publish(&target, draft(&incident, "one", None)).await;
            assert!(matches!(again, Outcome::Unchanged { note: same } if same == note), "{again:?}");
            let updated = write_back.publish(&target, draft(&incident, "two", None)).await;
            assert!(matches!(updated, Outcome::Updated { note: same } if same == note), "{updated:?}");
            let replied =
                write_back.mode(Mode::Append).publish(&target, draft(&incident, "three", None)).await;
            assert!(matches!(replied, Outcome::Replied { note: same, .. } if same == note), "{replied:?}");
        }
        assert_eq!(by_bot(notes()).len(), 6, "{target}");
    }
}

#[test]
fn a_target_is_what_the_reference_names() {
    let (gitlab, _) = world();
    let web = gitlab.instance();
    for (url, shown) in [
        ("/shop/cart/-/merge_requests/1/diffs", "shop/cart!1"),
        ("/shop/cart/-/issues/2", "shop/cart#2"),
        ("/shop/cart/-/issues/incident/1", "shop/cart#1"),
        ("/shop/cart/-/commit/9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11", "shop/cart@9df54aa2"),
        ("/shop/cart/-/pipelines/9", "shop/cart!?"),
    ] {
        let url = format!("{}{url}", web.to_string().trim_end_matches("/api/v4").trim_end_matches('/'));
        let reference = GitLabReference::parse(&url, std::slice::from_ref(&web)).unwrap();
        let target = NoteTarget::of(&reference);
        assert_eq!((target.to_string().as_str(), target.instance()), (shown, Some(&web)), "{url}");
    }
}

fn note(gitlab: &GitLab, id: Option<NoteId>) -> Note {
    let notes = gitlab.merge_request_notes("shop/cart", 1);
    notes.into_iter().find(|note| Some(note.id) == id).unwrap()
}

#[tokio::test]
async fn a_note_is_put_on_the_line_that_the_finding_points_at() {
    let (gitlab, clock) = world();
    let target = merge_request("shop/cart");
    let write_back = write_back(&gitlab, &clock).style(NoteStyle::Line);
    // Added, unchanged beside the change, and one of two of which only the second is in the diff.
    for (lines, old, new) in [(&[2][..], None, 2), (&[5], Some(4), 5), (&[30, 3], None, 3)] {
        let incident = format!("lines {lines:?}");
        let draft = lines.iter().fold(draft(&incident, "x", None), |draft, line| draft.on_line("a", *line));
        let outcome = write_back.publish(&target, &draft).await;
        let note = note(&gitlab, outcome.note());
        let position = note.position.unwrap();
        assert_eq!((position.old_line, position.new_line), (old, Some(new)), "{lines:?}");
        assert_eq!(position.head_sha, gitlab.merge_request("shop/cart", 1).unwrap().sha);
        let again = write_back.publish(&target, &draft).await;
        assert!(matches!(again, Outcome::Unchanged { .. }), "{again:?}");
    }

    // However many lines, the diff is read once.
    let diffs = || gitlab.requests().iter().filter(|request| request.path.contains("/diffs")).count();
    let before = diffs();
    let many =
        (50..90).fold(draft("many", "x", None), |draft, line| draft.on_line("a", line)).on_line("a", 3);
    let outcome = write_back.publish(&target, &many).await;
    assert_eq!(note(&gitlab, outcome.note()).position.unwrap().new_line, Some(3));
    assert_eq!(diffs() - before, 1);

    // By the link of a suspect.
    let sha = gitlab.sha("shop/cart", "change").unwrap();
    let web = gitlab.instance().web_url().to_string();
    let link = format!("{}/shop/cart/-/blob/{sha}/a#L2", web.trim_end_matches('/'));
    let finding = Finding::new("It broke").with_suspect(Suspect::new("Change a").with_link(link));
    let outcome = write_back.publish_finding(&target, "by link", &finding).await;
    assert_eq!(note(&gitlab, outcome.note()).position.unwrap().new_line, Some(2));
}

#[tokio::test]
async fn a_line_that_the_diff_does_not_show_gets_a_plain_note() {
    let (gitlab, clock) = world();
    let target = merge_request("shop/cart");
    let write_back = write_back(&gitlab, &clock).style(NoteStyle::Line);
    for (incident, path, line) in [("far", "a", 30), ("absent", "a", 300), ("other file", "b", 2)] {
        let draft = draft(incident, "x", None).on_line(path, line);
        let outcome = write_back.publish(&target, draft).await;
        let note = note(&gitlab, outcome.note());
        assert!(note.position.is_none() && note.note_type.is_none(), "{note:?}");
    }
    // The diff moves on between the question and the note.
    let refused = r#"{"message":"400 Bad request - Note {:line_code=>[\"can't be blank\"]}"}"#;
    gitlab.inject(Fault::status(400).body(refused).on("POST", "projects/*/merge_requests/1/discussions"));
    let outcome = write_back.publish(&target, draft("refused", "x", None).on_line("a", 2)).await;
    assert!(note(&gitlab, outcome.note()).position.is_none());
    // The diff cannot be read.
    gitlab.inject(Fault::status(403).on("GET", "projects/*/merge_requests/1/diffs"));
    let outcome = write_back.publish(&target, draft("unreadable", "x", None).on_line("a", 2)).await;
    assert!(note(&gitlab, outcome.note()).position.is_none());
}

#[tokio::test]
async fn case_111_a_text_that_gitlab_swallows_is_a_failure_that_says_so() {
    let (gitlab, clock) = world();
    let swallowed =
        r#"{"commands_changes":{"state_event":"close"},"summary":["Closed this merge request."]}"#;
    let target = merge_request("shop/cart");
    for (style, path) in [(NoteStyle::Plain, "notes"), (NoteStyle::Thread, "discussions")] {
        let fault = Fault::status(202).header("content-type", "application/json").body(swallowed);
        gitlab.inject(fault.on("POST", &format!("projects/*/merge_requests/1/{path}")));
        let write_back = write_back(&gitlab, &clock).style(style);
        let outcome = write_back.publish(&target, draft("alert-1", "x", None)).await;
        let Outcome::Failed { error } = outcome else { panic!("{outcome:?}") };
        assert_eq!(error.kind(), ApiErrorKind::UnexpectedResponse);
        let message = error.message().unwrap();
        assert!(message.contains("quick actions: Closed this merge request."), "{message}");
        assert!(error.advice().unwrap().contains("rca-note"));
    }
    assert!(by_bot(gitlab.merge_request_notes("shop/cart", 1)).is_empty());

    // An update that leaves nothing, and an answer.
    let write_back = write_back(&gitlab, &clock);
    write_back.publish(&target, draft("alert-1", "one", None)).await;
    let fault = || Fault::status(200).header("content-type", "application/json").body(swallowed);
    gitlab.inject(fault().on("PUT", "projects/*/merge_requests/1/notes/*"));
    let outcome = write_back.publish(&target, draft("alert-1", "two", None)).await;
    assert!(
        matches!(&outcome, Outcome::Failed { error } if error.message().unwrap().contains("quick actions"))
    );
    gitlab.inject(fault().on("POST", "projects/*/merge_requests/1/discussions/*/notes"));
    let append = write_back.mode(Mode::Append);
    let outcome = append.publish(&target, draft("alert-1", "three", None)).await;
    assert!(
        matches!(&outcome, Outcome::Failed { error } if error.message().unwrap().contains("quick actions"))
    );
}

#[tokio::test]
async fn seventy_notes_keep_to_sixty_a_minute() {
    let (gitlab, clock) = world();
    let write_back = write_back(&gitlab, &clock);
    let target = NoteTarget::merge_request(project("shop/cart"), MergeRequestIid::new(1));
    for number in 0..70 {
        let outcome = write_back.publish(&target, draft(&format!("alert-{number}"), "x", None)).await;
        assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
    }
    let posts: Vec<_> =
        gitlab.requests().into_iter().filter(|request| request.method == "POST").map(|it| it.start).collect();
    assert_eq!(posts.len(), 70);
    for window in posts.windows(61) {
        assert!(window[60] - window[0] >= std::time::Duration::from_secs(59), "{window:?}");
    }
}
