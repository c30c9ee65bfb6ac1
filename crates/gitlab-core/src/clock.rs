//! Time, as a port.

use crate::Timestamp;
use async_trait::async_trait;
use std::fmt::Debug;
use std::time::Duration;

/// Tells the time and waits.
///
/// Every wait and every deadline of the workspace goes through a clock, so that a test can run an hour of
/// retries in no time and a program can choose its runtime.
#[async_trait]
pub trait Clock: Debug + Send + Sync + 'static {
    /// The time of day, for dates in requests and findings. It may jump.
    fn now(&self) -> Timestamp;

    /// How long this clock has been running, for deadlines. It never goes back.
    fn monotonic(&self) -> Duration;

    /// Returns once `duration` has passed. Dropping the future ends the wait.
    async fn sleep(&self, duration: Duration);
}
