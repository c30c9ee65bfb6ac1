//! What goes wrong when it is told to, in memory.

mod common;

use common::{PROJECT, ask, get, get_as, gitlab, post_note, request, shop};
use gitlab_core::{Clock as _, Delivery, Transport as _, TransportErrorKind};
use gitlab_testkit::{Fault, GitLab, ManualClock, RateLimit, max_in_flight};
use http::{Method, StatusCode};
use std::time::Duration;

const NOTES: &str = "/projects/*/merge_requests/*/notes";

fn notes(gitlab: &GitLab) -> usize {
    gitlab.merge_request_notes("shop/checkout", 2).len()
}

#[tokio::test]
async fn case_12_stored_then_lost() {
    let gitlab = gitlab();
    gitlab.inject(Fault::status(502).on("POST", NOTES).stored());
    let answer = post_note(&gitlab, "maria-api", "once").await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert_eq!(answer.header("content-type"), "text/html");
    assert_eq!(notes(&gitlab), 1);
    gitlab.inject(Fault::reset().on("POST", NOTES).stored());
    let error = gitlab
        .send(request(
            Method::POST,
            &gitlab,
            &format!("projects/{PROJECT}/merge_requests/2/notes"),
            "maria-api",
            Some(serde_json::json!({ "body": "twice" })),
        ))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (TransportErrorKind::Interrupted, Delivery::Unknown));
    assert_eq!(notes(&gitlab), 2);
}

#[tokio::test]
async fn case_13_not_stored() {
    let gitlab = gitlab();
    gitlab.inject(Fault::status(503).on("POST", NOTES).times(2));
    for _ in 0..2 {
        assert_eq!(post_note(&gitlab, "maria-api", "x").await.status, StatusCode::SERVICE_UNAVAILABLE);
    }
    assert_eq!(notes(&gitlab), 0);
    assert_eq!(post_note(&gitlab, "maria-api", "x").await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn case_15_never_sent() {
    let gitlab = gitlab();
    gitlab.inject(Fault::refused());
    let error = gitlab.send(request(Method::GET, &gitlab, "version", "maria-api", None)).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (TransportErrorKind::Connect, Delivery::NotSent));
    assert!(gitlab.requests().is_empty(), "what never came is not in the log");
    let mut elsewhere = request(Method::GET, &gitlab, "version", "", None);
    *elsewhere.uri_mut() = "https://gitlab.com/api/v4/version".parse().unwrap();
    assert_eq!(
        gitlab.send(elsewhere).await.unwrap_err().delivery(),
        Delivery::NotSent,
        "there is no other host"
    );
}

#[tokio::test]
async fn case_26_a_silent_server_never_answers() {
    let gitlab = gitlab();
    gitlab.inject(Fault::silence());
    let request = gitlab.send(request(Method::GET, &gitlab, "version", "maria-api", None));
    assert!(tokio::time::timeout(Duration::from_millis(20), request).await.is_err());
    assert_eq!(gitlab.requests()[0].end, None);
}

#[tokio::test]
async fn case_28_a_body_breaks_off() {
    let gitlab = gitlab();
    let half = Fault::status(200).body("{\"ver").breaks_off();
    for (bytes, fault) in [(0, Fault::cut(0)), (7, Fault::cut(7)), (100_000, Fault::cut(100_000)), (5, half)]
    {
        gitlab.inject(fault);
        let answer = gitlab.send(request(Method::GET, &gitlab, "version", "maria-api", None)).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let mut body = answer.into_body();
        let mut read = 0;
        let error = loop {
            match body.chunk().await {
                Ok(Some(chunk)) => read += chunk.len(),
                Ok(None) => panic!("a body that was cut must not look whole"),
                Err(error) => break error,
            }
        };
        assert!(read <= bytes, "{read} of {bytes}");
        assert_eq!(error.kind(), TransportErrorKind::Interrupted);
    }
}

#[tokio::test]
async fn case_27_a_body_drips() {
    let clock = ManualClock::new().auto_advance();
    let gitlab = GitLab::builder(shop()).clock(clock.clone()).build().unwrap();
    gitlab.inject(Fault::drip(10, Duration::from_secs(1)));
    let answer = get(&gitlab, "version").await;
    assert!(answer.json()["version"].is_string());
    assert_eq!(clock.monotonic(), Duration::from_secs(answer.text.len().div_ceil(10) as u64));
}

#[tokio::test]
async fn the_true_answer_can_have_other_headers() {
    let gitlab = gitlab();
    gitlab.inject(Fault::headers().header("link", "<https://evil.example/api/v4/x?page=2>; rel=\"next\""));
    let answer = get(&gitlab, &format!("projects/{PROJECT}/merge_requests")).await;
    assert!(answer.header("link").contains("evil.example"));
    assert_eq!(answer.json().as_array().unwrap().len(), 2);
    gitlab.inject(Fault::redirect(302, "https://evil.example/"));
    assert_eq!(get(&gitlab, "version").await.header("location"), "https://evil.example/");
    gitlab.inject(Fault::html());
    assert!(get(&gitlab, "version").await.text.starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn latency_is_waited_by_the_clock_and_side_by_side() {
    let clock = ManualClock::new().auto_advance();
    let latency = Duration::from_millis(50);
    let gitlab = GitLab::builder(shop()).clock(clock.clone()).latency(latency).build().unwrap();
    let all = (0..8).map(|_| get(&gitlab, "version"));
    futures_util::future::join_all(all).await;
    assert_eq!(clock.monotonic(), latency);
    assert_eq!(max_in_flight(&gitlab.requests()), 8);
    get(&gitlab, "version").await;
    assert_eq!(clock.monotonic(), 2 * latency);
    gitlab.set_latency(Duration::ZERO);
    get(&gitlab, "version").await;
    assert_eq!(clock.monotonic(), 2 * latency);
}

#[tokio::test]
async fn both_kinds_of_429() {
    let clock = ManualClock::new();
    let minute = Duration::from_secs(60);
    let gitlab = GitLab::builder(shop())
        .clock(clock.clone())
        .rate_limit(RateLimit::throttle(3, minute))
        .rate_limit(RateLimit::application(1, minute).on("POST", NOTES))
        .build()
        .unwrap();
    assert_eq!(post_note(&gitlab, "maria-api", "1").await.status, StatusCode::CREATED);
    let refused = post_note(&gitlab, "maria-api", "2").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.json()["message"]["error"].as_str().unwrap().contains("too many times"));
    assert_eq!((refused.header("retry-after"), notes(&gitlab)), ("(absent)", 1));

    clock.advance(Duration::from_secs(20));
    assert_eq!(get(&gitlab, "version").await.status, StatusCode::OK);
    let throttled = get(&gitlab, "version").await;
    assert_eq!((throttled.status, throttled.text.as_str()), (StatusCode::TOO_MANY_REQUESTS, "Retry later\n"));
    assert_eq!((throttled.header("retry-after"), throttled.header("ratelimit-remaining")), ("40", "0"));
    assert_eq!(get_as(&gitlab, "version", "omar-read").await.status, StatusCode::OK, "each user for himself");
    clock.advance(Duration::from_secs(40));
    assert_eq!(get(&gitlab, "version").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_log_of_100_megabytes_streams_without_being_held() {
    let scenario = shop().project("big/log", |project| {
        project.public().commit("start", |commit| commit).pipeline("start", |pipeline| {
            let trace =
                gitlab_testkit::Trace::new().lines(2_000_000, "line {n} of a log that goes on and on\n");
            pipeline.job("noisy", |job| job.id(77).trace(trace))
        })
    });
    let gitlab = GitLab::new(scenario).unwrap();
    let path = "projects/big%2Flog/jobs/77/trace";
    let answer = gitlab.send(request(Method::GET, &gitlab, path, "maria-api", None)).await.unwrap();
    let mut body = answer.into_body();
    let (mut size, mut largest) = (0, 0);
    while let Some(chunk) = body.chunk().await.unwrap() {
        size += chunk.len();
        largest = largest.max(chunk.len());
    }
    assert!(size > 80_000_000 && largest < 128 * 1024, "{size} bytes, {largest} at most at once");
    assert!(gitlab.requests()[0].end.is_some());
}

#[tokio::test]
async fn unreadable_requests_are_refused() {
    let gitlab = gitlab();
    let mut broken = request(
        Method::POST,
        &gitlab,
        &format!("projects/{PROJECT}/merge_requests/2/notes"),
        "maria-api",
        None,
    );
    broken.headers_mut().insert("content-type", "application/json".parse().unwrap());
    *broken.body_mut() = bytes::Bytes::from_static(b"{\"body\":");
    assert_eq!(ask(&gitlab, broken).await.status, StatusCode::BAD_REQUEST);
    let empty = post_note(&gitlab, "maria-api", " \n").await;
    assert_eq!(empty.json()["message"], "400 Bad request - Note {:note=>[\"can't be blank\"]}");
}
