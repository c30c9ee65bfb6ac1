//! A failed attempt: the error, and whether the request may be sent again.

use gitlab_core::{ApiError, Delivery, Verdict};
use std::time::Duration;

#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: ApiError,
    pub(crate) resend: Resend,
    /// How long the server wants to be left alone.
    pub(crate) wait: Option<Duration>,
}

/// When a request that failed in this way may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resend {
    /// It would fail again.
    Never,
    /// Nothing was done, so that any method may be sent again.
    Always,
    /// It may have been done.
    IfIdempotent,
    /// It may have been done, and failing twice means that it fails for good.
    OnceIfIdempotent,
}

impl Failure {
    /// A failure after which nothing is sent again.
    pub(crate) fn fatal(error: ApiError) -> Self {
        Self { error, resend: Resend::Never, wait: None }
    }

    /// A failure on the way, of which the error knows how far the request came.
    pub(crate) fn on_the_way(error: ApiError) -> Self {
        let resend = match (error.verdict(), error.delivery()) {
            (Verdict::Temporary, Delivery::NotSent) => Resend::Always,
            (Verdict::Temporary, _) => Resend::IfIdempotent,
            _ => Resend::Never,
        };
        Self { error, resend, wait: None }
    }
}
