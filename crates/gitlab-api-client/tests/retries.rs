//! What is sent again, when, and what is not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test says so")]

mod support;

use gitlab_api_client::endpoints::{CreateNote, DeleteNote, GetProject, UpdateNote};
use gitlab_api_client::{RetryPolicy, Timeouts};
use gitlab_core::{ApiErrorKind, Delivery, MergeRequestIid, NoteId, ProjectId, TransportErrorKind, Verdict};
use std::time::Duration;
use support::{Script, Step, builder, client};
use tokio::time::Instant;

const PROJECT: ProjectId = ProjectId::new(7);
const IID: MergeRequestIid = MergeRequestIid::new(42);
const FOUND: &str = r#"{"id":7,"path_with_namespace":"a/b"}"#;
const NOTE: &str = r#"{"id":3,"body":"b"}"#;

fn note() -> CreateNote {
    CreateNote::new(PROJECT, IID, "text")
}

#[tokio::test(start_paused = true)]
async fn case_17_reads_are_sent_again_after_these_statuses_and_no_other() {
    for (status, requests) in [
        (408, 2),
        (429, 2),
        (500, 2),
        (502, 2),
        (503, 2),
        (504, 2),
        (520, 2),
        (530, 2),
        (400, 1),
        (401, 1),
        (403, 1),
        (404, 1),
        (405, 1),
        (409, 1),
        (410, 1),
        (422, 1),
        (501, 1),
        (505, 1),
        (531, 1),
    ] {
        let script = Script::of([Step::status(status, "{}"), Step::json(FOUND)]);
        let result = client(&script).send(&GetProject::new(PROJECT)).await;
        assert_eq!(script.count(), requests, "{status}");
        assert_eq!(result.is_ok(), requests == 2, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn case_17_a_server_error_of_its_own_is_tried_once_more_only() {
    for (status, requests) in [(500, 2), (503, 4)] {
        let script = Script::of([Step::status(status, "{}")]);
        let error = client(&script).send(&GetProject::new(PROJECT)).await.unwrap_err();
        assert_eq!(script.count(), requests);
        assert_eq!(error.verdict(), Verdict::GaveUp { attempts: requests as u32 });
        assert_eq!(error.kind(), ApiErrorKind::Server);
    }
}

#[tokio::test(start_paused = true)]
async fn case_12_a_note_whose_answer_is_lost_is_not_sent_again() {
    let html = "<html><title>502 Bad Gateway</title></html>";
    let lost = TransportErrorKind::Interrupted;
    for (step, status) in [
        (Step::status(500, "{}"), Some(500)),
        (Step::status(502, html), Some(502)),
        (Step::status(503, ""), Some(503)),
        (Step::status(504, html), Some(504)),
        (Step::status(408, ""), Some(408)),
        (Step::Fail(lost, Delivery::Unknown), None),
        (Step::Fail(TransportErrorKind::Timeout, Delivery::Unknown), None),
        (Step::Cut { status: 201, body: br#"{"id":3,"#.to_vec() }, None),
        (Step::status(201, r#"{"id":3,"#), Some(201)),
        (Step::status(200, html), Some(200)),
        (Step::Silence, None),
    ] {
        let script = Script::of([step.clone(), Step::status(201, NOTE)]);
        let error = client(&script).send(&note()).await.unwrap_err();
        assert_eq!(script.count(), 1, "{step:?}");
        assert_eq!(error.delivery(), Delivery::Unknown, "{step:?}");
        assert_eq!(error.status().map(|status| status.as_u16()), status, "{step:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn case_15_what_was_never_sent_is_sent_again_whatever_it_is() {
    for kind in [TransportErrorKind::Connect, TransportErrorKind::Resolve] {
        let script = Script::of([Step::Fail(kind, Delivery::NotSent), Step::status(201, NOTE)]);
        client(&script).send(&note()).await.unwrap();
        assert_eq!(script.count(), 2);
    }
    let script = Script::of([Step::Fail(TransportErrorKind::Connect, Delivery::NotSent)]);
    let error = client(&script).send(&note()).await.unwrap_err();
    assert_eq!((error.delivery(), script.count()), (Delivery::NotSent, 4));
    // No certificate becomes a good one by asking again.
    let script = Script::of([Step::Fail(TransportErrorKind::Tls, Delivery::NotSent)]);
    let error = client(&script).send(&note()).await.unwrap_err();
    assert_eq!((error.verdict(), script.count()), (Verdict::Permanent, 1));
}

#[tokio::test(start_paused = true)]
async fn case_16_a_resource_lock_is_waited_for_and_another_conflict_is_not() {
    let lock = Step::status(409, r#"{"message":"409 Conflict: Resource lock"}"#);
    let script = Script::of([lock, Step::status(201, NOTE)]);
    client(&script).send(&note()).await.unwrap();
    assert_eq!(script.count(), 2);

    let script = Script::of([Step::status(409, r#"{"message":"409 Conflict: already there"}"#)]);
    let error = client(&script).send(&note()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), script.count()),
        (ApiErrorKind::Conflict, Delivery::Refused, 1)
    );
}

#[tokio::test(start_paused = true)]
async fn case_18_what_may_run_twice_is_sent_again() {
    let script = Script::of([Step::status(502, ""), Step::json(NOTE)]);
    client(&script).send(&UpdateNote::new(PROJECT, IID, NoteId::new(3), "text")).await.unwrap();
    assert_eq!(script.count(), 2);

    // Deleted, but the answer was lost: not found is what it should be.
    let delete = DeleteNote::new(PROJECT, IID, NoteId::new(3));
    let gone = Step::status(404, r#"{"message":"404 Not found"}"#);
    let script = Script::of([Step::status(502, ""), gone.clone()]);
    client(&script).send(&delete).await.unwrap();

    // Refused at first, so that nothing was deleted: not found is an error.
    for first in
        [Step::status(429, "Retry later"), Step::Fail(TransportErrorKind::Connect, Delivery::NotSent)]
    {
        let script = Script::of([first, gone.clone()]);
        assert!(client(&script).send(&delete).await.unwrap_err().is_not_found());
    }
    assert!(client(&Script::of([gone])).send(&delete).await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn case_19_retry_after_is_kept_and_any_method_is_sent_again() {
    for (value, from, to) in [
        ("7", 7_000, 8_001),
        ("Sat, 07 Mar 2026 12:00:09 GMT", 9_000, 10_001),
        // No wait is said, so that the own one counts.
        ("0", 5_000, 6_001),
        ("-1", 5_000, 6_001),
        ("soon", 5_000, 6_001),
    ] {
        let limited = Step::status(429, "Retry later\n").header("retry-after", value);
        let script = Script::of([limited, Step::status(201, NOTE)]);
        let (client, started) = (client(&script), Instant::now());
        client.send(&note()).await.unwrap();
        let waited = started.elapsed().as_millis();
        assert!((from..to).contains(&waited), "{value}: {waited} ms");
    }
}

#[tokio::test(start_paused = true)]
async fn case_19_a_wait_that_does_not_fit_is_not_begun() {
    for (value, until) in [("600", "2026-03-07T12:10:00Z"), ("1000000000", "2026-03-08T12:00:00Z")] {
        let script = Script::of([Step::status(429, "Retry later\n").header("retry-after", value)]);
        let started = Instant::now();
        let error = client(&script).send(&GetProject::new(PROJECT)).await.unwrap_err();
        assert_eq!(error.kind(), ApiErrorKind::RateLimited);
        assert_eq!(error.retry_at(), Some(until.parse().unwrap()));
        assert!(error.is_retryable(), "it may be tried again, later");
        assert_eq!((started.elapsed(), script.count()), (Duration::ZERO, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn case_20_a_reset_is_judged_by_the_date_of_the_answer() {
    for (date, reset) in
        [("Sat, 07 Mar 2026 13:00:00 GMT", 1_772_888_430), ("Sat, 07 Mar 2026 11:00:00 GMT", 1_772_881_230)]
    {
        let limited = Step::status(429, "Retry later\n")
            .header("date", date)
            .header("ratelimit-reset", reset.to_string());
        let script = Script::of([limited, Step::json(FOUND)]);
        let (client, started) = (client(&script), Instant::now());
        client.send(&GetProject::new(PROJECT)).await.unwrap();
        assert!((30..=31).contains(&started.elapsed().as_secs()), "{date}: {:?}", started.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn case_21_a_bare_limit_makes_no_date_of_1970() {
    let body = r#"{"message":{"error":"This endpoint has been requested too many times."}}"#;
    let script = Script::of([Step::status(429, body)]);
    let started = Instant::now();
    let error = client(&script).send(&GetProject::new(PROJECT)).await.unwrap_err();
    assert!((65..=68).contains(&started.elapsed().as_secs()), "a limit of a minute is waited out");
    assert!(error.retry_at().unwrap() > support::NOW.parse().unwrap());
    assert_eq!(error.message(), Some("This endpoint has been requested too many times."));
    assert!(!error.to_string().contains("1970"));
    assert_eq!(script.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn case_22_an_outage_does_not_multiply_the_traffic() {
    let script = Script::of([Step::status(503, "").after(Duration::from_millis(100))]);
    let client = client(&script);
    for _ in 0..1_000 {
        client.send(&GetProject::new(PROJECT)).await.unwrap_err();
    }
    assert!(script.count() <= 1_200, "{} attempts", script.count());
    assert!(script.count() >= 1_100, "the budget is there to be used");
}

#[tokio::test(start_paused = true)]
async fn case_22_a_thousand_tasks_in_an_outage_do_not_either_and_recover() {
    let script = Script::by(|_, number| match number {
        0..1_200 => Step::status(503, "").after(Duration::from_millis(100)),
        _ => Step::json(FOUND),
    });
    let client = client(&script);
    let tasks: Vec<_> = (0..1_000)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(&GetProject::new(PROJECT)).await.is_ok() })
        })
        .collect();
    for task in tasks {
        assert!(!task.await.unwrap());
    }
    assert!(script.count() <= 1_200, "{} attempts", script.count());
    while script.count() < 1_200 {
        client.send(&GetProject::new(PROJECT)).await.unwrap_err();
    }
    for _ in 0..20 {
        client.send(&GetProject::new(PROJECT)).await.unwrap();
    }
    let failing =
        Script::by(|_, number| if number % 2 == 0 { Step::status(503, "") } else { Step::json(FOUND) });
    let client = builder(&failing).build().unwrap();
    // One failure a call, call after call, is still made up for after a thousand of them.
    let mut good = 0;
    for _ in 0..1_000 {
        good += u32::from(client.send(&GetProject::new(PROJECT)).await.is_ok());
        tokio::time::sleep(Duration::from_secs(30)).await;
    }
    assert_eq!(good, 1_000, "a slow caller is not starved");
}

#[tokio::test(start_paused = true)]
async fn case_23_a_herd_comes_back_spread() {
    let started = Instant::now();
    // A limit holds for a time, not for a number of requests: whoever asks before its reset is refused.
    let script = Script::by(move |_, _| {
        let limited = started.elapsed() < Duration::from_secs(5);
        let step = if limited { Step::status(429, "Retry later\n") } else { Step::json(FOUND) };
        step.header("retry-after", "5").after(Duration::from_millis(50))
    });
    let client = client(&script);
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                client.send(&GetProject::new(PROJECT)).await.unwrap();
                Instant::now()
            })
        })
        .collect();
    let mut ends = Vec::new();
    for task in tasks {
        ends.push(task.await.unwrap() - started);
    }
    let (first, last) = (ends.iter().min().unwrap(), ends.iter().max().unwrap());
    assert!(
        *first >= Duration::from_secs(5) && *last - *first >= Duration::from_millis(500),
        "{first:?} {last:?}"
    );
    assert_eq!(script.count(), 100, "those on the way together were refused together, and each once");
}

#[tokio::test(start_paused = true)]
async fn case_24_a_call_ends_at_its_deadline() {
    let slow = Step::status(503, "").after(Duration::from_secs(8));
    let script = Script::of([slow]);
    let client = builder(&script)
        .timeouts(Timeouts::default().with_total(Duration::from_secs(30)))
        .retry(RetryPolicy::default().with_attempts(100))
        .build()
        .unwrap();
    let started = Instant::now();
    let error = client.send(&GetProject::new(PROJECT)).await.unwrap_err();
    assert!(started.elapsed() <= Duration::from_millis(30_050), "{:?}", started.elapsed());
    assert!(matches!(error.kind(), ApiErrorKind::Server | ApiErrorKind::DeadlineExceeded), "{error}");
    let sent = script.count();
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(script.count(), sent, "nothing is sent after the deadline");
}

#[tokio::test(start_paused = true)]
async fn case_24_a_deadline_holds_for_all_calls_of_a_client() {
    let script = Script::of([Step::json(FOUND).after(Duration::from_secs(4))]);
    let client = client(&script).with_deadline(Duration::from_secs(10));
    let started = Instant::now();
    let project = GetProject::new(PROJECT);
    client.send(&project).await.unwrap();
    client.send(&project).await.unwrap();
    let error = client.send(&project).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::DeadlineExceeded, Delivery::Unknown));
    assert_eq!(started.elapsed().as_secs(), 10);
    let error = client.send(&project).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::DeadlineExceeded, Delivery::NotSent));
    assert_eq!(script.count(), 3, "nothing is sent without time left");
    // A later deadline does not lengthen an earlier one.
    client.with_deadline(Duration::from_secs(60)).send(&project).await.unwrap_err();
    assert_eq!(script.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn case_25_a_dropped_call_sends_nothing_more() {
    for polls in 1..50 {
        let script = Script::of([Step::status(503, "").after(Duration::from_millis(300))]);
        let client = client(&script);
        let project = GetProject::new(PROJECT);
        // Dropped after a growing time, in requests and in waits alike.
        let _ = tokio::time::timeout(Duration::from_millis(polls * 37), client.send(&project)).await;
        let sent = script.count();
        tokio::time::sleep(Duration::from_secs(300)).await;
        assert_eq!(script.count(), sent);
    }
}

#[tokio::test(start_paused = true)]
async fn case_26_a_silent_server_is_given_up() {
    let script = Script::of([Step::Silence]);
    let started = Instant::now();
    let error = client(&script).send(&GetProject::new(PROJECT)).await.unwrap_err();
    assert!(started.elapsed() <= Duration::from_secs(120), "{:?}", started.elapsed());
    assert!(matches!(error.kind(), ApiErrorKind::Connection | ApiErrorKind::DeadlineExceeded));

    // A read that is answered at the second try is a success.
    let script = Script::of([Step::Silence, Step::json(FOUND)]);
    client(&script).send(&GetProject::new(PROJECT)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn case_27_a_body_that_stops_coming_is_given_up() {
    let script = Script::of([Step::Stuck { status: 200, body: b"{".to_vec() }, Step::json(FOUND)]);
    client(&script).send(&GetProject::new(PROJECT)).await.unwrap();
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn case_28_and_29_a_cut_answer_to_a_read_is_asked_for_again() {
    for cut in [Step::Cut { status: 200, body: b"{\"id\"".to_vec() }, Step::json("{\"id\":7,\"pa")] {
        let script = Script::of([cut, Step::json(FOUND)]);
        client(&script).send(&GetProject::new(PROJECT)).await.unwrap();
        assert_eq!(script.count(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_policy_without_retries_sends_once() {
    let script = Script::of([Step::status(503, "")]);
    let client = builder(&script).retry(RetryPolicy::none()).build().unwrap();
    let error = client.send(&GetProject::new(PROJECT)).await.unwrap_err();
    assert_eq!((script.count(), error.verdict()), (1, Verdict::Temporary));
}
