use async_trait::async_trait;
use gitlab_core::{Clock, Timestamp};
use std::collections::BTreeMap;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

/// How often the earliest sleeper lets every other task run before it takes them to be waiting too.
const QUIET_ROUNDS: u32 = 32;

/// A clock that stands still until it is moved, so that a test runs an hour of waiting in no time.
///
/// Clones share one time. [`ManualClock::advance`] moves it; [`ManualClock::auto_advance`] lets it move
/// itself to the next sleeper's hour whenever everything waits.
///
/// ```
/// use gitlab_core::Clock;
/// use gitlab_testkit::ManualClock;
/// use std::time::Duration;
///
/// let clock = ManualClock::new();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(3600));
/// assert_eq!(clock.now().since(before), Duration::from_secs(3600));
/// ```
#[derive(Clone)]
pub struct ManualClock {
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    start: Timestamp,
    elapsed: Duration,
    automatic: bool,
    next_sleeper: u64,
    /// Each sleeper by the moment at which it wakes.
    sleepers: BTreeMap<(Duration, u64), Waker>,
    /// Counts sleeps begun and ended: while it changes, somebody is still at work.
    changes: u64,
    quiet: (u64, u32),
}

impl ManualClock {
    /// A clock that stands at 2026-01-15T09:00:00Z.
    #[must_use]
    pub fn new() -> Self {
        Self::starting_at(
            Timestamp::from_unix_seconds(1_768_467_600)
                .unwrap_or_else(|| Timestamp::from(jiff::Timestamp::UNIX_EPOCH)),
        )
    }

    /// A clock that stands at `start`.
    #[must_use]
    pub fn starting_at(start: Timestamp) -> Self {
        Self {
            inner: Arc::new(Mutex::new(Inner {
                start,
                elapsed: Duration::ZERO,
                automatic: false,
                next_sleeper: 0,
                sleepers: BTreeMap::new(),
                changes: 0,
                quiet: (0, 0),
            })),
        }
    }

    /// The same clock, which from now on moves itself to the next sleeper's hour whenever nothing else happens.
    ///
    /// "Nothing" means that the sleeper was polled many times without any sleep begun or ended. That suits a
    /// single-threaded runtime whose tasks wait for nothing but this clock, such as a client on the testkit's
    /// in-memory transport; real sockets and threads are not seen, and time may then run ahead of them.
    #[must_use]
    pub fn auto_advance(self) -> Self {
        self.lock().automatic = true;
        self
    }

    /// Moves the time on and wakes everybody whose hour has come, in the order of their hours.
    pub fn advance(&self, duration: Duration) {
        let mut inner = self.lock();
        let elapsed = inner.elapsed.saturating_add(duration);
        inner.move_to(elapsed);
    }

    /// How many sleepers wait for their hour.
    #[must_use]
    pub fn sleepers(&self) -> usize {
        self.lock().sleepers.len()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn move_to(&mut self, elapsed: Duration) {
        self.elapsed = elapsed;
        while let Some(entry) = self.sleepers.first_entry() {
            if entry.key().0 > elapsed {
                break;
            }
            entry.remove().wake();
            self.changes += 1;
        }
    }

    /// Called whenever the sleeper with this key is polled before its hour.
    fn maybe_advance(&mut self, key: (Duration, u64)) {
        if !self.automatic || self.sleepers.first_key_value().map(|(first, _)| *first) != Some(key) {
            return;
        }
        if self.quiet.0 != self.changes {
            self.quiet = (self.changes, 0);
        }
        self.quiet.1 += 1;
        if self.quiet.1 > QUIET_ROUNDS {
            self.move_to(key.0);
        }
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.lock();
        f.debug_struct("ManualClock")
            .field("elapsed", &inner.elapsed)
            .field("sleepers", &inner.sleepers.len())
            .finish_non_exhaustive()
    }
}

/// Takes a sleeper off the list when its future is dropped.
struct Sleeper<'c> {
    clock: &'c ManualClock,
    key: Option<(Duration, u64)>,
}

impl Drop for Sleeper<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            let mut inner = self.clock.lock();
            if inner.sleepers.remove(&key).is_some() {
                inner.changes += 1;
            }
        }
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        let inner = self.lock();
        inner.start.plus(inner.elapsed)
    }

    fn monotonic(&self) -> Duration {
        self.lock().elapsed
    }

    async fn sleep(&self, duration: Duration) {
        let mut sleeper = Sleeper { clock: self, key: None };
        poll_fn(|context| {
            let mut inner = self.lock();
            let key = match sleeper.key {
                Some(key) => key,
                None => {
                    inner.next_sleeper += 1;
                    inner.changes += 1;
                    let key = (inner.elapsed.saturating_add(duration), inner.next_sleeper);
                    sleeper.key = Some(key);
                    key
                }
            };
            if inner.elapsed >= key.0 {
                return Poll::Ready(());
            }
            inner.sleepers.insert(key, context.waker().clone());
            inner.maybe_advance(key);
            if inner.automatic {
                // Ask to be polled again after everything else that is ready.
                context.waker().wake_by_ref();
            }
            if inner.elapsed >= key.0 { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::join3;

    #[tokio::test]
    async fn it_keeps_the_contract_of_clocks() {
        gitlab_core::contract::clock::check(&ManualClock::new().auto_advance()).await;
    }

    #[tokio::test]
    async fn sleepers_wake_in_the_order_of_their_hours() {
        let clock = ManualClock::new().auto_advance();
        let order = Mutex::new(Vec::new());
        let nap = |seconds: u64| {
            let (clock, order) = (&clock, &order);
            async move {
                clock.sleep(Duration::from_secs(seconds)).await;
                order.lock().unwrap().push((seconds, clock.monotonic().as_secs()));
            }
        };
        join3(nap(30), nap(10), nap(20)).await;
        assert_eq!(*order.lock().unwrap(), [(10, 10), (20, 20), (30, 30)]);
    }

    #[tokio::test]
    async fn without_auto_advance_nobody_wakes_by_himself() {
        let clock = ManualClock::new();
        let task = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep(Duration::from_secs(60)).await }
        });
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(clock.sleepers(), 1);
        assert!(!task.is_finished());
        clock.advance(Duration::from_secs(59));
        tokio::task::yield_now().await;
        assert!(!task.is_finished());
        clock.advance(Duration::from_secs(1));
        task.await.unwrap();
    }

    #[tokio::test]
    async fn a_dropped_sleep_leaves_no_sleeper() {
        let clock = ManualClock::new();
        let mut sleep = clock.sleep(Duration::from_secs(60));
        assert!(futures_util::poll!(&mut sleep).is_pending());
        assert_eq!(clock.sleepers(), 1);
        drop(sleep);
        assert_eq!(clock.sleepers(), 0);
    }
}
