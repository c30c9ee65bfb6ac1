//! How many requests that need each other an investigation waits for, by a clock that only runs while all wait.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use gitlab_api_client::Client;
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{Clock, GitLabReference};
use gitlab_investigation::{Evidence, Investigation, Limits, Window};
use gitlab_testkit::scenarios::{checkout_incident, expected, token};
use gitlab_testkit::{GitLab, Scenario, TokioClock};
use std::sync::Arc;
use std::time::Duration;
use support::TOKEN;
use tokio::time::Instant;

const LATENCY: Duration = Duration::from_secs(1);

/// The evidence, and how many requests came one after another.
async fn steps(
    scenario: Scenario,
    token: &str,
    start: &str,
    (window, concurrent): (Window, usize),
) -> (Evidence, u64) {
    let gitlab = GitLab::builder(scenario).latency(LATENCY).build().unwrap();
    let clock: Arc<dyn Clock> = Arc::new(TokioClock::new());
    let client = Client::builder(gitlab.instance())
        .transport(Arc::new(gitlab.clone()))
        .clock(clock)
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(token).unwrap())))
        .build()
        .unwrap();
    let reference = GitLabReference::parse(start, &[gitlab.instance()]).unwrap();
    let began = Instant::now();
    let evidence = Investigation::of(reference)
        .window(window)
        .limits(Limits { concurrent, ..Limits::default() })
        .run(&client)
        .await;
    let steps = (began.elapsed().as_secs_f64() / LATENCY.as_secs_f64()).round();
    (evidence, steps as u64)
}

#[tokio::test(start_paused = true)]
async fn an_incident_takes_no_longer_than_its_longest_chain() {
    let expected = expected();
    let start = format!("{}!{}", expected.project, expected.merge_request);
    let window = Window::default().incident_started(expected.incident_start.parse().unwrap());
    let (evidence, steps) = steps(checkout_incident(), token::READ_API, &start, (window.clone(), 16)).await;
    // The merge request, the pipelines of its merge, their bridges, the jobs below these, a log, a file.
    assert_eq!(steps, 6, "{} requests, {:?}", evidence.cost.requests, evidence.gaps);
    let compared = evidence.decisive_failures().filter(|(_, job)| job.compared_with.is_some());
    assert_eq!(compared.count(), 3);
    assert!(!evidence.blame.is_empty() && evidence.gaps.is_empty(), "{:?}", evidence.gaps);

    let (alone, steps) = self::steps(checkout_incident(), token::READ_API, &start, (window, 1)).await;
    assert_eq!((steps, alone.cost.requests), (evidence.cost.requests as u64, evidence.cost.requests));
}

#[tokio::test(start_paused = true)]
async fn what_logs_are_compared_with_is_found_beside_what_failed() {
    let (evidence, steps) = steps(support::scenario(), TOKEN, "shop/cart!1", (Window::default(), 16)).await;
    // Its pipelines, their bridges, the jobs below these, a log; the successful run of each job beside it.
    assert_eq!(steps, 4, "{} requests, {:?}", evidence.cost.requests, evidence.gaps);
    let compared: Vec<_> =
        evidence.decisive_failures().map(|(_, job)| job.compared_with.map(gitlab_core::JobId::get)).collect();
    assert_eq!(compared, [Some(8800), Some(8900)]);
}
