//! A transport that follows a script, a clock that runs by itself, and clients made of both.

#![allow(dead_code, reason = "each test uses the part that it needs")]
#![allow(unreachable_pub, reason = "a module that each test includes")]
#![allow(
    clippy::unwrap_used,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    clippy::missing_panics_doc,
    reason = "this is only for tests"
)]
#![allow(missing_docs, reason = "this is only for tests")]

pub mod server;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use gitlab_api_client::{Client, ClientBuilder};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{
    Body, Clock, Delivery, Instance, Timestamp, Transport, TransportError, TransportErrorKind,
};
use http::{HeaderMap, Request, Response, StatusCode};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

/// The token of every test client. It must turn up nowhere but in the one header.
pub const TOKEN: &str = "glpat-CANARY-0123456789";
/// The host of every scripted test.
pub const BASE: &str = "https://gitlab.example.com/api/v4/";

/// What becomes of one request.
#[derive(Clone, Debug)]
pub enum Step {
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// An answer whose body breaks off after these bytes.
    Cut {
        status: u16,
        body: Vec<u8>,
    },
    /// An answer whose body stops coming after these bytes.
    Stuck {
        status: u16,
        body: Vec<u8>,
    },
    Fail(TransportErrorKind, Delivery),
    /// No answer, ever.
    Silence,
    /// The same, after a while.
    After(Duration, Box<Step>),
}

impl Step {
    pub fn json(body: &str) -> Self {
        Self::status(200, body)
    }

    pub fn status(status: u16, body: &str) -> Self {
        Self::Answer { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name, value.into()));
        }
        self
    }

    pub fn after(self, time: Duration) -> Self {
        Self::After(time, Box::new(self))
    }
}

type Rule = dyn Fn(&Request<Bytes>, usize) -> Step + Send + Sync;

/// Answers by a script, and remembers what it was asked.
pub struct Script {
    rule: Box<Rule>,
    requests: Mutex<Vec<Request<Bytes>>>,
}

impl std::fmt::Debug for Script {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Script")
    }
}

impl Script {
    /// One step after another; the last one for good.
    pub fn of(steps: impl IntoIterator<Item = Step>) -> Arc<Self> {
        let steps: Mutex<VecDeque<Step>> = Mutex::new(steps.into_iter().collect());
        Self::by(move |_, _| {
            let mut steps = steps.lock().unwrap();
            if steps.len() > 1 { steps.pop_front().unwrap() } else { steps.front().cloned().unwrap() }
        })
    }

    /// By a rule that sees the request and its number, counted from zero.
    pub fn by(rule: impl Fn(&Request<Bytes>, usize) -> Step + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { rule: Box::new(rule), requests: Mutex::new(Vec::new()) })
    }

    pub fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    pub fn uris(&self) -> Vec<String> {
        self.requests.lock().unwrap().iter().map(|request| request.uri().to_string()).collect()
    }

    pub fn lines(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        requests
            .iter()
            .map(|request| {
                let uri = request.uri().to_string();
                format!("{} {}", request.method(), uri.strip_prefix(BASE).unwrap_or(&uri))
            })
            .collect()
    }

    pub fn headers(&self, request: usize) -> HeaderMap {
        self.requests.lock().unwrap()[request].headers().clone()
    }

    pub fn body(&self, request: usize) -> Bytes {
        self.requests.lock().unwrap()[request].body().clone()
    }
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let mut step = {
            let mut requests = self.requests.lock().unwrap();
            let step = (self.rule)(&request, requests.len());
            requests.push(request);
            step
        };
        while let Step::After(time, then) = step {
            tokio::time::sleep(time).await;
            step = *then;
        }
        let (status, headers, body) = match step {
            Step::Answer { status, headers, body } => (status, headers, Body::from(body)),
            Step::Cut { status, body } => {
                let cut = TransportError::new(TransportErrorKind::Interrupted, Delivery::Unknown);
                (status, Vec::new(), Body::from_stream(stream::iter([Ok(Bytes::from(body)), Err(cut)])))
            }
            Step::Stuck { status, body } => {
                let stuck = stream::iter([Ok(Bytes::from(body))]).chain(stream::pending());
                (status, Vec::new(), Body::from_stream(stuck))
            }
            Step::Fail(kind, delivery) => return Err(TransportError::new(kind, delivery)),
            Step::Silence => std::future::pending().await,
            Step::After(..) => unreachable!("unwrapped above"),
        };
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        for (name, value) in headers {
            response.headers_mut().append(name, value.try_into().unwrap());
        }
        Ok(response)
    }
}

/// Tokio's paused time, counted from a fixed date: waiting costs nothing.
#[derive(Debug)]
pub struct TestClock(Instant);

pub const NOW: &str = "2026-03-07T12:00:00Z";

impl TestClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(Instant::now()))
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        NOW.parse::<Timestamp>().unwrap().plus(self.monotonic())
    }

    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// The builder of a client with a token, over a script. The test must run with paused time.
pub fn builder(script: &Arc<Script>) -> ClientBuilder {
    let token = AccessToken::new(TOKEN).unwrap();
    Client::builder(Instance::parse(BASE).unwrap())
        .transport(Arc::clone(script) as Arc<dyn Transport>)
        .clock(TestClock::new())
        .authenticator(Arc::new(StaticToken::bearer(token)))
}

pub fn client(script: &Arc<Script>) -> Client {
    builder(script).build().unwrap()
}
