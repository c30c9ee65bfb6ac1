//! The contract of [`Clock`].

use crate::Clock;
use std::time::Duration;

/// Checks that a sleep lasts at least as long as asked for and that the clock does not go back.
///
/// # Panics
///
/// When the contract is broken.
pub async fn check(clock: &dyn Clock) {
    let (wall, start) = (clock.now(), clock.monotonic());
    clock.sleep(Duration::from_millis(20)).await;
    let elapsed = clock.monotonic().checked_sub(start).expect("a monotonic clock never goes back");
    assert!(elapsed >= Duration::from_millis(20), "a sleep of 20 ms took only {elapsed:?}");
    assert!(clock.now() >= wall, "the time of day goes on");
    clock.sleep(Duration::ZERO).await;
}
