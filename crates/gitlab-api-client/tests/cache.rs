//! Which answers a cache keeps, and for whom.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test says so")]

mod support;

use async_trait::async_trait;
use gitlab_api_client::endpoints::{
    CompareRefs, GetCommit, GetFileMetadata, GetJobTrace, GetProject, GetRawFile, ListCommitDiffs,
};
use gitlab_api_client::{AnswerCache, CacheKey, CachedAnswer, Client, MemoryCache};
use gitlab_core::{ApiErrorKind, JobId, ProjectId};
use std::sync::Arc;
use std::time::Duration;
use support::{Script, Step, builder};
use tokio::time::Instant;

const PROJECT: ProjectId = ProjectId::new(7);
const SHA: &str = "2b6f0f1c9d3e4a5b6c7d8e9f0a1b2c3d4e5f6071";

fn commit() -> GetCommit {
    GetCommit::new(PROJECT, SHA).without_pipeline()
}

fn found() -> Step {
    Step::json(&format!(r#"{{"id":"{SHA}","short_id":"2b6f0f1c","title":"CANARY-TITLE"}}"#))
}

fn log(body: &str) -> Step {
    Step::status(200, body)
        .header("content-type", "text/plain")
        .header("content-length", body.len().to_string())
}

fn cached(script: &Arc<Script>, cache: &Arc<MemoryCache>) -> Client {
    builder(script).cache(Arc::clone(cache) as Arc<dyn AnswerCache>).build().unwrap()
}

fn cache() -> Arc<MemoryCache> {
    Arc::new(MemoryCache::new(1024 * 1024))
}

async fn read(client: &Client, trace: &GetJobTrace) -> Vec<u8> {
    client.open(trace).await.unwrap().bytes(1024 * 1024).await.unwrap().to_vec()
}

#[tokio::test(start_paused = true)]
async fn what_can_never_change_is_asked_for_once() {
    let (script, cache) = (Script::of([found()]), cache());
    let client = cached(&script, &cache);
    for _ in 0..3 {
        assert_eq!(client.send(&commit()).await.unwrap().title, "CANARY-TITLE");
    }
    assert_eq!((script.count(), cache.len()), (1, 1));
    assert!(!format!("{cache:?} {client:?}").contains("CANARY"));
    // What may change, and what is asked otherwise, is asked for.
    client.send(&GetCommit::new(PROJECT, SHA)).await.unwrap();
    client.send(&GetCommit::new(PROJECT, "main").without_pipeline()).await.unwrap();
    client.send(&GetCommit::new(ProjectId::new(8), SHA).without_pipeline()).await.unwrap();
    assert_eq!((script.count(), cache.len()), (4, 2));
}

#[tokio::test(start_paused = true)]
async fn it_is_off_unless_one_is_given() {
    let script = Script::of([found()]);
    let client = builder(&script).build().unwrap();
    client.send(&commit()).await.unwrap();
    client.send(&commit()).await.unwrap();
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn two_clients_share_a_cache_and_no_answer_unless_they_say_so() {
    let (script, cache) = (Script::of([found()]), cache());
    for _ in 0..2 {
        cached(&script, &cache).send(&commit()).await.unwrap();
    }
    assert_eq!(script.count(), 2, "each may see other things");

    let of = |scope: &str| {
        let cache = Arc::clone(&cache) as Arc<dyn AnswerCache>;
        builder(&script).cache(cache).cache_scope(scope).build().unwrap()
    };
    of("reader").send(&commit()).await.unwrap();
    of("reader").send(&commit()).await.unwrap();
    assert_eq!(script.count(), 3);
    let hidden = Script::of([Step::status(404, r#"{"message":"404 Project Not Found"}"#)]);
    let other = builder(&hidden).cache(cache.clone()).cache_scope("guest").build().unwrap();
    assert_eq!(other.send(&commit()).await.unwrap_err().kind(), ApiErrorKind::NotFound);
}

#[tokio::test(start_paused = true)]
async fn errors_and_what_is_no_answer_are_never_kept() {
    for bad in [
        Step::status(404, r#"{"message":"404 Commit Not Found"}"#),
        Step::status(500, "{}"),
        Step::json("<html><title>Sign in</title></html>"),
        Step::json(r#"{"id":"#),
        Step::status(
            202,
            r#"{"id":"2b6f0f1c9d3e4a5b6c7d8e9f0a1b2c3d4e5f6071","short_id":"2b6f0f1c","title":"t"}"#,
        ),
    ] {
        let (script, cache) = (Script::of([bad.clone()]), cache());
        let client = cached(&script, &cache);
        let _ = client.send(&commit()).await;
        let sent = script.count();
        let _ = client.send(&commit()).await;
        assert!(script.count() > sent && cache.is_empty(), "{bad:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_is_kept_with_the_way_to_the_next_one() {
    let page = |number: usize| {
        let next = if number == 1 { "2" } else { "" };
        Step::json(&format!(r#"[{{"old_path":"{number}","new_path":"{number}","diff":"@@"}}]"#))
            .header("x-page", number.to_string())
            .header("x-total-pages", "2")
            .header("x-next-page", next)
            .header("set-cookie", "session=CANARY")
            .header("ratelimit-remaining", "7")
    };
    let script =
        Script::by(move |request, _| page(if request.uri().to_string().contains("page=2") { 2 } else { 1 }));
    let cache = cache();
    let client = cached(&script, &cache);
    for _ in 0..2 {
        let diff = client.list(&ListCommitDiffs::new(PROJECT, SHA), 1_000).await.unwrap();
        assert!(diff.complete);
        assert_eq!(diff.items.len(), 2);
    }
    assert_eq!(script.count(), 2);
    for uri in script.uris() {
        let key = CacheKey::new("", &http::Method::GET, &uri.parse().unwrap());
        assert!(cache.get(&key).await.is_none(), "the scope is part of the key");
    }
}

#[derive(Debug)]
struct Spy(MemoryCache, std::sync::Mutex<Vec<http::HeaderMap>>);

#[async_trait]
impl AnswerCache for Spy {
    async fn get(&self, key: &CacheKey) -> Option<CachedAnswer> {
        self.0.get(key).await
    }

    async fn put(&self, key: &CacheKey, answer: CachedAnswer) {
        self.1.lock().unwrap().push(answer.headers().clone());
        self.0.put(key, answer).await;
    }
}

#[tokio::test(start_paused = true)]
async fn no_cookie_and_no_limit_is_kept() {
    let step =
        found().header("set-cookie", "a=b").header("ratelimit-remaining", "7").header("etag", "W/\"1\"");
    let spy = Arc::new(Spy(MemoryCache::new(100_000), std::sync::Mutex::default()));
    let client = builder(&Script::of([step])).cache(spy.clone()).build().unwrap();
    client.send(&commit()).await.unwrap();
    let headers = spy.1.lock().unwrap().pop().unwrap();
    assert_eq!(headers.keys().map(http::HeaderName::as_str).collect::<Vec<_>>(), ["etag"]);
}

#[tokio::test(start_paused = true)]
async fn the_log_of_a_job_that_is_over_is_kept_once_it_was_read_whole() {
    let trace = GetJobTrace::new(PROJECT, JobId::new(5)).finished();
    let (script, cache) = (Script::of([log("line 1\nline 2\n")]), cache());
    let client = cached(&script, &cache);
    // Not read, or read in part: not kept.
    drop(client.open(&trace).await.unwrap());
    let mut part = client.open(&trace).await.unwrap();
    part.chunk().await.unwrap();
    drop(part);
    assert!(cache.is_empty());
    assert_eq!(read(&client, &trace).await, b"line 1\nline 2\n");
    let kept = client.open(&trace).await.unwrap();
    assert_eq!(kept.content_length(), Some(14));
    assert_eq!(kept.headers()["content-type"], "text/plain");
    assert_eq!(kept.bytes(100).await.unwrap(), "line 1\nline 2\n");
    assert_eq!(client.raw(&trace).await.unwrap().body(), "line 1\nline 2\n");
    assert_eq!((script.count(), cache.len()), (3, 1));
    // One that may still grow is not.
    read(&client, &GetJobTrace::new(PROJECT, JobId::new(5))).await;
    assert_eq!((script.count(), cache.len()), (4, 1));
}

#[tokio::test(start_paused = true)]
async fn case_29_a_stream_that_may_be_cut_is_not_kept() {
    let trace = GetJobTrace::new(PROJECT, JobId::new(5)).finished();
    for (step, kept) in [
        (log("whole"), true),
        (Step::status(200, "whole").header("transfer-encoding", "chunked"), true),
        // It ends with the connection: perhaps too early.
        (Step::status(200, "whole"), false),
        (Step::status(200, "cut").header("content-length", "5"), false),
        (
            Step::status(200, "<html>").header("content-length", "6").header("content-type", "text/html"),
            false,
        ),
        (Step::status(206, "whole").header("content-length", "5"), false),
        (log(&"x".repeat(300_000)), false),
    ] {
        for raw in [false, true] {
            let (script, cache) = (Script::of([step.clone()]), cache());
            let client = cached(&script, &cache);
            if raw {
                client.raw(&trace).await.unwrap();
            } else {
                read(&client, &trace).await;
            }
            assert_eq!(cache.len(), usize::from(kept), "{raw}");
        }
    }
    let (script, cache) = (Script::of([Step::Cut { status: 200, body: b"who".to_vec() }]), cache());
    let opened = cached(&script, &cache).open(&trace).await.unwrap();
    opened.bytes(100).await.unwrap_err();
    assert!(cache.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_file_and_what_its_headers_say_are_kept_by_the_full_sha() {
    let step = Step::status(200, "")
        .header("content-length", "5")
        .header("x-gitlab-blob-id", SHA)
        .header("x-gitlab-commit-id", SHA)
        .header("x-gitlab-content-sha256", "ab".repeat(32))
        .header("x-gitlab-encoding", "base64")
        .header("x-gitlab-file-name", "a.rs")
        .header("x-gitlab-file-path", "src/a.rs")
        .header("x-gitlab-last-commit-id", SHA)
        .header("x-gitlab-ref", SHA)
        .header("x-gitlab-size", "5");
    let script = Script::by(move |request, _| match *request.method() {
        http::Method::HEAD => step.clone(),
        _ => log("bytes"),
    });
    let cache = cache();
    let client = cached(&script, &cache);
    for _ in 0..2 {
        assert_eq!(client.head(&GetFileMetadata::new(PROJECT, "src/a.rs", SHA)).await.unwrap().size, 5);
        let file = client.open(&GetRawFile::new(PROJECT, "src/a.rs", SHA)).await.unwrap();
        assert_eq!(file.bytes(10).await.unwrap(), "bytes");
    }
    assert_eq!((script.count(), cache.len()), (2, 2));
    client.head(&GetFileMetadata::new(PROJECT, "src/a.rs", "main")).await.unwrap();
    assert_eq!(cache.len(), 2);
}

/// Never answers, or answers with what is none.
#[derive(Debug)]
struct Broken(Option<&'static str>);

#[async_trait]
impl AnswerCache for Broken {
    async fn get(&self, _: &CacheKey) -> Option<CachedAnswer> {
        let Some(body) = self.0 else { return std::future::pending().await };
        Some(CachedAnswer::new(http::HeaderMap::new(), body.into()))
    }

    async fn put(&self, _: &CacheKey, _: CachedAnswer) {
        if self.0.is_none() {
            std::future::pending::<()>().await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_cache_that_is_broken_is_not_in_the_way() {
    for body in [None, Some("no json"), Some("")] {
        let script = Script::of([found()]);
        let client = builder(&script).cache(Arc::new(Broken(body))).build().unwrap();
        let started = Instant::now();
        client.send(&commit()).await.unwrap();
        assert_eq!(script.count(), 1);
        assert!(started.elapsed() <= Duration::from_secs(2), "{:?}", started.elapsed());
    }
}

/// Has nothing, and never ends keeping.
#[derive(Debug)]
struct Slow;

#[async_trait]
impl AnswerCache for Slow {
    async fn get(&self, _: &CacheKey) -> Option<CachedAnswer> {
        None
    }

    async fn put(&self, _: &CacheKey, _: CachedAnswer) {
        std::future::pending::<()>().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_cache_that_is_slow_does_not_hold_a_caller_past_its_deadline() {
    let trace = GetJobTrace::new(PROJECT, JobId::new(5)).finished();
    let time = Duration::from_millis(100);
    let client = builder(&Script::of([found()])).cache(Arc::new(Slow)).build().unwrap().with_deadline(time);
    let started = Instant::now();
    client.send(&commit()).await.unwrap();
    assert_eq!(started.elapsed(), time);
    let client = builder(&Script::of([log("whole")])).cache(Arc::new(Slow)).build().unwrap();
    for stream in [true, false] {
        let (client, started) = (client.with_deadline(time), Instant::now());
        if stream {
            assert_eq!(read(&client, &trace).await, b"whole");
        } else {
            assert_eq!(client.raw(&trace).await.unwrap().body(), "whole");
        }
        assert_eq!(started.elapsed(), time, "{stream}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_gitlab_left_something_out_of_is_asked_for_again() {
    let other = SHA.replace('2', "3");
    let json = |body: &str| Step::json(body).header("content-type", "application/json");
    let compare =
        |timeout: bool| json(&format!(r#"{{"commits":[],"diffs":[],"compare_timeout":{timeout}}}"#));
    let (script, cache) = (Script::of([compare(true), compare(false)]), cache());
    let client = cached(&script, &cache);
    for timeout in [true, false, false] {
        let compared = client.send(&CompareRefs::new(PROJECT, &other, SHA)).await.unwrap();
        assert_eq!(compared.compare_timeout, timeout);
    }
    assert_eq!((script.count(), cache.len()), (2, 1));

    for mark in ["collapsed", "too_large"] {
        let page = json(&format!(r#"[{{"old_path":"a","new_path":"a","diff":"","{mark}":true}}]"#));
        let (script, cache) = (Script::of([page]), self::cache());
        let client = cached(&script, &cache);
        for _ in 0..2 {
            client.list(&ListCommitDiffs::new(PROJECT, SHA), 100).await.unwrap();
            client.raw(&ListCommitDiffs::new(PROJECT, SHA)).await.unwrap();
        }
        assert_eq!((script.count(), cache.len()), (4, 0), "{mark}");
    }
    // A file that looks like one is a file.
    let file = Step::status(200, r#"{"collapsed":true}"#)
        .header("content-type", "text/plain")
        .header("content-length", "18");
    let (script, cache) = (Script::of([file]), self::cache());
    let client = cached(&script, &cache);
    client.open(&GetRawFile::new(PROJECT, "a.json", SHA)).await.unwrap().bytes(100).await.unwrap();
    assert_eq!(cache.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_may_not_change_anything_else_is_asked_past_the_cache() {
    let script = Script::of([Step::json(r#"{"id":7,"path_with_namespace":"a/b"}"#)]);
    let cache = cache();
    let client = cached(&script, &cache);
    client.send(&GetProject::new(PROJECT)).await.unwrap();
    client.send(&GetProject::new(PROJECT)).await.unwrap();
    assert_eq!((script.count(), cache.len()), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn calls_through_a_cache_can_run_in_other_tasks() {
    let trace = GetJobTrace::new(PROJECT, JobId::new(5)).finished();
    let client = cached(&Script::of([log("whole")]), &cache());
    let tasks: [tokio::task::JoinHandle<bool>; 2] = [
        tokio::spawn({
            let (client, trace) = (client.clone(), trace.clone());
            async move { client.raw(&trace).await.is_ok() }
        }),
        tokio::spawn(async move { client.open(&trace).await.unwrap().bytes(10).await.is_ok() }),
    ];
    for task in tasks {
        assert!(task.await.unwrap());
    }
}
