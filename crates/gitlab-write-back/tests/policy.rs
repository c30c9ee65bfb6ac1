//! Where notes may go, and who may read them there.
#![allow(clippy::unwrap_used, reason = "the helpers of the tests fail them, as the tests themselves do")]

mod support;

use gitlab_core::{ApiErrorKind, Delivery, GitLabReference, Instance, IssueIid};
use gitlab_testkit::{Fault, GitLab};
use gitlab_write_back::{NoteTarget, Outcome, PreviewStep, SkipReason, WriteBack};
use rca_note::{Finding, Visibility};
use std::sync::Arc;
use support::world::{by_bot, client, draft, incident, merge_request, project, world};
use support::{BOT, READER, finding, host};

fn writes(gitlab: &GitLab) -> usize {
    gitlab.requests().iter().filter(|request| request.method != "GET").count()
}

#[tokio::test]
async fn case_132_only_the_project_that_the_alert_was_mapped_to_is_written_to() {
    let (gitlab, clock) = world();
    let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock)));
    // The alert names a merge request that the token can write to, and that is none of its business.
    let named = format!("{}/open/site/-/merge_requests/1", "https://gitlab.example.com");
    let named = GitLabReference::parse(&named, &[gitlab.instance()]).unwrap();
    for mapped in ["shop/cart", "open/site/sub", "7"] {
        let target = NoteTarget::of(&named).mapped_to(project(mapped));
        let outcome = write_back.publish_finding(&target, "alert-1", &finding("x")).await;
        assert!(matches!(outcome, Outcome::Skipped { reason: SkipReason::OtherProject }), "{outcome:?}");
    }
    assert!(gitlab.requests().is_empty(), "it is not even looked at");
    let target = NoteTarget::of(&named).mapped_to(project("Open/Site"));
    let outcome = write_back.publish_finding(&target, "alert-1", &finding("x")).await;
    assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
}

#[tokio::test]
async fn case_132_a_merge_request_of_another_gitlab_is_not_taken_for_one_of_ours() {
    let (gitlab, clock) = world();
    let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock)));
    let other = Instance::parse("https://gitlab.com").unwrap();
    let url = "https://gitlab.com/shop/cart/-/merge_requests/1";
    let there = NoteTarget::of(&GitLabReference::parse(url, std::slice::from_ref(&other)).unwrap());
    for target in [there, merge_request("shop/cart").on(other)] {
        let outcome = write_back.publish_finding(&target, "alert-1", &finding("x")).await;
        assert!(matches!(outcome, Outcome::Skipped { reason: SkipReason::OtherInstance }), "{outcome:?}");
    }
    assert!(gitlab.requests().is_empty());
    let here = merge_request("shop/cart").on(gitlab.instance());
    let outcome = write_back.publish_finding(&here, "alert-1", &finding("x")).await;
    assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
}

#[tokio::test]
async fn case_133_a_finding_goes_nowhere_where_more_people_can_read_it() {
    const PLACES: [&str; 3] = ["open/site", "inner/wiki", "shop/cart"];
    let (gitlab, clock) = world();
    let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock)));
    for (visibility, may) in [
        (Visibility::Public, [true, true, true]),
        (Visibility::Internal, [false, true, true]),
        (Visibility::Private, [false, false, true]),
        (Visibility::Confidential, [false, false, false]),
        (Visibility::from("a word of tomorrow"), [false, false, false]),
    ] {
        for (path, may) in PLACES.into_iter().zip(may) {
            let before = writes(&gitlab);
            let finding = Finding::new("It broke").with_visibility(visibility.clone());
            let target = merge_request(path);
            let preview = write_back.draft(&target, &format!("{visibility}"), &finding);
            let preview = write_back.preview(&target, preview).await.unwrap();
            let outcome = write_back.publish_finding(&target, &format!("{visibility}"), &finding).await;
            if may {
                assert_eq!(preview.step, PreviewStep::Post, "{visibility} at {path}");
                assert!(matches!(outcome, Outcome::Posted { .. }), "{visibility} at {path}: {outcome:?}");
            } else {
                let reason = SkipReason::TooPublic;
                assert_eq!(preview.step, PreviewStep::Skip { reason }, "{visibility} at {path}");
                assert!(
                    matches!(outcome, Outcome::Skipped { reason: SkipReason::TooPublic }),
                    "{visibility} at {path}: {outcome:?}"
                );
                assert_eq!(writes(&gitlab), before);
            }
        }
    }
}

#[tokio::test]
async fn case_133_issues_get_an_internal_note_and_confidential_ones_a_plain_one() {
    let (gitlab, clock) = world();
    let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock)));
    let secret = |text: &str| draft("alert-1", text, None).visible_to(Visibility::Confidential);
    // The first one was for everybody, and stays.
    write_back.publish(&incident("open/site"), draft("alert-1", "public", None)).await;
    for text in ["one", "two"] {
        let outcome = write_back.publish(&incident("open/site"), secret(text)).await;
        assert!(matches!(outcome, Outcome::Posted { .. } | Outcome::Updated { .. }), "{outcome:?}");
    }
    let notes = by_bot(gitlab.issue_notes("open/site", 1));
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(!notes[0].is_internal() && notes[0].body.contains("public"));
    assert!(notes[1].is_internal() && notes[1].body.contains("two"));

    let confidential = NoteTarget::issue(project("open/site"), IssueIid::new(2));
    write_back.publish(&confidential, secret("one")).await;
    let notes = by_bot(gitlab.issue_notes("open/site", 2));
    assert!(
        notes.len() == 1 && !notes[0].is_internal(),
        "those who see the issue may see the note: {notes:?}"
    );

    // A GitLab without internal notes shows it to everybody: it goes at once.
    let shown = r#"{"id":1,"body":"x","author":{"id":1,"username":"bot"},"system":false}"#;
    let fault = Fault::status(201).header("content-type", "application/json").body(shown);
    gitlab.inject(fault.on("POST", "projects/*/issues/1/notes"));
    let outcome = write_back.publish(&incident("inner/wiki"), secret("x")).await;
    assert!(
        matches!(&outcome, Outcome::Failed { error } if error.kind() == ApiErrorKind::Unsupported),
        "{outcome:?}"
    );
    assert!(gitlab.requests().iter().any(|request| request.method == "DELETE"));
}

#[tokio::test]
async fn case_133_what_tells_of_a_private_project_stays_among_its_members() {
    let (gitlab, clock) = world();
    let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock)));
    for (source, target, may) in [
        ("shop/cart", "shop/cart", true),
        ("shop/cart", "open/site", false),
        ("shop/cart", "inner/wiki", false),
        // Its members are others.
        ("shop/cart", "shop/other", false),
        ("inner/wiki", "open/site", false),
        ("inner/wiki", "shop/cart", true),
        ("open/site", "shop/cart", true),
        ("open/site", "inner/wiki", true),
    ] {
        let draft = draft(source, "x", None).tells_of(project(source));
        let outcome = write_back.publish(&merge_request(target), draft).await;
        let written = matches!(outcome, Outcome::Posted { .. });
        let skipped = matches!(outcome, Outcome::Skipped { reason: SkipReason::TooPublic });
        assert!(written == may && skipped != may, "{source} at {target}: {outcome:?}");
    }
}

#[tokio::test]
async fn case_131_a_token_that_may_only_read_is_found_before_the_write() {
    let gitlab = support::gitlab();
    let write_back = WriteBack::on(host(&gitlab, READER)).check_first();
    for _ in 0..2 {
        let outcome = write_back.publish_finding(&support::target(), "alert-1", &finding("x")).await;
        let Outcome::Failed { error } = outcome else { panic!("{outcome:?}") };
        assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::Forbidden, Delivery::NotSent));
        assert!(error.advice().is_some(), "{error:?}");
    }
    assert_eq!(writes(&gitlab), 0);

    let write_back = WriteBack::on(host(&gitlab, BOT)).check_first();
    write_back.publish_finding(&support::target(), "alert-1", &finding("x")).await;
    let asked = || gitlab.requests().iter().filter(|request| request.path.ends_with("/self")).count();
    let before = asked();
    let outcome = write_back.clone().publish_finding(&support::target(), "alert-1", &finding("y")).await;
    assert!(matches!(outcome, Outcome::Updated { .. }), "{outcome:?}");
    assert_eq!(asked(), before, "what is known is not asked again");
}
