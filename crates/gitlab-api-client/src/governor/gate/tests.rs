use super::*;
use crate::governor::queue::GRACE;
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Wake;

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
    assert!(goes(gate.arrive(seconds(0), 0, 0, &mut wake)));
    assert_eq!(gate.refused(seconds(1), Some(seconds(30)), &mut wake), seconds(31));
    assert_eq!(gate.refused(seconds(2), Some(seconds(5)), &mut wake), seconds(31));
    assert_eq!(gate.refused(seconds(2), None, &mut wake), seconds(31));
    let look = gate.arrive(seconds(3), 1, 0, &mut wake);
    assert_eq!(look, Look::Wait { until: seconds(31), reason: WaitReason::Limited, look_at: seconds(31) });
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
        assert_eq!(gate.refused(now + seconds(1), None, &mut wake), until, "they were on the way together");
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
        assert!(!goes(gate.arrive(seconds(1), ticket, 0, &mut wake)));
    }
    let mut now = seconds(10);
    for ticket in 0..4 {
        for later in ticket + 1..4 {
            assert!(!goes(gate.look(now, later, 0, &mut wake)), "{later} goes before {ticket}");
        }
        assert!(goes(gate.look(now, ticket, 0, &mut wake)), "{ticket} at {now:?}");
        now += Duration::from_millis(250);
    }
    assert!(goes(gate.arrive(now, 9, 0, &mut wake)), "afterwards nobody waits");
}

#[test]
fn who_leaves_makes_room() {
    let (mut gate, mut wake) = (Gate::new(Some(RateLimit { requests: 1, per: seconds(64) })), Vec::new());
    assert!(goes(gate.arrive(seconds(0), 0, 0, &mut wake)));
    let waits: Vec<_> = (1..4).map(|ticket| until(gate.arrive(seconds(0), ticket, 0, &mut wake))).collect();
    assert_eq!(waits, [65, 129, 193].map(seconds));
    gate.leave(1, seconds(0), &mut wake);
    gate.leave(1, seconds(0), &mut wake);
    assert_eq!(until(gate.look(seconds(1), 2, 0, &mut wake)), seconds(65));
    assert!(goes(gate.look(seconds(65), 2, 0, &mut wake)));
    gate.leave(3, seconds(0), &mut wake);
    assert_eq!(gate.waiting(seconds(65)), 0);
}

#[test]
fn nothing_goes_when_nothing_is_left() {
    let (mut gate, mut wake) = (Gate::new(None), Vec::new());
    for ticket in 0..3 {
        assert!(goes(gate.arrive(seconds(0), ticket, 0, &mut wake)));
    }
    // Two others are still on the way, so that one is left.
    gate.told_quota(3, seconds(60), seconds(0), &mut wake);
    gate.answered();
    assert!(goes(gate.arrive(seconds(1), 3, 0, &mut wake)));
    let look = gate.arrive(seconds(1), 4, 0, &mut wake);
    assert_eq!(look, Look::Wait { until: seconds(60), reason: WaitReason::UsedUp, look_at: seconds(60) });
    // The server knows better.
    gate.told_quota(9, seconds(60), seconds(0), &mut wake);
    assert!(goes(gate.look(seconds(2), 4, 0, &mut wake)));
    gate.told_quota(0, seconds(60), seconds(0), &mut wake);
    assert_eq!(gate.opens(seconds(3)), Some((seconds(60), WaitReason::UsedUp)));
    assert_eq!(gate.opens(seconds(60)), None);
}

#[test]
fn what_is_closed_for_a_day_is_tried_after_ten_minutes() {
    let (mut gate, mut wake) = (Gate::new(None), Vec::new());
    let (day, random) = (seconds(86_400), 0);
    assert_eq!(gate.refused(seconds(0), Some(day), &mut wake), day);
    let look = gate.arrive(seconds(599), 0, random, &mut wake);
    assert_eq!(look, Look::Wait { until: day, reason: WaitReason::Limited, look_at: seconds(600) });
    gate.leave(0, seconds(599), &mut wake);

    // One goes; the others wait for what it hears, or for the next one.
    let Look::Gone(mark) = gate.arrive(seconds(600), 1, random, &mut wake) else { panic!("nobody tries") };
    assert!(mark.is_probe());
    assert_eq!(gate.opens(seconds(600)), Some((day, WaitReason::Limited)));
    let look = gate.arrive(seconds(601), 2, random, &mut wake);
    assert_eq!(look, Look::Wait { until: day, reason: WaitReason::Limited, look_at: seconds(1_200) });
    // It was not sent after all, so that the next one may.
    gate.take_back(mark, seconds(602), &mut wake);
    assert!(goes(gate.look(seconds(602), 2, random, &mut wake)));
    // It is refused: what is said now holds, which may be less.
    assert_eq!(gate.refused(seconds(603), None, &mut wake), day);
    assert!(goes(gate.arrive(seconds(1_203), 3, random, &mut wake)));
    assert_eq!(gate.refused(seconds(1_204), Some(seconds(50_000)), &mut wake), seconds(51_204));
    assert!(!goes(gate.arrive(seconds(1_803), 4, random, &mut wake)));
    // No answer came to this one.
    assert!(goes(gate.look(seconds(1_804), 4, random, &mut wake)));
    assert!(!goes(gate.arrive(seconds(2_403), 5, random, &mut wake)));
    assert!(goes(gate.look(seconds(2_404), 5, random, &mut wake)));
    gate.reached(seconds(2_405), &mut wake);
    assert_eq!(gate.opens(seconds(2_405)), None);
    assert!(goes(gate.arrive(seconds(2_405), 6, random, &mut wake)));
}

#[test]
fn a_quota_that_is_reset_in_a_day_is_tried_after_ten_minutes() {
    let (mut gate, mut wake) = (Gate::new(None), Vec::new());
    gate.told_quota(0, seconds(86_400), seconds(0), &mut wake);
    assert!(!goes(gate.arrive(seconds(1), 0, 0, &mut wake)));
    assert!(goes(gate.look(seconds(600), 0, 0, &mut wake)));
    // The answer says again that nothing is left.
    gate.told_quota(0, seconds(86_400), seconds(601), &mut wake);
    gate.answered();
    gate.reached(seconds(601), &mut wake);
    assert_eq!(gate.opens(seconds(601)), Some((seconds(86_400), WaitReason::UsedUp)));
    assert!(!goes(gate.arrive(seconds(1_200), 1, 0, &mut wake)));
    assert!(goes(gate.look(seconds(1_201), 1, 0, &mut wake)));
    gate.told_quota(2, seconds(86_400), seconds(1_202), &mut wake);
    gate.answered();
    assert!(
        goes(gate.arrive(seconds(1_203), 2, 0, &mut wake))
            && goes(gate.arrive(seconds(1_203), 3, 0, &mut wake))
    );
}

#[test]
fn who_is_not_run_stands_in_nobodys_way() {
    let (mut gate, mut wake) = (Gate::new(None), Vec::new());
    gate.refused(seconds(0), Some(seconds(10)), &mut wake);
    let looks: Vec<_> = (0..3).map(|ticket| gate.arrive(seconds(1), ticket, 0, &mut wake)).collect();
    let at = |look: &Look| match look {
        Look::Gone(_) => Duration::ZERO,
        Look::Wait { look_at, .. } => *look_at,
    };
    assert_eq!(looks.iter().map(at).collect::<Vec<_>>(), [seconds(10), seconds(11), seconds(11)]);
    // The first one does not look. The second one does a moment after it should have.
    assert!(goes(gate.look(seconds(11), 1, 0, &mut wake)));
    assert!(goes(gate.look(seconds(11), 2, 0, &mut wake)));
    assert!(goes(gate.look(seconds(50), 0, 0, &mut wake)), "and then it may");
}

#[derive(Clone, Copy, Debug)]
enum Event {
    /// One comes, and is run or not.
    Arrive(bool),
    /// One goes away.
    Leave(usize),
    /// One that was not run is run from now on.
    Run(usize),
    Refuse(Option<u64>),
    Quota(u32, u64),
    Pass(u64),
}

fn event() -> impl Strategy<Value = Event> {
    let wait = prop_oneof![9 => 1_u64..20_000, 1 => 600_000_u64..90_000_000];
    prop_oneof![
        4 => proptest::bool::weighted(0.7).prop_map(Event::Arrive),
        1 => (0_usize..20).prop_map(Event::Leave),
        1 => (0_usize..20).prop_map(Event::Run),
        1 => proptest::option::of(wait).prop_map(Event::Refuse),
        1 => (0_u32..5, 1_u64..20_000).prop_map(|(left, time)| Event::Quota(left, time)),
        4 => (1_u64..5_000).prop_map(Event::Pass),
    ]
}

#[derive(Default)]
struct Called(AtomicBool);

impl Wake for Called {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

struct Waiting {
    ticket: u64,
    is_run: bool,
    look_at: Duration,
    called: Arc<Called>,
}

/// A gate, and tasks that look when they are called and when their time has come, and never else; or, when they
/// are not run, not at all.
struct World {
    gate: Gate,
    wake: Vec<Waker>,
    now: Duration,
    random: u64,
    tickets: u64,
    waiting: Vec<Waiting>,
    closed: Duration,
    /// When something was heard of the limit.
    heard: Duration,
}

impl World {
    fn arrive(&mut self, is_run: bool) {
        let ticket = self.tickets;
        self.tickets += 1;
        match self.gate.arrive(self.now, ticket, self.random, &mut self.wake) {
            Look::Gone(mark) => self.gone(ticket, mark),
            Look::Wait { look_at, .. } => {
                let called = Arc::<Called>::default();
                self.waiting.push(Waiting { ticket, is_run, look_at, called });
                self.listen(self.waiting.len() - 1);
            }
        }
        self.wake();
    }

    fn listen(&mut self, index: usize) {
        let Waiting { ticket, called, .. } = &self.waiting[index];
        let was_called = self.gate.listen(*ticket, &Waker::from(Arc::clone(called)));
        called.0.fetch_or(was_called, Ordering::Relaxed);
    }

    fn look(&mut self, index: usize) {
        let ticket = self.waiting[index].ticket;
        self.waiting[index].called.0.store(false, Ordering::Relaxed);
        match self.gate.look(self.now, ticket, self.random, &mut self.wake) {
            Look::Gone(mark) => {
                self.waiting.remove(index);
                self.gone(ticket, mark);
            }
            Look::Wait { look_at, .. } => {
                assert!(look_at > self.now, "a wait is never for nothing");
                self.waiting[index].look_at = look_at;
                self.listen(index);
            }
        }
        self.wake();
    }

    fn gone(&mut self, ticket: u64, mark: Mark) {
        let before = self.waiting.iter().find(|other| other.is_run && other.ticket < ticket);
        assert!(before.is_none(), "{ticket} goes before one that came before it");
        assert_eq!(mark.is_probe(), self.now < self.closed);
        if mark.is_probe() {
            assert!(self.now - self.heard >= PROBE_AFTER);
            self.closed = self.now;
            self.gate.reached(self.now, &mut self.wake);
        }
        self.gate.answered();
    }

    fn wake(&mut self) {
        self.wake.drain(..).for_each(Waker::wake);
    }

    /// Lets time pass until this moment; whether anybody who is run waits on.
    fn pass(&mut self, end: Duration) -> bool {
        loop {
            let moment = |waiting: &Waiting| {
                if waiting.called.0.load(Ordering::Relaxed) {
                    self.now
                } else {
                    waiting.look_at.max(self.now)
                }
            };
            let run = self.waiting.iter().enumerate().filter(|(_, waiting)| waiting.is_run);
            // Of those who look at the same time the last one is first.
            let next = run
                .map(|(index, waiting)| (moment(waiting), index))
                .min_by_key(|(at, index)| (*at, usize::MAX - index));
            match next {
                Some((at, index)) if at <= end => {
                    self.now = at;
                    self.look(index);
                }
                next => {
                    self.now = end;
                    return next.is_some();
                }
            }
        }
    }
}

proptest! {
    /// Whatever happens: nobody goes while it is closed but one who tries, those who are run go in their order,
    /// and all of them go, whoever else is not run.
    #[test]
    fn it_is_fair_and_keeps_what_the_server_says(
        limit in proptest::option::of((1_u32..5, 1_u64..10_000)),
        events in proptest::collection::vec(event(), 1..120),
        random in any::<u64>(),
    ) {
        let limit = limit.map(|(requests, per)| RateLimit { requests, per: Duration::from_millis(per) });
        let mut world = World {
            gate: Gate::new(limit),
            wake: Vec::new(),
            now: Duration::ZERO,
            random,
            tickets: 0,
            waiting: Vec::new(),
            closed: Duration::ZERO,
            heard: Duration::ZERO,
        };
        for event in events {
            let now = world.now;
            match event {
                Event::Arrive(is_run) => world.arrive(is_run),
                Event::Leave(which) if !world.waiting.is_empty() => {
                    let gone = world.waiting.remove(which % world.waiting.len());
                    world.gate.leave(gone.ticket, now, &mut world.wake);
                    world.wake();
                }
                Event::Run(which) if !world.waiting.is_empty() => {
                    let which = which % world.waiting.len();
                    world.waiting[which].is_run = true;
                    world.look(which);
                }
                Event::Leave(_) | Event::Run(_) => {}
                Event::Refuse(told) => {
                    world.closed = world.gate.refused(now, told.map(Duration::from_millis), &mut world.wake);
                    prop_assert!(world.closed > now);
                    world.heard = now;
                    world.wake();
                }
                Event::Quota(left, time) => {
                    let until = now + Duration::from_millis(time);
                    world.gate.told_quota(left, until, now, &mut world.wake);
                    world.wake();
                }
                Event::Pass(time) => {
                    world.pass(now + Duration::from_millis(time));
                }
            }
        }
        // Nobody waits longer than for all that may be before it: those who are not run count for no more than
        // the others, and a moment.
        let most = seconds(10) * 120 + PROBE_AFTER + seconds(60) + GRACE * 4;
        let waits = world.pass(world.now + most);
        prop_assert!(!waits, "somebody waits for ever");
    }
}
