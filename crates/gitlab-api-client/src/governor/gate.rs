//! One limit, and those who wait for it. No clock and no waiting here: every function is told the time.

use super::limit::RateLimit;
use super::wait::WaitReason;
use super::window::Window;
use std::collections::VecDeque;
use std::task::Waker;
use std::time::Duration;

/// Over how long those are spread that waited for the same moment.
pub(super) const SPREAD: Duration = Duration::from_secs(1);

/// The waits after a refusal that does not say how long: together longer than a minute, by which GitLab counts.
const UNTOLD: [Duration; 4] =
    [Duration::from_secs(5), Duration::from_secs(15), Duration::from_secs(45), Duration::from_secs(60)];

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
    queue: VecDeque<Waiter>,
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

#[derive(Debug)]
struct Waiter {
    ticket: u64,
    waker: Option<Waker>,
    /// Whether something happened since it looked.
    called: bool,
}

/// What one who comes or waits is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// It went; the mark takes it back.
    Gone(Mark),
    /// Not yet. `until` is the earliest moment; one who is not first is called when that changes.
    Wait { until: Duration, reason: WaitReason, first: bool },
}

/// By what a request that was counted can be taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark(Option<Duration>);

impl Gate {
    pub(super) fn new(limit: Option<RateLimit>) -> Self {
        Self { window: limit.map(|limit| Window::new(limit.requests, limit.per)), ..Self::default() }
    }

    /// One who comes: goes at once when nobody waits and nothing is in the way, or else takes this ticket.
    pub(super) fn arrive(&mut self, now: Duration, ticket: u64, random: u64) -> Look {
        let look = self.look_from(now, self.queue.len(), random);
        if matches!(look, Look::Wait { .. }) {
            self.queue.push_back(Waiter { ticket, waker: None, called: false });
        }
        look
    }

    /// One who waits looks again. It leaves the queue when it goes.
    pub(super) fn look(&mut self, now: Duration, ticket: u64, random: u64, wake: &mut Vec<Waker>) -> Look {
        let Some(ahead) = self.place_of(ticket) else { return Look::Gone(Mark::default()) };
        if let Some(waiter) = self.queue.get_mut(ahead) {
            waiter.called = false;
        }
        let look = self.look_from(now, ahead, random);
        if matches!(look, Look::Gone(_)) {
            self.leave(ticket, wake);
        }
        look
    }

    /// Remembers whom to wake; whether something has happened already.
    pub(super) fn listen(&mut self, ticket: u64, waker: &Waker) -> bool {
        let Some(place) = self.place_of(ticket) else { return true };
        let Some(waiter) = self.queue.get_mut(place) else { return true };
        if !waiter.called && !waiter.waker.as_ref().is_some_and(|known| known.will_wake(waker)) {
            waiter.waker = Some(waker.clone());
        }
        waiter.called
    }

    /// One who waits goes away, and the next one moves up.
    pub(super) fn leave(&mut self, ticket: u64, wake: &mut Vec<Waker>) {
        let Some(place) = self.place_of(ticket) else { return };
        self.queue.remove(place);
        if self.queue.is_empty() {
            self.ramp = None;
        }
        if place == 0 {
            self.call_first(wake);
        }
    }

    /// A request that was counted was not sent after all.
    pub(super) fn take_back(&mut self, mark: Mark, wake: &mut Vec<Waker>) {
        if let (Some(window), Some(mark)) = (&mut self.window, mark.0) {
            window.give_back(mark);
        }
        if let Some(quota) = &mut self.quota {
            quota.left = quota.left.saturating_add(1);
        }
        self.answered();
        self.call_first(wake);
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

    /// The server refused a request and asks for this wait, or for none. Gives the moment at which it opens.
    pub(super) fn refused(
        &mut self,
        now: Duration,
        told: Option<Duration>,
        wake: &mut Vec<Waker>,
    ) -> Duration {
        let closed = self.limited_until.filter(|until| *until > now);
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
        self.limited_until = Some(until);
        // Everybody looks again: the deadline of some may come before.
        wake.extend(self.queue.iter_mut().filter_map(Waiter::call));
        until
    }

    /// The server said, to a request that is still on the way here, how many are left. The others on the way may
    /// be counted already or not; they are taken as not counted.
    pub(super) fn told_quota(&mut self, left: u32, until: Duration, wake: &mut Vec<Waker>) {
        self.quota = Some(Quota { left: left.saturating_sub(self.in_flight.saturating_sub(1)), until });
        self.call_first(wake);
    }

    /// The earliest moment for one more request, and why not at once.
    pub(super) fn opens(&mut self, now: Duration) -> Option<(Duration, WaitReason)> {
        let ahead = self.queue.len();
        let (until, reason) = self.earliest(now, ahead);
        (until > now).then_some((until, reason))
    }

    /// Whether the server has refused a request and waits.
    pub(super) fn is_limited(&self, now: Duration) -> bool {
        self.limited_until.is_some_and(|until| until > now)
    }

    /// How many wait.
    pub(super) fn waiting(&self) -> usize {
        self.queue.len()
    }

    fn look_from(&mut self, now: Duration, ahead: usize, random: u64) -> Look {
        self.reopen(now, random);
        let (until, reason) = self.earliest(now, ahead);
        if until > now || ahead > 0 {
            return Look::Wait { until, reason, first: ahead == 0 };
        }
        if let Some(quota) = &mut self.quota {
            quota.left = quota.left.saturating_sub(1);
        }
        if let Some(ramp) = &mut self.ramp {
            ramp.next = now.saturating_add(ramp.gap);
        }
        self.in_flight = self.in_flight.saturating_add(1);
        Look::Gone(Mark(self.window.as_mut().map(|window| window.take(now))))
    }

    /// The earliest moment for one who lets this many go first.
    fn earliest(&mut self, now: Duration, ahead: usize) -> (Duration, WaitReason) {
        let mut earliest = (now, WaitReason::Paced);
        if let Some(window) = &mut self.window {
            earliest.0 = window.room_at(now, ahead);
        }
        if let Some(ramp) = self.ramp.filter(|ramp| now < ramp.end) {
            let turn = ramp.gap.saturating_mul(u32::try_from(ahead).unwrap_or(u32::MAX));
            earliest = later(earliest, (ramp.next.saturating_add(turn), ramp.reason));
        }
        if let Some(shut) = self.shut(now) {
            earliest = later(earliest, shut);
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

    fn call_first(&mut self, wake: &mut Vec<Waker>) {
        wake.extend(self.queue.front_mut().and_then(Waiter::call));
    }

    fn place_of(&self, ticket: u64) -> Option<usize> {
        self.queue.binary_search_by_key(&ticket, |waiter| waiter.ticket).ok()
    }
}

impl Waiter {
    fn call(&mut self) -> Option<Waker> {
        self.called = true;
        self.waker.take()
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn goes(look: Look) -> bool {
        matches!(look, Look::Gone(_))
    }

    fn until(look: Look) -> Duration {
        match look {
            Look::Gone(_) => Duration::ZERO,
            Look::Wait { until, .. } => until,
        }
    }

    #[test]
    fn case_19_a_refusal_closes_it_and_a_later_one_only_for_longer() {
        let (mut gate, mut wake) = (Gate::new(None), Vec::new());
        assert!(goes(gate.arrive(seconds(0), 0, 0)));
        assert_eq!(gate.refused(seconds(1), Some(seconds(30)), &mut wake), seconds(31));
        assert_eq!(gate.refused(seconds(2), Some(seconds(5)), &mut wake), seconds(31));
        assert_eq!(gate.refused(seconds(2), None, &mut wake), seconds(31));
        let look = gate.arrive(seconds(3), 1, 0);
        assert_eq!(look, Look::Wait { until: seconds(31), reason: WaitReason::Limited, first: true });
        assert!(!goes(gate.look(seconds(30), 1, 0, &mut wake)));
        assert!(goes(gate.look(seconds(31), 1, 0, &mut wake)));
    }

    #[test]
    fn case_21_refusals_that_say_nothing_close_it_for_longer_each_time() {
        let (mut gate, mut wake) = (Gate::new(None), Vec::new());
        let mut now = Duration::ZERO;
        for wait in [5, 15, 45, 60, 60] {
            let until = gate.refused(now, None, &mut wake);
            assert_eq!(until - now, seconds(wait));
            assert_eq!(
                gate.refused(now + seconds(1), None, &mut wake),
                until,
                "they were on the way together"
            );
            now = until;
        }
        gate.succeeded();
        assert_eq!(gate.refused(now, None, &mut wake) - now, seconds(5));
    }

    #[test]
    fn those_who_waited_go_one_by_one_in_the_order_of_their_coming() {
        let (mut gate, mut wake) = (Gate::new(None), Vec::new());
        gate.refused(seconds(0), Some(seconds(10)), &mut wake);
        for ticket in 0..4 {
            assert!(!goes(gate.arrive(seconds(1), ticket, 0)));
        }
        let mut now = seconds(10);
        for ticket in 0..4 {
            for later in ticket + 1..4 {
                assert!(!goes(gate.look(now, later, 0, &mut wake)), "{later} goes before {ticket}");
            }
            assert!(goes(gate.look(now, ticket, 0, &mut wake)), "{ticket} at {now:?}");
            now += Duration::from_millis(250);
        }
        assert!(goes(gate.arrive(now, 9, 0)), "afterwards nobody waits");
    }

    #[test]
    fn who_leaves_makes_room() {
        let (mut gate, mut wake) = (Gate::new(Some(RateLimit { requests: 1, per: seconds(64) })), Vec::new());
        assert!(goes(gate.arrive(seconds(0), 0, 0)));
        let waits: Vec<_> = (1..4).map(|ticket| until(gate.arrive(seconds(0), ticket, 0))).collect();
        assert_eq!(waits, [65, 129, 193].map(seconds));
        gate.leave(1, &mut wake);
        gate.leave(1, &mut wake);
        assert_eq!(until(gate.look(seconds(1), 2, 0, &mut wake)), seconds(65));
        assert!(goes(gate.look(seconds(65), 2, 0, &mut wake)));
        gate.leave(3, &mut wake);
        assert_eq!(gate.waiting(), 0);
    }

    #[test]
    fn nothing_goes_when_nothing_is_left() {
        let (mut gate, mut wake) = (Gate::new(None), Vec::new());
        for ticket in 0..3 {
            assert!(goes(gate.arrive(seconds(0), ticket, 0)));
        }
        // Two others are still on the way, so that one is left.
        gate.told_quota(3, seconds(60), &mut wake);
        gate.answered();
        assert!(goes(gate.arrive(seconds(1), 3, 0)));
        let look = gate.arrive(seconds(1), 4, 0);
        assert_eq!(look, Look::Wait { until: seconds(60), reason: WaitReason::UsedUp, first: true });
        // The server knows better.
        gate.told_quota(9, seconds(60), &mut wake);
        assert!(goes(gate.look(seconds(2), 4, 0, &mut wake)));
        gate.told_quota(0, seconds(60), &mut wake);
        assert_eq!(gate.opens(seconds(3)), Some((seconds(60), WaitReason::UsedUp)));
        assert_eq!(gate.opens(seconds(60)), None);
    }

    #[derive(Clone, Copy, Debug)]
    enum Event {
        Arrive,
        Leave(usize),
        Refuse(Option<u64>),
        Quota(u32, u64),
        Pass(u64),
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            4 => Just(Event::Arrive),
            1 => (0_usize..20).prop_map(Event::Leave),
            1 => proptest::option::of(1_u64..20_000).prop_map(Event::Refuse),
            1 => (0_u32..5, 1_u64..20_000).prop_map(|(left, time)| Event::Quota(left, time)),
            4 => (1_u64..5_000).prop_map(Event::Pass),
        ]
    }

    proptest! {
        /// Whatever happens: nobody goes while it is closed, those who wait go in their order, and in the end
        /// everybody has gone.
        #[test]
        fn it_is_fair_and_keeps_what_the_server_says(
            limit in proptest::option::of((1_u32..5, 1_u64..10_000)),
            events in proptest::collection::vec(event(), 1..120),
            random in any::<u64>(),
        ) {
            let limit = limit.map(|(requests, per)| RateLimit { requests, per: Duration::from_millis(per) });
            let (mut gate, mut wake) = (Gate::new(limit), Vec::new());
            let (mut now, mut next) = (Duration::ZERO, 0_u64);
            let mut waiting: Vec<u64> = Vec::new();
            let mut closed = Duration::ZERO;
            let go = |gate: &mut Gate, waiting: &mut Vec<u64>, wake: &mut Vec<Waker>, now: Duration, closed: Duration| {
                while let Some(first) = waiting.first().copied() {
                    for later in waiting.iter().skip(1) {
                        assert!(!goes(gate.look(now, *later, random, wake)));
                    }
                    if !goes(gate.look(now, first, random, wake)) {
                        break;
                    }
                    assert!(now >= closed);
                    waiting.remove(0);
                }
            };
            for event in events {
                match event {
                    Event::Arrive => {
                        if goes(gate.arrive(now, next, random)) {
                            prop_assert!(waiting.is_empty() && now >= closed);
                            gate.answered();
                        } else {
                            waiting.push(next);
                        }
                        next += 1;
                    }
                    Event::Leave(which) if !waiting.is_empty() => {
                        let ticket = waiting.remove(which % waiting.len());
                        gate.leave(ticket, &mut wake);
                    }
                    Event::Leave(_) => {}
                    Event::Refuse(told) => {
                        closed = gate.refused(now, told.map(Duration::from_millis), &mut wake);
                        prop_assert!(closed > now);
                    }
                    Event::Quota(left, time) => gate.told_quota(left, now + Duration::from_millis(time), &mut wake),
                    Event::Pass(time) => {
                        now += Duration::from_millis(time);
                        go(&mut gate, &mut waiting, &mut wake, now, closed);
                    }
                }
                prop_assert_eq!(gate.waiting(), waiting.len());
            }
            for _ in 0..10_000 {
                let Some(first) = waiting.first().copied() else { break };
                let until = until(gate.look(now, first, random, &mut wake));
                if until == Duration::ZERO {
                    waiting.remove(0);
                } else {
                    prop_assert!(until > now, "a wait is never for nothing");
                    now = until;
                }
            }
            prop_assert!(waiting.is_empty(), "somebody waits for ever");
        }
    }
}
