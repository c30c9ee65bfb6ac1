//! Deadlines, by the clock port, for a whole call, for one attempt, and for a body that is read later.

use futures_util::future::{Either, select};
use futures_util::stream;
use gitlab_core::{Body, Clock, Delivery, TransportError, TransportErrorKind};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// The moment, by [`Clock::monotonic`], at which a call must be over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Deadline(Duration);

impl Deadline {
    pub(crate) fn after(clock: &dyn Clock, duration: Duration) -> Self {
        Self(clock.monotonic().saturating_add(duration))
    }

    /// The earlier of the two.
    pub(crate) fn or_earlier(self, other: Option<Self>) -> Self {
        other.map_or(self, |other| self.min(other))
    }

    pub(crate) fn remaining(self, clock: &dyn Clock) -> Duration {
        self.0.saturating_sub(clock.monotonic())
    }
}

/// The time ran out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Elapsed;

/// Runs `work` for at most `time`; then it is dropped, which ends its exchange.
pub(crate) async fn within<T>(
    clock: &dyn Clock,
    time: Duration,
    work: impl Future<Output = T>,
) -> Result<T, Elapsed> {
    if time.is_zero() {
        return Err(Elapsed);
    }
    match select(pin!(work), clock.sleep(time)).await {
        Either::Left((done, _)) => Ok(done),
        Either::Right(_) => Err(Elapsed),
    }
}

/// A body that ends in an error when no chunk comes for `idle`, or when the whole is not there by `deadline`.
pub(crate) fn guard(body: Body, clock: Arc<dyn Clock>, idle: Duration, deadline: Deadline) -> Body {
    Body::from_stream(stream::unfold(Some((body, clock)), move |state| async move {
        let (mut body, clock) = state?;
        let time = idle.min(deadline.remaining(clock.as_ref()));
        match within(clock.as_ref(), time, body.chunk()).await {
            Ok(Ok(Some(chunk))) => Some((Ok(chunk), Some((body, clock)))),
            Ok(Ok(None)) => None,
            Ok(Err(error)) => Some((Err(error), None)),
            Err(Elapsed) => {
                Some((Err(TransportError::new(TransportErrorKind::Timeout, Delivery::Unknown)), None))
            }
        }
    }))
}
