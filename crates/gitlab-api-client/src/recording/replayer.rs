//! A transport that answers from a recording.

use super::exchange::{Asked, Exchange};
use super::{RecordingError, Scrubber};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream;
use gitlab_core::{Body, Delivery, Transport, TransportError, TransportErrorKind};
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Answers requests from a recording, without a network.
///
/// A request finds the first exchange that was not used yet with the same method, address and body, secrets
/// aside: what is asked twice gets both answers in their order, and what is asked side by side may be asked in
/// any order. The client must be one of the installation that was recorded, which the addresses in its answers
/// name, too. A request that was not recorded is an error of the kind
/// [`NotRecorded`](TransportErrorKind::NotRecorded), whose source says what was asked and what is nearest to it.
///
/// What was waited for is not in the recording, but `Retry-After` is: with a recorded limit give the client a
/// clock of the test's own. The [module](crate::recording) has an example.
pub struct Replayer {
    exchanges: Mutex<Vec<(Exchange, bool)>>,
    scrubber: Scrubber,
}

impl Replayer {
    /// Reads a recording from this file.
    ///
    /// # Errors
    ///
    /// [`RecordingError::Io`] when it cannot be read, [`RecordingError::Format`] when it is none.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, RecordingError> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path)
            .map_err(|source| RecordingError::Io { path: path.display().to_string(), source })?;
        Self::from_text(&text)
    }

    /// Reads a recording that is there already, by `include_str!` for instance.
    ///
    /// ```
    /// use gitlab_api_client::recording::Replayer;
    ///
    /// let replayer = Replayer::from_text(
    ///     r#"{
    ///       "request": { "method": "GET", "url": "https://gitlab.example.com/api/v4/version" },
    ///       "answer": { "status": 200, "body": { "json": { "version": "19.1.0" } } }
    ///     }"#,
    /// )?;
    /// assert_eq!(replayer.unused(), ["GET https://gitlab.example.com/api/v4/version"]);
    /// # Ok::<(), gitlab_api_client::recording::RecordingError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`RecordingError::Format`] when it is none.
    pub fn from_text(text: &str) -> Result<Self, RecordingError> {
        let exchanges = serde_json::Deserializer::from_str(text).into_iter::<Exchange>().enumerate();
        let exchanges: Result<Vec<_>, _> = exchanges
            .map(|(index, exchange)| match exchange {
                Ok(exchange) => Ok((exchange, false)),
                Err(source) => Err(RecordingError::Format { number: index.saturating_add(1), source }),
            })
            .collect();
        Ok(Self { exchanges: Mutex::new(exchanges?), scrubber: Scrubber::new() })
    }

    /// Removes from requests what was removed when they were recorded. It must be the same as the recorder's.
    #[must_use]
    pub fn scrubber(mut self, scrubber: Scrubber) -> Self {
        self.scrubber = scrubber;
        self
    }

    /// The exchanges that were not asked for, as `GET https://…`: a test in which there are some asks less than
    /// it did when it was recorded.
    #[must_use]
    pub fn unused(&self) -> Vec<String> {
        let exchanges = self.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        exchanges.iter().filter(|(_, used)| !used).map(|(exchange, _)| exchange.request.line()).collect()
    }

    fn take(&self, asked: &Asked) -> Result<Exchange, TransportError> {
        let mut exchanges = self.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        let found = exchanges.iter_mut().find(|(exchange, used)| !used && exchange.request.matches(asked));
        if let Some((exchange, used)) = found {
            *used = true;
            return Ok(exchange.clone());
        }
        let missing = NotRecorded {
            asked: asked.line(),
            times: exchanges.iter().filter(|(exchange, _)| exchange.request.matches(asked)).count(),
            nearest: exchanges
                .iter()
                .filter(|(_, used)| !used)
                .map(|(exchange, _)| exchange.request.line())
                .max_by_key(|line| alike(line, &asked.line())),
        };
        Err(TransportError::new(TransportErrorKind::NotRecorded, Delivery::NotSent).with_source(missing))
    }
}

impl fmt::Debug for Replayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replayer").field("unused", &self.unused()).finish_non_exhaustive()
    }
}

#[async_trait]
impl Transport for Replayer {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        self.scrubber.learn(request.headers());
        let exchange = self.take(&Asked::of(&request, &self.scrubber))?;
        let Some(answer) = exchange.answer else {
            return Err(match exchange.failure {
                Some(failure) => failure.error(),
                None => TransportError::new(TransportErrorKind::Other, Delivery::Unknown),
            });
        };
        let bytes = answer.bytes();
        let mut headers = answer.header_map();
        if answer.complete && request.method() != Method::HEAD && headers.contains_key(CONTENT_LENGTH) {
            // That of the bytes before they were written in another way.
            headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        }
        let broken = || TransportError::new(TransportErrorKind::Interrupted, Delivery::Unknown);
        let body = if answer.complete {
            Body::from(bytes)
        } else {
            Body::from_stream(stream::iter([Ok(bytes), Err(broken())]))
        };
        let mut response = Response::new(body);
        *response.headers_mut() = headers;
        *response.status_mut() = StatusCode::from_u16(answer.status).map_err(|error| {
            TransportError::new(TransportErrorKind::Decode, Delivery::Unknown).with_source(error)
        })?;
        Ok(response)
    }
}

/// How many characters two lines have in common, from their beginnings and from their ends.
fn alike(one: &str, other: &str) -> usize {
    let beginning = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let end = one.bytes().rev().zip(other.bytes().rev()).take_while(|(one, other)| one == other).count();
    beginning.saturating_add(end)
}

/// What a recording does not hold.
#[derive(Debug)]
struct NotRecorded {
    asked: String,
    times: usize,
    nearest: Option<String>,
}

impl fmt::Display for NotRecorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.times {
            0 => write!(f, "{} was not recorded", self.asked)?,
            times => write!(f, "{} was recorded {times} times, and is asked once more", self.asked)?,
        }
        match &self.nearest {
            Some(nearest) if *nearest == self.asked => {
                f.write_str("; the nearest has the same address and another body")
            }
            Some(nearest) => write!(f, "; the nearest that is left is {nearest}"),
            None => f.write_str("; nothing is left"),
        }
    }
}

impl std::error::Error for NotRecorded {}
