//! The body of an answer, as a stream of chunks.

use crate::TransportError;
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use thiserror::Error;

/// The body of an answer: chunks of bytes that arrive one after another.
///
/// A job log can be a hundred megabytes, so a body is read as a stream; [`Body::collect`] is for what is
/// known to be small and takes the limit that makes it so.
pub struct Body {
    chunks: Chunks,
    /// How many bytes it is said to have.
    length: Option<usize>,
}

/// More than this is not set aside on a server's word.
const MOST_SET_ASIDE: usize = 4 * 1024 * 1024;

enum Chunks {
    Whole(Option<Bytes>),
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>),
}

impl Body {
    /// A body without bytes.
    #[must_use]
    pub fn empty() -> Self {
        Self { chunks: Chunks::Whole(None), length: None }
    }

    /// A body that reads from a stream, decompressed already.
    pub fn from_stream(stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self { chunks: Chunks::Stream(Box::pin(stream)), length: None }
    }

    /// The same body, of which its head says that it has so many bytes, after decompression. That is believed as far as
    /// memory goes that is set aside, and checked by nobody.
    #[must_use]
    pub fn with_length(mut self, length: Option<usize>) -> Self {
        self.length = length;
        self
    }

    /// The next chunk, or `None` at the end.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when the connection broke before the end: what was read so far is not the whole.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// The whole body, if it has at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// [`BodyError::TooLarge`] as soon as more bytes arrive, [`BodyError::Transport`] when the connection broke.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, BodyError> {
        if let Some(length) = self.length.filter(|length| *length <= limit.min(MOST_SET_ASIDE)) {
            return self.collect_into(length, limit).await;
        }
        let (mut chunks, mut length) = (Vec::new(), 0_usize);
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > limit.saturating_sub(length) {
                return Err(BodyError::TooLarge { limit });
            }
            length = length.saturating_add(chunk.len());
            chunks.push(chunk);
        }
        match chunks.len() {
            0 => Ok(Bytes::new()),
            1 => Ok(chunks.remove(0)),
            // Put together once, when the length is known: a buffer that grows is copied again and again.
            _ => {
                let mut whole = BytesMut::with_capacity(length);
                chunks.into_iter().for_each(|chunk| whole.extend_from_slice(&chunk));
                Ok(whole.freeze())
            }
        }
    }

    /// As [`collect`](Self::collect), into a buffer that has room for what was said. Chunks are copied as they come, so
    /// that whatever read them can use their memory again.
    async fn collect_into(mut self, length: usize, limit: usize) -> Result<Bytes, BodyError> {
        let refuse = BodyError::TooLarge { limit };
        let Some(first) = self.chunk().await? else { return Ok(Bytes::new()) };
        if first.len() > limit {
            return Err(refuse);
        }
        let Some(mut chunk) = self.chunk().await? else { return Ok(first) };
        let mut whole = BytesMut::with_capacity(length.max(first.len()));
        whole.extend_from_slice(&first);
        drop(first);
        loop {
            if chunk.len() > limit.saturating_sub(whole.len()) {
                return Err(refuse);
            }
            whole.extend_from_slice(&chunk);
            match self.chunk().await? {
                Some(next) => chunk = next,
                None => return Ok(whole.freeze()),
            }
        }
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.chunks {
            Chunks::Whole(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Chunks::Stream(stream) => stream.as_mut().poll_next(context),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        let bytes = bytes.into();
        Self { chunks: Chunks::Whole((!bytes.is_empty()).then_some(bytes)), length: None }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.chunks {
            Chunks::Whole(_) => "Body(whole)",
            Chunks::Stream(_) => "Body(stream)",
        })
    }
}

/// Why a body could not be read whole.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BodyError {
    /// It has more bytes than were allowed.
    #[error("the body has more than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes after decompression.
        limit: usize,
    },
    /// The connection broke before the end.
    #[error("the body broke off")]
    Transport(#[from] TransportError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::Waker;

    fn chunks(parts: &[&'static str]) -> Body {
        struct Parts(Vec<&'static str>);
        impl Stream for Parts {
            type Item = Result<Bytes, TransportError>;
            fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
                Poll::Ready(self.0.pop().map(|part| Ok(Bytes::from_static(part.as_bytes()))))
            }
        }
        Body::from_stream(Parts(parts.iter().rev().copied().collect()))
    }

    fn ready<T>(future: impl Future<Output = T>) -> T {
        let mut future = Box::pin(future);
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("the body should be ready"),
        }
    }

    #[test]
    fn case_33_the_limit_is_exact() {
        for (limit, fits) in [(5, false), (6, true), (7, true)] {
            assert_eq!(ready(chunks(&["ab", "cd", "ef"]).collect(limit)).is_ok(), fits, "{limit}");
            assert_eq!(ready(Body::from("abcdef").collect(limit)).is_ok(), fits, "{limit}");
        }
        assert_eq!(ready(chunks(&["ab", "cd"]).collect(9)).unwrap(), "abcd");
    }

    #[test]
    fn whatever_length_was_said_the_body_is_what_came() {
        for said in [None, Some(0), Some(2), Some(5), Some(6), Some(7), Some(usize::MAX)] {
            let body = || chunks(&["ab", "cd", "ef"]).with_length(said);
            assert_eq!(ready(body().collect(9)).unwrap(), "abcdef", "{said:?}");
            for (limit, fits) in [(1, false), (5, false), (6, true)] {
                assert_eq!(ready(body().collect(limit)).is_ok(), fits, "{said:?} {limit}");
            }
        }
        assert_eq!(ready(chunks(&["abcdef"]).with_length(Some(6)).collect(6)).unwrap(), "abcdef");
        assert_eq!(ready(chunks(&[]).with_length(Some(6)).collect(6)).unwrap(), "");
    }

    #[test]
    fn an_empty_body_is_the_empty_text() {
        assert_eq!(ready(Body::empty().collect(0)).unwrap(), "");
        assert_eq!(ready(Body::from("").collect(0)).unwrap(), "");
    }
}
