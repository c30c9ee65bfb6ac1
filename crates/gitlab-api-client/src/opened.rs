//! An answer whose body is read as a stream.

use crate::pipeline;
use crate::pipeline::advice::no_answer;
use crate::pipeline::call::Call;
use bytes::Bytes;
use gitlab_core::{ApiError, ApiErrorKind, Body, BodyError};
use http::{HeaderMap, StatusCode, header::CONTENT_LENGTH};

/// An extension of an answer whose body only the end of the connection ends.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(feature = "reqwest"),
    allow(dead_code, reason = "only the transport over reqwest marks its answers with it")
)]
pub(crate) struct UnmarkedEnd;

/// The head of a good answer, with its body still to be read.
///
/// The body keeps the deadlines of its client: it ends in an error when the server falls silent. It has no
/// limit of its own; count what you read, or use [`Opened::bytes`].
#[derive(Debug)]
pub struct Opened {
    answer: pipeline::Opened,
    call: Call,
}

impl Opened {
    pub(crate) fn new(answer: pipeline::Opened, call: Call) -> Self {
        Self { answer, call }
    }

    /// The status, 200 to 299.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.answer.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// How many bytes will come, where the server says so. It is not to be relied on: allocate nothing by it.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.answer.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }

    /// Whether the server marks the end of the body: by its length, by chunks, by its compression or by HTTP/2.
    ///
    /// Where it does not, only the end of the connection ends the body, and one that breaks off in between
    /// looks the same: then do not take what was read for the whole. An old proxy answers like this, GitLab
    /// does not. A transport other than [`ReqwestTransport`](crate::ReqwestTransport) counts as marking it.
    #[must_use]
    pub fn end_is_marked(&self) -> bool {
        !self.answer.unmarked_end
    }

    /// The body alone.
    #[must_use]
    pub fn into_body(self) -> Body {
        self.answer.body
    }

    /// The next chunk, or `None` at the end.
    ///
    /// # Errors
    ///
    /// [`ApiError`] of the kind [`Connection`](ApiErrorKind::Connection) when the body broke off or took too
    /// long: what was read so far is not the whole.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, ApiError> {
        let chunk = self.answer.body.chunk().await;
        chunk.map_err(|error| no_answer(&self.call, error))
    }

    /// The whole body, if it has at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// [`ApiError`] of the kind [`BodyTooLarge`](ApiErrorKind::BodyTooLarge), or as [`Opened::chunk`].
    pub async fn bytes(self, limit: usize) -> Result<Bytes, ApiError> {
        let Self { answer, call } = self;
        answer.body.collect(limit).await.map_err(|error| match error {
            BodyError::Transport(error) => no_answer(&call, error),
            other => call
                .error(ApiErrorKind::BodyTooLarge)
                .status(answer.status)
                .message(other.to_string())
                .build(),
        })
    }
}
