//! One limit, and those who wait for it. No clock and no waiting here: every function is told the time.

use super::limit::RateLimit;
use super::queue::Queue;
use super::wait::WaitReason;
use super::window::Window;
use std::task::Waker;
use std::time::Duration;

/// Over how long those are spread that waited for the same moment.
pub(super) const SPREAD: Duration = Duration::from_secs(1);

/// The waits after a refusal that does not say how long: together longer than a minute, by which GitLab counts.
const UNTOLD: [Duration; 4] =
    [Duration::from_secs(5), Duration::from_secs(15), Duration::from_secs(45), Duration::from_secs(60)];

/// After which time without a request one may try whether a gate is open that the server closed for longer: a
/// single odd answer must not close it for a day.
const PROBE_AFTER: Duration = Duration::from_secs(600);

#[derive(Debug, Default)]
pub(super) struct Gate {
    /// The limit that the client keeps by itself.
    window: Option<Window>,
    /// Until when the server wants nothing, after a 429.
    limited_until: Option<Duration>,
    /// What the server says is left, and until when.
    quota: Option<Quota>,
    /// Until when it was closed, for letting those who waited out one by one.
    closed: Option<(Duration, WaitReason)>,
    ramp: Option<Ramp>,
    in_flight: u32,
    /// How many refusals in a row did not say how long to wait.
    untold: usize,
    /// When something was heard of the limit, or a request went out to hear of it.
    tried: Duration,
    /// Whether a request goes through while it is closed, to try whether it still is.
    probing: bool,
    queue: Queue,
}

#[derive(Clone, Copy, Debug)]
struct Quota {
    left: u32,
    until: Duration,
}

/// The first moments after a gate was closed: one goes after the other.
#[derive(Clone, Copy, Debug)]
struct Ramp {
    next: Duration,
    gap: Duration,
    end: Duration,
    reason: WaitReason,
}

/// What one who comes or waits is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// It went; the mark takes it back.
    Gone(Mark),
    /// Not yet. `until` is the earliest moment by what is known, `look_at` when to look again, unless it is called
    /// before.
    Wait { until: Duration, reason: WaitReason, look_at: Duration },
}

/// By what a request that was counted can be taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    counted: Option<Duration>,
    /// For one that tries a closed gate: when the last one did.
    tried: Option<Duration>,
}

impl Mark {
    /// Whether the gate is closed, and this tries whether it still is.
    pub(super) fn is_probe(self) -> bool {
        self.tried.is_some()
    }
}

impl Gate {
    pub(super) fn new(limit: Option<RateLimit>) -> Self {
        Self { window: limit.map(|limit| Window::new(limit.requests, limit.per)), ..Self::default() }
    }

    /// One who comes: goes at once when nobody waits and nothing is in the way, or else takes this ticket.
    pub(super) fn arrive(&mut self, now: Duration, ticket: u64, random: u64, wake: &mut Vec<Waker>) -> Look {
        self.queue.pass_over(now, wake);
        let look = self.look_from(now, self.queue.len(), random);
        if let Look::Wait { look_at, .. } = look {
            self.queue.push(ticket, look_at);
        }
        look
    }

    /// One who waits looks again. It leaves the queue when it goes.
    pub(super) fn look(&mut self, now: Duration, ticket: u64, random: u64, wake: &mut Vec<Waker>) -> Look {
        if self.queue.looks(ticket).is_none() {
            return Look::Gone(Mark::default());
        }
        self.queue.pass_over(now, wake);
        let Some(ahead) = self.queue.looks(ticket) else { return Look::Gone(Mark::default()) };
        let look = self.look_from(now, ahead, random);
        match look {
            Look::Gone(_) => self.leave(ticket, now, wake),
            Look::Wait { look_at, .. } => self.queue.is_due(ticket, look_at),
        }
        look
    }

    /// Remembers whom to wake; whether something has happened already.
    pub(super) fn listen(&mut self, ticket: u64, waker: &Waker) -> bool {
        self.queue.listen(ticket, waker)
    }

    /// One who waits goes away, and the next one moves up.
    pub(super) fn leave(&mut self, ticket: u64, now: Duration, wake: &mut Vec<Waker>) {
        self.queue.remove(ticket, now, wake);
        if self.queue.len() == 0 {
            self.ramp = None;
        }
    }

    /// A request that was counted was not sent after all.
    pub(super) fn take_back(&mut self, mark: Mark, now: Duration, wake: &mut Vec<Waker>) {
        if let (Some(window), Some(counted)) = (&mut self.window, mark.counted) {
            window.give_back(counted);
        }
        if let Some(tried) = mark.tried {
            (self.tried, self.probing) = (tried, false);
        } else if let Some(quota) = &mut self.quota {
            quota.left = quota.left.saturating_add(1);
        }
        self.answered();
        self.queue.call_first(now, wake);
    }

    /// A request that goes out without having asked: one that follows a redirect or repeats a refused one.
    pub(super) fn count(&mut self, now: Duration) {
        if let Some(window) = &mut self.window {
            window.take(now);
        }
    }

    /// A request is over, whatever came of it.
    pub(super) fn answered(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// A request went well, so that a refusal that is to come is the first one.
    pub(super) fn succeeded(&mut self) {
        self.untold = 0;
    }

    /// The server answered a request, and not by a limit. While it is closed that was the one that tried: it opens.
    pub(super) fn reached(&mut self, now: Duration, wake: &mut Vec<Waker>) {
        if self.probing {
            self.open(now);
            self.queue.call_first(now, wake);
        }
    }

    /// Opens it before its time. Those who waited go one by one.
    fn open(&mut self, now: Duration) {
        if let Some((_, reason)) = self.shut(now) {
            self.closed = Some((now, reason));
        }
        (self.limited_until, self.quota, self.probing) = (None, None, false);
    }

    /// The server refused a request and asks for this wait, or for none. Gives the moment at which it opens.
    pub(super) fn refused(
        &mut self,
        now: Duration,
        told: Option<Duration>,
        wake: &mut Vec<Waker>,
    ) -> Duration {
        // One that was sent to try knows better than what was said long ago.
        let tried = std::mem::take(&mut self.probing) && told.is_some();
        let closed = self.limited_until.filter(|until| *until > now && !tried);
        let until = match (told, closed) {
            (Some(wait), closed) => {
                let until = now.saturating_add(wait);
                closed.map_or(until, |closed| closed.max(until))
            }
            // Those that were on the way together are refused together: that is one refusal.
            (None, Some(closed)) => closed,
            (None, None) => {
                let wait = UNTOLD.get(self.untold).or(UNTOLD.last()).copied().unwrap_or_default();
                self.untold = self.untold.saturating_add(1);
                now.saturating_add(wait)
            }
        };
        (self.limited_until, self.tried) = (Some(until), now);
        // Everybody looks again: the deadline of some may come before.
        self.queue.call_all(now, wake);
        until
    }

    /// The server said, to a request that is still on the way here, how many are left. The others on the way may
    /// be counted already or not; they are taken as not counted.
    pub(super) fn told_quota(&mut self, left: u32, until: Duration, now: Duration, wake: &mut Vec<Waker>) {
        if self.probing {
            self.open(now);
        }
        self.tried = now;
        self.quota = Some(Quota { left: left.saturating_sub(self.in_flight.saturating_sub(1)), until });
        self.queue.call_first(now, wake);
    }

    /// The earliest moment for one more request, and why not at once.
    pub(super) fn opens(&mut self, now: Duration) -> Option<(Duration, WaitReason)> {
        let ahead = self.queue.len_at(now);
        let (until, reason) = self.earliest(now, ahead);
        (until > now).then_some((until, reason))
    }

    /// Whether the server has refused a request and waits.
    pub(super) fn is_limited(&self, now: Duration) -> bool {
        self.limited_until.is_some_and(|until| until > now)
    }

    /// How many wait to go before one who comes now.
    pub(super) fn waiting(&self, now: Duration) -> usize {
        self.queue.len_at(now)
    }

    fn look_from(&mut self, now: Duration, ahead: usize, random: u64) -> Look {
        self.reopen(now, random);
        let (until, reason) = self.earliest(now, ahead);
        if ahead > 0 {
            let look_at = self.queue.watch().unwrap_or(until);
            return Look::Wait { until, reason, look_at };
        }
        let may_try = self.may_try_at(now);
        let look_at = may_try.map_or(until, |may_try| until.min(may_try));
        if look_at > now {
            return Look::Wait { until, reason, look_at };
        }
        if let Some(quota) = &mut self.quota {
            quota.left = quota.left.saturating_sub(1);
        }
        if let Some(ramp) = &mut self.ramp {
            ramp.next = now.saturating_add(ramp.gap);
        }
        self.in_flight = self.in_flight.saturating_add(1);
        self.probing = until > now;
        let tried = std::mem::replace(&mut self.tried, now);
        let counted = self.window.as_mut().map(|window| window.take(now));
        Look::Gone(Mark { counted, tried: self.probing.then_some(tried) })
    }

    /// While it is closed, the moment at which one may try whether it still is.
    fn may_try_at(&mut self, now: Duration) -> Option<Duration> {
        self.shut(now)?;
        let (paced, _) = self.paced(now, 0);
        Some(paced.max(self.tried.saturating_add(PROBE_AFTER)))
    }

    /// The earliest moment for one who lets this many go first.
    fn earliest(&mut self, now: Duration, ahead: usize) -> (Duration, WaitReason) {
        let paced = self.paced(now, ahead);
        self.shut(now).map_or(paced, |shut| later(paced, shut))
    }

    /// The same, as if the server allowed anything.
    fn paced(&mut self, now: Duration, ahead: usize) -> (Duration, WaitReason) {
        let mut earliest = (now, WaitReason::Paced);
        if let Some(window) = &mut self.window {
            earliest.0 = window.room_at(now, ahead);
        }
        if let Some(ramp) = self.ramp.filter(|ramp| now < ramp.end) {
            let turn = ramp.gap.saturating_mul(u32::try_from(ahead).unwrap_or(u32::MAX));
            earliest = later(earliest, (ramp.next.saturating_add(turn), ramp.reason));
        }
        earliest
    }

    /// Until when the server wants nothing, and why.
    fn shut(&mut self, now: Duration) -> Option<(Duration, WaitReason)> {
        self.limited_until = self.limited_until.filter(|until| *until > now);
        self.quota = self.quota.filter(|quota| quota.until > now);
        let limited = self.limited_until.map(|until| (until, WaitReason::Limited));
        let used_up =
            self.quota.filter(|quota| quota.left == 0).map(|quota| (quota.until, WaitReason::UsedUp));
        match (limited, used_up) {
            (Some(limited), Some(used_up)) => Some(later(limited, used_up)),
            (limited, used_up) => limited.or(used_up),
        }
    }

    /// Notes that it is closed, or, when it has just opened, begins to let those who waited out one by one.
    fn reopen(&mut self, now: Duration, random: u64) {
        if let Some(shut) = self.shut(now) {
            self.closed = Some(shut);
            self.ramp = None;
            return;
        }
        self.probing = false;
        if let Some((until, reason)) = self.closed.take() {
            let waiting = u32::try_from(self.queue.len()).unwrap_or(u32::MAX);
            let end = until.saturating_add(SPREAD);
            self.ramp = (waiting > 0 && (until..end).contains(&now)).then(|| {
                let gap = SPREAD.checked_div(waiting).unwrap_or(SPREAD);
                // Other programs wait for the same moment.
                Ramp { next: until.saturating_add(part(gap, random)), gap, end, reason }
            });
        }
    }
}

fn later(one: (Duration, WaitReason), other: (Duration, WaitReason)) -> (Duration, WaitReason) {
    if other.0 > one.0 { other } else { one }
}

/// Anything from nothing to `most`.
fn part(most: Duration, random: u64) -> Duration {
    let nanos = u64::try_from(most.as_nanos()).unwrap_or(u64::MAX);
    Duration::from_nanos(random.checked_rem(nanos.saturating_add(1)).unwrap_or_default())
}

#[cfg(test)]
mod tests;
