//! What an error says: kind, verdict, words, advice.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use async_trait::async_trait;
use gitlab_api_client::Client;
use gitlab_api_client::endpoints::{CreateNote, GetCurrentUser, GetMergeRequest};
use gitlab_core::types::UserDetails;
use gitlab_core::{
    ApiError, ApiErrorKind, AuthError, AuthErrorKind, AuthHeaders, Authenticator, Delivery, Instance,
    MergeRequestIid, ProjectRef, Rejection, Transport, Verdict,
};
use http::{HeaderValue, header::AUTHORIZATION};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use support::{BASE, Script, Step, TestClock, builder, client};

fn endpoint() -> GetMergeRequest {
    GetMergeRequest::new("group/project".parse::<ProjectRef>().unwrap(), MergeRequestIid::new(42))
}

async fn error_of(step: Step) -> ApiError {
    client(&Script::of([step])).send(&endpoint()).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn each_refusal_has_its_kind_and_its_advice() {
    use ApiErrorKind::{
        Conflict, Forbidden, InvalidRequest, NotFound, Server, Unauthenticated, UnexpectedResponse,
    };
    let html = "<!DOCTYPE html><html><head><title>Sign in · GitLab</title></head></html>";
    for (status, body, kind, advice) in [
        (401, r#"{"message":"401 Unauthorized"}"#, Unauthenticated, "does not know this token"),
        (
            401,
            r#"{"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}"#,
            Unauthenticated,
            "has expired",
        ),
        (
            401,
            r#"{"error":"invalid_token","error_description":"Token was revoked. You have to re-authorize from the user."}"#,
            Unauthenticated,
            "was revoked",
        ),
        (
            403,
            r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#,
            Forbidden,
            "one of api, read_api",
        ),
        (403, r#"{"error":"insufficient_scope","scope":"api"}"#, Forbidden, "the scope api"),
        (
            403,
            r#"{"error":"insufficient_granular_scope","error_description":"Access denied"}"#,
            Forbidden,
            "permission to get merge request !42",
        ),
        (403, r#"{"message":"403 Forbidden"}"#, Forbidden, "Reporter"),
        (
            403,
            r#"{"message":"403 Forbidden - You cannot perform write operations on a read-only instance"}"#,
            Forbidden,
            "read-only",
        ),
        (403, "Forbidden\n", Forbidden, "this machine's address"),
        (404, r#"{"message":"404 Project Not Found"}"#, NotFound, "may not see"),
        (404, r#"{"error":"404 Not Found"}"#, NotFound, "/api/v4"),
        (404, html, NotFound, "/api/v4"),
        (400, r#"{"error":"scope is missing"}"#, InvalidRequest, ""),
        (405, html, InvalidRequest, "/api/v4"),
        (409, r#"{"message":"409 Conflict"}"#, Conflict, ""),
        (501, "", Server, "status"),
        (200, html, UnexpectedResponse, "/api/v4"),
        (600, "", UnexpectedResponse, "/api/v4"),
    ] {
        let error = error_of(Step::status(status, body).header("x-request-id", "01ABC")).await;
        assert_eq!(error.kind(), kind, "{status} {body}");
        assert_eq!(error.verdict(), Verdict::Permanent, "{status} {body}");
        assert!(error.advice().unwrap_or_default().contains(advice), "{status} {body}: {:?}", error.advice());
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.request_id(), Some("01ABC"));
        assert_eq!(error.project().unwrap().to_string(), "group/project");
        assert_eq!(error.operation(), "get merge request !42");
    }
}

#[tokio::test(start_paused = true)]
async fn an_anonymous_refusal_asks_for_a_token() {
    let script = Script::of([Step::status(401, r#"{"message":"401 Unauthorized"}"#)]);
    let client = Client::builder(Instance::parse(BASE).unwrap())
        .transport(Arc::clone(&script) as Arc<dyn Transport>)
        .clock(TestClock::new())
        .build()
        .unwrap();
    let error = client.send(&endpoint()).await.unwrap_err();
    assert!(error.advice().unwrap().contains("GITLAB_ACCESS_TOKEN"));
    assert!(!script.headers(0).contains_key("authorization"));
}

#[tokio::test(start_paused = true)]
async fn case_37_what_is_no_answer_of_gitlab_is_told_in_a_few_words() {
    for (body, words) in [
        ("<html><title>Hotel Wi-Fi</title>", "a web page with the title \"Hotel Wi-Fi\""),
        ("", "it is empty"),
        ("null", "another shape"),
        ("{}", "missing field"),
        ("not json", "it is no JSON"),
    ] {
        let error = error_of(Step::json(body)).await;
        assert_eq!(error.kind(), ApiErrorKind::UnexpectedResponse);
        let message = error.message().unwrap();
        assert!(message.contains(words), "{body:?}: {message}");
        assert!(message.len() <= 200);
    }
}

#[tokio::test(start_paused = true)]
async fn case_38_a_huge_error_body_is_cut() {
    let huge = format!(r#"{{"message":"{}"}}"#, "x ".repeat(512 * 1024));
    let error = error_of(Step::status(400, &huge)).await;
    assert!(error.to_string().chars().count() < 500);
}

#[tokio::test(start_paused = true)]
async fn another_type_is_the_callers_choice() {
    let script = Script::of([Step::json(r#"{"id":5,"username":"rca","extra":[1,2]}"#)]);
    let client = client(&script);
    let user: UserDetails = client.send(&GetCurrentUser::new()).await.unwrap();
    assert_eq!(user.username, "rca");
    let value: serde_json::Value = client.send_as(&GetCurrentUser::new()).await.unwrap();
    assert_eq!(value["extra"][1], 2);
}

#[derive(Debug, Default)]
struct Renewing {
    generation: AtomicU64,
    told: AtomicU64,
}

#[async_trait]
impl Authenticator for Renewing {
    async fn headers(&self) -> Result<AuthHeaders, AuthError> {
        let generation = self.generation.load(Ordering::Relaxed);
        let value = HeaderValue::from_str(&format!("Bearer token-{generation}")).unwrap();
        Ok(AuthHeaders::new(AUTHORIZATION, value, generation))
    }

    async fn rejected(&self, generation: u64) -> Result<Rejection, AuthError> {
        self.told.fetch_add(1, Ordering::Relaxed);
        let _ = self.generation.compare_exchange(
            generation,
            generation + 1,
            Ordering::Relaxed,
            Ordering::Relaxed,
        );
        Ok(Rejection::Retry)
    }
}

#[tokio::test(start_paused = true)]
async fn case_54_a_refused_token_is_renewed_once_also_for_a_write() {
    let expired =
        || Step::status(401, r#"{"error":"invalid_token","error_description":"Token is expired."}"#);
    let note = CreateNote::new(gitlab_core::ProjectId::new(7), MergeRequestIid::new(42), "text");
    let authenticator = Arc::new(Renewing::default());
    let script = Script::of([expired(), Step::status(201, r#"{"id":3,"body":"b"}"#)]);
    let client =
        builder(&script).authenticator(Arc::clone(&authenticator) as Arc<dyn Authenticator>).build().unwrap();
    client.send(&note).await.unwrap();
    assert_eq!((script.count(), authenticator.told.load(Ordering::Relaxed)), (2, 1));
    assert_eq!(script.headers(1)["authorization"], "Bearer token-1");

    let script = Script::of([expired()]);
    let client = builder(&script).authenticator(Arc::new(Renewing::default())).build().unwrap();
    let error = client.send(&note).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ApiErrorKind::Unauthenticated, 2), "a second 401 stands");
}

#[derive(Debug)]
struct Sealed;

#[async_trait]
impl Authenticator for Sealed {
    async fn headers(&self) -> Result<AuthHeaders, AuthError> {
        Err(AuthError::new(AuthErrorKind::NeedsReauthorization, "the session has ended"))
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_credential_nothing_is_sent() {
    let script = Script::of([Step::json("{}")]);
    let client = builder(&script).authenticator(Arc::new(Sealed)).build().unwrap();
    let error = client.send(&endpoint()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), script.count()),
        (ApiErrorKind::Unauthenticated, Delivery::NotSent, 0)
    );
    assert_eq!(error.project().unwrap().to_string(), "group/project");
}
