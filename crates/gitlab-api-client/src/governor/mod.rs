//! Paces all requests of a client, so that its tasks together stay within GitLab's limits.
//!
//! Each class of requests has a gate, and every request passes the one on all requests besides. A gate knows
//! the limit that the client keeps by itself ([`window`]), what the server said (a 429 closes it, and so do
//! good answers by which nothing is left), and those who wait, in the order of their coming. When a gate
//! opens again, those who waited go one by one within a second.
//!
//! What a server says is believed, but not for a day: ten minutes after the last word about a limit, one request
//! goes through all the same. When it is answered, the gate opens; when it is refused, it holds again what is
//! said then. Nobody waits for that moment in vain: who has no time until the end that was named is told so.
//!
//! It needs no runtime: whoever waits sleeps by the clock port, and is woken when its place or the gate
//! changes. Who is dropped leaves the queue. Nobody sleeps into its own deadline: it is told at once when the
//! gate opens too late.

mod gate;
mod limit;
mod queue;
mod wait;
mod window;

pub(crate) use limit::{RateLimit, defaults};
pub(crate) use wait::{Observer, why};
pub use wait::{RateLimitWait, WaitReason};

use crate::RateClass;
use crate::pipeline::deadline::Deadline;
use crate::pipeline::random::RandomSource;
use crate::pipeline::rate_limit::{self, Quota};
use futures_util::future::select;
use gate::{Gate, Look, Mark};
use gitlab_core::{Clock, Timestamp};
use http::{HeaderMap, StatusCode};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

/// The gates of one client, which its clones share.
#[derive(Debug)]
pub(crate) struct Governor {
    state: Mutex<State>,
    limits: BTreeMap<RateClass, RateLimit>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn RandomSource>,
    observer: Option<Observer>,
}

#[derive(Debug, Default)]
struct State {
    /// Made when a class is first used: there are no more than there are classes.
    gates: BTreeMap<RateClass, Gate>,
    tickets: u64,
}

/// That a request does not fit: the gate opens after its deadline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooLate {
    pub(crate) class: RateClass,
    pub(crate) wait: Duration,
    pub(crate) until: Timestamp,
    pub(crate) reason: WaitReason,
}

impl Governor {
    pub(crate) fn new(
        limits: BTreeMap<RateClass, RateLimit>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn RandomSource>,
        observer: Option<Observer>,
    ) -> Self {
        Self { state: Mutex::default(), limits, clock, random, observer }
    }

    /// Waits until a request of this class may go, or says at once that this is after its deadline.
    pub(crate) async fn admit(&self, class: RateClass, deadline: Deadline) -> Result<Admitted<'_>, TooLate> {
        loop {
            let own = match class {
                RateClass::General => None,
                class => Some(self.pass(class, deadline).await?),
            };
            let general = self.pass(RateClass::General, deadline).await?;
            // While it waited for the second gate the first one may have closed.
            if own.as_ref().is_some_and(|own| !own.is_probe()) && self.is_limited(class) {
                continue;
            }
            general.keep();
            if let Some(own) = own {
                own.keep();
            }
            return Ok(Admitted { governor: self, class });
        }
    }

    /// When a request of this class that is made now would go, unless that is at once.
    pub(crate) fn waiting_until(&self, class: RateClass) -> Option<Timestamp> {
        let now = self.clock.monotonic();
        let opens = self.with(|state, _| {
            let gates = [class, RateClass::General].into_iter();
            gates.filter_map(|class| state.gate(class, &self.limits).opens(now)).map(|(until, _)| until).max()
        });
        opens.map(|until| self.clock.now().plus(until.saturating_sub(now)))
    }

    /// Whether a request of this class that is made now would not go at once, or others wait to go.
    pub(crate) fn is_crowded(&self, class: RateClass) -> bool {
        let now = self.clock.monotonic();
        self.with(|state, _| {
            [class, RateClass::General].into_iter().any(|class| {
                let gate = state.gate(class, &self.limits);
                gate.waiting(now) > 0 || gate.opens(now).is_some()
            })
        })
    }

    /// Counts a request that goes out within another one.
    pub(crate) fn count(&self, class: RateClass) {
        let now = self.clock.monotonic();
        self.with(|state, _| {
            state.gate(RateClass::General, &self.limits).count(now);
            if class != RateClass::General {
                state.gate(class, &self.limits).count(now);
            }
        });
    }

    /// Heeds what an answer says about limits; after a refusal gives the time until the gate opens.
    pub(crate) fn learn(
        &self,
        class: RateClass,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Option<Duration> {
        let (now, time_of_day) = (self.clock.monotonic(), self.clock.now());
        let gate = gate_of(class, headers);
        if status == StatusCode::TOO_MANY_REQUESTS {
            // A wait of nothing is none: it has just been refused.
            let told = rate_limit::wait(headers, time_of_day).filter(|wait| !wait.is_zero());
            let until = self.with(|state, wake| state.gate(gate, &self.limits).refused(now, told, wake));
            return Some(until.saturating_sub(now));
        }
        let quota = rate_limit::quota(headers, time_of_day);
        self.with(|state, wake| {
            if let Some(Quota { left, resets_in }) = quota {
                let until = now.saturating_add(resets_in);
                state.gate(gate, &self.limits).told_quota(left, until, now, wake);
            }
            // A failure on the way says nothing about limits.
            if !status.is_server_error() {
                self.reached(class, state, now, wake);
            }
            if status.is_success() {
                state.gate(class, &self.limits).succeeded();
                state.gate(RateClass::General, &self.limits).succeeded();
            }
        });
        None
    }

    /// GitLab sent a request of this class on to another server, and so did not refuse it.
    pub(crate) fn sent_on(&self, class: RateClass) {
        let now = self.clock.monotonic();
        self.with(|state, wake| self.reached(class, state, now, wake));
    }

    fn reached(&self, class: RateClass, state: &mut State, now: Duration, wake: &mut Vec<Waker>) {
        for class in [class, RateClass::General] {
            state.gate(class, &self.limits).reached(now, wake);
        }
    }

    fn is_limited(&self, class: RateClass) -> bool {
        let now = self.clock.monotonic();
        self.with(|state, _| state.gate(class, &self.limits).is_limited(now))
    }

    async fn pass(&self, class: RateClass, deadline: Deadline) -> Result<Passed<'_>, TooLate> {
        let (now, random) = (self.clock.monotonic(), self.random.next());
        let (ticket, look) = self.with(|state, wake| {
            let ticket = state.tickets;
            state.tickets = state.tickets.wrapping_add(1);
            (ticket, state.gate(class, &self.limits).arrive(now, ticket, random, wake))
        });
        let passed = |mark| Passed { governor: self, class, mark: Some(mark) };
        match look {
            Look::Gone(mark) => Ok(passed(mark)),
            Look::Wait { .. } => {
                let place = Place { governor: self, class, ticket };
                self.wait_at(&place, look, deadline).await.map(passed)
            }
        }
    }

    async fn wait_at(&self, place: &Place<'_>, mut look: Look, deadline: Deadline) -> Result<Mark, TooLate> {
        let class = place.class;
        let mut announced = None;
        loop {
            let (until, reason, look_at) = match look {
                Look::Gone(mark) => return Ok(mark),
                Look::Wait { until, reason, look_at } => (until, reason, look_at),
            };
            let now = self.clock.monotonic();
            let left = deadline.remaining(self.clock.as_ref());
            let wait = until.saturating_sub(now);
            if wait >= left {
                let until = self.clock.now().plus(wait);
                return Err(TooLate { class, wait, until, reason });
            }
            if announced.is_none_or(|announced| until > announced) {
                announced = Some(until.saturating_add(gate::SPREAD));
                self.announce(RateLimitWait { class, until: self.clock.now().plus(wait), reason });
            }
            // The first one looks at its moment. The others are called when they move up, and see to it that it goes.
            let sleep = pin!(self.clock.sleep(look_at.saturating_sub(now).min(left)));
            select(sleep, pin!(place.called())).await;
            let (now, random) = (self.clock.monotonic(), self.random.next());
            look = self
                .with(|state, wake| state.gate(class, &self.limits).look(now, place.ticket, random, wake));
        }
    }

    fn announce(&self, wait: RateLimitWait) {
        tracing::info!(class = ?wait.class, until = %wait.until, reason = ?wait.reason, "waiting until a limit allows more");
        if let Some(observer) = &self.observer {
            observer.0(&wait);
        }
    }

    /// Changes the state, and then wakes those whom that concerns.
    fn with<T>(&self, change: impl FnOnce(&mut State, &mut Vec<Waker>) -> T) -> T {
        let mut wake = Vec::new();
        let result = change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner), &mut wake);
        wake.into_iter().for_each(Waker::wake);
        result
    }
}

impl State {
    fn gate(&mut self, class: RateClass, limits: &BTreeMap<RateClass, RateLimit>) -> &mut Gate {
        self.gates.entry(class).or_insert_with(|| Gate::new(limits.get(&class).copied()))
    }
}

/// Whose limit these headers are about. The names are those of the throttles that GitLab puts before all
/// else; without a name it is the limit of the class, which GitLab counts by itself.
fn gate_of(class: RateClass, headers: &HeaderMap) -> RateClass {
    let name = headers.get("ratelimit-name").and_then(|name| name.to_str().ok()).unwrap_or_default();
    let files = name.ends_with("_files_api") && class == RateClass::RepositoryFiles;
    if name.starts_with("throttle_") && !files { RateClass::General } else { class }
}

/// A place in the queue of a gate, which is free again when this is dropped.
struct Place<'g> {
    governor: &'g Governor,
    class: RateClass,
    ticket: u64,
}

impl Place<'_> {
    /// Returns when the place or the gate has changed.
    async fn called(&self) {
        poll_fn(|context| {
            let called = self.governor.with(|state, _| {
                state.gate(self.class, &self.governor.limits).listen(self.ticket, context.waker())
            });
            if called { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let now = self.governor.clock.monotonic();
        self.governor
            .with(|state, wake| state.gate(self.class, &self.governor.limits).leave(self.ticket, now, wake));
    }
}

/// One gate is passed; dropped before the request goes out, it is taken back.
struct Passed<'g> {
    governor: &'g Governor,
    class: RateClass,
    mark: Option<Mark>,
}

impl Passed<'_> {
    fn keep(mut self) {
        self.mark = None;
    }

    fn is_probe(&self) -> bool {
        self.mark.is_some_and(Mark::is_probe)
    }
}

impl Drop for Passed<'_> {
    fn drop(&mut self) {
        if let Some(mark) = self.mark {
            let now = self.governor.clock.monotonic();
            self.governor
                .with(|state, wake| state.gate(self.class, &self.governor.limits).take_back(mark, now, wake));
        }
    }
}

/// A request that may go, and is on the way until this is dropped.
#[derive(Debug)]
pub(crate) struct Admitted<'g> {
    governor: &'g Governor,
    class: RateClass,
}

impl Drop for Admitted<'_> {
    fn drop(&mut self) {
        self.governor.with(|state, _| {
            state.gate(RateClass::General, &self.governor.limits).answered();
            if self.class != RateClass::General {
                state.gate(self.class, &self.governor.limits).answered();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_throttle_before_all_else_is_about_all_requests() {
        let of = |class, name: Option<&str>| {
            let pairs =
                name.map(|name| (http::HeaderName::from_static("ratelimit-name"), name.parse().unwrap()));
            gate_of(class, &pairs.into_iter().collect())
        };
        for (class, name, gate) in [
            (RateClass::Notes, None, RateClass::Notes),
            (RateClass::General, None, RateClass::General),
            (RateClass::Notes, Some("throttle_authenticated_api"), RateClass::General),
            (
                RateClass::RepositoryFiles,
                Some("throttle_authenticated_files_api"),
                RateClass::RepositoryFiles,
            ),
            (RateClass::Notes, Some("throttle_authenticated_files_api"), RateClass::General),
            (RateClass::Notes, Some("notes_create"), RateClass::Notes),
        ] {
            assert_eq!(of(class, name), gate, "{class:?} {name:?}");
        }
    }
}
