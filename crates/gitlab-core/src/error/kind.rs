//! What went wrong, whether trying again can help, and how far the request came.

/// What went wrong. The kind decides what a program does; the rest of an [`ApiError`](super::ApiError) is for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiErrorKind {
    /// The credential is unknown, expired or revoked (HTTP 401), or could not be had.
    Unauthenticated,
    /// The credential lacks a scope, a permission or a role (HTTP 403).
    Forbidden,
    /// There is no such thing, or the credential may not see it (HTTP 404).
    NotFound,
    /// The request is not valid (HTTP 400, 405, 422 and other 4xx).
    InvalidRequest,
    /// The state of the thing does not allow it (HTTP 409).
    Conflict,
    /// Too many requests (HTTP 429).
    RateLimited,
    /// The server failed, is overloaded or gave up waiting for the request (HTTP 5xx and 408).
    Server,
    /// No answer came.
    Connection,
    /// The time allowed for the whole call ran out.
    DeadlineExceeded,
    /// The answer is not what GitLab answers: HTML, cut JSON, a missing field.
    UnexpectedResponse,
    /// The answer is larger than allowed.
    BodyTooLarge,
    /// The answer is a redirect that must not be followed.
    Redirected,
    /// A setting is wrong; nothing was sent.
    Configuration,
    /// The number of requests allowed for the work at hand is used up; nothing was sent.
    BudgetExhausted,
    /// This source cannot answer such a question; nothing was sent.
    Unsupported,
}

impl ApiErrorKind {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Unauthenticated => "not authenticated",
            Self::Forbidden => "not allowed",
            Self::NotFound => "not found",
            Self::InvalidRequest => "the request is not valid",
            Self::Conflict => "conflict",
            Self::RateLimited => "too many requests",
            Self::Server => "the server failed",
            Self::Connection => "no answer",
            Self::DeadlineExceeded => "the deadline passed",
            Self::UnexpectedResponse => "the answer is not what GitLab answers",
            Self::BodyTooLarge => "the answer is too large",
            Self::Redirected => "the server redirected the request",
            Self::Configuration => "the settings are wrong",
            Self::BudgetExhausted => "the request budget is used up",
            Self::Unsupported => "not supported by this source",
        }
    }

    pub(super) fn advice(self) -> Option<&'static str> {
        Some(match self {
            Self::Unauthenticated => {
                "the token is unknown, expired or revoked: make a new one in GitLab and replace it"
            }
            Self::Forbidden => {
                "give the token the scope read_api (api for writing) and its user at least the Reporter role \
                 (Developer for writing) in the project"
            }
            Self::NotFound => {
                "check the spelling of the project and the number; GitLab answers 404 also for what the token \
                 may not see, so make sure that its user is a member of the project"
            }
            Self::RateLimited => "wait until the limit is reset, or ask for fewer things at once",
            Self::Server => "GitLab failed on its side: try again later, and see its status page or logs",
            Self::Connection => {
                "check that the address of GitLab is right and that this machine can reach it (proxy, firewall, VPN)"
            }
            Self::DeadlineExceeded => {
                "allow more time, or ask for less (fewer files, shorter logs, a narrower window)"
            }
            Self::UnexpectedResponse => {
                "check that the base URL is that of GitLab's API and ends in /api/v4, and that no proxy or \
                 sign-in page answers in its place"
            }
            Self::BodyTooLarge => "raise the limit if this much is really wanted",
            Self::Redirected => "set the base URL to the address that GitLab redirects to",
            Self::BudgetExhausted => "raise the limit on requests if this much is really wanted",
            Self::InvalidRequest | Self::Conflict | Self::Configuration | Self::Unsupported => return None,
        })
    }

    pub(super) fn default_verdict(self) -> Verdict {
        match self {
            Self::RateLimited | Self::Server | Self::Connection => Verdict::Temporary,
            _ => Verdict::Permanent,
        }
    }
}

/// Whether trying again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// The same request would fail again.
    Permanent,
    /// The same request may succeed later.
    Temporary,
    /// It was temporary, was tried this many times, and still failed.
    GaveUp {
        /// How many times it was sent.
        attempts: u32,
    },
}

/// How far a request came that has no usable answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// It never left, or the server said that it did nothing: sending it again is safe.
    NotSent,
    /// The server may have acted on it. A write must be looked up before it is sent again.
    Unknown,
    /// The server answered and said no: nothing was done.
    Refused,
}
