//! Endpoints of the crate `gitlab` keep the rules of this client.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test says so")]

mod support;

use futures_util::TryStreamExt;
use gitlab::api::merge_requests::MergeRequests;
use gitlab::api::projects::jobs::JobTrace;
use gitlab::api::projects::merge_requests::notes::CreateMergeRequestNote;
use gitlab::api::projects::repository::Tree;
use gitlab::api::projects::repository::files::File;
use gitlab::api::projects::{Project, Projects};
use gitlab::api::{self, AsyncQuery, Pagination};
use gitlab_api_client::Client;
use gitlab_core::{ApiError, ApiErrorKind, Delivery, TransportErrorKind};
use serde_json::Value;
use std::sync::Arc;
use support::{BASE, Script, Step, TOKEN, client};

/// The error of ours within one of that crate.
fn ours(error: api::ApiError<ApiError>) -> ApiError {
    match error {
        api::ApiError::Client { source } => source,
        other => panic!("{other}"),
    }
}

fn project(name: &str) -> Project<'_> {
    Project::builder().project(name).build().unwrap()
}

fn note() -> CreateMergeRequestNote<'static> {
    CreateMergeRequestNote::builder().project(7).merge_request(42).body("text & more").build().unwrap()
}

fn tree() -> Tree<'static> {
    Tree::builder().project("a/b").recursive(true).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_of_that_crate_is_asked_with_our_credential() {
    let script = Script::of([Step::json(r#"{"id":7}"#)]);
    let answer: Value = project("a/b").query_async(&client(&script).kitware()).await.unwrap();
    assert_eq!(answer["id"], 7);
    assert_eq!(script.lines(), ["GET projects/a%2Fb"]);
    assert_eq!(script.headers(0)["authorization"], format!("Bearer {TOKEN}"));

    let script = Script::of([Step::status(201, r#"{"id":1}"#)]);
    let _: Value = note().query_async(&client(&script).kitware()).await.unwrap();
    assert_eq!(script.lines(), ["POST projects/7/merge_requests/42/notes"]);
    assert_eq!(script.headers(0)["content-type"], "application/x-www-form-urlencoded");

    let script = Script::of([Step::json("log\n")]);
    let log = JobTrace::builder().project(7).job(11).build().unwrap();
    let log = api::raw(log).query_async(&client(&script).kitware()).await.unwrap();
    assert_eq!(log, b"log\n");
}

#[tokio::test(start_paused = true)]
async fn an_error_keeps_its_kind_and_advice() {
    let script = Script::of([Step::status(404, r#"{"message":"404 Project Not Found"}"#)]);
    let error = project("a/b").query_async(&client(&script).kitware()).await;
    let error = ours(AsyncResult::<Value>::unwrap_err(error));
    assert_eq!(error.kind(), ApiErrorKind::NotFound);
    assert!(error.advice().is_some());
    assert_eq!(error.to_string(), "GET projects/a%2Fb: not found (HTTP 404): 404 Project Not Found");
}

type AsyncResult<T> = Result<T, api::ApiError<ApiError>>;

#[tokio::test(start_paused = true)]
async fn case_1_redirects_to_other_hosts_are_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let script = Script::of([
            Step::status(status, "").header("location", "https://evil.example/api/v4/projects/7")
        ]);
        let error: AsyncResult<Value> = project("a").query_async(&client(&script).kitware()).await;
        assert_eq!(ours(error.unwrap_err()).kind(), ApiErrorKind::Redirected);
        let error: AsyncResult<Value> = note().query_async(&client(&script).kitware()).await;
        assert_eq!(ours(error.unwrap_err()).kind(), ApiErrorKind::Redirected);
        assert_eq!(script.count(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn case_12_a_note_is_sent_once_and_a_read_again() {
    let lost = || Step::Fail(TransportErrorKind::Interrupted, Delivery::Unknown);
    for fault in [Step::status(502, ""), lost()] {
        let script = Script::of([fault.clone()]);
        let error: AsyncResult<Value> = note().query_async(&client(&script).kitware()).await;
        assert_eq!(ours(error.unwrap_err()).delivery(), Delivery::Unknown);
        assert_eq!(script.count(), 1);

        let script = Script::of([fault, Step::json("{}")]);
        let _: Value = project("a").query_async(&client(&script).kitware()).await.unwrap();
        assert_eq!(script.count(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn case_159_a_path_that_climbs_is_refused() {
    let script = Script::of([Step::json("{}")]);
    let kitware = client(&script).kitware();
    for name in ["..", ".", "a/../..", "", "a\\..\\b"] {
        let error: AsyncResult<Value> = project(name).query_async(&kitware).await;
        let error = ours(error.unwrap_err());
        assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::InvalidRequest, Delivery::NotSent));
    }
    for path in ["..", "a/../../b", "a\\..\\..\\b"] {
        let file = File::builder().project(7).file_path(path).ref_("main").build().unwrap();
        let error: AsyncResult<Value> = file.query_async(&kitware).await;
        assert_eq!(ours(error.unwrap_err()).kind(), ApiErrorKind::InvalidRequest, "{path}");
    }
    assert_eq!(script.count(), 0);
}

/// The first two pages of a tree, the first with this link to the next.
async fn listed(link: String) -> (AsyncResult<Vec<Value>>, Arc<Script>) {
    let script = Script::by(move |_, number| match number {
        0 => Step::json(r#"[{"id":"a"},{"id":"b"}]"#).header("link", format!("<{link}>; rel=\"next\"")),
        _ => Step::json(r#"[{"id":"c"}]"#),
    });
    let paged = api::paged(tree(), Pagination::AllPerPageLimit(2));
    (paged.query_async(&client(&script).kitware()).await, script)
}

#[tokio::test(start_paused = true)]
async fn the_next_page_of_a_keyset_list_is_read() {
    let page = "projects/a%2Fb/repository/tree?recursive=true&per_page=2&pagination=keyset&page_token=b";
    for link in [format!("{BASE}{page}"), format!("/api/v4/{page}"), "?page_token=b&per_page=2".to_owned()] {
        let (items, script) = listed(link).await;
        assert_eq!(items.unwrap().len(), 3);
        assert_eq!(script.count(), 2);
        assert!(script.lines()[1].starts_with("GET projects/a%2Fb/repository/tree?"), "{:?}", script.lines());
        assert!(script.lines()[1].contains("page_token=b"));
    }
}

#[tokio::test(start_paused = true)]
async fn case_3_and_7_a_link_elsewhere_is_an_error_and_not_asked() {
    for link in [
        "https://evil.example/api/v4/projects?page_token=b".to_owned(),
        "http://gitlab.example.com/api/v4/projects?page_token=b".to_owned(),
        "https://gitlab.example.com:8443/api/v4/projects?page_token=b".to_owned(),
        "https://user@gitlab.example.com/api/v4/projects?page_token=b".to_owned(),
        "//evil.example/?page_token=b".to_owned(),
        "\\\\evil.example/?page_token=b".to_owned(),
        "data:text/plain,x".to_owned(),
        "urn:isbn:1".to_owned(),
        "file:///etc/passwd?x".to_owned(),
        "mailto:a@b?x".to_owned(),
        format!("{BASE}projects?x={}", "y".repeat(66_000)),
        "https://[".to_owned(),
        String::new(),
    ] {
        let (items, script) = listed(link.clone()).await;
        assert_eq!(ours(items.unwrap_err()).kind(), ApiErrorKind::UnexpectedResponse, "{link:.60}");
        assert_eq!(script.count(), 1, "{link:.60}");
    }
}

#[tokio::test(start_paused = true)]
async fn case_8_a_page_that_is_its_own_next_page_is_an_error() {
    let script = Script::by(|request, _| {
        Step::json(r#"[{"id":"a"},{"id":"b"}]"#).header("link", format!("<{}>; rel=\"next\"", request.uri()))
    });
    let kitware = client(&script).kitware();
    let paged = api::paged(tree(), Pagination::AllPerPageLimit(2));
    let error: AsyncResult<Vec<Value>> = paged.query_async(&kitware).await;
    assert_eq!(ours(error.unwrap_err()).kind(), ApiErrorKind::UnexpectedResponse);
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_list_by_page_number_is_read_as_a_stream() {
    let script = Script::by(|request, _| {
        let first = request.uri().query().unwrap().contains("&page=1");
        Step::json(if first { r#"[{"id":1},{"id":2}]"# } else { r#"[{"id":3}]"# })
            .header("x-next-page", if first { "2" } else { "" })
    });
    let kitware = client(&script).kitware();
    let paged = api::paged(MergeRequests::builder().build().unwrap(), Pagination::AllPerPageLimit(2));
    let items: Vec<Value> = paged.iter_async(&kitware).try_collect().await.unwrap();
    assert_eq!((items.len(), script.count()), (3, 2));
}

#[tokio::test(start_paused = true)]
async fn case_33_an_answer_has_a_limit() {
    let script = Script::of([Step::json(&format!("[\"{}\"]", "x".repeat(200)))]);
    let limits = gitlab_api_client::Limits::default().with_json_bytes(100);
    let client: Client = support::builder(&script).limits(limits).build().unwrap();
    let projects = Projects::builder().build().unwrap();
    let error: AsyncResult<Value> = projects.query_async(&client.kitware()).await;
    assert_eq!(ours(error.unwrap_err()).kind(), ApiErrorKind::BodyTooLarge);
}
