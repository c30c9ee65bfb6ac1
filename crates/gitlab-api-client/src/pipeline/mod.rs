//! The way of a request, from a call to its answer.
//!
//! ```text
//! call -> cache (cached) -> retries (retry) -> limits (governor) -> deadline -> credential (auth) -> transport
//!                                                                                                        |
//! answer <- cache <- type (decode) <- error, once (classify, error_body, advice) <- redirects (redirect, storage)
//! ```
//!
//! Retries are outermost, because each attempt waits for its turn, asks for the credential anew, has its own
//! deadline within that of the call, and is logged by itself. Limits come before the credential, so that none
//! expires while it waits. The transport is innermost and knows about none of it.

pub(crate) mod advice;
pub(crate) mod cached;
pub(crate) mod call;
pub(crate) mod conceal;
pub(crate) mod deadline;
pub(crate) mod failure;
pub(crate) mod random;
pub(crate) mod rate_limit;
pub(crate) mod retry;

mod auth;
mod classify;
pub(crate) mod decode;
mod error_body;
mod exchange;
mod partial;
mod redirect;
mod storage;
mod trace;

use crate::governor::{self, Governor};
use crate::pages;
use crate::{Limits, Timeouts};
use bytes::Bytes;
use cached::Cache;
use call::Call;
use deadline::{Deadline, Elapsed, within};
use failure::{Failure, Resend};
use gitlab_core::{
    ApiError, ApiErrorKind, AuthHeaders, Authenticator, Body, Clock, Delivery, Instance, Transport,
    TransportError, TransportErrorKind,
};
use http::{HeaderMap, HeaderValue, Response, StatusCode, Version};
use random::RandomSource;
use retry::{RetryBudget, RetryPolicy};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;
use tracing::Instrument;

#[derive(Debug)]
pub(crate) struct Pipeline {
    pub(crate) instance: Instance,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) authenticator: Arc<dyn Authenticator>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn RandomSource>,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: RetryBudget,
    pub(crate) governor: Governor,
    pub(crate) cache: Option<Cache>,
    pub(crate) timeouts: Timeouts,
    pub(crate) limits: Limits,
    pub(crate) user_agent: HeaderValue,
}

/// A good answer, read and decoded.
#[derive(Debug)]
pub(crate) struct Decoded<T> {
    pub(crate) value: T,
    pub(crate) headers: HeaderMap,
    /// What proved who asked, unless the answer comes from a cache: not to be repeated where its words are.
    pub(crate) credential: Option<AuthHeaders>,
    /// When its head had come.
    pub(crate) answered: Duration,
}

/// A good answer whose body is still to be read.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) status: StatusCode,
    pub(crate) version: Version,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// Whether only the end of the connection ends the body.
    pub(crate) unmarked_end: bool,
    /// As that of [`Decoded`].
    pub(crate) credential: Option<AuthHeaders>,
}

/// Which attempt this is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt {
    number: u32,
    /// Whether an earlier attempt may have done it.
    may_be_done: bool,
    /// What is left of the time for the whole call.
    remaining: Duration,
}

impl Pipeline {
    /// Asks, reads the whole answer and decodes it.
    pub(crate) async fn decoded<T: DeserializeOwned>(
        &self,
        call: &Call,
        until: Option<Deadline>,
    ) -> Result<Decoded<T>, ApiError> {
        let deadline = Deadline::after(self.clock.as_ref(), self.timeouts.total).or_earlier(until);
        let slot = self.slot(call);
        if let Some(slot) = &slot
            && let Some(found) = slot.find_decoded(call, deadline).await
        {
            return Ok(found);
        }
        let read = |attempt| async move {
            self.timed(call, attempt, async {
                let answer = self.exchange(call, attempt).await?;
                let answered = self.clock.monotonic();
                if let Some(turn) = &call.turn {
                    let _ = within(self.clock.as_ref(), pages::PATIENCE, turn.come()).await;
                }
                let body = answer.body.collect(self.limits.json_bytes).await;
                let bytes = body.map_err(|error| exchange::body_failure(call, answer.status, error))?;
                let Opened { status, headers, credential, .. } = answer;
                let value = decode::decode(call, status, &headers, credential.as_ref(), &bytes)?;
                Ok((Decoded { value, headers, credential, answered }, status, bytes))
            })
            .await
        };
        let (decoded, status, bytes) = self.with_retries(call, deadline, read).await?;
        if let Some(slot) = &slot {
            slot.keep(status, &decoded.headers, bytes, deadline).await;
        }
        Ok(decoded)
    }

    /// Asks, and reads the whole answer as it is.
    pub(crate) async fn collected(
        &self,
        call: &Call,
        until: Option<Deadline>,
    ) -> Result<Response<Bytes>, ApiError> {
        let deadline = Deadline::after(self.clock.as_ref(), self.timeouts.total).or_earlier(until);
        let slot = self.slot(call);
        if let Some(slot) = &slot
            && let Some(found) = slot.find_opened(deadline).await
            && let Ok(bytes) = found.body.collect(self.limits.json_bytes).await
        {
            return Ok(whole(found.status, found.headers, bytes));
        }
        let read = |attempt| async move {
            self.timed(call, attempt, async {
                let mut answer = self.exchange(call, attempt).await?;
                let body = std::mem::take(&mut answer.body).collect(self.limits.json_bytes).await;
                let bytes = body.map_err(|error| exchange::body_failure(call, answer.status, error))?;
                Ok((answer, bytes))
            })
            .await
        };
        let (answer, bytes) = self.with_retries(call, deadline, read).await?;
        let Opened { status, version, headers, .. } = answer;
        if let Some(slot) = &slot {
            slot.keep_bytes(status, version, &headers, bytes.clone(), deadline).await;
        }
        Ok(whole(status, headers, bytes))
    }

    /// Asks, and gives the body as a stream that keeps the deadlines.
    pub(crate) async fn opened(&self, call: &Call, until: Option<Deadline>) -> Result<Opened, ApiError> {
        let clock = &self.clock;
        let deadline = Deadline::after(clock.as_ref(), self.timeouts.total).or_earlier(until);
        let slot = self.slot(call);
        if let Some(slot) = &slot
            && let Some(found) = slot.find_opened(deadline).await
        {
            return Ok(found);
        }
        let mut answer = self
            .with_retries(call, deadline, |attempt| self.timed(call, attempt, self.exchange(call, attempt)))
            .await?;
        let end = Deadline::after(clock.as_ref(), self.timeouts.stream).or_earlier(until);
        answer.body = deadline::guard(answer.body, Arc::clone(clock), self.timeouts.idle, end);
        match slot {
            Some(slot) => Ok(slot.keep_when_read(answer, end).await),
            None => Ok(answer),
        }
    }

    async fn with_retries<T, F>(
        &self,
        call: &Call,
        deadline: Deadline,
        once: impl FnMut(Attempt) -> F,
    ) -> Result<T, ApiError>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let span = trace::call(call);
        let result = self.attempts(call, deadline, once).instrument(span.clone()).await;
        result.inspect_err(|error| trace::failed(&span, error))
    }

    async fn attempts<T, F>(
        &self,
        call: &Call,
        deadline: Deadline,
        mut once: impl FnMut(Attempt) -> F,
    ) -> Result<T, ApiError>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let clock = self.clock.as_ref();
        let mut attempt = Attempt { number: 1, may_be_done: false, remaining: Duration::ZERO };
        let mut refused: Option<ApiError> = None;
        self.budget.called();
        loop {
            let failure = {
                let _on_the_way = match self.governor.admit(call.rate_class, deadline).await {
                    Ok(admitted) => admitted,
                    // An answer that said so is worth more than our own words.
                    Err(late) => {
                        let error = refused.unwrap_or_else(|| too_late(call, attempt, &late));
                        return Err(attempt.so_far(call, error));
                    }
                };
                attempt.remaining = deadline.remaining(clock);
                let span = trace::attempt(call, attempt.number);
                match once(attempt).instrument(span.clone()).await {
                    Ok(value) => {
                        self.budget.succeeded();
                        return Ok(value);
                    }
                    Err(failure) => {
                        trace::failed(&span, &failure.error);
                        failure
                    }
                }
            };
            let gave_up = |error: ApiError| {
                let error = attempt.so_far(call, error);
                if attempt.number > 1 { error.gave_up_after(attempt.number) } else { error }
            };
            let Some(wait) =
                self.retry.wait(&failure, call.idempotency, attempt.number, self.random.as_ref())
            else {
                return Err(gave_up(failure.error));
            };
            if wait >= deadline.remaining(clock) {
                return Err(gave_up(failure.error));
            }
            let limited = failure.error.kind() == ApiErrorKind::RateLimited;
            // After a limit the governor paces; there is no outage to spare.
            if !limited && !self.budget.spend(clock.monotonic()) {
                tracing::debug!(operation = call.operation(), "not sent again: too much failed lately");
                return Err(gave_up(failure.error));
            }
            tracing::debug!(operation = call.operation(), attempt = attempt.number, ?wait, error = %failure.error, "sending again");
            if !wait.is_zero() {
                clock.sleep(wait).await;
            }
            attempt.number = attempt.number.saturating_add(1);
            attempt.may_be_done |= failure.error.delivery() == Delivery::Unknown;
            // Left as it is, a limit tells the caller when to come back.
            refused = limited.then_some(failure.error);
        }
    }

    /// One attempt within its time and that of the call.
    async fn timed<T>(
        &self,
        call: &Call,
        attempt: Attempt,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let time = self.timeouts.attempt.min(attempt.remaining);
        match within(self.clock.as_ref(), time, work).await {
            Ok(done) => done,
            Err(Elapsed) if attempt.remaining <= self.timeouts.attempt => {
                let delivery = attempt.delivery_when_sent(!attempt.remaining.is_zero());
                Err(Failure::fatal(call.error(ApiErrorKind::DeadlineExceeded).delivery(delivery).build()))
            }
            Err(Elapsed) => {
                let error = TransportError::new(TransportErrorKind::Timeout, Delivery::Unknown);
                Err(Failure {
                    error: advice::no_answer(call, error),
                    resend: Resend::IfIdempotent,
                    wait: None,
                })
            }
        }
    }
}

impl Attempt {
    /// How far the call came when this attempt was sent, or not, and was not answered.
    fn delivery_when_sent(self, sent: bool) -> Delivery {
        if sent || self.may_be_done { Delivery::Unknown } else { Delivery::NotSent }
    }

    /// The error of this attempt as that of the whole call: a write that an earlier attempt may have done is not
    /// undone by a later one that is refused, or never sent.
    fn so_far(self, call: &Call, error: ApiError) -> ApiError {
        if self.may_be_done && !call.only_asks { error.with_delivery(Delivery::Unknown) } else { error }
    }
}

fn whole(status: StatusCode, headers: HeaderMap, body: Bytes) -> Response<Bytes> {
    let mut whole = Response::new(body);
    (*whole.status_mut(), *whole.headers_mut()) = (status, headers);
    whole
}

/// The error for a request that would have to wait for a limit until after its deadline.
fn too_late(call: &Call, attempt: Attempt, late: &governor::TooLate) -> ApiError {
    call.error(ApiErrorKind::RateLimited)
        .delivery(attempt.delivery_when_sent(false))
        .message(format!("not sent before {}: {}", late.until, governor::why(late.class, late.reason)))
        .retry_after(late.wait, late.until)
        .build()
}
