//! Connections that are opened before they are needed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing test says so")]

mod support;

use futures_util::future::{join, join_all};
use gitlab_api_client::endpoints::{GetMetadata, GetProject};
use gitlab_api_client::{Client, RateClass, ReqwestTransport, Timeouts};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{Delivery, Instance, ProjectId, TransportErrorKind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use support::{Script, Step, TOKEN, builder, client};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

const CONNECTING: Duration = Duration::from_millis(100);

/// A server over which a new connection takes its time, and an answer a little.
struct Slow {
    port: u16,
    connections: Arc<AtomicUsize>,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Slow {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (connections, heads) = (Arc::new(AtomicUsize::new(0)), Arc::default());
        let server = Self { port, connections: Arc::clone(&connections), heads: Arc::clone(&heads) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(converse(stream, Arc::clone(&heads)));
            }
        });
        server
    }

    fn client(&self) -> Client {
        Client::builder(Instance::parse(&format!("http://127.0.0.1:{}", self.port)).unwrap())
            .transport(Arc::new(ReqwestTransport::builder().no_proxy().build().unwrap()))
            .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(TOKEN).unwrap())))
            .build()
            .unwrap()
    }
}

async fn converse(stream: TcpStream, heads: Arc<Mutex<Vec<String>>>) -> Option<()> {
    tokio::time::sleep(CONNECTING).await;
    let mut stream = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head).await.ok()? == 0 {
                return None;
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        let answer: &[u8] = if head.starts_with("HEAD ") {
            b"HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: 30\r\n\r\n"
        } else {
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 36\r\n\r\n\
              {\"id\":7,\"path_with_namespace\":\"a/b\"}"
        };
        heads.lock().unwrap().push(head);
        stream.write_all(answer).await.ok()?;
    }
}

async fn side_by_side(client: &Client, count: u64) {
    let asked = (0..count).map(|_| async {
        client.send(&GetProject::new(ProjectId::new(7))).await.unwrap();
    });
    join_all(asked).await;
}

#[tokio::test]
async fn a_fan_out_in_three_levels_pays_for_connecting_once() {
    let server = Slow::start().await;
    let cold = server.client();
    let started = Instant::now();
    for level in [1, 5, 10] {
        side_by_side(&cold, level).await;
    }
    let cold = started.elapsed();
    assert!(cold >= 3 * CONNECTING, "{cold:?}: the server is not as slow as it should be");

    let warm = server.client();
    let started = Instant::now();
    let ((), answered) = join(side_by_side(&warm, 1), warm.warm(10)).await;
    for level in [5, 10] {
        side_by_side(&warm, level).await;
    }
    let warm = started.elapsed();
    println!("cold {cold:?}, warmed {warm:?}");
    assert_eq!(answered, 10);
    assert!(warm < 2 * CONNECTING + CONNECTING / 2, "{warm:?}, and {cold:?} without");
}

#[tokio::test]
async fn warming_brings_no_credential_and_opens_what_it_was_told() {
    let server = Slow::start().await;
    let client = server.client();
    assert_eq!(client.warm(16).await, 16);
    assert_eq!(server.connections.load(Ordering::SeqCst), 16);
    side_by_side(&client, 16).await;
    assert_eq!(server.connections.load(Ordering::SeqCst), 16, "all sixteen are used again");
    let heads = server.heads.lock().unwrap();
    let warmed: Vec<_> = heads.iter().filter(|head| head.starts_with("HEAD ")).collect();
    assert_eq!(warmed.len(), 16);
    for head in warmed {
        assert!(head.starts_with("HEAD /api/v4/version HTTP/1.1\r\n"), "{head}");
        assert!(!head.contains(TOKEN) && head.contains("user-agent"), "{head}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_does_not_answer_is_no_error_and_keeps_nobody_waiting() {
    let script = Script::by(|_, number| match number {
        0 => Step::Fail(TransportErrorKind::Connect, Delivery::NotSent),
        1 => Step::Silence,
        2 => Step::status(503, "ill"),
        _ => Step::status(401, ""),
    });
    let started = tokio::time::Instant::now();
    let answered = builder(&script)
        .timeouts(Timeouts::default().with_attempt(Duration::from_secs(7)))
        .build()
        .unwrap()
        .warm(5)
        .await;
    assert_eq!((answered, script.count()), (3, 5), "one try each");
    assert_eq!(started.elapsed(), Duration::from_secs(7));
    assert_eq!(client(&script).warm(0).await, 0);
    assert_eq!(client(&script).warm(100_000).await, 256);
}

#[tokio::test(start_paused = true)]
async fn while_the_client_waits_for_a_limit_it_opens_nothing() {
    let script = Script::of([Step::status(429, "").header("retry-after", "3600")]);
    let client = client(&script);
    // It has no limit of its own, so that all requests wait.
    client.send(&GetMetadata::new()).await.unwrap_err();
    assert!(client.waiting_until(RateClass::General).is_some());
    assert_eq!((client.warm(16).await, script.count()), (0, 1));
}
