//! Merge requests, where one call of ours is more than one request.

#![allow(clippy::unwrap_used, reason = "this is a test")]

mod support;

use gitlab_api_client::endpoints::{FilledDiffs, filled_merge_request_diffs, set_merge_request_draft};
use gitlab_core::{ApiErrorKind, MergeRequestIid, ProjectId, ProjectRef, TransportErrorKind};
use std::sync::Arc;
use support::{Script, Step, client};

const IID: MergeRequestIid = MergeRequestIid::new(42);
const SMALL: &str = r#"{"old_path":"small","new_path":"small","diff":"@@ -1 +1 @@\n-a\n+b\n"}"#;
const LARGE: &str = r#"{"old_path":"large","new_path":"large","diff":"","collapsed":true,"too_large":false}"#;
const OLD: &str = r#"{"old_path":"large","new_path":"large","diff":"","a_mode":"100644","b_mode":"100644"}"#;
const EMPTY: &str = r#"{"old_path":"empty","new_path":"empty","diff":"","new_file":true}"#;
const LAST: &str = r#"{"old_path":"last","new_path":"last","diff":"","deleted_file":true}"#;
const RAW: &str = "diff --git a/small b/small\nindex 1..2 100644\n--- a/small\n+++ b/small\n@@ -1 +1 @@\n-a\n+b\n\
    diff --git a/large b/large\nindex 1..2 100644\n--- a/large\n+++ b/large\n@@ -1 +1 @@\n-c\n+d\n\
    diff --git a/empty b/empty\nnew file mode 100644\nindex 0..e\n\
    diff --git a/last b/last\ndeleted file mode 100644\nindex 1..0\n--- a/last\n+++ /dev/null\n@@ -1 +0,0 @@\n-e\n";

fn missing() -> Step {
    Step::status(404, r#"{"error":"404 Not Found"}"#)
}

async fn filled(script: &Arc<Script>, at_most_bytes: usize) -> FilledDiffs {
    let project: ProjectRef = ProjectId::new(7).into();
    filled_merge_request_diffs(&client(script), &project, IID, 100, at_most_bytes).await.unwrap()
}

fn left_out(filled: &FilledDiffs) -> Vec<&str> {
    filled.left_out().map(|diff| diff.new_path.as_str()).collect()
}

#[tokio::test(start_paused = true)]
async fn nothing_more_is_asked_for_when_nothing_is_left_out() {
    let script = Script::of([Step::json(&format!("[{SMALL}]"))]);
    let filled = filled(&script, usize::MAX).await;
    assert_eq!((script.count(), filled.left_out().count()), (1, 0));
    assert!(filled.error.is_none() && filled.diffs.complete);
}

#[tokio::test(start_paused = true)]
async fn files_that_were_left_out_are_taken_from_the_raw_diff() {
    // With the flags of 18.4, and without them.
    for large in [LARGE, OLD] {
        let list = format!("[{SMALL},{large},{EMPTY},{LAST}]");
        let script = Script::of([Step::json(&list), Step::status(200, RAW)]);
        let filled = filled(&script, RAW.len()).await;
        let texts: Vec<_> = filled.diffs.items.iter().map(|diff| diff.diff.as_str()).collect();
        assert_eq!(texts, ["@@ -1 +1 @@\n-a\n+b\n", "@@ -1 +1 @@\n-c\n+d\n", "", "@@ -1 +0,0 @@\n-e\n"]);
        assert!(filled.error.is_none() && left_out(&filled).is_empty());
        assert!(script.uris()[1].ends_with("/merge_requests/42/raw_diffs"), "{:?}", script.uris());
    }
}

#[tokio::test(start_paused = true)]
async fn what_lies_beyond_the_limit_stays_left_out_and_is_named() {
    let list = format!("[{SMALL},{LARGE},{LAST}]");
    for bytes in [0, RAW.len() - 1] {
        let script = Script::of([Step::json(&list), Step::status(200, RAW)]);
        let filled = filled(&script, bytes).await;
        let expected: &[&str] = if bytes == 0 { &["large", "last"] } else { &["last"] };
        assert_eq!(left_out(&filled), expected, "{bytes}");
        assert_eq!(filled.error.unwrap().kind(), ApiErrorKind::BodyTooLarge);
    }
    // An answer that broke off is no better.
    let cut = Step::Cut { status: 200, body: RAW.as_bytes()[..RAW.len() - 2].to_vec() };
    let broken = filled(&Script::of([Step::json(&list), cut]), usize::MAX).await;
    assert_eq!(left_out(&broken), ["last"]);
    assert!(broken.error.is_some());
}

#[tokio::test(start_paused = true)]
async fn versions_without_a_raw_diff_give_the_changes_from_the_repository() {
    let whole = r#"{"old_path":"large","new_path":"large","diff":"@@ -1 +1 @@\n-c\n+d\n"}"#;
    let changes = |files: &str| Step::json(&format!(r#"{{"changes":[{files}],"overflow":false}}"#));
    let script = Script::of([
        missing(),
        changes(&format!("{OLD},{EMPTY}")),
        missing(),
        changes(&format!("{whole},{EMPTY}")),
    ]);
    let filled_now = filled(&script, 10_000).await;
    assert!(filled_now.error.is_none() && left_out(&filled_now).is_empty());
    assert_eq!(filled_now.diffs.items[0].diff, "@@ -1 +1 @@\n-c\n+d\n");
    assert!(script.uris()[3].ends_with("/changes?access_raw_diffs=true"), "{:?}", script.uris());

    let list = Step::json(&format!("[{LARGE}]"));
    for (second, kind) in [
        (changes(&format!("{whole},{}", "x".repeat(200))), ApiErrorKind::BodyTooLarge),
        (Step::json("[]"), ApiErrorKind::UnexpectedResponse),
        (missing(), ApiErrorKind::NotFound),
    ] {
        let script = Script::of([list.clone(), missing(), second]);
        let not_filled = filled(&script, 150).await;
        assert_eq!(left_out(&not_filled), ["large"]);
        assert_eq!(not_filled.error.unwrap().kind(), kind);
    }
    // A file that even this answer flags is not passed off as empty.
    let still = filled(&Script::of([list, missing(), changes(LARGE)]), 10_000).await;
    assert_eq!(left_out(&still), ["large"]);
    assert!(still.error.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_failure_of_the_second_answer_does_not_lose_the_first() {
    let refused = Step::Fail(TransportErrorKind::Connect, gitlab_core::Delivery::NotSent);
    let script = Script::by(move |request, _| {
        if request.uri().path().ends_with("raw_diffs") {
            refused.clone()
        } else {
            Step::json(&format!("[{SMALL},{LARGE}]"))
        }
    });
    let filled = filled(&script, 10_000).await;
    assert_eq!((filled.diffs.items.len(), left_out(&filled)), (2, vec!["large"]));
    assert!(filled.error.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_draft_is_made_once_and_taken_back_once() {
    let merge_request = |title: &str, draft: &str| {
        Step::json(&format!(
            r#"{{"id":1,"iid":42,"project_id":7,"title":"{title}","state":"opened",{draft}}}"#
        ))
    };
    let project = ProjectId::new(7);
    for (title, said, draft, put) in [
        ("Fix it", r#""draft":false"#, true, Some(r#"{"title":"Draft: Fix it"}"#)),
        ("Draft: Fix it", r#""draft":true"#, true, None),
        ("[draft] Draft: Fix it", r#""draft":true"#, false, Some(r#"{"title":"Fix it"}"#)),
        ("WIP: Fix it", r#""work_in_progress":true"#, false, Some(r#"{"title":"Fix it"}"#)),
        // GitLab 14.8 and later take it for a part of the title.
        ("WIP: Fix it", r#""draft":false"#, false, None),
    ] {
        let script = Script::of([merge_request(title, said), merge_request("answer", said)]);
        set_merge_request_draft(&client(&script), project, IID, draft).await.unwrap();
        match put {
            None => assert_eq!(script.count(), 1, "{title}"),
            Some(body) => {
                assert!(script.lines()[1].starts_with("PUT "), "{:?}", script.lines());
                assert_eq!(script.body(1), body);
            }
        }
    }
}
