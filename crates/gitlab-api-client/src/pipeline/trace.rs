//! What is told about a call by `tracing`: a span for it, one for each attempt within, and what may be shown there.
//!
//! The names are those of OpenTelemetry's conventions for HTTP clients. What is not on a list here is not shown:
//! no body, no credential, no value of a path, no other header and no other value of a query.

use super::call::Call;
use gitlab_core::{ApiError, TransportError};
use http::{HeaderMap, StatusCode};
use std::error::Error;
use std::fmt;
use tracing::Span;
use tracing::field::{self, Empty};
use url::Url;

/// The parameters of a query whose values are shown: those that choose a part of a list, and none that say what
/// is looked for.
const SHOWN_PARAMETERS: [&str; 11] = [
    "page",
    "per_page",
    "pagination",
    "order_by",
    "sort",
    "scope",
    "state",
    "status",
    "recursive",
    "unidiff",
    "with_stats",
];

/// The headers of an answer that are shown.
const SHOWN_HEADERS: [&str; 7] = [
    "content-length",
    "content-type",
    "ratelimit-limit",
    "ratelimit-name",
    "ratelimit-remaining",
    "ratelimit-reset",
    "retry-after",
];

const ATTEMPT: &str = "gitlab.attempt";

/// The span of a whole call.
pub(super) fn call(call: &Call) -> Span {
    tracing::info_span!(
        "gitlab.call",
        "otel.name" = %Name(call),
        "otel.kind" = "internal",
        "otel.status_code" = Empty,
        "http.request.method" = call.method.as_str(),
        "url.template" = call.template,
        "server.address" = call.url().host_str(),
        "gitlab.operation" = call.operation(),
        "error.type" = Empty,
    )
}

/// The span of one attempt. The first one has no number.
pub(super) fn attempt(call: &Call, number: u32) -> Span {
    let url = call.url();
    tracing::info_span!(
        ATTEMPT,
        "otel.name" = %Name(call),
        "otel.kind" = "client",
        "otel.status_code" = Empty,
        "http.request.method" = call.method.as_str(),
        "http.request.resend_count" = number.checked_sub(1).filter(|again| *again > 0),
        "http.response.status_code" = Empty,
        "http.response.header.x-request-id" = Empty,
        "url.template" = call.template,
        "url.scheme" = url.scheme(),
        "url.query" = url.query().map(|_| field::display(ShownQuery(url))),
        "server.address" = url.host_str(),
        "server.port" = url.port_or_known_default(),
        "error.type" = Empty,
    )
}

/// Notes the status of an answer in the span of its attempt.
pub(super) fn answered(status: StatusCode, request_id: Option<&str>) {
    let span = Span::current();
    // With ours switched off, the current one is that of the program, which may have fields of these names.
    if span.metadata().is_some_and(|metadata| metadata.name() == ATTEMPT) {
        span.record("http.response.status_code", status.as_u16());
        if let Some(id) = request_id {
            span.record("http.response.header.x-request-id", id);
        }
    }
}

/// Notes why a call, or an attempt, failed.
pub(super) fn failed(span: &Span, error: &ApiError) {
    if span.is_disabled() {
        return;
    }
    span.record("otel.status_code", "ERROR");
    let transport = error.source().and_then(|source| source.downcast_ref::<TransportError>());
    match (error.status(), transport) {
        (Some(status), _) => span.record("error.type", status.as_str()),
        (None, Some(transport)) => span.record("error.type", format!("{:?}", transport.kind())),
        (None, None) => span.record("error.type", format!("{:?}", error.kind())),
    };
}

/// `GET projects/:id`
struct Name<'c>(&'c Call);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.method, self.0.template)
    }
}

/// A query with the values that may be shown.
struct ShownQuery<'u>(&'u Url);

impl fmt::Display for ShownQuery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (name, value)) in self.0.query_pairs().enumerate() {
            let separator = if number > 0 { "&" } else { "" };
            let value = if SHOWN_PARAMETERS.contains(&name.as_ref()) { value.as_ref() } else { "REDACTED" };
            write!(f, "{separator}{name}={value}")?;
        }
        Ok(())
    }
}

/// The headers of an answer that may be shown.
pub(super) struct ShownHeaders<'h>(pub(super) &'h HeaderMap);

impl fmt::Display for ShownHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = SHOWN_HEADERS
            .iter()
            .flat_map(|name| self.0.get_all(*name).into_iter().map(move |value| (name, value)));
        for (number, (name, value)) in shown.enumerate() {
            let separator = if number > 0 { "; " } else { "" };
            write!(f, "{separator}{name}: {}", value.to_str().unwrap_or("?"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_63_only_what_is_listed_is_shown() {
        let url = Url::parse("https://h/?page=2&search=SECRET&private_token=SECRET&scope=all").unwrap();
        assert_eq!(ShownQuery(&url).to_string(), "page=2&search=REDACTED&private_token=REDACTED&scope=all");
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("set-cookie", "SECRET"),
            ("retry-after", "7"),
            ("x-secret", "SECRET"),
            ("content-type", "text/plain"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        assert_eq!(ShownHeaders(&headers).to_string(), "content-type: text/plain; retry-after: 7");
    }
}
