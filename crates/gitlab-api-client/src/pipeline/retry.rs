//! When a failed request is sent again, and after which wait.

use super::failure::{Failure, Resend};
use super::random::{RandomSource, up_to};
use crate::Idempotency;
use gitlab_core::ApiErrorKind;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How often and after which waits a request is sent again.
///
/// What is sent again is not a setting, because it is a matter of safety:
///
/// | What happened | Sent again |
/// |---|---|
/// | nothing was sent (no connection, unknown host) | any request |
/// | 429; 409 with `Resource lock` | any request: GitLab did nothing |
/// | no answer, or half of one | what may run twice |
/// | 408, 502, 503, 504, 520 to 530 | what may run twice |
/// | 500 | what may run twice, once |
/// | everything else | nothing |
///
/// The wait is what the server asks for (`Retry-After`, `RateLimit-Reset`) plus up to a second, or else
/// random between nothing and a bound that doubles each time. A wait that does not fit into the deadline is
/// not begun: the error then says when a next try makes sense.
///
/// All calls of a client share a budget, so that an outage does not multiply the traffic: a retry costs what
/// five successful calls earn, and at most a hundred retries are in stock.
#[derive(Clone, Debug)]
pub struct RetryPolicy {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
}

impl RetryPolicy {
    /// No request is sent again.
    #[must_use]
    pub fn none() -> Self {
        Self::default().with_attempts(1)
    }

    /// At most this many attempts in all, at least one. By default four.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The bound of the first random wait, and that of every later one. By default 250 ms and 20 s.
    #[must_use]
    pub fn with_waits(mut self, first: Duration, longest: Duration) -> Self {
        (self.first_wait, self.longest_wait) = (first, longest);
        self
    }

    /// How long to wait before the next attempt, or `None` when there is none.
    pub(crate) fn wait(
        &self,
        failure: &Failure,
        idempotency: Idempotency,
        attempt: u32,
        random: &dyn RandomSource,
    ) -> Option<Duration> {
        let may = match failure.resend {
            Resend::Never => false,
            Resend::Always => true,
            Resend::IfIdempotent => idempotency == Idempotency::Idempotent,
            Resend::OnceIfIdempotent => idempotency == Idempotency::Idempotent && attempt == 1,
        };
        if !may || attempt >= self.attempts {
            return None;
        }
        Some(match failure.wait {
            Some(asked) if !asked.is_zero() => asked.saturating_add(up_to(random, SPREAD)),
            _ if failure.error.kind() == ApiErrorKind::RateLimited => {
                // Limits are counted by the minute: coming back at once only meets the same limit.
                let bound = self.bound(UNTOLD_LIMIT, attempt);
                (bound / 2).saturating_add(up_to(random, bound / 2))
            }
            _ => up_to(random, self.bound(self.first_wait, attempt)),
        })
    }

    fn bound(&self, first: Duration, attempt: u32) -> Duration {
        first.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1))).min(self.longest_wait)
    }
}

/// Over how long those spread that wait for the same moment.
const SPREAD: Duration = Duration::from_secs(1);
/// The first bound when a limit does not say when it is reset.
const UNTOLD_LIMIT: Duration = Duration::from_secs(5);

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { attempts: 4, first_wait: Duration::from_millis(250), longest_wait: Duration::from_secs(20) }
    }
}

/// The retries that all calls of a client share.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

impl RetryBudget {
    const FULL: u32 = 500;
    const RETRY: u32 = 5;
    const SUCCESS: u32 = 1;

    pub(crate) fn full() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    pub(crate) fn spend(&self) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(Self::RETRY))
            .is_ok()
    }

    pub(crate) fn earn(&self) {
        let earned = |left: u32| (left < Self::FULL).then(|| left.saturating_add(Self::SUCCESS));
        // An `Err` means that it is full.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earned);
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::SystemRandom;
    use super::*;
    use gitlab_core::ApiError;

    #[derive(Debug)]
    struct Most;
    impl RandomSource for Most {
        fn next(&self) -> u64 {
            u64::MAX
        }
    }

    fn failure(kind: ApiErrorKind, resend: Resend, wait: Option<Duration>) -> Failure {
        Failure { error: ApiError::builder(kind, "test").build(), resend, wait }
    }

    #[test]
    fn what_may_run_twice_decides() {
        let policy = RetryPolicy::default();
        for (resend, attempt, idempotent, not) in [
            (Resend::Never, 1, false, false),
            (Resend::Always, 1, true, true),
            (Resend::IfIdempotent, 3, true, false),
            (Resend::IfIdempotent, 4, false, false),
            (Resend::OnceIfIdempotent, 1, true, false),
            (Resend::OnceIfIdempotent, 2, false, false),
        ] {
            let failure = failure(ApiErrorKind::Server, resend, None);
            let again = |idempotency| policy.wait(&failure, idempotency, attempt, &SystemRandom).is_some();
            assert_eq!(again(Idempotency::Idempotent), idempotent, "{resend:?} {attempt}");
            assert_eq!(again(Idempotency::NotIdempotent), not, "{resend:?} {attempt}");
        }
    }

    #[test]
    fn case_23_those_that_wait_for_one_moment_come_back_spread() {
        let policy = RetryPolicy::default();
        let failure = failure(ApiErrorKind::RateLimited, Resend::Always, Some(Duration::from_secs(7)));
        let waits: Vec<_> = (0..50)
            .map(|_| policy.wait(&failure, Idempotency::Idempotent, 1, &SystemRandom).unwrap())
            .collect();
        let (first, last) = (waits.iter().min().unwrap(), waits.iter().max().unwrap());
        assert!(*first >= Duration::from_secs(7) && *last <= Duration::from_secs(8));
        assert!(*last - *first >= Duration::from_millis(500), "{first:?} {last:?}");
    }

    #[test]
    fn case_21_a_limit_that_says_nothing_is_waited_for_longer_each_time() {
        let policy = RetryPolicy::default().with_attempts(9);
        let failure = failure(ApiErrorKind::RateLimited, Resend::Always, None);
        for (attempt, bound) in [(1, 5), (2, 10), (3, 20), (8, 20)] {
            let wait = policy.wait(&failure, Idempotency::Idempotent, attempt, &SystemRandom).unwrap();
            assert!(wait >= Duration::from_secs(bound) / 2 && wait <= Duration::from_secs(bound), "{wait:?}");
        }
    }

    #[test]
    fn waits_are_bounded_for_every_number() {
        let policy = RetryPolicy::default().with_attempts(u32::MAX);
        let failure = failure(ApiErrorKind::Server, Resend::Always, None);
        for attempt in [1, 2, 31, 32, 33, u32::MAX - 1] {
            assert!(
                policy.wait(&failure, Idempotency::Idempotent, attempt, &Most).unwrap()
                    <= Duration::from_secs(20)
            );
        }
    }

    #[test]
    fn case_22_the_budget_runs_dry_and_recovers() {
        let budget = RetryBudget::full();
        assert_eq!((0..1_000).filter(|_| budget.spend()).count(), 100);
        for _ in 0..4 {
            budget.earn();
        }
        assert!(!budget.spend());
        budget.earn();
        assert!(budget.spend());
        for _ in 0..10_000 {
            budget.earn();
        }
        assert_eq!((0..1_000).filter(|_| budget.spend()).count(), 100);
    }
}
