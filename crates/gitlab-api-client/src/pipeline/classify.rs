//! From the status of an answer to one error, once.

use super::call::Call;
use super::error_body::{ErrorBody, Form};
use super::failure::{Failure, Resend};
use super::rate_limit;
use gitlab_core::{ApiErrorKind, Clock, Verdict};
use http::{HeaderMap, StatusCode};
use std::borrow::Cow;
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
    if let Some(message) = &said.message {
        error = error.message(message);
    }
    if let Some(code) = &said.error {
        error = error.code(code);
    }
    if let Some(id) = request_id(headers) {
        error = error.request_id(id);
    }
    if let Some(advice) = advice(call, status, said, anonymous) {
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

/// What a person can do, where the answer tells more than its kind.
fn advice(call: &Call, status: StatusCode, body: &ErrorBody, anonymous: bool) -> Option<Cow<'static, str>> {
    let host = call.url().host_str().unwrap_or_default();
    Some(match status.as_u16() {
        401 if anonymous => {
            "this cannot be read without signing in: give a token (GITLAB_ACCESS_TOKEN) with the scope read_api".into()
        }
        401 if body.says("expired") => {
            "the token has expired: make a new one in GitLab and replace it".into()
        }
        401 if body.says("revoked") => {
            "the token was revoked: make a new one in GitLab and replace it".into()
        }
        401 => format!(
            "{host} does not know this token: check that it was copied whole, is of this GitLab, and is no \
             deploy or runner token"
        )
        .into(),
        400 if call.template.ends_with("search") && body.says("scope does not have a valid value")
            || body.says("scope supported only with") =>
        {
            "this GitLab finds commits, files, comments and wiki pages only within one project: outside of it that needs \
             its advanced or exact code search"
                .into()
        }
        403 if body.says("insufficient_granular_scope") => format!(
            "the fine-grained token lacks the permission to {}: add it in GitLab, for this project",
            call.operation()
        )
        .into(),
        403 if !body.scopes.is_empty() => missing_scope(&body.scopes).into(),
        403 if body.says("insufficient_scope") => {
            "the token lacks a scope: make one with read_api (api for writing)".into()
        }
        403 if body.says("read-only") => {
            "this GitLab is read-only at the moment (maintenance or a replica): try again later, or use the primary".into()
        }
        403 if body.says("ip address") || body.says("ip restrict") || body.form == Form::Text => format!(
            "{host} refuses this machine's address: after many failed sign-ins that lasts for minutes, otherwise \
             an administrator must allow it"
        )
        .into(),
        404 if body.form == Form::Html => WRONG_BASE.into(),
        // The router of the API answers `error`; a thing that is not there answers `message`.
        404 if body.error.as_deref() == Some("404 Not Found") => {
            "this GitLab has no such address: its version may lack this feature, or the base URL is not that of \
             its API (it ends in /api/v4), or a proxy decodes %2F in paths (name the project by its number)"
                .into()
        }
        503 if body.says("maintenance") => "this GitLab is in maintenance mode: try again later".into(),
        _ if body.form == Form::Html && status.is_client_error() => WRONG_BASE.into(),
        _ => return None,
    })
}

const WRONG_BASE: &str = "a web page answered instead of the API: check that the base URL ends in /api/v4, and that \
                          no proxy or sign-in page answers in its place";

fn missing_scope(scopes: &[String]) -> String {
    match scopes {
        [scope] => format!("the token lacks the scope {scope}: make one that has it"),
        scopes => format!("the token lacks a scope: make one that has one of {}", scopes.join(", ")),
    }
}

/// GitLab's id of the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-id").and_then(|value| value.to_str().ok()).filter(|id| !id.is_empty())
}
