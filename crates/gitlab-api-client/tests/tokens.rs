//! A token that rotates is asked for once; the version of old servers; what a search cannot find.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use gitlab_api_client::RetryPolicy;
use gitlab_api_client::endpoints::{RotateTokenSelf, Search, Within};
use gitlab_core::{ApiErrorKind, Delivery, TransportErrorKind, Version};
use support::{Script, Step, builder, client};

#[tokio::test(start_paused = true)]
async fn a_rotation_is_sent_once_whatever_comes_back() {
    let half = br#"{"id":43,"name":"rca","tok"#.to_vec();
    for (step, delivery) in [
        (Step::status(500, ""), Delivery::Unknown),
        (Step::status(502, "<html>Bad Gateway</html>"), Delivery::Unknown),
        (Step::status(503, ""), Delivery::Unknown),
        (Step::status(504, ""), Delivery::Unknown),
        (Step::Fail(TransportErrorKind::Timeout, Delivery::Unknown), Delivery::Unknown),
        (Step::Fail(TransportErrorKind::Interrupted, Delivery::Unknown), Delivery::Unknown),
        (Step::Silence, Delivery::Unknown),
        (Step::Cut { status: 200, body: half.clone() }, Delivery::Unknown),
        (Step::Stuck { status: 200, body: half.clone() }, Delivery::Unknown),
        (Step::Answer { status: 200, headers: Vec::new(), body: half }, Delivery::Unknown),
        (Step::status(401, r#"{"error":"invalid_token"}"#), Delivery::Refused),
        (Step::status(400, r#"{"message":"400 Bad request"}"#), Delivery::Refused),
    ] {
        let script = Script::of([step.clone()]);
        let error = client(&script).send(&RotateTokenSelf::new()).await.unwrap_err();
        assert_eq!((script.count(), error.delivery()), (1, delivery), "{step:?}: {error}");
        assert_eq!(script.lines(), ["POST personal_access_tokens/self/rotate"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_rotation_that_never_left_is_sent_again() {
    let lost = Step::Fail(TransportErrorKind::Connect, Delivery::NotSent);
    let script = Script::of([lost, Step::json(r#"{"id":43,"scopes":["api"],"token":"glpat-new"}"#)]);
    assert_eq!(client(&script).send(&RotateTokenSelf::new()).await.unwrap().details.id.get(), 43);
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_version_is_found_on_servers_without_metadata() {
    let missing = Step::status(404, r#"{"error":"404 Not Found"}"#);
    let script = Script::of([missing.clone(), Step::json(r#"{"version":"13.12.15","revision":"f635590"}"#)]);
    assert_eq!(client(&script).version().await.unwrap(), Version::new(13, 12, 15));
    assert_eq!(script.lines(), ["GET metadata", "GET version"]);

    let script = Script::of([Step::json(r#"{"version":"18.6.0-ee","kas":{"enabled":false}}"#)]);
    assert!(client(&script).version().await.unwrap().is_enterprise());
    assert_eq!(script.count(), 1);

    // Only what is missing is looked for elsewhere.
    for (step, kind) in [
        (Step::status(403, r#"{"error":"insufficient_granular_scope"}"#), ApiErrorKind::Forbidden),
        (Step::status(401, r#"{"message":"401 Unauthorized"}"#), ApiErrorKind::Unauthenticated),
        (Step::status(503, ""), ApiErrorKind::Server),
        (Step::json(r#"{"version":"hidden"}"#), ApiErrorKind::UnexpectedResponse),
    ] {
        let script = Script::of([step]);
        let client = builder(&script).retry(RetryPolicy::none()).build().unwrap();
        assert_eq!(client.version().await.unwrap_err().kind(), kind);
        assert_eq!(script.lines(), ["GET metadata"]);
    }
    let script = Script::of([missing]);
    assert_eq!(client(&script).version().await.unwrap_err().kind(), ApiErrorKind::NotFound);
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_search_that_this_gitlab_does_not_have_says_where_to_look_instead() {
    for (body, is_that) in [
        (r#"{"error":"scope does not have a valid value"}"#, true),
        (
            r#"{"message":"400 Bad request - Scope supported only with advanced search or exact code search"}"#,
            true,
        ),
        (r#"{"error":"search is empty"}"#, false),
    ] {
        let script = Script::of([Step::status(400, body)]);
        let search = Search::commits(Within::Instance, "timeout");
        let error = client(&script).list(&search, 10).await.unwrap_err();
        assert_eq!((error.kind(), script.count()), (ApiErrorKind::InvalidRequest, 1));
        let advice = error.advice().unwrap_or_default();
        assert_eq!(advice.contains("only within one project"), is_that, "{body}: {advice}");
    }
}
