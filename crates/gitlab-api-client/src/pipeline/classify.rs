//! From the status of an answer to one error, once.

use super::advice::advice;
use super::call::Call;
use super::error_body::ErrorBody;
use super::failure::{Failure, Resend};
use super::rate_limit;
use gitlab_core::{ApiErrorKind, Clock, Verdict};
use http::{HeaderMap, StatusCode};
use std::time::Duration;

/// An answer with an error status.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal<'a> {
    pub(crate) status: StatusCode,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) said: &'a ErrorBody,
    /// After a 429, how long nothing of this kind is sent.
    pub(crate) limited: Option<Duration>,
}

/// The failure that such an answer is.
pub(crate) fn failure(call: &Call, refusal: &Refusal<'_>, anonymous: bool, clock: &dyn Clock) -> Failure {
    let Refusal { status, headers, said, limited } = *refusal;
    let (kind, resend) = judge(status, said);
    let mut error = call.error(kind).status(status);
    let waited = (status == StatusCode::REQUEST_TIMEOUT).then_some("it waited too long for the request");
    if let Some(message) = said.message.as_deref().or(waited) {
        error = error.message(message);
    }
    if let Some(code) = &said.error {
        error = error.code(code);
    }
    if let Some(id) = request_id(headers) {
        error = error.request_id(id);
    }
    if let Some(advice) = advice(call, refusal, anonymous) {
        error = error.advice(advice);
    }
    if resend == Resend::Never && kind == ApiErrorKind::Server {
        error = error.verdict(Verdict::Permanent);
    } else if resend != Resend::Never {
        error = error.verdict(Verdict::Temporary);
    }
    let asked = (status == StatusCode::SERVICE_UNAVAILABLE).then(|| rate_limit::wait(headers, clock.now()));
    let asked = asked.flatten();
    if let Some(wait) = limited.or(asked) {
        error = error.retry_after(wait, clock.now().plus(wait));
    }
    Failure { error: error.build(), resend, wait: asked }
}

fn judge(status: StatusCode, body: &ErrorBody) -> (ApiErrorKind, Resend) {
    match status.as_u16() {
        401 => (ApiErrorKind::Unauthenticated, Resend::Never),
        403 => (ApiErrorKind::Forbidden, Resend::Never),
        404 => (ApiErrorKind::NotFound, Resend::Never),
        408 => (ApiErrorKind::Server, Resend::IfIdempotent),
        409 if body.says("resource lock") => (ApiErrorKind::Conflict, Resend::Always),
        409 => (ApiErrorKind::Conflict, Resend::Never),
        429 => (ApiErrorKind::RateLimited, Resend::Always),
        500 => (ApiErrorKind::Server, Resend::OnceIfIdempotent),
        502..=504 | 520..=530 => (ApiErrorKind::Server, Resend::IfIdempotent),
        400..=499 => (ApiErrorKind::InvalidRequest, Resend::Never),
        501..=599 => (ApiErrorKind::Server, Resend::Never),
        _ => (ApiErrorKind::UnexpectedResponse, Resend::Never),
    }
}

/// GitLab's id of the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-id").and_then(|value| value.to_str().ok()).filter(|id| !id.is_empty())
}
