//! Where notes may go, and who may read them there.
#![allow(clippy::unwrap_used, reason = "the helpers of the tests fail them, as the tests themselves do")]

mod support;

use gitlab_core::{ApiErrorKind, Delivery, GitLabReference, Instance, IssueIid};
use gitlab_testkit::{Fault, GitLab};
use gitlab_write_back::{Mode, NoteTarget, Outcome, PreviewStep, SkipReason, WriteBack};
use rca_note::{Finding, FindingLink, Visibility};
use std::sync::Arc;
use support::world::{by_bot, client, draft, incident, merge_request, project, scenario, world, world_of};
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
    // Before merge requests had internal notes.
    let (gitlab, clock) = world_of(scenario().version("16.8.0"));
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

    // It is shown to everybody all the same: it goes at once.
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
async fn case_133_merge_requests_get_an_internal_note_where_gitlab_has_such() {
    for (version, has_internal) in [("16.8.7", false), ("16.9.0", true), ("18.6.0", true)] {
        let (gitlab, clock) = world_of(scenario().version(version));
        let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock)));
        for mode in [Mode::Update, Mode::Append] {
            let write_back = write_back.clone().mode(mode);
            for text in ["one", "two"] {
                let draft = draft(&format!("{mode:?}"), text, None).visible_to(Visibility::Private);
                let outcome = write_back.publish(&merge_request("open/site"), draft).await;
                let skipped = matches!(outcome, Outcome::Skipped { reason: SkipReason::TooPublic });
                assert_eq!((outcome.note().is_some(), skipped), (has_internal, !has_internal), "{outcome:?}");
            }
        }
        let notes = by_bot(gitlab.merge_request_notes("open/site", 1));
        assert_eq!(notes.len(), if has_internal { 3 } else { 0 }, "{version}: {notes:?}");
        assert!(notes.iter().all(gitlab_core::types::Note::is_internal), "{version}: {notes:?}");
    }
    // Nor is one risked on an issue of a GitLab that had them behind a flag.
    let (gitlab, clock) = world_of(scenario().version("14.10.0"));
    let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock)));
    let secret = draft("alert-1", "x", None).visible_to(Visibility::Private);
    let outcome = write_back.publish(&incident("open/site"), secret).await;
    assert!(matches!(outcome, Outcome::Skipped { reason: SkipReason::TooPublic }), "{outcome:?}");
    assert_eq!(writes(&gitlab), 0);
}

#[tokio::test]
async fn case_133_what_was_read_from_jobs_or_projects_for_members_is_not_shown_to_everybody() {
    // Nobody says who may read the finding, or a model says that everybody may.
    for told in [None, Some(Visibility::Public)] {
        for (links_to, target, is_for_members) in [
            (None, "open/site", false),
            // Its jobs are for members, its merge requests are not.
            (None, "open/jobs", true),
            (Some("open/jobs"), "open/site", true),
            (Some("shop/cart"), "open/site", true),
            (Some("inner/wiki"), "open/site", true),
            (Some("inner/wiki"), "inner/wiki", false),
            (Some("shop/cart"), "inner/wiki", true),
            (Some("shop/cart"), "shop/other", false),
            (Some("is/not/there"), "open/site", false),
        ] {
            let mut finding = Finding::new("It broke");
            finding.visibility.clone_from(&told);
            if let Some(links_to) = links_to {
                let link = format!("https://gitlab.example.com/{links_to}/-/jobs/7");
                finding = finding.with_link(FindingLink::new("a job", link));
            }
            for version in ["16.8.0", "18.6.0"] {
                let (gitlab, clock) = world_of(scenario().version(version));
                let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock)));
                let target = merge_request(target);
                let outcome = write_back.publish_finding(&target, "alert-1", &finding).await;
                let notes = gitlab.merge_request_notes(&target.project().unwrap().to_string(), 1);
                let notes = by_bot(notes);
                let case = format!("{told:?}, {links_to:?} at {target}, {version}: {outcome:?}");
                match (is_for_members, version) {
                    (false, _) => assert!(notes.len() == 1 && !notes[0].is_internal(), "{case}"),
                    (true, "16.8.0") => assert!(
                        matches!(outcome, Outcome::Skipped { reason: SkipReason::TooPublic }),
                        "{case}"
                    ),
                    (true, _) => assert!(notes.len() == 1 && notes[0].is_internal(), "{case}"),
                }

                let as_told = write_back.visibility_as_told();
                let outcome = as_told.publish_finding(&target, "alert-2", &finding).await;
                let notes = by_bot(gitlab.merge_request_notes(&target.project().unwrap().to_string(), 1));
                assert!(outcome.note().is_some() && !notes.last().unwrap().is_internal(), "{case}");
            }
        }
    }
}

#[tokio::test]
async fn case_133_a_finding_that_links_to_very_many_projects_is_for_nobody() {
    let (gitlab, clock) = world();
    let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock)));
    let links = (0..50).map(|number| format!("https://gitlab.example.com/some/project-{number}/-/jobs/7"));
    let finding = links
        .fold(Finding::new("It broke"), |finding, link| finding.with_link(FindingLink::new("a job", link)));
    let outcome = write_back.publish_finding(&merge_request("open/site"), "alert-1", &finding).await;
    assert!(matches!(outcome, Outcome::Skipped { reason: SkipReason::TooPublic }), "{outcome:?}");
    assert!(gitlab.requests().len() < 30, "{}", gitlab.requests().len());
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
