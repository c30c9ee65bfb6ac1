//! Bodies that do not come as they should.

use bytes::Bytes;
use futures_util::stream;
use gitlab_core::{Body, Clock, Delivery, TransportError, TransportErrorKind};
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

/// A body that breaks off after so many bytes; a shorter one breaks off at its end.
pub(super) fn cut(body: Body, bytes: usize) -> Body {
    let steps = stream::unfold((body, Some(bytes)), |(mut body, left)| async move {
        let left = left?;
        let broken = || Err(TransportError::new(TransportErrorKind::Interrupted, Delivery::Unknown));
        match body.chunk().await {
            Ok(Some(mut chunk)) if left > 0 => {
                chunk.truncate(left);
                let left = left - chunk.len();
                Some((Ok(chunk), (body, Some(left))))
            }
            Ok(_) => {
                pause().await;
                Some((broken(), (body, None)))
            }
            Err(error) => Some((Err(error), (body, None))),
        }
    });
    Body::from_stream(Box::pin(steps))
}

/// Lets go once, so that a server sends what it has before it sees that there is no more.
async fn pause() {
    let mut paused = false;
    poll_fn(|context| {
        if std::mem::replace(&mut paused, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A body in pieces of so many bytes, with a pause before each.
pub(super) fn drip(body: Body, bytes: usize, pause: Duration, clock: Arc<dyn Clock>) -> Body {
    let size = bytes.max(1);
    let steps = stream::unfold((body, Bytes::new(), clock), move |(mut body, mut rest, clock)| async move {
        if rest.is_empty() {
            match body.chunk().await {
                Ok(chunk) => rest = chunk?,
                Err(error) => return Some((Err(error), (Body::empty(), rest, clock))),
            }
        }
        clock.sleep(pause).await;
        let piece = rest.split_to(size.min(rest.len()));
        Some((Ok(piece), (body, rest, clock)))
    });
    Body::from_stream(Box::pin(steps))
}
