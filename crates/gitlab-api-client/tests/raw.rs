//! Requests of any address keep the rules of all others.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use futures_util::TryStreamExt;
use gitlab_api_client::endpoints::GetProject;
use gitlab_api_client::{Idempotency, Limits, Path, RawRequest, UrlBase};
use gitlab_core::{ApiErrorKind, Delivery, ProjectId};
use serde_json::{Value, json};
use support::{Script, Step, TOKEN, builder, client};

fn badges() -> RawRequest {
    RawRequest::get(Path::new("projects").param("id", "a/b").literal("badges"))
}

#[tokio::test(start_paused = true)]
async fn status_headers_and_bytes_come_as_they_are() {
    let step =
        Step::status(202, "\u{0}no JSON").header("x-total", "3").header("link", "a").header("link", "b");
    let script = Script::of([step]);
    let answer = client(&script).raw(&badges().parameter("x", 1)).await.unwrap();
    assert_eq!(answer.status(), 202);
    assert_eq!(answer.headers()["x-total"], "3");
    assert_eq!(answer.headers().get_all("link").iter().count(), 2);
    assert_eq!(answer.body().as_ref(), b"\0no JSON");
    assert_eq!(script.lines(), ["GET projects/a%2Fb/badges?x=1"]);
    assert_eq!(script.headers(0)["authorization"], format!("Bearer {TOKEN}"));
    assert_eq!(script.headers(0)["accept"], "*/*");

    // A typed endpoint can be asked in this way, too.
    assert_eq!(client(&script).raw(&GetProject::new(ProjectId::new(7))).await.unwrap().status(), 202);
}

#[tokio::test(start_paused = true)]
async fn it_can_be_sent_in_every_way() {
    let script = Script::of([Step::json(r#"[{"id":1}]"#)]);
    let client = client(&script);
    let value: Value = client.send(&badges()).await.unwrap();
    assert_eq!(value[0]["id"], 1);
    let typed: Vec<std::collections::BTreeMap<String, u64>> = client.send_as(&badges()).await.unwrap();
    assert_eq!(typed[0]["id"], 1);
    let chunks: Vec<_> = client.open(&badges()).await.unwrap().into_body().try_collect().await.unwrap();
    assert_eq!(chunks.concat(), br#"[{"id":1}]"#);
    client.raw(&RawRequest::get(Path::new("-/health")).below(UrlBase::Web)).await.unwrap();
    assert_eq!(script.uris()[3], "https://gitlab.example.com/-/health");
}

#[tokio::test(start_paused = true)]
async fn a_write_is_sent_again_only_where_that_is_said_to_be_safe() {
    let lost = || Script::of([Step::status(502, ""), Step::json("{}")]);
    let path = || Path::new("projects").param("id", 7).literal("statuses");
    let post = RawRequest::post(path()).json(&json!({ "a": 1 }));
    let script = lost();
    let error = client(&script).raw(&post).await.unwrap_err();
    assert_eq!((error.delivery(), script.count()), (Delivery::Unknown, 1));
    for safe in
        [post.with_idempotency(Idempotency::Idempotent), RawRequest::put(path()), RawRequest::delete(path())]
    {
        let script = lost();
        client(&script).raw(&safe).await.unwrap();
        assert_eq!(script.count(), 2, "{safe:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_rules_hold() {
    let script = Script::of([Step::status(302, "").header("location", "https://evil.example/")]);
    assert_eq!(client(&script).raw(&badges()).await.unwrap_err().kind(), ApiErrorKind::Redirected);
    assert_eq!(script.count(), 1);

    let error =
        client(&script).raw(&RawRequest::get(Path::new("projects").param("id", ".."))).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ApiErrorKind::InvalidRequest, 1));

    let script = Script::of([Step::status(404, r#"{"message":"404 Not found"}"#)]);
    let error = client(&script).raw(&badges()).await.unwrap_err();
    assert_eq!(error.to_string(), "send GET projects/:id/badges: not found (HTTP 404): 404 Not found");

    for (size, fits) in [(100, true), (101, false)] {
        let script = Script::of([Step::json(&"x".repeat(size))]);
        let client = builder(&script).limits(Limits::default().with_json_bytes(100)).build().unwrap();
        assert_eq!(client.raw(&badges()).await.is_ok(), fits, "case 33: {size}");
    }
}
