//! Notes, and what their text does besides standing there.
#![allow(clippy::unwrap_used, reason = "what goes wrong here fails the test that asks")]

mod common;

use common::{PROJECT, ask, get, get_as, gitlab, post_note, request, shop};
use gitlab_core::types::MergeRequestState;
use gitlab_testkit::{GitLab, QuickActions};
use http::{Method, StatusCode};
use serde_json::json;

fn state(gitlab: &GitLab) -> MergeRequestState {
    gitlab.merge_request("shop/checkout", 2).unwrap().state
}

#[tokio::test]
async fn a_note_is_made_read_changed_and_deleted() {
    let gitlab = gitlab();
    let made = post_note(&gitlab, "maria-api", "first\n\nsecond").await;
    assert_eq!(made.status, StatusCode::CREATED);
    let id = made.json()["id"].clone();
    let path = format!("projects/{PROJECT}/merge_requests/2/notes/{id}");
    assert_eq!(get(&gitlab, &path).await.json()["body"], "first\n\nsecond");
    let put = |token: &str| request(Method::PUT, &gitlab, &path, token, Some(json!({ "body": "changed" })));
    assert_eq!(ask(&gitlab, put("bot")).await.status, StatusCode::FORBIDDEN, "it is maria's");
    assert_eq!(ask(&gitlab, put("maria-api")).await.json()["body"], "changed");
    let delete = request(Method::DELETE, &gitlab, &path, "maria-api", None);
    assert_eq!(ask(&gitlab, delete).await.status, StatusCode::NO_CONTENT);
    assert_eq!(get(&gitlab, &path).await.json(), json!({ "message": "404 Note Not Found" }));
}

#[tokio::test]
async fn notes_are_listed_newest_first() {
    let gitlab = gitlab();
    for number in 1..=3 {
        post_note(&gitlab, "maria-api", &format!("note {number}")).await;
    }
    let path = format!("projects/{PROJECT}/merge_requests/2/notes");
    let bodies = |json: serde_json::Value| {
        json.as_array().unwrap().iter().map(|it| it["body"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(bodies(get(&gitlab, &path).await.json()), ["note 3", "note 2", "note 1"]);
    let first = get(&gitlab, &format!("{path}?sort=asc&per_page=1")).await;
    assert_eq!((bodies(first.json()), first.header("x-total")), (vec!["note 1".to_owned()], "3"));
}

#[tokio::test]
async fn a_note_of_nothing_but_commands_is_no_note() {
    let gitlab = gitlab();
    let answer = post_note(&gitlab, "maria-api", "/close\n/label ~\"to do\" ~urgent").await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    assert_eq!(answer.json()["summary"][0], "Closed this merge request.");
    assert_eq!(answer.json()["commands_changes"]["state_event"], "close");
    assert!(answer.json().get("id").is_none());
    let merge_request = gitlab.merge_request("shop/checkout", 2).unwrap();
    assert_eq!(merge_request.state, MergeRequestState::Closed);
    assert_eq!(merge_request.labels, ["bug", "to do", "urgent"]);
    assert!(gitlab.merge_request_notes("shop/checkout", 2).is_empty());
    let commands: Vec<_> = gitlab.executed_commands().into_iter().map(|it| it.command).collect();
    assert_eq!(commands, ["close", "label"]);
}

#[tokio::test]
async fn commands_are_taken_out_of_mixed_text() {
    let gitlab = gitlab();
    let answer = post_note(&gitlab, "maria-api", "This is wrong.\n/close\nReally.").await;
    assert_eq!(
        (answer.status, &answer.json()["body"]),
        (StatusCode::CREATED, &json!("This is wrong.\nReally."))
    );
    assert_eq!(state(&gitlab), MergeRequestState::Closed);
}

#[tokio::test]
async fn a_changed_note_acts_and_may_vanish() {
    let gitlab = gitlab();
    let id = post_note(&gitlab, "maria-api", "hello").await.json()["id"].clone();
    let path = format!("projects/{PROJECT}/merge_requests/2/notes/{id}");
    let put = request(Method::PUT, &gitlab, &path, "maria-api", Some(json!({ "body": "/close" })));
    ask(&gitlab, put).await;
    assert_eq!(state(&gitlab), MergeRequestState::Closed);
    assert_eq!(get(&gitlab, &path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn commands_need_the_rights_of_their_author() {
    let gitlab =
        GitLab::new(shop().token(gitlab_testkit::Token::personal("omar-api", "omar").scopes(["api"])))
            .unwrap();
    let path = format!("projects/{PROJECT}/merge_requests/1/notes");
    let approve = request(Method::POST, &gitlab, &path, "omar-api", Some(json!({ "body": "/approve" })));
    let refused = ask(&gitlab, approve).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused.json()["message"], "400 Bad request - Note {:commands=>[\"Commands did not apply\"]}");
    assert!(gitlab.executed_commands().is_empty());
}

#[tokio::test]
async fn merge_really_merges() {
    let gitlab = gitlab();
    let before = gitlab.sha("shop/checkout", "main").unwrap();
    post_note(&gitlab, "bot", "/approve\n/merge").await;
    let merge_request = gitlab.merge_request("shop/checkout", 2).unwrap();
    assert_eq!(merge_request.state, MergeRequestState::Merged);
    let head = gitlab.sha("shop/checkout", "main").unwrap();
    assert_eq!(merge_request.merge_commit_sha.as_ref(), Some(&head));
    assert_ne!(head, before);
    assert_eq!(gitlab.approved_by("shop/checkout", 2).len(), 1);
    let file = format!("projects/{PROJECT}/repository/files/next.txt/raw?ref=main");
    assert_eq!(get(&gitlab, &file).await.text, "next\n");
}

#[tokio::test]
async fn the_older_way_finds_commands_elsewhere() {
    let text = "~~~\n/close\n~~~";
    let newer = gitlab();
    assert_eq!(post_note(&newer, "maria-api", text).await.status, StatusCode::CREATED);
    assert_eq!(state(&newer), MergeRequestState::Opened);
    for older in [
        GitLab::new(shop().version("13.12.15-ee")).unwrap(),
        GitLab::builder(shop()).quick_actions(QuickActions::Lines).build().unwrap(),
    ] {
        post_note(&older, "maria-api", text).await;
        assert_eq!(state(&older), MergeRequestState::Closed);
    }
}

#[tokio::test]
async fn mentions_give_to_dos_only_when_they_are_new() {
    let gitlab = gitlab();
    let id = post_note(&gitlab, "maria-api", "cc @omar and @maria, not `@gia`").await.json()["id"].clone();
    let whose = || gitlab.todos().into_iter().map(|todo| todo.username).collect::<Vec<_>>();
    assert_eq!(whose(), ["omar"]);
    let path = format!("projects/{PROJECT}/merge_requests/2/notes/{id}");
    let put = request(Method::PUT, &gitlab, &path, "maria-api", Some(json!({ "body": "@omar and @gia" })));
    ask(&gitlab, put).await;
    assert_eq!(whose(), ["omar", "gia"]);
}

#[tokio::test]
async fn references_leave_a_note_where_they_lead() {
    let gitlab = gitlab();
    post_note(&gitlab, "maria-api", "Caused by !1, see #1 and `#1`; not !2 itself").await;
    let on_merge_request = gitlab.merge_request_notes("shop/checkout", 1);
    assert_eq!(on_merge_request.last().unwrap().body, "mentioned in merge request !2");
    assert!(on_merge_request.last().unwrap().system);
    assert_eq!(gitlab.cross_references().len(), 2);
    post_note(&gitlab, "maria-api", "Again !1").await;
    assert_eq!(gitlab.merge_request_notes("shop/checkout", 1).len(), on_merge_request.len());
}

#[tokio::test]
async fn issues_have_notes_too() {
    let gitlab = gitlab();
    let path = format!("projects/{PROJECT}/issues/1/notes");
    let body = json!({ "body": "known", "internal": true });
    let made = ask(&gitlab, request(Method::POST, &gitlab, &path, "maria-api", Some(body))).await;
    assert_eq!((made.status, &made.json()["internal"]), (StatusCode::CREATED, &json!(true)));
    assert_eq!(get_as(&gitlab, &path, "omar-read").await.json().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_text_that_is_too_long_is_refused() {
    let gitlab = gitlab();
    assert_eq!(post_note(&gitlab, "maria-api", &"x".repeat(1_000_000)).await.status, StatusCode::CREATED);
    let refused = post_note(&gitlab, "maria-api", &"x".repeat(1_000_001)).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.json()["message"].as_str().unwrap().contains("is too long"));
}
