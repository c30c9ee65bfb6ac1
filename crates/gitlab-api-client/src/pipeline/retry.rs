//! When a failed request is sent again, and after which wait.

use super::failure::{Failure, Resend};
use super::random::{RandomSource, up_to};
use crate::Idempotency;
use gitlab_core::ApiErrorKind;
use std::sync::{Mutex, MutexGuard, PoisonError};
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
/// After a 503 the wait is what `Retry-After` asks for plus up to a second; after a 429 it is the one that
/// holds for all tasks of the client (see [`ClientBuilder::rate_limit`](crate::ClientBuilder::rate_limit)); else
/// it is random between nothing and a bound that doubles each time. A wait that does not fit into the deadline
/// is not begun: the error then says when a next try makes sense.
///
/// All calls of a client share a budget, so that an outage does not multiply the traffic. Fifty retries are in
/// stock at most. Ten calls earn one, two successful calls earn another, and half a minute earns one too: under
/// load, a thousand calls that all fail are at most 1,200 attempts, while a program that asks now and then always
/// has its retries. A retry after a 429 costs nothing, because the limits pace it.
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
            // Limits are the governor's: it lets nothing out before they are reset, and those who wait one by one.
            _ if failure.error.kind() == ApiErrorKind::RateLimited => Duration::ZERO,
            _ => up_to(random, self.bound(self.first_wait, attempt)),
        })
    }

    fn bound(&self, first: Duration, attempt: u32) -> Duration {
        first.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1))).min(self.longest_wait)
    }
}

/// Over how long those spread that wait for the same moment.
const SPREAD: Duration = Duration::from_secs(1);

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { attempts: 4, first_wait: Duration::from_millis(250), longest_wait: Duration::from_secs(20) }
    }
}

/// The retries that all calls of a client share.
#[derive(Debug)]
pub(crate) struct RetryBudget(Mutex<Stock>);

#[derive(Debug)]
struct Stock {
    units: u32,
    /// Up to when time has been turned into units.
    counted: Duration,
}

impl RetryBudget {
    const FULL: u32 = 50 * Self::RETRY;
    const RETRY: u32 = 10;
    const CALL: u32 = 1;
    const SUCCESS: u32 = 4;
    /// The time that earns a unit.
    const TIME: Duration = Duration::from_secs(3);

    pub(crate) fn full() -> Self {
        Self(Mutex::new(Stock { units: Self::FULL, counted: Duration::ZERO }))
    }

    /// Whether there is one more retry at this time, which is then used up.
    pub(crate) fn spend(&self, now: Duration) -> bool {
        let mut stock = self.stock();
        let (passed, time) = (now.saturating_sub(stock.counted).as_secs(), Self::TIME.as_secs());
        stock.counted = stock.counted.saturating_add(Duration::from_secs(passed - passed % time));
        stock.earn(u32::try_from(passed / time).unwrap_or(u32::MAX));
        match stock.units.checked_sub(Self::RETRY) {
            Some(left) => {
                stock.units = left;
                true
            }
            None => false,
        }
    }

    /// A call begins.
    pub(crate) fn called(&self) {
        self.stock().earn(Self::CALL);
    }

    /// A call ends well.
    pub(crate) fn succeeded(&self) {
        self.stock().earn(Self::SUCCESS);
    }

    fn stock(&self) -> MutexGuard<'_, Stock> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stock {
    fn earn(&mut self, units: u32) {
        self.units = self.units.saturating_add(units).min(RetryBudget::FULL);
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
    fn what_the_server_asks_for_is_waited_for_and_a_little_more() {
        let policy = RetryPolicy::default();
        let failure = failure(ApiErrorKind::Server, Resend::IfIdempotent, Some(Duration::from_secs(7)));
        for _ in 0..50 {
            let wait = policy.wait(&failure, Idempotency::Idempotent, 1, &SystemRandom).unwrap();
            assert!((Duration::from_secs(7)..=Duration::from_secs(8)).contains(&wait), "{wait:?}");
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

    fn spendable(budget: &RetryBudget, now: Duration) -> usize {
        (0..1_000).filter(|_| budget.spend(now)).count()
    }

    #[test]
    fn case_22_the_budget_runs_dry_and_recovers() {
        let budget = RetryBudget::full();
        assert_eq!(spendable(&budget, Duration::ZERO), 50);
        for _ in 0..10 {
            budget.called();
        }
        assert_eq!(spendable(&budget, Duration::ZERO), 1, "ten calls earn one");
        budget.succeeded();
        budget.succeeded();
        budget.called();
        assert!(!budget.spend(Duration::ZERO));
        budget.called();
        assert!(budget.spend(Duration::ZERO));
        for _ in 0..10_000 {
            budget.succeeded();
        }
        assert_eq!(spendable(&budget, Duration::ZERO), 50, "it is never more than full");
    }

    #[test]
    fn case_22_a_slow_caller_is_not_starved() {
        let budget = RetryBudget::full();
        spendable(&budget, Duration::ZERO);
        let mut now = Duration::ZERO;
        for minute in 0..1_000 {
            now += Duration::from_secs(60);
            budget.called();
            assert!(budget.spend(now) && budget.spend(now), "two retries in minute {minute}");
        }
        assert_eq!(spendable(&budget, now + Duration::from_secs(u64::MAX / 2)), 50);
    }
}
