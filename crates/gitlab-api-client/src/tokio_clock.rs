//! The clock of the tokio runtime.

use async_trait::async_trait;
use gitlab_core::{Clock, Timestamp};
use std::time::Duration;
use tokio::time::Instant;

/// Real time, waited for by tokio's timer; in a test with `tokio::time::pause` it runs by itself.
#[derive(Clone, Debug)]
pub struct TokioClock {
    start: Instant,
}

impl TokioClock {
    /// A clock that runs from now on.
    #[must_use]
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for TokioClock {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        jiff::Timestamp::now().into()
    }

    fn monotonic(&self) -> Duration {
        self.start.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_keeps_the_contract_of_a_clock() {
        gitlab_core::contract::clock::check(&TokioClock::new()).await;
    }
}
