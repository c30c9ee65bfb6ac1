//! The error that every call to GitLab gives, with a verdict and advice.

mod builder;
mod kind;
mod report;

pub use builder::ApiErrorBuilder;
pub use kind::{ApiErrorKind, Delivery, Verdict};
pub use report::Report;

use crate::{
    AuthError, AuthErrorKind, ListProgress, ProjectRef, Timestamp, TransportError, TransportErrorKind,
};
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// Why a call to GitLab failed, whether trying again can help, and what a person can do.
///
/// `Display` says what failed, on which project and why, in one line without the cause; [`ApiError::advice`]
/// says what to do next; [`Report`] prints the whole chain. None of them holds a credential or a body.
///
/// ```
/// use gitlab_core::{ApiError, ApiErrorKind};
///
/// let error = ApiError::builder(ApiErrorKind::NotFound, "get merge request !42")
///     .project("group/project".parse()?)
///     .status(http::StatusCode::NOT_FOUND)
///     .message("404 Project Not Found")
///     .build();
/// assert_eq!(error.to_string(), "get merge request !42 of group/project: not found (HTTP 404): 404 Project Not Found");
/// assert!(!error.is_retryable());
/// assert!(error.advice().unwrap().contains("may not see"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ApiError {
    // Boxed: the error path is cold, and a large `Err` would make every `Result` large.
    inner: Box<Inner>,
}

struct Inner {
    kind: ApiErrorKind,
    verdict: Verdict,
    delivery: Delivery,
    operation: Cow<'static, str>,
    project: Option<ProjectRef>,
    status: Option<http::StatusCode>,
    code: Option<String>,
    message: Option<String>,
    advice: Option<Cow<'static, str>>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    retry_at: Option<Timestamp>,
    progress: Option<ListProgress>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl ApiError {
    /// Starts an error of this kind. `operation` says what was tried, such as `list jobs of pipeline 7`.
    ///
    /// Everybody can build one: ports return it, and mocks must be able to give every error.
    pub fn builder(kind: ApiErrorKind, operation: impl Into<Cow<'static, str>>) -> ApiErrorBuilder {
        let delivery = match kind {
            ApiErrorKind::Connection
            | ApiErrorKind::DeadlineExceeded
            | ApiErrorKind::Server
            | ApiErrorKind::UnexpectedResponse
            | ApiErrorKind::BodyTooLarge => Delivery::Unknown,
            ApiErrorKind::Configuration | ApiErrorKind::BudgetExhausted | ApiErrorKind::Unsupported => {
                Delivery::NotSent
            }
            _ => Delivery::Refused,
        };
        ApiErrorBuilder {
            inner: Box::new(Inner {
                kind,
                verdict: kind.default_verdict(),
                delivery,
                operation: operation.into(),
                project: None,
                status: None,
                code: None,
                message: None,
                advice: None,
                request_id: None,
                retry_after: None,
                retry_at: None,
                progress: None,
                source: None,
            }),
        }
    }

    /// The error of a source that cannot answer such a question.
    #[must_use]
    pub fn unsupported(operation: impl Into<Cow<'static, str>>) -> Self {
        Self::builder(ApiErrorKind::Unsupported, operation).build()
    }

    /// The error for a request that got no answer.
    #[must_use]
    pub fn from_transport(operation: impl Into<Cow<'static, str>>, error: TransportError) -> Self {
        let advice = match error.kind() {
            TransportErrorKind::Resolve => {
                "the host name is unknown: check the address of GitLab for a typo, and the DNS of this machine"
            }
            TransportErrorKind::Tls => {
                "the certificate of GitLab is not trusted here: if your company has its own certificate \
                 authority, add it to the system's trust store or to the client as an extra root certificate"
            }
            TransportErrorKind::TlsProtocol => {
                "the server speaks no TLS on this port, or only old versions or ciphers: check scheme and port of the \
                 address, and have TLS 1.2 or newer turned on at the server or the proxy before it"
            }
            TransportErrorKind::ClientCertificate => {
                "the server wants a client certificate that it trusts: give it one in the settings of the transport"
            }
            TransportErrorKind::AddressNotAllowed => {
                "the host is, or has, a private address, and only public ones may be asked: if it is yours, \
                 allow its name or its network in the settings of the transport"
            }
            TransportErrorKind::CredentialExposed => {
                "write the address of GitLab with https://, leave its host out of the proxy (NO_PROXY), or \
                 allow it in the settings of the transport"
            }
            TransportErrorKind::Proxy => {
                "check the address of the proxy (HTTPS_PROXY), and that it lets connections to the host of \
                 GitLab through; if the host is reached without a proxy, name it in NO_PROXY"
            }
            TransportErrorKind::ProxyAuthentication => {
                "write user name and password into the address of the proxy, http://user:password@host:port, \
                 in HTTPS_PROXY or in the settings of the transport"
            }
            TransportErrorKind::NotRecorded => {
                "record again, with what is asked now; the cause names the request and the nearest one"
            }
            _ => ApiErrorKind::Connection.advice().unwrap_or_default(),
        };
        Self::builder(ApiErrorKind::Connection, operation)
            .message(error.to_string())
            .verdict(error.verdict())
            .delivery(error.delivery())
            .advice(advice)
            .source(error)
            .build()
    }

    /// The error for a request that could not prove who it comes from; nothing was sent.
    #[must_use]
    pub fn from_authenticator(operation: impl Into<Cow<'static, str>>, error: AuthError) -> Self {
        let (kind, verdict, advice) = match error.kind() {
            AuthErrorKind::Configuration => {
                (ApiErrorKind::Configuration, Verdict::Permanent, "set the token of GitLab anew")
            }
            AuthErrorKind::Temporary => (
                ApiErrorKind::Unauthenticated,
                Verdict::Temporary,
                "try again when the source of the token answers",
            ),
            AuthErrorKind::NeedsReauthorization => {
                (ApiErrorKind::Unauthenticated, Verdict::Permanent, "sign in to GitLab again")
            }
        };
        Self::builder(kind, operation)
            .message(error.to_string())
            .verdict(verdict)
            .delivery(Delivery::NotSent)
            .advice(advice)
            .source(error)
            .build()
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ApiErrorKind {
        self.inner.kind
    }

    /// Whether trying again can help.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.inner.verdict
    }

    /// Whether the same request may succeed if it is sent again later, also when it was tried often already.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.inner.verdict != Verdict::Permanent
    }

    /// Whether there is no such thing, as far as the credential can see.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.inner.kind == ApiErrorKind::NotFound
    }

    /// How far the request came. For a write, [`Delivery::Unknown`] means: look before sending it again.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.inner.delivery
    }

    /// What was tried.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.inner.operation
    }

    /// On which project it was tried.
    #[must_use]
    pub fn project(&self) -> Option<&ProjectRef> {
        self.inner.project.as_ref()
    }

    /// The status of the answer, if one came.
    #[must_use]
    pub fn status(&self) -> Option<http::StatusCode> {
        self.inner.status
    }

    /// GitLab's own word for what is wrong, where it has one: `invalid_token`, `insufficient_scope`,
    /// `insufficient_granular_scope`, … It tells apart what has the same kind.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.inner.code.as_deref()
    }

    /// What the server or the connection said, cleaned and cut to at most 200 characters.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.inner.message.as_deref()
    }

    /// What a person can do about it.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.inner.advice.as_deref().or_else(|| self.inner.kind.advice())
    }

    /// GitLab's id of the request (`X-Request-Id`), by which its administrators find it in their logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// How long the server asked to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// When the next try makes sense, by the client's clock.
    #[must_use]
    pub fn retry_at(&self) -> Option<Timestamp> {
        self.inner.retry_at
    }

    /// How much of a list had been read, when a page of it failed that was not the first.
    #[must_use]
    pub fn progress(&self) -> Option<ListProgress> {
        self.inner.progress
    }

    /// The same error, of a list of which so much had been read. Before its first page there is nothing to say.
    #[must_use]
    pub fn after(mut self, progress: ListProgress) -> Self {
        self.inner.progress = Some(progress).filter(|progress| progress.pages > 0);
        self
    }

    /// The same error, once it has been tried that many times: a temporary one becomes [`Verdict::GaveUp`].
    #[must_use]
    pub fn gave_up_after(mut self, attempts: u32) -> Self {
        if self.inner.verdict == Verdict::Temporary {
            self.inner.verdict = Verdict::GaveUp { attempts };
        }
        self
    }

    /// The same error, of a request that came so far: for one of several attempts, of which an earlier one may
    /// have been acted on.
    #[must_use]
    pub fn with_delivery(mut self, delivery: Delivery) -> Self {
        self.inner.delivery = delivery;
        self
    }

    /// The same error with better advice, by whoever knows more than the one who made it.
    #[must_use]
    pub fn with_advice(mut self, advice: impl Into<Cow<'static, str>>) -> Self {
        self.inner.advice = Some(advice.into());
        self
    }

    /// The same error, on this project, unless one is named already.
    #[must_use]
    pub fn on_project(mut self, project: &ProjectRef) -> Self {
        if self.inner.project.is_none() {
            self.inner.project = Some(project.clone());
        }
        self
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        f.write_str(&inner.operation)?;
        if let Some(project) = &inner.project {
            write!(f, " of {project}")?;
        }
        write!(f, ": {}", inner.kind.words())?;
        if let Some(status) = inner.status {
            write!(f, " (HTTP {})", status.as_u16())?;
        }
        if let Some(message) = &inner.message {
            write!(f, ": {message}")?;
        }
        if let Verdict::GaveUp { attempts } = inner.verdict {
            write!(f, " (gave up after {attempts} attempts)")?;
        }
        if let Some(progress) = &inner.progress {
            write!(f, " ({progress})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("kind", &self.kind)
            .field("verdict", &self.verdict)
            .field("delivery", &self.delivery)
            .field("operation", &self.operation)
            .field("project", &self.project)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .field("retry_at", &self.retry_at)
            .field("progress", &self.progress)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl StdError for ApiError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_38_a_message_is_one_bounded_line() {
        let error = ApiError::builder(ApiErrorKind::Server, "list jobs")
            .message("a\r\n\u{1b}[31m\tb".repeat(100_000))
            .build();
        let message = error.message().unwrap();
        assert_eq!(message.chars().count(), 200);
        assert!(message.ends_with('…'));
        assert!(message.starts_with("a [31m ba"));
        assert!(!message.contains(char::is_control));
    }

    #[test]
    fn an_error_knows_what_to_do() {
        let error = ApiError::from_transport(
            "get project",
            TransportError::new(TransportErrorKind::Tls, Delivery::NotSent),
        );
        assert!(error.advice().unwrap().contains("certificate authority"));
        assert!(!error.is_retryable());
        assert_eq!(error.delivery(), Delivery::NotSent);

        let error = ApiError::builder(ApiErrorKind::Server, "get project").build().gave_up_after(3);
        assert_eq!(error.verdict(), Verdict::GaveUp { attempts: 3 });
        assert_eq!(error.to_string(), "get project: the server failed (gave up after 3 attempts)");
    }

    #[test]
    fn a_code_is_one_word() {
        let error = |code| ApiError::builder(ApiErrorKind::Forbidden, "get project").code(code).build();
        assert_eq!(error("insufficient_scope").code(), Some("insufficient_scope"));
        for words in ["", "404 Not Found", "scope is missing", "Forbidden", "a\nb", &"a".repeat(65)] {
            assert_eq!(error(words).code(), None, "{words:?}");
        }
    }

    #[test]
    fn a_report_prints_the_chain_once() {
        let cause = TransportError::new(TransportErrorKind::Connect, Delivery::NotSent)
            .with_source(std::io::Error::other("connection refused"));
        let error = ApiError::from_transport("get project", cause);
        assert_eq!(
            Report(&error).to_string(),
            "get project: no answer: the host could not be reached: connection refused"
        );
    }
}
