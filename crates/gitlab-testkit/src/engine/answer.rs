//! What the server answers, before it is bytes.

use super::params::Invalid;
use crate::scenario::Trace;
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};

/// An answer. Refusals are answers too, so that a handler can give one up at any point with `?`.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) payload: Payload,
}

#[derive(Debug)]
pub(crate) enum Payload {
    Empty,
    Json(Value),
    Bytes(&'static str, Bytes),
    Trace(Trace),
}

pub(crate) type Outcome = Result<Answer, Answer>;

impl Answer {
    pub(crate) fn json(value: Value) -> Self {
        Self::status(StatusCode::OK, value)
    }

    pub(crate) fn status(status: StatusCode, value: Value) -> Self {
        Self { status, headers: Vec::new(), payload: Payload::Json(value) }
    }

    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), payload: Payload::Empty }
    }

    pub(crate) fn bytes(content_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self {
            status: StatusCode::OK,
            headers: Vec::new(),
            payload: Payload::Bytes(content_type, bytes.into()),
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// A refusal in the form that GitLab's own helpers give.
    pub(crate) fn message(status: StatusCode, message: impl Into<Value>) -> Self {
        Self::status(status, json!({ "message": message.into() }))
    }

    /// A refusal in the form that Grape gives.
    pub(crate) fn error(status: StatusCode, error: impl Into<String>) -> Self {
        Self::status(status, json!({ "error": error.into() }))
    }

    pub(crate) fn unauthorized() -> Self {
        Self::message(StatusCode::UNAUTHORIZED, "401 Unauthorized")
    }

    /// The answer to a token that was good once.
    pub(crate) fn invalid_token(description: &str) -> Self {
        let challenge = format!(
            "Bearer realm=\"Protected by OAuth 2.0\", error=\"invalid_token\", error_description=\"{description}\""
        );
        Self::status(
            StatusCode::UNAUTHORIZED,
            json!({ "error": "invalid_token", "error_description": description }),
        )
        .header("www-authenticate", challenge)
    }

    pub(crate) fn insufficient_scope(scopes: &str) -> Self {
        Self::status(
            StatusCode::FORBIDDEN,
            json!({
                "error": "insufficient_scope",
                "error_description": "The request requires higher privileges than provided by the access token.",
                "scope": scopes,
            }),
        )
    }

    pub(crate) fn insufficient_granular_scope(permission: &str) -> Self {
        Self::status(
            StatusCode::FORBIDDEN,
            json!({
                "error": "insufficient_granular_scope",
                "error_description":
                    format!("Access denied: Your fine-grained personal access token lacks the required permissions: [{permission}]."),
            }),
        )
    }

    pub(crate) fn forbidden() -> Self {
        Self::message(StatusCode::FORBIDDEN, "403 Forbidden")
    }

    pub(crate) fn forbidden_because(reason: &str) -> Self {
        Self::message(StatusCode::FORBIDDEN, format!("403 Forbidden - {reason}"))
    }

    /// `404 Project Not Found`, or without a thing `404 Not found`.
    pub(crate) fn not_found(thing: &str) -> Self {
        let message =
            if thing.is_empty() { "404 Not found".to_owned() } else { format!("404 {thing} Not Found") };
        Self::message(StatusCode::NOT_FOUND, message)
    }

    /// What Grape says where there is no route.
    pub(crate) fn no_route() -> Self {
        Self::error(StatusCode::NOT_FOUND, "404 Not Found")
    }

    pub(crate) fn bad_request(reason: &str) -> Self {
        Self::message(StatusCode::BAD_REQUEST, format!("400 Bad request - {reason}"))
    }
}

impl From<Invalid> for Answer {
    fn from(invalid: Invalid) -> Self {
        Self::error(StatusCode::BAD_REQUEST, invalid.message)
    }
}
