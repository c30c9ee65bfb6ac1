//! What the fuzz targets share: a client whose server says what the fuzzer wants, and whose time is free.

use async_trait::async_trait;
use bytes::Bytes;
use gitlab_api_client::{Client, ClientBuilder, RandomSource};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{Body, Clock, Instance, Timestamp, Transport, TransportError};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The token of every client. It may turn up in nothing that is shown.
pub const TOKEN: &str = "glpat-canary-0123456789ab";
/// The API that every client asks.
pub const API: &str = "https://gitlab.example.com/gitlab/api/v4/";

/// One answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// Gives the same answer to the first requests and `[]` to all later ones, and remembers what was asked.
#[derive(Debug)]
pub struct Server {
    answer: Answer,
    times: usize,
    asked: Mutex<Vec<Request<Bytes>>>,
}

impl Server {
    /// Gives this answer so many times.
    #[must_use]
    pub fn new(answer: Answer, times: usize) -> Arc<Self> {
        Arc::new(Self { answer, times, asked: Mutex::default() })
    }

    /// How many requests came.
    #[must_use]
    pub fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    /// That every request went to the API and to nothing else.
    pub fn assert_only_the_api_was_asked(&self) {
        for request in self.asked.lock().unwrap().iter() {
            let uri = request.uri().to_string();
            assert!(uri.starts_with(API), "{uri}");
            assert!(request.headers().get(http::header::REFERER).is_none(), "{uri}");
        }
    }
}

#[async_trait]
impl Transport for Server {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let mut asked = self.asked.lock().unwrap();
        asked.push(request);
        if asked.len() > self.times {
            return Ok(Response::new(Body::from("[]")));
        }
        let mut response = Response::new(Body::from(self.answer.body.clone()));
        *response.status_mut() = self.answer.status;
        *response.headers_mut() = self.answer.headers.clone();
        Ok(response)
    }
}

/// A clock that moves on by what is slept.
#[derive(Debug, Default)]
pub struct FreeClock(AtomicU64);

impl FreeClock {
    /// How long was slept.
    #[must_use]
    pub fn slept(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::Relaxed))
    }
}

#[async_trait]
impl Clock for FreeClock {
    fn now(&self) -> Timestamp {
        let start = Timestamp::from_unix_seconds(1_772_884_800).unwrap();
        start.plus(self.slept())
    }

    fn monotonic(&self) -> Duration {
        self.slept()
    }

    async fn sleep(&self, duration: Duration) {
        let mut first = true;
        // Whatever is raced against this comes first where it is ready.
        std::future::poll_fn(|context| {
            if std::mem::take(&mut first) {
                context.waker().wake_by_ref();
                return std::task::Poll::Pending;
            }
            std::task::Poll::Ready(())
        })
        .await;
        let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        self.0.fetch_add(milliseconds.max(1), Ordering::Relaxed);
    }
}

#[derive(Debug)]
struct Half;

impl RandomSource for Half {
    fn next(&self) -> u64 {
        u64::MAX / 2
    }
}

/// A client of this server, and its clock.
#[must_use]
pub fn client(server: &Arc<Server>) -> (ClientBuilder, Arc<FreeClock>) {
    let clock = Arc::new(FreeClock::default());
    let builder = Client::builder(Instance::parse(API).unwrap())
        .transport(Arc::clone(server) as Arc<dyn Transport>)
        .clock(Arc::clone(&clock) as Arc<dyn Clock>)
        .random(Arc::new(Half))
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(TOKEN).unwrap())));
    (builder, clock)
}

/// The lines `name: value`, as far as they can be headers.
#[must_use]
pub fn headers(lines: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines.split(|byte| *byte == b'\n') {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    headers
}

/// That an error can be shown: one line, not long, and without the token.
pub fn assert_can_be_shown(error: &gitlab_core::ApiError) {
    for text in [error.to_string(), error.advice().unwrap_or_default().to_owned()] {
        assert!(!text.contains(char::is_control), "{text:?}");
        assert!(text.chars().count() < 1_000, "{text:?}");
    }
    assert!(!format!("{error:?}").contains(TOKEN), "{error:?}");
}
