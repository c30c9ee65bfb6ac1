//! Randomness for the jitter of retries.

use std::collections::hash_map::RandomState;
use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

/// A source of random numbers, for spreading retries. Replace it to make a test repeatable.
pub trait RandomSource: Debug + Send + Sync + 'static {
    /// Any number.
    fn next(&self) -> u64;
}

/// Randomness of the standard library's hash maps, which is seeded by the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemRandom;

impl RandomSource for SystemRandom {
    fn next(&self) -> u64 {
        RandomState::new().build_hasher().finish()
    }
}

/// Anything from nothing to `most`.
pub(crate) fn up_to(random: &dyn RandomSource, most: Duration) -> Duration {
    let nanos = u64::try_from(most.as_nanos()).unwrap_or(u64::MAX);
    // A remainder prefers small numbers by one part in 2^30 or less here, which no herd notices.
    Duration::from_nanos(random.next().checked_rem(nanos.saturating_add(1)).unwrap_or_default())
}
