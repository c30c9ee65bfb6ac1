//! How all tasks of a client keep GitLab's limits together.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing test says so")]

mod support;

use gitlab_api_client::{Client, Endpoint, Path, RateClass, RateLimitWait, RetryPolicy, WaitReason};
use gitlab_core::{ApiErrorKind, Delivery, Timestamp};
use std::borrow::Cow;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::{NOW, Script, Step, builder, client};
use tokio::time::Instant;

const RESET: &str = "1772884830"; // 30 s after NOW

/// A question of any class.
struct Ask(RateClass);

impl Endpoint for Ask {
    type Output = serde_json::Value;

    fn path(&self) -> Path {
        Path::new("version")
    }

    fn rate_class(&self) -> RateClass {
        self.0
    }

    fn operation(&self) -> Cow<'static, str> {
        "ask".into()
    }
}

/// When requests came, and how they were answered.
#[derive(Clone)]
struct Times {
    started: Instant,
    seen: Arc<Mutex<Vec<Duration>>>,
}

impl Times {
    fn new() -> Self {
        Self { started: Instant::now(), seen: Arc::default() }
    }

    /// A script that notes when requests come.
    fn script(&self, rule: impl Fn(usize, Duration) -> Step + Send + Sync + 'static) -> Arc<Script> {
        let times = self.clone();
        Script::by(move |_, number| {
            let at = times.started.elapsed();
            times.seen.lock().unwrap().push(at);
            rule(number, at)
        })
    }

    fn seen(&self) -> Vec<Duration> {
        self.seen.lock().unwrap().clone()
    }
}

fn at(seconds: u64) -> Timestamp {
    NOW.parse::<Timestamp>().unwrap().plus(Duration::from_secs(seconds))
}

fn limited() -> Step {
    Step::status(429, "Retry later\n").header("retry-after", "30").after(Duration::from_millis(50))
}

/// Sends as many requests of this class side by side, and gives the numbers of the tasks in the order of their
/// success.
async fn herd(client: &Client, class: RateClass, tasks: usize) -> Vec<usize> {
    let done = Arc::new(Mutex::new(Vec::new()));
    let tasks: Vec<_> = (0..tasks)
        .map(|task| {
            let (client, done) = (client.clone(), Arc::clone(&done));
            tokio::spawn(async move {
                client.send(&Ask(class)).await.unwrap();
                done.lock().unwrap().push(task);
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let done = done.lock().unwrap();
    done.clone()
}

#[tokio::test(start_paused = true)]
async fn case_23_a_hundred_tasks_wait_for_one_reset_and_come_back_one_by_one() {
    let times = Times::new();
    let script =
        times.script(|_, at| if at < Duration::from_secs(30) { limited() } else { Step::json("{}") });
    let client = client(&script);
    let order = herd(&client, RateClass::General, 100).await;
    assert_eq!(order, (0..100).collect::<Vec<_>>(), "in the order of their coming");
    let seen = times.seen();
    assert_eq!(seen.len(), 200);
    assert!(seen[..100].iter().all(Duration::is_zero), "all went before the refusal");
    let (first, last) = (seen[100], seen[199]);
    assert!(first >= Duration::from_millis(30_050), "{first:?}");
    assert!(last - first >= Duration::from_millis(500) && last <= Duration::from_millis(31_100), "{last:?}");
}

#[tokio::test(start_paused = true)]
async fn case_23_who_comes_while_others_wait_waits_as_well() {
    let times = Times::new();
    let script = times.script(|number, _| if number == 0 { limited() } else { Step::json("{}") });
    let client = client(&script);
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.send(&Ask(RateClass::General)).await }
    });
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(client.waiting_until(RateClass::General).unwrap().since(at(30)), Duration::from_millis(50));
    herd(&client, RateClass::Notes, 20).await;
    first.await.unwrap().unwrap();
    assert!(times.seen()[1..].iter().all(|at| *at >= Duration::from_millis(30_050)), "{:?}", times.seen());
    assert_eq!(client.waiting_until(RateClass::General), None);
}

#[tokio::test(start_paused = true)]
async fn a_limit_on_one_class_leaves_the_others_alone() {
    // GitLab's own limiter: no header at all.
    let too_many = r#"{"message":{"error":"This endpoint has been requested too many times."}}"#;
    let script = Script::of([Step::status(429, too_many), Step::json("{}")]);
    let client = builder(&script).retry(RetryPolicy::none()).build().unwrap();
    client.send(&Ask(RateClass::Search)).await.unwrap_err();
    assert_eq!(client.waiting_until(RateClass::Search), Some(at(5)));
    assert_eq!(client.waiting_until(RateClass::Notes), None);
    let started = Instant::now();
    client.send(&Ask(RateClass::Notes)).await.unwrap();
    client.send(&Ask(RateClass::General)).await.unwrap();
    assert_eq!(started.elapsed(), Duration::ZERO);
    client.send(&Ask(RateClass::Search)).await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(5));

    // The throttle before all else: everybody waits.
    let throttled = Step::status(429, "Retry later\n")
        .header("ratelimit-name", "throttle_authenticated_api")
        .header("ratelimit-reset", RESET);
    let script = Script::of([throttled, Step::json("{}")]);
    let client = builder(&script).retry(RetryPolicy::none()).build().unwrap();
    client.send(&Ask(RateClass::Search)).await.unwrap_err();
    assert_eq!(client.waiting_until(RateClass::Notes), Some(at(30)));
}

#[tokio::test(start_paused = true)]
async fn case_19_a_deadline_before_the_reset_is_told_at_once() {
    let script = Script::of([limited(), Step::json("{}")]);
    let client = client(&script);
    let patient = tokio::spawn({
        let client = client.clone();
        async move { client.send(&Ask(RateClass::General)).await }
    });
    tokio::time::sleep(Duration::from_millis(60)).await;
    let started = Instant::now();
    let hurried = client.with_deadline(Duration::from_secs(10));
    for class in [RateClass::General, RateClass::Search] {
        let error = hurried.send(&Ask(class)).await.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::RateLimited, Delivery::NotSent));
        assert_eq!(error.retry_at().unwrap().since(at(30)), Duration::from_millis(50));
        assert!(error.is_retryable());
        assert_eq!(
            error.to_string(),
            "ask: too many requests: not sent before 2026-03-07T12:00:30.05Z: GitLab limits all requests"
        );
    }
    assert_eq!((started.elapsed(), script.count()), (Duration::ZERO, 1));
    patient.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn case_19_a_refusal_ends_the_waits_that_no_longer_fit() {
    // Ten wait for the client's own limit, which would let them go in a minute. Then GitLab says: in ten.
    let script = Script::by(|_, number| match number {
        0 => Step::json("{}"),
        _ => Step::status(429, "").header("retry-after", "600"),
    });
    let client = builder(&script).rate_limit(RateClass::Search, 1, Duration::from_secs(30)).build().unwrap();
    client.send(&Ask(RateClass::Search)).await.unwrap();
    let tasks: Vec<_> = (0..3)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { (client.send(&Ask(RateClass::Search)).await, Instant::now()) })
        })
        .collect();
    let started = Instant::now();
    for task in tasks {
        let (result, ended) = task.await.unwrap();
        assert_eq!(result.unwrap_err().kind(), ApiErrorKind::RateLimited);
        assert!(ended - started < Duration::from_secs(32), "{:?}", ended - started);
    }
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_good_answer_by_which_nothing_is_left_pauses_before_the_refusal() {
    let times = Times::new();
    let script = times.script(|number, _| {
        let left = 3_usize.saturating_sub(number);
        let answer = Step::json("{}").header("ratelimit-name", "throttle_authenticated_api");
        let answer = answer.header("ratelimit-remaining", left.to_string());
        if number < 4 { answer.header("ratelimit-reset", RESET) } else { Step::json("{}") }
    });
    let waits: Arc<Mutex<Vec<RateLimitWait>>> = Arc::default();
    let told = Arc::clone(&waits);
    let client = builder(&script).on_wait(move |wait| told.lock().unwrap().push(*wait)).build().unwrap();
    client.send(&Ask(RateClass::General)).await.unwrap();
    // Three are left for five who ask at once.
    herd(&client, RateClass::Notes, 5).await;
    let seen = times.seen();
    assert_eq!(seen.iter().filter(|at| at.is_zero()).count(), 4, "{seen:?}");
    assert!(seen[4..].iter().all(|at| *at >= Duration::from_secs(30)), "{seen:?}");
    let waits = waits.lock().unwrap();
    assert_eq!(waits.len(), 2, "each of those who wait says so");
    assert_eq!(
        (waits[0].class, waits[0].until, waits[0].reason),
        (RateClass::General, at(30), WaitReason::UsedUp)
    );
    assert_eq!(
        waits[0].to_string(),
        "waiting until 2026-03-07T12:00:30Z: what GitLab allows for all requests is used up"
    );
}

#[tokio::test(start_paused = true)]
async fn notes_are_written_at_most_sixty_times_a_minute() {
    let times = Times::new();
    let script = times.script(|_, _| Step::json("{}"));
    let client = builder(&script)
        .timeouts(gitlab_api_client::Timeouts::default().with_total(Duration::from_secs(600)))
        .build()
        .unwrap();
    let order = herd(&client, RateClass::Notes, 130).await;
    assert_eq!(order, (0..130).collect::<Vec<_>>());
    let seen = times.seen();
    for (index, start) in seen.iter().enumerate() {
        let minute = seen[index..].iter().take_while(|at| **at < *start + Duration::from_secs(60)).count();
        assert!(minute <= 60, "{minute} within a minute");
    }
    assert!(*seen.last().unwrap() <= Duration::from_secs(125), "and not much more slowly than that");
    // Reads go on meanwhile.
    client.send(&Ask(RateClass::Search)).await.unwrap();
    let busy = client.waiting_until(RateClass::Notes);
    assert_eq!(client.waiting_until(RateClass::General), None);
    assert_eq!(busy, None, "ten of sixty went in the last minute");
}

#[tokio::test(start_paused = true)]
async fn case_25_who_is_dropped_while_it_waits_frees_its_place() {
    let times = Times::new();
    let script = times.script(|_, _| Step::json("{}"));
    let client = builder(&script).rate_limit(RateClass::Search, 1, Duration::from_secs(10)).build().unwrap();
    client.send(&Ask(RateClass::Search)).await.unwrap();
    let waiting: Vec<_> = (0..50)
        .map(|_| {
            let client = client.with_deadline(Duration::from_secs(3_600));
            tokio::spawn(async move { client.send(&Ask(RateClass::Search)).await })
        })
        .collect();
    // Those whose turn does not come within the time for a call have failed already.
    tokio::time::sleep(Duration::from_millis(10)).await;
    let waiting: Vec<_> = waiting.into_iter().filter(|task| !task.is_finished()).collect();
    assert_eq!(waiting.len(), 11);
    for task in &waiting[..10] {
        task.abort();
    }
    for task in waiting.into_iter().skip(10) {
        task.await.unwrap().unwrap();
    }
    let seen = times.seen();
    assert_eq!(seen.len(), 2, "who was dropped sends nothing");
    assert!(seen[1] >= Duration::from_secs(10) && seen[1] < Duration::from_secs(11), "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_allows_nothing_is_no_limit() {
    let script = Script::of([Step::json("{}")]);
    for (requests, per) in [(0, Duration::from_secs(1)), (1, Duration::ZERO)] {
        let error = builder(&script).rate_limit(RateClass::Notes, requests, per).build().unwrap_err();
        assert_eq!(error.kind(), ApiErrorKind::Configuration);
    }
    let client = builder(&script).without_rate_limit(RateClass::Notes).build().unwrap();
    let started = Instant::now();
    herd(&client, RateClass::Notes, 500).await;
    assert_eq!(started.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn calls_that_are_not_run_stand_in_no_others_way() {
    let times = Times::new();
    let script = times.script(|number, _| if number == 0 { limited() } else { Step::json("{}") });
    let client = client(&script);
    client.with_deadline(Duration::from_secs(1)).send(&Ask(RateClass::General)).await.unwrap_err();
    // A program that sends some side by side, and does other things while they wait.
    let mut held: Vec<_> = (0..8).map(|_| Box::pin(client.send(&Ask(RateClass::Notes)))).collect();
    for call in &mut held {
        assert!(futures_util::poll!(call).is_pending());
    }
    let done = herd(&client, RateClass::Notes, 5).await;
    assert_eq!(done, [0, 1, 2, 3, 4]);
    let seen = times.seen();
    assert!(seen[1] >= Duration::from_secs(30) && seen[5] <= Duration::from_secs(34), "{seen:?}");
    // They have lost nothing but time.
    for call in held {
        call.await.unwrap();
    }
    assert_eq!(script.count(), 14);
}

#[tokio::test(start_paused = true)]
async fn case_19_a_refusal_for_a_day_is_tried_by_one_call_after_ten_minutes() {
    let day = || Step::status(429, "").header("retry-after", "86400");
    let script = Script::of([day(), day(), Step::status(502, ""), Step::json("{}")]);
    let client = builder(&script).retry(RetryPolicy::none()).build().unwrap();
    let ask = || client.send(&Ask(RateClass::Search));
    let started = Instant::now();
    let hours = |error: gitlab_core::ApiError| error.retry_at().unwrap().since(at(0)).as_secs() / 3_600;
    assert_eq!(hours(ask().await.unwrap_err()), 24);
    tokio::time::sleep(Duration::from_secs(599)).await;
    let error = ask().await.unwrap_err();
    assert_eq!((hours(error), script.count()), (24, 1), "the deadline of a call decides, at once");
    // Of many that ask then, one is sent: refused again, and, ten minutes later, not answered.
    for sent in [2, 3] {
        tokio::time::sleep(Duration::from_secs(601)).await;
        let many = futures_util::future::join_all((0..20).map(|_| ask())).await;
        assert!(many.iter().all(Result::is_err));
        assert_eq!(script.count(), sent);
    }
    tokio::time::sleep(Duration::from_secs(601)).await;
    ask().await.unwrap();
    futures_util::future::try_join_all((0..20).map(|_| ask())).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(2_500));
    assert_eq!((script.count(), client.waiting_until(RateClass::Search)), (24, None));
}

/// Random tasks against a server that counts by the minute, as GitLab does: whatever the rhythm, nothing is
/// sent between a refusal and its reset, and everybody is answered.
#[tokio::test(start_paused = true)]
async fn random_tasks_never_send_between_a_refusal_and_its_reset() {
    for seed in 1..=40_u64 {
        let times = Times::new();
        let closed: Arc<Mutex<Vec<(Duration, Duration)>>> = Arc::default();
        let refusals = Arc::clone(&closed);
        let limit = 5 + seed % 20;
        let counted: Mutex<(u64, u64)> = Mutex::default();
        let script = times.script(move |_, at| {
            let mut counted = counted.lock().unwrap();
            let minute = at.as_secs() / 60;
            if counted.0 != minute {
                *counted = (minute, 0);
            }
            counted.1 += 1;
            if counted.1 <= limit {
                return Step::json("{}");
            }
            let wait = 60 - at.as_secs() % 60;
            refusals.lock().unwrap().push((at, at + Duration::from_secs(wait)));
            Step::status(429, "").header("retry-after", wait.to_string())
        });
        let client = builder(&script)
            .retry(RetryPolicy::default().with_attempts(20))
            .timeouts(gitlab_api_client::Timeouts::default().with_total(Duration::from_secs(3_600)))
            .build()
            .unwrap();
        let mut random = seed;
        let mut next = move |below: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) % below
        };
        let mut tasks = Vec::new();
        for _ in 0..60 {
            let (client, start) = (client.clone(), Duration::from_millis(next(90_000)));
            tasks.push(tokio::spawn(async move {
                tokio::time::sleep(start).await;
                client.send(&Ask(RateClass::General)).await
            }));
        }
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        for at in times.seen() {
            for (from, until) in closed.lock().unwrap().iter() {
                assert!(at <= *from || at >= *until, "seed {seed}: {at:?} is within {from:?}..{until:?}");
            }
        }
    }
}
