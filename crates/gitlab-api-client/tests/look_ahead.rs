//! Pages that are asked for before their turn: never out of order, never many, and never in anybody's way.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::TryStreamExt;
use gitlab_api_client::{Client, Endpoint, ItemKey, Limits, PagedEndpoint, Path, Query, RateClass};
use gitlab_core::{ApiErrorKind, Body, Transport, TransportError};
use http::{Request, Response};
use proptest::prelude::*;
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use support::{BASE, Script, Step, builder};
use tokio::time::{Instant, sleep};

/// Numbers from one on, whose pages can also be asked for by keyset.
struct Numbers {
    keyset: bool,
}

const NUMBERS: Numbers = Numbers { keyset: false };

#[derive(serde::Deserialize)]
struct Number {
    id: u64,
}

impl Endpoint for Numbers {
    type Output = Vec<Number>;

    fn path(&self) -> Path {
        Path::new("numbers")
    }

    fn query(&self, query: &mut Query) {
        query.set("odd", false);
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the numbers".into()
    }
}

impl PagedEndpoint for Numbers {
    type Item = Number;

    fn key(&self, number: &Number) -> Option<ItemKey> {
        Some(number.id.into())
    }

    fn keyset(&self) -> Option<Query> {
        let mut query = Query::new();
        query.set("pagination", "keyset").set("order_by", "id").set("sort", "asc");
        self.keyset.then_some(query)
    }
}

/// Counts the requests that are on their way.
#[derive(Debug)]
struct Gauge {
    script: Arc<Script>,
    now: AtomicUsize,
    most: AtomicUsize,
}

struct OnItsWay<'g>(&'g AtomicUsize);

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[async_trait]
impl Transport for Gauge {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        let _on_its_way = OnItsWay(&self.now);
        self.script.send(request).await
    }
}

fn gauged(script: &Arc<Script>) -> (Arc<Gauge>, Client) {
    let gauge = Gauge { script: Arc::clone(script), now: AtomicUsize::new(0), most: AtomicUsize::new(0) };
    let gauge = Arc::new(gauge);
    let client = builder(script).transport(Arc::clone(&gauge) as Arc<dyn Transport>).build().unwrap();
    (gauge, client)
}

fn parameter(uri: &http::Uri, name: &str) -> Option<String> {
    let url = url::Url::parse(&uri.to_string()).unwrap();
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

fn page_of(uri: &http::Uri) -> u64 {
    parameter(uri, "page").map_or(1, |page| page.parse().unwrap())
}

fn body(ids: impl IntoIterator<Item = u64>) -> String {
    let items: Vec<String> = ids.into_iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    format!("[{}]", items.join(","))
}

/// A page of a list with this many entries, by its number, as GitLab answers it.
fn numbered(total: u64, page: u64, totals: bool) -> Step {
    let pages = total.div_ceil(100).max(1);
    let first = (page - 1).saturating_mul(100) + 1;
    let next = if page < pages { (page + 1).to_string() } else { String::new() };
    let step = Step::json(&body(first..(first + 100).min(total + 1)))
        .header("x-page", page.to_string())
        .header("x-next-page", next)
        .header("x-per-page", "100");
    if totals {
        step.header("x-total", total.to_string()).header("x-total-pages", pages.to_string())
    } else {
        step
    }
}

fn ids(numbers: &[Number]) -> Vec<u64> {
    numbers.iter().map(|number| number.id).collect()
}

#[tokio::test(start_paused = true)]
async fn streams_read_ahead_as_lists_do() {
    for totals in [true, false] {
        let latency = Duration::from_millis(50);
        let script =
            Script::by(move |request, _| numbered(10_000, page_of(request.uri()), totals).after(latency));
        let (gauge, client) = gauged(&script);
        let started = Instant::now();
        let all: Vec<_> = client.items(&NUMBERS).try_collect().await.unwrap();
        assert_eq!(ids(&all), (1..=10_000).collect::<Vec<_>>());
        assert_eq!(gauge.most.load(Ordering::SeqCst), 8);
        let round_trips = started.elapsed().as_millis() / 50;
        // One for the first page, and 99 pages, eight at a time.
        assert!(round_trips <= if totals { 14 } else { 15 }, "{round_trips}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_asks_for_nothing_before_it_is_asked_and_little_before_its_turn() {
    let script = Script::by(|request, _| numbered(10_000, page_of(request.uri()), true));
    let (_, client) = gauged(&script);
    let mut items = client.items(&NUMBERS);
    assert_eq!(script.count(), 0);
    for _ in 0..100 {
        items.next_item().await.unwrap().unwrap();
    }
    assert_eq!(script.count(), 1, "the first page is enough for its entries");
    for read in 2..50 {
        for _ in 0..100 {
            items.next_item().await.unwrap().unwrap();
        }
        assert!(script.count() <= read + 8, "{} at page {read}", script.count());
    }
}

#[tokio::test(start_paused = true)]
async fn a_dropped_stream_ends_what_it_asked_for() {
    let script = Script::by(|request, _| {
        let page = page_of(request.uri());
        numbered(10_000, page, true).after(Duration::from_millis(50 * page))
    });
    let (gauge, client) = gauged(&script);
    let mut pages = client.pages(&NUMBERS);
    pages.next_page().await.unwrap().unwrap();
    pages.next_page().await.unwrap().unwrap();
    assert_eq!(gauge.now.load(Ordering::SeqCst), 7);
    drop(pages);
    assert_eq!(gauge.now.load(Ordering::SeqCst), 0);
    let asked = script.count();
    sleep(Duration::from_secs(60)).await;
    assert_eq!(script.count(), asked);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_is_away_for_long_loses_nothing() {
    for away in [20, 45, 300] {
        let script = Script::by(|request, _| {
            let page = page_of(request.uri());
            numbered(2_000, page, true).after(Duration::from_millis(20 + page % 7 * 40))
        });
        let (_, client) = gauged(&script);
        let mut pages = client.pages(&NUMBERS);
        let mut read = Vec::new();
        while let Some(page) = pages.next_page().await.unwrap() {
            read.extend(ids(&page.items));
            sleep(Duration::from_secs(away)).await;
        }
        assert_eq!(read, (1..=2_000).collect::<Vec<_>>());
        assert!(script.count() <= 2 * 20, "{}", script.count());
    }
}

/// A request that waits for a limit keeps its place before all that come later; one that nobody looks after would
/// keep it for ever.
#[tokio::test(start_paused = true)]
async fn what_was_asked_ahead_never_stands_in_the_way_of_other_requests() {
    let script = Script::by(|request, _| match request.uri().path() {
        path if path.ends_with("/numbers") => {
            numbered(1_000, page_of(request.uri()), true).after(Duration::from_millis(50))
        }
        _ => Step::json("[]"),
    });
    let client = builder(&script).rate_limit(RateClass::General, 3, Duration::from_secs(1)).build().unwrap();
    let started = Instant::now();
    let mut pages = client.pages(&NUMBERS);
    let mut read = Vec::new();
    while let Some(page) = pages.next_page().await.unwrap() {
        read.extend(ids(&page.items));
        client.send_as::<Vec<Number>>(&Other).await.unwrap();
    }
    assert_eq!(read, (1..=1_000).collect::<Vec<_>>());
    assert!(script.count() <= 30, "{}", script.count());
    assert!(started.elapsed() <= Duration::from_secs(12), "{:?}", started.elapsed());
}

/// Something else that is asked while a list is read.
struct Other;

impl Endpoint for Other {
    type Output = Vec<Number>;

    fn path(&self) -> Path {
        Path::new("other")
    }

    fn operation(&self) -> Cow<'static, str> {
        "get the other".into()
    }
}

#[tokio::test(start_paused = true)]
async fn what_fails_beyond_the_end_is_no_failure() {
    let script = Script::by(|request, _| match page_of(request.uri()) {
        page @ 1..=4 => numbered(400, page, false).after(Duration::from_millis(100)),
        _ => Step::status(404, r#"{"message":"404 Not Found"}"#),
    });
    let (_, client) = gauged(&script);
    let listing = client.list(&NUMBERS, usize::MAX).await.unwrap();
    assert_eq!((listing.items.len(), listing.complete), (400, true));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_after_the_deadline() {
    let script = Script::by(|request, _| {
        let step = numbered(100_000, page_of(request.uri()), true);
        step.after(Duration::from_millis(400))
    });
    let (gauge, client) = gauged(&script);
    let client = client.with_deadline(Duration::from_secs(1));
    let started = Instant::now();
    let error = client.list(&NUMBERS, usize::MAX).await.err().unwrap();
    assert_eq!(error.kind(), ApiErrorKind::DeadlineExceeded);
    assert_eq!(error.progress().unwrap().pages, 9);
    assert_eq!(started.elapsed(), Duration::from_secs(1));
    assert_eq!(gauge.now.load(Ordering::SeqCst), 0);
    let asked = script.count();
    sleep(Duration::from_secs(60)).await;
    assert_eq!(script.count(), asked);
}

/// A server that has numbers up to a depth, and keysets where `by_keyset`.
fn shallow(by_keyset: bool) -> Arc<Script> {
    Script::by(move |request, _| {
        let uri = request.uri();
        if by_keyset && parameter(uri, "pagination").as_deref() == Some("keyset") {
            assert!(parameter(uri, "page").is_none());
            let after: u64 = parameter(uri, "id_after").map_or(0, |id| id.parse().unwrap());
            let step = Step::json(&body(after + 1..=(after + 100).min(1_234)));
            let after = after + 100;
            return if after < 1_234 {
                let link = format!("<{BASE}numbers?pagination=keyset&id_after={after}>; rel=\"next\"");
                step.header("link", link)
            } else {
                step
            };
        }
        match page_of(uri) {
            page @ 1..=5 => numbered(1_234, page, false),
            _ => Step::status(405, r#"{"error":"Offset pagination has a maximum allowed offset of 500"}"#),
        }
    })
}

#[tokio::test(start_paused = true)]
async fn what_is_too_deep_for_numbers_is_read_by_keyset() {
    let (_, client) = gauged(&shallow(true));
    let endpoint = Numbers { keyset: true };
    let listing = client.list(&endpoint, usize::MAX).await.unwrap();
    assert_eq!(ids(&listing.items), (1..=1_234).collect::<Vec<_>>());
    assert!(listing.complete);
    // As a stream, pages of which everything came already are passed over.
    let pages: Vec<_> = client.pages(&endpoint).try_collect().await.unwrap();
    assert_eq!(pages.iter().map(|page| page.items.len()).sum::<usize>(), 1_234);
    assert!(pages.iter().all(|page| !page.items.is_empty()));
}

#[tokio::test(start_paused = true)]
async fn what_is_too_deep_and_knows_no_keyset_is_an_error_with_advice() {
    // An old server that does not know keysets gives numbers again.
    for (endpoint, script) in [(NUMBERS, shallow(true)), (Numbers { keyset: true }, shallow(false))] {
        let (_, client) = gauged(&script);
        let error = client.list(&endpoint, usize::MAX).await.err().unwrap();
        assert_eq!(error.kind(), ApiErrorKind::InvalidRequest);
        assert_eq!(error.progress().unwrap().entries, 500);
        assert!(error.advice().unwrap().contains("narrower"), "{error}");
        assert!(script.count() < 40);
    }
}

#[tokio::test(start_paused = true)]
async fn a_keyset_that_gitlab_refuses_leaves_the_first_error_with_its_advice() {
    let script = Script::by(|request, _| match parameter(request.uri(), "pagination") {
        Some(_) => Step::status(405, r#"{"error":"Keyset pagination is not yet available for this"}"#),
        None => match page_of(request.uri()) {
            page @ 1..=5 => numbered(1_234, page, false),
            _ => Step::status(405, r#"{"error":"Offset pagination has a maximum allowed offset of 500"}"#),
        },
    });
    let (_, client) = gauged(&script);
    let error = client.list(&Numbers { keyset: true }, usize::MAX).await.err().unwrap();
    assert!(error.message().unwrap().contains("maximum allowed offset"), "{error}");
    assert!(error.advice().unwrap().contains("narrower"), "{error}");
    assert_eq!(error.progress().unwrap().entries, 500);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_list_is_whole_and_in_order_whatever_comes_first(
        total in 0_u64..2_500,
        totals in any::<bool>(),
        parallel in 1_usize..12,
        at_most in prop_oneof![Just(usize::MAX), 1_usize..2_600],
        latencies in proptest::collection::vec(0_u64..300, 30),
        failing in proptest::collection::vec(any::<bool>(), 30),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let script = Script::by(move |request, number| {
                let page = page_of(request.uri());
                let at = (page as usize + number) % 30;
                // Some requests fail once; the one that repeats them has another number.
                if failing[at] && number % 3 == 0 {
                    return Step::status(502, "").after(Duration::from_millis(latencies[at]));
                }
                numbered(total, page, totals).after(Duration::from_millis(latencies[at]))
            });
            let (gauge, client) = {
                let gauge = Arc::new(Gauge { script: Arc::clone(&script), now: AtomicUsize::new(0), most: AtomicUsize::new(0) });
                let limits = Limits::default().with_parallel_pages(parallel);
                let client = builder(&script).limits(limits).transport(Arc::clone(&gauge) as Arc<dyn Transport>).build().unwrap();
                (gauge, client)
            };
            // Where the server fails for good there is an error, and never a shorter list.
            if let Ok(listing) = client.list(&NUMBERS, at_most).await {
                let expected = total.min(at_most as u64);
                assert_eq!(ids(&listing.items), (1..=expected).collect::<Vec<_>>());
                assert_eq!(listing.complete, total <= at_most as u64);
            }
            assert!(gauge.most.load(Ordering::SeqCst) <= parallel);
            assert_eq!(gauge.now.load(Ordering::SeqCst), 0);
        });
    }
}
