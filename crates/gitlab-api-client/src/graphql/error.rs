//! Why a GraphQL call failed.

use crate::pipeline::conceal::Secrets;
use gitlab_core::{ApiError, ApiErrorBuilder, ApiErrorKind, Delivery, Verdict};
use serde::Deserialize;
use serde_json::Value;
use std::fmt;

/// Why a GraphQL call failed: an [`ApiError`] like that of any other call, and what GraphQL said besides.
///
/// GraphQL answers HTTP 200 also when it refuses. What it says is turned into the
/// [kind](ApiErrorKind) that REST would have given, as far as its words tell:
///
/// | It says | Kind |
/// |---|---|
/// | that a thing does not exist or may not be seen | [`NotFound`](ApiErrorKind::NotFound) |
/// | that a scope or a permission is missing, as to a fine-grained token | [`Forbidden`](ApiErrorKind::Forbidden) |
/// | that it was asked too often | [`RateLimited`](ApiErrorKind::RateLimited) |
/// | that the query took too long | [`Server`](ApiErrorKind::Server) |
/// | anything else: syntax, an unknown field, complexity, a value | [`InvalidRequest`](ApiErrorKind::InvalidRequest) |
pub struct GraphQlError {
    inner: Box<Inner>,
}

struct Inner {
    error: ApiError,
    messages: Vec<GraphQlMessage>,
    data: Option<Value>,
}

impl GraphQlError {
    /// The error as of any other call: kind, advice, whether trying again can help.
    #[must_use]
    pub fn api(&self) -> &ApiError {
        &self.inner.error
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ApiErrorKind {
        self.inner.error.kind()
    }

    /// What GraphQL said, in its order; empty when no answer of GraphQL came.
    #[must_use]
    pub fn messages(&self) -> &[GraphQlMessage] {
        &self.inner.messages
    }

    /// What came besides the errors: the fields that could be read. A field with an error is `null`.
    #[must_use]
    pub fn partial_data(&self) -> Option<&Value> {
        self.inner.data.as_ref()
    }

    pub(super) fn new(error: ApiError, messages: Vec<GraphQlMessage>, data: Option<Value>) -> Self {
        Self { inner: Box::new(Inner { error, messages, data }) }
    }
}

impl From<ApiError> for GraphQlError {
    fn from(error: ApiError) -> Self {
        Self::new(error, Vec::new(), None)
    }
}

impl From<GraphQlError> for ApiError {
    fn from(error: GraphQlError) -> Self {
        error.inner.error
    }
}

impl fmt::Display for GraphQlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.error.fmt(f)
    }
}

impl fmt::Debug for GraphQlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The data is the body of an answer, which no error prints.
        f.debug_struct("GraphQlError")
            .field("error", &self.inner.error)
            .field("messages", &self.inner.messages.len())
            .field("has_data", &self.inner.data.is_some())
            .finish()
    }
}

impl std::error::Error for GraphQlError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.error.source()
    }
}

/// One error that GraphQL reports.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GraphQlMessage {
    /// Its words.
    pub message: String,
    /// The field that it is about, such as `project.issue.0.title`; empty for the whole document.
    pub path: String,
    /// GitLab's code for it (`undefinedField`), where it gives one.
    pub code: Option<String>,
}

/// An error on the wire. Its shape is GraphQL's own; what does not fit is left out.
#[derive(Debug, Deserialize)]
pub(super) struct WireError {
    #[serde(default)]
    message: Value,
    #[serde(default)]
    path: Value,
    #[serde(default)]
    extensions: Value,
}

const LONGEST: usize = 1_000;

impl WireError {
    /// The same error without secrets, before anything of it is cut.
    pub(super) fn conceal(self, secrets: &Secrets) -> Self {
        let conceal = |value| concealed(value, secrets);
        Self {
            message: conceal(self.message),
            path: conceal(self.path),
            extensions: conceal(self.extensions),
        }
    }
}

fn concealed(value: Value, secrets: &Secrets) -> Value {
    match value {
        Value::String(text) => secrets.conceal_text(&text).into(),
        Value::Array(items) => items.into_iter().map(|item| concealed(item, secrets)).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, concealed(value, secrets))).collect()
        }
        other => other,
    }
}

impl GraphQlMessage {
    /// The same words without secrets.
    pub(super) fn conceal(self, secrets: &Secrets) -> Self {
        Self { message: secrets.conceal_text(&self.message), ..self }
    }
}

impl From<WireError> for GraphQlMessage {
    fn from(wire: WireError) -> Self {
        let message = wire.message.as_str().unwrap_or("it does not say why").chars().take(LONGEST);
        let steps = wire.path.as_array().map(Vec::as_slice).unwrap_or_default();
        let steps = steps.iter().map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned));
        Self {
            message: message.collect(),
            path: steps.collect::<Vec<_>>().join(".").chars().take(LONGEST).collect(),
            code: wire.extensions.get("code").and_then(Value::as_str).map(str::to_owned),
        }
    }
}

/// The codes of errors in the document itself, whose words quote the document.
const OF_THE_DOCUMENT: &[&str] = &[
    "argumentLiteralsIncompatible",
    "argumentNotAccepted",
    "fieldConflict",
    "missingRequiredArguments",
    "selectionMismatch",
    "undefinedField",
    "undefinedType",
    "variableMismatch",
    "variableNotDefined",
    "variableNotUsed",
    "variableRequiresValidType",
];

/// The kind that REST would have given, by the words.
pub(super) fn kind_of(message: &GraphQlMessage) -> ApiErrorKind {
    if message.code.as_deref().is_some_and(|code| OF_THE_DOCUMENT.contains(&code)) {
        return ApiErrorKind::InvalidRequest;
    }
    let words = message.message.to_ascii_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if says(&["does not exist or you don't have permission", "not found"]) {
        ApiErrorKind::NotFound
    } else if says(&[
        "granular",
        "insufficient_scope",
        "insufficient scope",
        "permission",
        "not authorized",
        "forbidden",
    ]) {
        ApiErrorKind::Forbidden
    } else if says(&["requested too many times", "too many requests", "rate limit"]) {
        ApiErrorKind::RateLimited
    } else if says(&["timeout", "timed out", "internal server error"]) {
        ApiErrorKind::Server
    } else if says(&[
        "invalid token",
        "unauthorized",
        "unauthenticated",
        "token is expired",
        "token was revoked",
    ]) {
        ApiErrorKind::Unauthenticated
    } else {
        ApiErrorKind::InvalidRequest
    }
}

/// The error of an answer that reports these errors.
pub(super) fn refused(
    builder: impl FnOnce(ApiErrorKind) -> ApiErrorBuilder,
    messages: Vec<GraphQlMessage>,
    data: Option<Value>,
    may_be_done: bool,
) -> GraphQlError {
    let kind = messages.first().map_or(ApiErrorKind::UnexpectedResponse, kind_of);
    let said = messages.iter().map(|message| match message.path.as_str() {
        "" => message.message.clone(),
        path => format!("{} ({path})", message.message),
    });
    let mut error = builder(kind).message(said.collect::<Vec<_>>().join("; "));
    if kind == ApiErrorKind::RateLimited || kind == ApiErrorKind::Server {
        error = error.verdict(Verdict::Temporary);
    }
    if may_be_done {
        error = error.delivery(Delivery::Unknown);
    }
    if messages.iter().any(|message| message.code.as_deref() == Some("undefinedField")) {
        error = error.advice("this GitLab does not have the field: its version or edition may lack it");
    } else if messages.iter().any(|message| message.message.contains("complexity")) {
        error = error.advice("ask for fewer fields or entries at once");
    }
    GraphQlError::new(error.build(), messages, data)
}
