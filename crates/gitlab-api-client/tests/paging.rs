//! Lists: whole, in order, each entry once, and never cut without a word.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use futures_util::TryStreamExt;
use gitlab_api_client::Limits;
use gitlab_api_client::endpoints::{ListPipelineJobs, merge_request_diffs};
use gitlab_core::{ApiErrorKind, ListProgress, MergeRequestIid, PipelineId, ProjectId, ProjectRef, Total};
use std::sync::Arc;
use std::time::Duration;
use support::{BASE, Script, Step, builder, client};
use tokio::time::Instant;

fn jobs() -> ListPipelineJobs {
    ListPipelineJobs::new(ProjectId::new(7), PipelineId::new(9))
}

fn items(ids: impl IntoIterator<Item = u64>) -> String {
    let items: Vec<String> =
        ids.into_iter().map(|id| format!(r#"{{"id":{id},"name":"n","status":"failed"}}"#)).collect();
    format!("[{}]", items.join(","))
}

fn parameter(uri: &http::Uri, name: &str) -> Option<u64> {
    let url = url::Url::parse(&uri.to_string()).unwrap();
    url.query_pairs().find(|(known, _)| known == name).and_then(|(_, value)| value.parse().ok())
}

/// A server with `total` jobs, numbered from 1, that says its totals or leaves them out.
fn server(total: u64, totals: bool) -> Arc<Script> {
    Script::by(move |request, _| {
        let per_page = parameter(request.uri(), "per_page").unwrap_or(20).min(100);
        let page = parameter(request.uri(), "page").unwrap_or(1);
        let pages = total.div_ceil(per_page).max(1);
        let first = (page - 1) * per_page + 1;
        let next = if page < pages { (page + 1).to_string() } else { String::new() };
        let step = Step::json(&items(first..(first + per_page).min(total + 1)))
            .header("x-next-page", next)
            .header("x-page", page.to_string())
            .header("x-per-page", per_page.to_string());
        let step = if totals {
            step.header("x-total", total.to_string()).header("x-total-pages", pages.to_string())
        } else {
            step
        };
        step.after(Duration::from_millis(50))
    })
}

fn ids(jobs: &[gitlab_core::types::Job]) -> Vec<u64> {
    jobs.iter().map(|job| job.id.get()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_list_is_whole_and_in_order_side_by_side_or_one_after_another() {
    for (total, totals, parallel, round_trips) in [
        (0, true, 8, 1),
        (1, true, 8, 1),
        (100, true, 8, 1),
        (101, true, 8, 2),
        (1_000, true, 8, 3),
        (1_000, true, 1, 10),
        // Nobody says how many there are: two are asked for, then four more, then as many as may be.
        (300, false, 8, 2),
        (1_000, false, 8, 4),
        (1_000, false, 1, 10),
    ] {
        let script = server(total, totals);
        let limits = Limits::default().with_parallel_pages(parallel);
        let client = builder(&script).limits(limits).build().unwrap();
        let started = Instant::now();
        let listing = client.list(&jobs(), 10_000).await.unwrap();
        assert!(listing.complete);
        assert_eq!(listing.total, Total::Exact(total));
        assert_eq!(ids(&listing.items), (1..=total).collect::<Vec<_>>());
        let pages = total.div_ceil(100).max(1);
        let beyond = script.count() as u64 - pages;
        assert!(beyond == 0 || (!totals && beyond < parallel as u64), "{total} {totals}: {beyond}");
        assert_eq!(started.elapsed().as_millis(), round_trips * 50, "{total} {totals} {parallel}");
    }
}

#[tokio::test(start_paused = true)]
async fn case_11_more_than_ten_thousand_without_totals() {
    let listing = client(&server(12_345, false)).list(&jobs(), usize::MAX).await.unwrap();
    assert_eq!((listing.items.len(), listing.complete), (12_345, true));
}

#[tokio::test(start_paused = true)]
async fn a_limit_is_said_and_nothing_beyond_it_is_read() {
    for (at_most, requests, totals, total) in [
        (1, 1, true, Total::Exact(1_000)),
        (100, 1, true, Total::Exact(1_000)),
        (250, 3, true, Total::Exact(1_000)),
        (250, 3, false, Total::AtLeast(250)),
    ] {
        let script = server(1_000, totals);
        let listing = client(&script).list(&jobs(), at_most).await.unwrap();
        assert_eq!((listing.complete, listing.total, script.count()), (false, total, requests), "{at_most}");
        assert_eq!(ids(&listing.items), (1..=at_most as u64).collect::<Vec<_>>());
    }
    // Exactly as many as allowed is whole.
    assert!(client(&server(250, true)).list(&jobs(), 250).await.unwrap().complete);
    let script = server(250, true);
    assert!(!client(&script).list(&jobs(), 0).await.unwrap().complete);
    assert_eq!(script.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn case_9_a_short_page_does_not_end_a_list() {
    let script = Script::by(|request, _| match parameter(request.uri(), "page") {
        None => Step::json(&items([1])).header("x-next-page", "2"),
        Some(2) => Step::json("[]").header("x-next-page", "3"),
        _ => Step::json(&items([2])).header("x-next-page", ""),
    });
    let listing = client(&script).list(&jobs(), 100).await.unwrap();
    assert_eq!((ids(&listing.items), listing.complete), (vec![1, 2], true));
}

#[tokio::test(start_paused = true)]
async fn case_10_a_page_that_fails_fails_the_list() {
    for totals in [true, false] {
        let rule =
            move |request: &http::Request<bytes::Bytes>, _: usize| match parameter(request.uri(), "page") {
                Some(3) => Step::status(403, r#"{"message":"403 Forbidden"}"#),
                page => {
                    let page = page.unwrap_or(1);
                    let step = Step::json(&items((page - 1) * 100 + 1..=page * 100))
                        .header("x-next-page", (page + 1).to_string())
                        .header("x-per-page", "100");
                    if totals { step.header("x-total", "500").header("x-total-pages", "5") } else { step }
                }
            };
        let script = Script::by(rule);
        let error = client(&script).list(&jobs(), 1_000).await.unwrap_err();
        assert_eq!(error.kind(), ApiErrorKind::Forbidden);
        let mut progress = ListProgress::new(2, 200);
        progress.of_pages = totals.then_some(5);
        assert_eq!(error.progress(), Some(progress));
        assert!(error.to_string().contains("(page 3"), "{error}");
        // A limit that the failure lies beyond does not know of it.
        assert_eq!(client(&script).list(&jobs(), 200).await.unwrap().items.len(), 200);
    }
    // As a stream, what came before the failure is there, and after it nothing.
    let script = Script::of([Step::json(&items([1])).header("x-next-page", "2"), Step::status(403, "")]);
    let (client, jobs) = (client(&script), jobs());
    let mut stream = client.items(&jobs);
    assert_eq!(stream.next_item().await.unwrap().unwrap().id.get(), 1);
    stream.next_item().await.unwrap_err();
    assert!(stream.next_item().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn an_entry_that_moves_between_pages_is_given_once() {
    let script = Script::of([
        Step::json(&items([5, 4])).header("link", format!("<{BASE}x?page=2>; rel=\"next\"")),
        Step::json(&items([4, 3])),
    ]);
    let listing = client(&script).list(&jobs(), 100).await.unwrap();
    assert_eq!((ids(&listing.items), listing.total), (vec![5, 4, 3], Total::Exact(3)));
}

#[tokio::test(start_paused = true)]
async fn a_list_that_grew_while_it_was_read_is_read_to_its_new_end() {
    let script = Script::by(|request, _| match parameter(request.uri(), "page") {
        None => Step::json(&items(1..=100))
            .header("x-next-page", "2")
            .header("x-total-pages", "2")
            .header("x-per-page", "100")
            .header("x-total", "200"),
        Some(2) => Step::json(&items(101..=200)).header("x-next-page", "3"),
        _ => Step::json(&items([200, 201])).header("x-next-page", ""),
    });
    let listing = client(&script).list(&jobs(), 1_000).await.unwrap();
    assert_eq!((listing.items.len(), listing.complete), (201, true));
}

#[tokio::test(start_paused = true)]
async fn keyset_pages_follow_their_link() {
    let script = Script::by(|request, number| match number {
        0 => Step::json(&items([2]))
            .header("link", format!("<{BASE}projects/7/jobs?cursor=a%3D%3D&per_page=100>; rel=\"next\"")),
        _ => {
            assert!(request.uri().to_string().ends_with("pipelines/9/jobs?cursor=a%3D%3D&per_page=100"));
            Step::json(&items([1]))
        }
    });
    assert_eq!(ids(&client(&script).list(&jobs(), 10).await.unwrap().items), [2, 1]);
}

#[tokio::test(start_paused = true)]
async fn case_3_a_foreign_next_page_is_an_error_and_not_a_shorter_list() {
    let script = Script::of([
        Step::json(&items([1])).header("link", "<https://evil.example/api/v4/x?cursor=2>; rel=\"next\"")
    ]);
    let error = client(&script).list(&jobs(), 10).await.unwrap_err();
    assert_eq!(error.kind(), ApiErrorKind::UnexpectedResponse);
    assert!(error.to_string().contains("https://evil.example"), "{error}");
    assert_eq!(script.uris().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn case_8_endless_lists_end() {
    let itself = Script::by(|request, _| {
        Step::json(&items([1])).header("link", format!("<{}>; rel=next", request.uri()))
    });
    let error = client(&itself).list(&jobs(), usize::MAX).await.unwrap_err();
    assert_eq!((error.kind(), itself.count()), (ApiErrorKind::UnexpectedResponse, 1));

    let growing = Script::by(|request, _| {
        let page = parameter(request.uri(), "page").unwrap_or(1);
        Step::json(&items([1])).header("x-next-page", (page + 1).to_string())
    });
    let client = builder(&growing).limits(Limits::default().with_pages(50)).build().unwrap();
    let error = client.list(&jobs(), usize::MAX).await.unwrap_err();
    assert_eq!((error.kind(), growing.count()), (ApiErrorKind::BudgetExhausted, 50));

    let lying = Script::by(|request, _| {
        let page = parameter(request.uri(), "page").unwrap_or(1);
        Step::json(&items([1]))
            .header("x-next-page", (page + 1).to_string())
            .header("x-total-pages", "99999999999")
            .header("x-per-page", "1")
    });
    let client = builder(&lying).limits(Limits::default().with_pages(50)).build().unwrap();
    client.list(&jobs(), usize::MAX).await.unwrap_err();
    assert!(lying.count() <= 51, "{}", lying.count());
}

#[tokio::test(start_paused = true)]
async fn pages_and_entries_come_as_streams() {
    let script = server(250, true);
    let client = client(&script);
    let jobs = jobs();
    let mut pages = client.pages(&jobs);
    let mut lengths = Vec::new();
    while let Some(page) = pages.next_page().await.unwrap() {
        lengths.push((page.items.len(), page.total, page.is_last));
    }
    assert_eq!(lengths, [(100, Some(250), false), (100, Some(250), false), (50, Some(250), true)]);
    let all: Vec<_> = client.items(&jobs).try_collect().await.unwrap();
    assert_eq!(ids(&all), (1..=250).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn old_versions_give_the_changes_of_a_merge_request_in_one_answer() {
    let project: ProjectRef = ProjectId::new(7).into();
    let diff = r#"{"old_path":"a","new_path":"a","diff":""}"#;
    let iid = MergeRequestIid::new(42);
    let old = |overflow: bool| {
        let changes = format!(r#"{{"changes":[{diff},{diff}],"overflow":{overflow}}}"#);
        Script::of([Step::status(404, r#"{"error":"404 Not Found"}"#), Step::json(&changes)])
    };
    for (script, at_most, complete, total) in [
        (old(false), 10, true, Total::Exact(2)),
        (old(false), 1, false, Total::Exact(2)),
        (old(true), 10, false, Total::AtLeast(2)),
        (Script::of([Step::json(&format!("[{diff}]"))]), 10, true, Total::Exact(1)),
    ] {
        let diffs = merge_request_diffs(&client(&script), &project, iid, at_most).await.unwrap();
        assert_eq!((diffs.complete, diffs.total), (complete, total));
    }
    let hidden = Script::of([Step::status(404, r#"{"message":"404 Not found"}"#)]);
    assert!(merge_request_diffs(&client(&hidden), &project, iid, 10).await.unwrap_err().is_not_found());
}
