//! A GitLab inside this process, so that every example runs without a network or an account.

use anyhow::Context as _;
use async_trait::async_trait;
use gitlab_rca::auth::{AccessToken, StaticToken};
use gitlab_rca::client::{Client, TokioClock};
use gitlab_rca::core::{Clock, Timestamp};
use gitlab_testkit::{GitLab, Scenario};
use std::sync::Arc;
use std::time::Duration;

/// A clock that starts at a moment of one's choice and then runs as all clocks do.
///
/// The incident of the examples happened on a certain morning; this clock makes it that morning.
#[derive(Clone, Debug)]
pub struct ClockSetTo {
    start: Timestamp,
    running: TokioClock,
}

impl ClockSetTo {
    /// A clock that shows `start` now.
    #[must_use]
    pub fn new(start: Timestamp) -> Self {
        Self { start, running: TokioClock::new() }
    }
}

#[async_trait]
impl Clock for ClockSetTo {
    fn now(&self) -> Timestamp {
        self.start.plus(self.running.monotonic())
    }

    fn monotonic(&self) -> Duration {
        self.running.monotonic()
    }

    async fn sleep(&self, duration: Duration) {
        self.running.sleep(duration).await;
    }
}

/// A GitLab in which stands what the scenario says, and a client of it with this token.
///
/// # Errors
///
/// When the scenario is not possible, or the token is no token.
pub fn gitlab(
    scenario: Scenario,
    token: &str,
    clock: &(impl Clock + Clone),
    latency: Duration,
) -> anyhow::Result<(GitLab, Client)> {
    let gitlab = GitLab::builder(scenario)
        .clock(clock.clone())
        .latency(latency)
        .build()
        .context("the GitLab of the example cannot be made")?;
    let client = Client::builder(gitlab.instance())
        .transport(Arc::new(gitlab.clone()))
        .clock(Arc::new(clock.clone()))
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(token)?)))
        .build()?;
    Ok((gitlab, client))
}
