//! Which answers a cache is asked for and given: good ones, whole, to a read whose answer can never change.

use super::call::Call;
use super::deadline::{Deadline, within};
use super::{Opened, Pipeline, decode, partial};
use crate::{AnswerCache, CacheKey, CachedAnswer};
use bytes::{Bytes, BytesMut};
use futures_util::stream;
use gitlab_core::{Body, Clock};
use http::header::{
    CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, LAST_MODIFIED, LINK, TRANSFER_ENCODING,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// How long a cache is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// A cache, and for whom answers are kept there.
#[derive(Debug)]
pub(crate) struct Cache {
    pub(crate) answers: Arc<dyn AnswerCache>,
    pub(crate) scope: String,
}

/// The place of one answer in a cache.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    answers: Arc<dyn AnswerCache>,
    key: CacheKey,
    method: Method,
    clock: Arc<dyn Clock>,
}

impl Pipeline {
    /// The place for the answer to this call, where it may have one. What is asked with another credential than
    /// that of the client is for somebody else.
    pub(super) fn slot(&self, call: &Call) -> Option<Slot> {
        let cache = self.cache.as_ref()?;
        let gets = matches!(call.method, Method::GET | Method::HEAD);
        let may = call.is_immutable && gets && call.authenticator.is_none();
        may.then(|| Slot {
            answers: Arc::clone(&cache.answers),
            key: CacheKey::new(&cache.scope, &call.method, call.url()),
            method: call.method.clone(),
            clock: Arc::clone(&self.clock),
        })
    }
}

impl Slot {
    /// The answer that is kept there.
    pub(super) async fn find(&self, deadline: Deadline) -> Option<CachedAnswer> {
        let time = PATIENCE.min(deadline.remaining(self.clock.as_ref()));
        let found = within(self.clock.as_ref(), time, self.answers.get(&self.key)).await.ok()??;
        tracing::debug!(bytes = found.body().len(), "given from the cache");
        Some(found)
    }

    /// The value that is kept there. What cannot be read is no answer.
    pub(super) async fn find_decoded<T: DeserializeOwned>(
        &self,
        call: &Call,
        deadline: Deadline,
    ) -> Option<super::Decoded<T>> {
        let (headers, body) = self.find(deadline).await?.into_parts();
        let value = decode::decode(call, StatusCode::OK, &headers, None, &body).ok()?;
        Some(super::Decoded { value, headers, credential: None, answered: self.clock.monotonic() })
    }

    /// The stream that is kept there.
    pub(super) async fn find_opened(&self, deadline: Deadline) -> Option<Opened> {
        let (mut headers, body) = self.find(deadline).await?.into_parts();
        if self.method != Method::HEAD {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        }
        Some(Opened {
            status: StatusCode::OK,
            version: Version::default(),
            headers,
            body: Body::from(body),
            unmarked_end: false,
            credential: None,
        })
    }

    /// Keeps an answer that was read whole and understood. The caller waits for that no longer than for all else.
    pub(super) async fn keep(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: Bytes,
        deadline: Deadline,
    ) {
        // Nothing is no answer of GitLab's, but for a `HEAD`.
        let is_empty = body.is_empty() && self.method != Method::HEAD;
        let fits = body.len() <= self.answers.max_answer_bytes();
        if status == StatusCode::OK && !is_empty && fits && !(is_json(headers) && partial::is_partial(&body))
        {
            let answer = CachedAnswer::new(kept(headers), body);
            let time = PATIENCE.min(deadline.remaining(self.clock.as_ref()));
            let _ = within(self.clock.as_ref(), time, self.answers.put(&self.key, answer)).await;
        }
    }

    /// Keeps an answer that nobody has understood, where it is sure to be GitLab's and whole.
    pub(super) async fn keep_bytes(
        &self,
        status: StatusCode,
        version: Version,
        headers: &HeaderMap,
        body: Bytes,
        deadline: Deadline,
    ) {
        if is_ours(headers) && is_whole(headers, version, body.len()) {
            self.keep(status, headers, body, deadline).await;
        }
    }

    /// The same answer, which is kept when it has been read to its end.
    pub(super) async fn keep_when_read(self, mut answer: Opened, deadline: Deadline) -> Opened {
        if answer.status != StatusCode::OK || !is_ours(&answer.headers) {
            return answer;
        }
        if self.method == Method::HEAD {
            self.keep(answer.status, &answer.headers, Bytes::new(), deadline).await;
            return answer;
        }
        let body = std::mem::take(&mut answer.body);
        let reading = Reading {
            slot: self,
            headers: answer.headers.clone(),
            version: answer.version,
            read: Some(BytesMut::new()),
            body,
            deadline,
        };
        answer.body = Body::from_stream(stream::try_unfold(Some(reading), |reading| async move {
            let Some(mut reading) = reading else { return Ok(None) };
            match reading.body.chunk().await? {
                Some(chunk) => {
                    reading.gather(&chunk);
                    Ok(Some((chunk, Some(reading))))
                }
                None => {
                    reading.keep().await;
                    Ok(None)
                }
            }
        }));
        answer
    }
}

/// A stream on its way to its reader, and what came of it so far.
struct Reading {
    slot: Slot,
    headers: HeaderMap,
    version: Version,
    /// `None` once it is more than the cache takes.
    read: Option<BytesMut>,
    body: Body,
    /// When its reader must be done.
    deadline: Deadline,
}

impl Reading {
    fn gather(&mut self, chunk: &[u8]) {
        let most = self.slot.answers.max_answer_bytes();
        self.read = self.read.take().filter(|read| read.len().saturating_add(chunk.len()) <= most);
        if let Some(read) = &mut self.read {
            read.extend_from_slice(chunk);
        }
    }

    async fn keep(self) {
        if let Some(read) = self.read.filter(|read| is_whole(&self.headers, self.version, read.len())) {
            self.slot.keep(StatusCode::OK, &self.headers, read.freeze(), self.deadline).await;
        }
    }
}

/// Whether GitLab itself can have sent this. It never serves a file or a log as a web page, but a sign-in page or
/// a proxy does.
fn is_ours(headers: &HeaderMap) -> bool {
    !has_type(headers, b"text/html")
}

/// Whether it is an answer of the API, and no file or log, which GitLab serves as text or bytes.
fn is_json(headers: &HeaderMap) -> bool {
    !headers.contains_key(CONTENT_TYPE) || has_type(headers, b"application/json")
}

fn has_type(headers: &HeaderMap, wanted: &[u8]) -> bool {
    let content_type = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    content_type.to_ascii_lowercase().starts_with(wanted)
}

/// Whether so many bytes are surely all: a body that ends with its connection may have been cut. No bytes are
/// none yet: a log comes some time after the end of its job.
fn is_whole(headers: &HeaderMap, version: Version, bytes: usize) -> bool {
    bytes > 0
        && match headers.get(CONTENT_LENGTH) {
            Some(length) => length.to_str().is_ok_and(|length| length.trim() == bytes.to_string()),
            None => version >= Version::HTTP_2 || headers.contains_key(TRANSFER_ENCODING),
        }
}

/// The headers that are kept: an allow-list, because a cookie or a limit is of its own time and its own reader.
fn kept(headers: &HeaderMap) -> HeaderMap {
    const KEPT: [HeaderName; 5] = [CONTENT_TYPE, CONTENT_DISPOSITION, ETAG, LAST_MODIFIED, LINK];
    const PAGES: [&str; 6] =
        ["x-next-page", "x-page", "x-per-page", "x-prev-page", "x-total", "x-total-pages"];
    let is_kept = |name: &HeaderName| {
        let text = name.as_str();
        KEPT.contains(name) || PAGES.contains(&text) || text.starts_with("x-gitlab-")
    };
    headers.iter().filter(|(name, _)| is_kept(name)).map(|(name, value)| (name.clone(), value.clone())).fold(
        HeaderMap::new(),
        |mut kept, (name, value)| {
            kept.append(name, value);
            kept
        },
    )
}
