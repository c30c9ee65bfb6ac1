//! What an error says: kind, verdict, words, advice.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use async_trait::async_trait;
use gitlab_api_client::endpoints::{
    AlertPayload, CreateNote, GetCurrentUser, GetMergeRequest, RotateTokenSelf, SendAlert, UpdateNote,
};
use gitlab_api_client::{Client, Limits, Path, RawRequest, RetryPolicy};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::types::UserDetails;
use gitlab_core::{
    ApiError, ApiErrorKind, AuthError, AuthErrorKind, AuthHeaders, Authenticator, Delivery, Instance,
    MergeRequestIid, NoteId, ProjectRef, Rejection, Transport, TransportError, TransportErrorKind, Verdict,
};
use http::{HeaderValue, header::AUTHORIZATION};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use support::{BASE, Script, Step, TOKEN, TestClock, builder, client};

fn endpoint() -> GetMergeRequest {
    GetMergeRequest::new("group/project".parse::<ProjectRef>().unwrap(), MergeRequestIid::new(42))
}

fn note() -> CreateNote {
    CreateNote::new(gitlab_core::ProjectId::new(7), MergeRequestIid::new(42), "text")
}

async fn error_of(step: Step) -> ApiError {
    client(&Script::of([step])).send(&endpoint()).await.unwrap_err()
}

/// What happens, and what is made of it.
struct Situation {
    name: &'static str,
    step: Step,
    kind: ApiErrorKind,
    verdict: Verdict,
    advice: &'static str,
}

fn refused(
    name: &'static str,
    status: u16,
    body: &str,
    kind: ApiErrorKind,
    advice: &'static str,
) -> Situation {
    let step = Step::status(status, body).header("x-request-id", "01ABC");
    Situation { name, step, kind, verdict: Verdict::Permanent, advice }
}

fn unreachable(name: &'static str, kind: TransportErrorKind, advice: &'static str) -> Situation {
    let error = TransportError::new(kind, Delivery::NotSent);
    let verdict = error.verdict();
    Situation {
        name,
        step: Step::Fail(kind, Delivery::NotSent),
        kind: ApiErrorKind::Connection,
        verdict,
        advice,
    }
}

fn situations() -> Vec<Situation> {
    use ApiErrorKind::{
        Conflict, Forbidden, InvalidRequest, NotFound, RateLimited, Server, Unauthenticated,
        UnexpectedResponse,
    };
    let html = "<!DOCTYPE html><html><head><title>Sign in · GitLab</title></head></html>";
    let oauth = |error: &str, description: &str| {
        format!(r#"{{"error":"{error}","error_description":"{description}"}}"#)
    };
    let message = |message: &str| format!(r#"{{"message":"{message}"}}"#);
    let json_limit = "GitLab takes JSON of at most 32 levels";
    let shut_out = "shuts out the user of this token";
    let temporary = |situation: Situation| Situation { verdict: Verdict::Temporary, ..situation };
    vec![
        refused(
            "unknown token",
            401,
            &message("401 Unauthorized"),
            Unauthenticated,
            "does not know this token",
        ),
        refused(
            "expired token",
            401,
            &oauth("invalid_token", "Token is expired. You can either do re-authorization or token refresh."),
            Unauthenticated,
            "has expired",
        ),
        refused(
            "revoked token",
            401,
            &oauth("invalid_token", "Token was revoked. You have to re-authorize from the user."),
            Unauthenticated,
            "was revoked",
        ),
        refused(
            "impersonation off",
            401,
            &oauth("invalid_token", "Token is an impersonation token but impersonation was disabled."),
            Unauthenticated,
            "does not allow impersonation tokens",
        ),
        refused(
            "no proof of possession",
            401,
            &oauth("dpop_error", "DPoP validation error: DPoP header is missing"),
            Unauthenticated,
            "DPoP proof, which this client does not make",
        ),
        refused(
            "missing scope, one of two",
            403,
            r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#,
            Forbidden,
            "lacks the scope read_api: make one that has it (api would do as well)",
        ),
        refused(
            "missing scope, the only one",
            403,
            r#"{"error":"insufficient_scope","scope":"read_repository"}"#,
            Forbidden,
            "lacks the scope read_repository: make one that has it",
        ),
        refused(
            "missing scope, unnamed",
            403,
            r#"{"error":"insufficient_scope"}"#,
            Forbidden,
            "the scope read_api:",
        ),
        refused(
            "missing permission",
            403,
            &oauth("insufficient_granular_scope", "Access denied"),
            Forbidden,
            "permission to get merge request !42",
        ),
        refused("missing role", 403, &message("403 Forbidden"), Forbidden, "Reporter"),
        refused(
            "read-only",
            403,
            &message("403 Forbidden - You cannot perform write operations on a read-only instance"),
            Forbidden,
            "read-only at the moment",
        ),
        refused("blocked address", 403, "Forbidden\n", Forbidden, "this machine's address"),
        refused("blocked address, by a firewall", 403, html, Forbidden, "a firewall or proxy before it"),
        refused(
            "blocked user",
            403,
            &message("403 Forbidden - Your account has been blocked."),
            Forbidden,
            shut_out,
        ),
        refused(
            "user who has not agreed",
            403,
            &message(
                "403 Forbidden - You (@rca) must accept the Terms of Service in order to perform this action.",
            ),
            Forbidden,
            shut_out,
        ),
        refused(
            "hidden or misspelt project",
            404,
            &message("404 Project Not Found"),
            NotFound,
            "may not see",
        ),
        refused("no such route", 404, r#"{"error":"404 Not Found"}"#, NotFound, "/api/v4"),
        refused("base URL of a web page", 404, html, NotFound, "check that the base URL ends in /api/v4"),
        refused("redirect to the sign-in page", 302, "", ApiErrorKind::Redirected, "ends in /api/v4"),
        refused("web page instead of JSON", 200, html, UnexpectedResponse, "/api/v4"),
        refused("no status of HTTP", 600, "", UnexpectedResponse, "/api/v4"),
        refused("missing parameter", 400, r#"{"error":"scope is missing"}"#, InvalidRequest, ""),
        refused(
            "JSON too deep",
            400,
            r#"{"error":"Parameters nested too deeply"}"#,
            InvalidRequest,
            json_limit,
        ),
        refused("JSON too long", 400, r#"{"error":"Too many total parameters"}"#, InvalidRequest, json_limit),
        refused("JSON too large", 413, r#"{"error":"JSON body too large"}"#, InvalidRequest, "send less"),
        refused("page for a proxy's method", 405, html, InvalidRequest, "/api/v4"),
        refused(
            "too deep a page",
            405,
            r#"{"error":"Offset pagination has a maximum allowed offset of 50000 for requests that return objects of type Project. Remaining records can be retrieved using keyset pagination."}"#,
            InvalidRequest,
            "read the rest by keyset",
        ),
        refused("other conflict", 409, &message("409 Conflict"), Conflict, ""),
        refused("not implemented", 501, "", Server, "status"),
        temporary(refused("request time-out", 408, "", Server, "did not get the whole request in time")),
        temporary(refused(
            "too many requests",
            429,
            "Retry later\n",
            RateLimited,
            "wait until the limit is reset",
        )),
        temporary(refused("failure", 500, &message("500 Internal Server Error"), Server, "try again later")),
        temporary(refused(
            "maintenance",
            503,
            &message("503 Service Unavailable - GitLab is in maintenance mode"),
            Server,
            "maintenance mode: try again later",
        )),
        temporary(refused("bad gateway", 502, html, Server, "try again later")),
        unreachable("unknown host", TransportErrorKind::Resolve, "gitlab.example.com is unknown"),
        unreachable("unreachable host", TransportErrorKind::Connect, "can reach gitlab.example.com"),
        unreachable("untrusted certificate", TransportErrorKind::Tls, "add_root_certificates_pem"),
        unreachable("no TLS", TransportErrorKind::TlsProtocol, "gitlab.example.com speaks no TLS"),
        unreachable("client certificate", TransportErrorKind::ClientCertificate, "client_identity_pem"),
        unreachable("private address", TransportErrorKind::AddressNotAllowed, "allow_private"),
    ]
}

#[tokio::test(start_paused = true)]
async fn each_situation_has_its_kind_its_verdict_and_its_advice() {
    for Situation { name, step, kind, verdict, advice } in situations() {
        let step = match step {
            redirect @ Step::Answer { status: 302, .. } => {
                redirect.header("location", "https://gitlab.example.com/users/sign_in")
            }
            step => step,
        };
        let script = Script::of([step.clone()]);
        let client = builder(&script).retry(RetryPolicy::none()).build().unwrap();
        let error = client.send(&endpoint()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{name}");
        assert_eq!(error.verdict(), verdict, "{name}");
        assert!(error.advice().unwrap_or_default().contains(advice), "{name}: {:?}", error.advice());
        assert!(error.message().unwrap_or_default().chars().count() <= 200, "{name}");
        assert_eq!(error.project().unwrap().to_string(), "group/project", "{name}");
        assert_eq!(error.operation(), "get merge request !42", "{name}");
        if let Step::Answer { status, .. } = step {
            assert_eq!(error.status().unwrap().as_u16(), status, "{name}");
            if status != 302 {
                assert_eq!(error.request_id(), Some("01ABC"), "{name}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn advice_for_a_write_names_what_a_write_needs() {
    for (body, advice) in [
        (r#"{"error":"insufficient_scope"}"#, "lacks the scope api:"),
        (r#"{"error":"insufficient_scope","scope":"api"}"#, "lacks the scope api:"),
    ] {
        let script = Script::of([Step::status(403, body)]);
        let error = client(&script).send(&note()).await.unwrap_err();
        assert!(error.advice().unwrap().contains(advice), "{:?}", error.advice());
    }
}

#[tokio::test(start_paused = true)]
async fn advice_for_a_graphql_query_names_what_a_query_needs() {
    let refused = Step::status(403, r#"{"error":"insufficient_scope"}"#);
    let hidden = Step::status(401, r#"{"errors":[{"message":"Invalid token"}]}"#);
    for (document, scope) in [("{ currentUser { id } }", "read_api"), ("mutation { a { errors } }", "api")] {
        let run = async |client: &Client| {
            client
                .graphql::<serde_json::Value>(document, ())
                .await
                .unwrap_err()
                .api()
                .advice()
                .unwrap()
                .to_owned()
        };
        let advice = run(&client(&Script::of([refused.clone()]))).await;
        assert!(advice.contains(&format!("lacks the scope {scope}:")), "{advice}");
        let advice = run(&anonymous(&Script::of([hidden.clone()]))).await;
        assert!(advice.ends_with(&format!("the scope {scope}")), "{advice}");
    }
    // A query changes nothing, so that nothing may have been done.
    let script = Script::of([Step::status(502, ""), refused]);
    let error = client(&script).graphql::<serde_json::Value>("{ a }", ()).await.unwrap_err();
    assert_ne!(error.api().delivery(), Delivery::Unknown);
}

#[tokio::test(start_paused = true)]
async fn advice_about_a_key_of_its_own_is_not_about_the_token() {
    let key = Arc::new(StaticToken::bearer(AccessToken::new("the-key").unwrap()));
    let alert = SendAlert::new("group/project".parse().unwrap(), key, AlertPayload::new("t")).unwrap();
    for (status, body, words) in [
        (401, "", "the authorization key of the integration"),
        (401, r#"{"message":"401 Unauthorized"}"#, "the authorization key of the integration"),
        (403, "", "its integration"),
        (404, "", "the id of its integration"),
        (404, "<html><title>Not found</title>", "the id of its integration"),
    ] {
        let script = Script::of([Step::status(status, body)]);
        let advice = client(&script).send(&alert).await.unwrap_err().advice().unwrap().to_owned();
        assert!(advice.contains(words) && !advice.contains("scope"), "{status}: {advice}");
        assert_eq!(script.headers(0)["authorization"], "Bearer the-key");
    }
}

#[tokio::test(start_paused = true)]
async fn advice_for_a_token_that_replaces_itself_names_the_least() {
    let body = r#"{"error":"insufficient_scope","scope":"api self_rotate"}"#;
    let error =
        client(&Script::of([Step::status(403, body)])).send(&RotateTokenSelf::new()).await.unwrap_err();
    assert!(error.advice().unwrap().contains("lacks the scope self_rotate:"), "{:?}", error.advice());
}

#[tokio::test(start_paused = true)]
async fn a_search_that_this_gitlab_lacks_says_so() {
    let search = RawRequest::get(Path::new("search")).parameter("scope", "blobs").parameter("search", "x");
    let script = Script::of([Step::status(400, r#"{"error":"scope does not have a valid value"}"#)]);
    let error = client(&script).send_as::<serde_json::Value>(&search).await.unwrap_err();
    assert!(error.advice().unwrap().contains("only within one project"), "{:?}", error.advice());
}

#[tokio::test(start_paused = true)]
async fn case_12_a_write_whose_answer_cannot_be_read_may_be_done() {
    let html = "<html><title>Sign in</title></html>";
    let limits = Limits::default().with_json_bytes(64);
    for (step, kind) in [
        (Step::status(201, &" ".repeat(65)), ApiErrorKind::BodyTooLarge),
        (Step::status(201, html), ApiErrorKind::UnexpectedResponse),
        (Step::status(201, "{}"), ApiErrorKind::UnexpectedResponse),
        (Step::status(600, ""), ApiErrorKind::UnexpectedResponse),
        (Step::Fail(TransportErrorKind::Decode, Delivery::Unknown), ApiErrorKind::Connection),
    ] {
        let script = Script::of([step.clone()]);
        let client = builder(&script).limits(limits).build().unwrap();
        let error = client.send(&note()).await.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (kind, Delivery::Unknown), "{step:?}");
        assert_eq!(script.count(), 1, "{step:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn case_18_a_write_that_an_earlier_attempt_may_have_done_is_not_undone_by_a_refusal() {
    let update =
        UpdateNote::new(gitlab_core::ProjectId::new(7), MergeRequestIid::new(42), NoteId::new(3), "b");
    for second in [
        Step::status(403, r#"{"message":"403 Forbidden"}"#),
        Step::Fail(TransportErrorKind::Connect, Delivery::NotSent),
        Step::status(429, "Retry later\n").header("retry-after", "3600"),
    ] {
        let script = Script::of([Step::status(502, ""), second.clone()]);
        let error = client(&script).send(&update).await.unwrap_err();
        assert_eq!(error.delivery(), Delivery::Unknown, "{second:?}");
        let error = client(&Script::of([second.clone()])).send(&update).await.unwrap_err();
        assert_ne!(error.delivery(), Delivery::Unknown, "{second:?}");
    }
}

fn anonymous(script: &Arc<Script>) -> Client {
    Client::builder(Instance::parse(BASE).unwrap())
        .transport(Arc::clone(script) as Arc<dyn Transport>)
        .clock(TestClock::new())
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn an_anonymous_refusal_asks_for_a_token() {
    let script = Script::of([Step::status(401, r#"{"message":"401 Unauthorized"}"#)]);
    let error = anonymous(&script).send(&endpoint()).await.unwrap_err();
    assert!(error.advice().unwrap().contains("GITLAB_ACCESS_TOKEN"));
    assert!(!script.headers(0).contains_key("authorization"));
}

#[tokio::test(start_paused = true)]
async fn case_38_a_good_status_does_not_show_the_credential_either() {
    let token = "CANARY.of-no-known-shape";
    let key = Arc::new(StaticToken::bearer(AccessToken::new(token).unwrap()));
    let other = "glpat-CANARYCANARYCANARY";
    for body in [
        format!("<html><title>Sign in again: {token}</title>"),
        format!("<html><title>{} {other} {token}</title>", "x".repeat(80)),
        format!(r#"{{"{token}":"no number"}}"#),
        format!(r#"{{"{other}":"no number"}}"#),
    ] {
        let script = Script::of([Step::json(&body)]);
        let client = builder(&script).authenticator(key.clone()).build().unwrap();
        let numbers = RawRequest::get(Path::new("numbers"));
        let error = client.send_as::<std::collections::BTreeMap<String, u64>>(&numbers).await.unwrap_err();
        let said = format!("{error} {error:?} {:?}", error.advice());
        assert!(said.contains("[REDACTED]") && !said.contains("CANARY"), "{said}");
    }
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
async fn case_38_error_bodies_are_readable_bounded_and_without_secrets() {
    let huge = format!(r#"{{"message":"{TOKEN} is too long {}"}}"#, "x ".repeat(512 * 1024));
    let page = format!("<html><title>{} {TOKEN} is bad</title></html>", "y".repeat(90));
    for (body, words) in [
        (
            r#"{"message":{"title":["can't be blank"],"note":["is too long","is spam"]}}"#,
            "title: can't be blank",
        ),
        (r#"["one","two"]"#, "one, two"),
        (r#"{"message":{"a":{"b":[{"c":"deep"}]}}}"#, "a: b: c: deep"),
        (huge.as_str(), "[REDACTED] is too long x x"),
        (page.as_str(), "a web page with the title"),
        ("Retry\u{7} later\r\n", "Retry later"),
        (
            r#"{"message":"the hook token glpat-abcdefghijklmnopqrst is taken"}"#,
            "the hook token [REDACTED] is taken",
        ),
    ] {
        let error = error_of(Step::status(400, body)).await;
        let message = error.message().unwrap();
        assert!(message.contains(words), "{message}");
        assert!(message.chars().count() <= 200 && !message.contains(char::is_control), "{message}");
        for secret in ["CANARY", "glpat"] {
            assert!(!format!("{error} {error:?}").contains(secret), "{error:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn case_39_deep_and_huge_json_is_a_typed_error() {
    let user = |id: &str, name: &str| format!(r#"{{"id":{id},"username":"a","name":"{name}"}}"#);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for body in [
        deep.clone(),
        user(&deep, "a"),
        user("18446744073709551616", "a"),
        user(&"9".repeat(100_000), "a"),
        user("1e400", "a"),
        user("1.5", "a"),
        user("1", r"\ud800"),
    ] {
        let script = Script::of([Step::json(&body)]);
        let error = client(&script).send(&GetCurrentUser::new()).await.unwrap_err();
        assert_eq!(error.kind(), ApiErrorKind::UnexpectedResponse, "{}", body.get(..60).unwrap_or(&body));
        assert_eq!(script.count(), 1);
        let _ = client(&script).send_as::<serde_json::Value>(&GetCurrentUser::new()).await;
        let error = error_of(Step::status(400, &body)).await;
        assert_eq!(error.kind(), ApiErrorKind::InvalidRequest);
    }
    // The largest number that there is keeps its last digit.
    let script = Script::of([Step::json(&user("18446744073709551615", "a"))]);
    assert_eq!(client(&script).send(&GetCurrentUser::new()).await.unwrap().id.get(), u64::MAX);
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
