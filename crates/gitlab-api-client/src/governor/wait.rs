//! What is said about a wait.

use super::limit::words;
use crate::RateClass;
use gitlab_core::Timestamp;
use std::fmt;
use std::sync::Arc;

/// That a request waits for a limit, until when and why: what
/// [`ClientBuilder::on_wait`](crate::ClientBuilder::on_wait) is told.
///
/// Its `Display` is a line for people: `waiting until 2026-03-07T12:00:09Z: GitLab limits writing notes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimitWait {
    /// The limit that it waits for; [`General`](RateClass::General) is that on all requests.
    pub class: RateClass,
    /// When it will go on, at the earliest, by the client's clock.
    pub until: Timestamp,
    /// Who says so.
    pub reason: WaitReason,
}

/// Why a request waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitReason {
    /// GitLab answered 429: nothing goes out before the limit is reset.
    Limited,
    /// GitLab said with a good answer that no more requests are left for now.
    UsedUp,
    /// The limit that the client keeps by itself, so that GitLab need not say so.
    Paced,
}

impl fmt::Display for RateLimitWait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "waiting until {}: {}", self.until, why(self.class, self.reason))
    }
}

/// Why nothing is sent, in the words of a message.
pub(crate) fn why(class: RateClass, reason: WaitReason) -> String {
    let what = words(class);
    match reason {
        WaitReason::Limited => format!("GitLab limits {what}"),
        WaitReason::UsedUp => format!("what GitLab allows for {what} is used up"),
        WaitReason::Paced => format!("the client's own limit for {what} is reached"),
    }
}

type Callback = dyn Fn(&RateLimitWait) + Send + Sync;

/// Who is told about waits.
#[derive(Clone)]
pub(crate) struct Observer(pub(crate) Arc<Callback>);

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}
