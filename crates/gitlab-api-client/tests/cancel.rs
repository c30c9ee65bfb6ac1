//! What is dropped sends nothing more, wherever it was.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test says so")]

mod support;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream;
use gitlab_api_client::endpoints::{CreateNote, GetProject, ListCommits};
use gitlab_api_client::{Client, RetryPolicy};
use gitlab_core::{
    ApiError, AuthError, AuthHeaders, Authenticator, Body, MergeRequestIid, ProjectId, Transport,
    TransportError,
};
use http::{HeaderValue, Request, Response, header::AUTHORIZATION};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;
use support::{Script, Step, builder};
use tokio::task::yield_now;

const PROJECT: ProjectId = ProjectId::new(7);

/// Stops wherever something outside of the client could stop: before and after an answer, and in its body.
#[derive(Debug)]
struct Halting(Arc<Script>);

#[async_trait]
impl Transport for Halting {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let answer = self.0.send(request).await?;
        yield_now().await;
        Ok(answer.map(|mut body| {
            Body::from_stream(stream::once(async move {
                yield_now().await;
                Ok(body.chunk().await?.unwrap_or_default())
            }))
        }))
    }
}

#[async_trait]
impl Authenticator for Halting {
    async fn headers(&self) -> Result<AuthHeaders, AuthError> {
        yield_now().await;
        Ok(AuthHeaders::new(AUTHORIZATION, HeaderValue::from_static("Bearer token"), 0))
    }
}

type Call<'c> = Pin<Box<dyn Future<Output = Result<(), ApiError>> + Send + 'c>>;

/// Drops the call where it waits for the so many-th time. Gives how many times it waited.
async fn dropped_at(mut call: Call<'_>, point: usize) -> usize {
    let waited = AtomicUsize::new(0);
    poll_fn(|context| match call.as_mut().poll(context) {
        Poll::Pending if waited.fetch_add(1, Ordering::Relaxed) + 1 < point => Poll::Pending,
        _ => Poll::Ready(()),
    })
    .await;
    waited.into_inner()
}

/// Drops a call at each of its first fifty points, and looks whether a request comes later.
async fn check(
    rule: impl Fn(&Request<Bytes>) -> Step + Copy + Send + Sync + 'static,
    ask: impl for<'c> Fn(&'c Client) -> Call<'c>,
) {
    let mut last = 0;
    for point in 1..=50 {
        let script = Script::by(move |request, _| rule(request).after(Duration::from_millis(300)));
        let halting = Arc::new(Halting(Arc::clone(&script)));
        let client = builder(&script)
            .transport(Arc::clone(&halting) as Arc<dyn Transport>)
            .authenticator(halting)
            .retry(RetryPolicy::default().with_attempts(40))
            .build()
            .unwrap();
        assert_eq!(dropped_at(ask(&client), point).await, point, "it ends before this point");
        let sent = script.count();
        tokio::time::sleep(Duration::from_secs(300)).await;
        assert_eq!(script.count(), sent, "something was sent after the call was dropped at point {point}");
        assert!(sent >= last, "a later point is not before an earlier one");
        last = sent;
    }
    assert!(last >= 5, "the points are in several attempts: {last}");
}

#[tokio::test(start_paused = true)]
async fn case_25_a_read_that_is_dropped_anywhere_sends_nothing_more() {
    check(
        |_| Step::status(503, "{}"),
        |client| Box::pin(async move { client.send(&GetProject::new(PROJECT)).await.map(drop) }),
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn case_25_a_write_that_is_dropped_anywhere_sends_nothing_more() {
    check(
        |_| Step::status(409, r#"{"message":"409 Conflict: Resource lock"}"#),
        |client| {
            let note = CreateNote::new(PROJECT, MergeRequestIid::new(1), "text");
            Box::pin(async move { client.send(&note).await.map(drop) })
        },
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn case_25_a_stream_that_is_dropped_anywhere_sends_nothing_more() {
    check(
        |_| Step::status(503, "{}"),
        |client| Box::pin(async move { client.open(&GetProject::new(PROJECT)).await.map(drop) }),
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn case_25_a_list_that_is_dropped_anywhere_sends_nothing_more() {
    let page = |request: &Request<Bytes>| {
        let uri = request.uri().to_string();
        let page: u32 = uri.split("&page=").nth(1).and_then(|page| page.parse().ok()).unwrap_or(1);
        Step::json(&format!(r#"[{{"id":"{page:040x}","short_id":"a","title":"t"}}]"#))
            .header("x-total-pages", "40")
            .header("x-page", page.to_string())
            .header("x-next-page", (page + 1).to_string())
    };
    check(page, |client| {
        Box::pin(async move { client.list(&ListCommits::new(PROJECT), 4_000).await.map(drop) })
    })
    .await;
}
