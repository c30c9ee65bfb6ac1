//! Those who wait at a gate, in the order of their coming.
//!
//! A program may hold requests that it does not run: futures beside the one that it awaits. One of these must not
//! stand in the way of all others. Who had its moment, or was called, and has not looked since is set aside until
//! it looks again; then it has its old place. Those behind the first one watch that it goes.

use std::collections::{BTreeMap, VecDeque};
use std::task::Waker;
use std::time::Duration;

/// How long one whose turn it is may be absent.
pub(super) const GRACE: Duration = Duration::from_secs(1);

/// Tickets grow, so that their order is that of coming.
#[derive(Debug, Default)]
pub(super) struct Queue {
    present: VecDeque<(u64, Waiter)>,
    absent: BTreeMap<u64, Waiter>,
}

#[derive(Debug)]
struct Waiter {
    waker: Option<Waker>,
    /// Whether something happened since it looked.
    called: bool,
    /// When it is to look again.
    due: Duration,
}

impl Queue {
    /// How many wait, without those that are set aside.
    pub(super) fn len(&self) -> usize {
        self.present.len()
    }

    /// How many will go before one who comes at this time.
    pub(super) fn len_at(&self, now: Duration) -> usize {
        self.present.iter().skip_while(|(_, waiter)| waiter.is_overdue(now)).count()
    }

    pub(super) fn push(&mut self, ticket: u64, due: Duration) {
        self.present.push_back((ticket, Waiter { waker: None, called: false, due }));
    }

    /// One who waits looks: it is not absent, and its call is heard. Gives how many are before it.
    pub(super) fn looks(&mut self, ticket: u64) -> Option<usize> {
        if let Some(waiter) = self.absent.remove(&ticket) {
            let place = self.place_of(ticket).unwrap_or_else(|place| place);
            self.present.insert(place, (ticket, waiter));
        }
        let place = self.place_of(ticket).ok()?;
        if let Some((_, waiter)) = self.present.get_mut(place) {
            // It is here, whenever it was to be.
            (waiter.called, waiter.due) = (false, Duration::MAX);
        }
        Some(place)
    }

    /// Notes when one who has looked is to look again.
    pub(super) fn is_due(&mut self, ticket: u64, due: Duration) {
        if let Ok(place) = self.place_of(ticket)
            && let Some((_, waiter)) = self.present.get_mut(place)
        {
            waiter.due = due;
        }
    }

    /// When those behind the first one are to look whether it has gone.
    pub(super) fn watch(&self) -> Option<Duration> {
        self.present.front().map(|(_, first)| first.due.saturating_add(GRACE))
    }

    /// Sets those at the front aside who are absent, and calls the one who is first then.
    pub(super) fn pass_over(&mut self, now: Duration, wake: &mut Vec<Waker>) {
        let mut changed = false;
        while let Some((_, first)) = self.present.front()
            && first.is_overdue(now)
            && let Some((ticket, first)) = self.present.pop_front()
        {
            self.absent.insert(ticket, first);
            changed = true;
        }
        if changed {
            self.call_first(now, wake);
        }
    }

    /// Remembers whom to wake; whether something has happened already.
    pub(super) fn listen(&mut self, ticket: u64, waker: &Waker) -> bool {
        let place = self.place_of(ticket).ok();
        let present = place.and_then(|place| self.present.get_mut(place)).map(|(_, waiter)| waiter);
        let Some(waiter) = present.or_else(|| self.absent.get_mut(&ticket)) else { return true };
        if !waiter.called && !waiter.waker.as_ref().is_some_and(|known| known.will_wake(waker)) {
            waiter.waker = Some(waker.clone());
        }
        waiter.called
    }

    /// One goes away, and the next one moves up.
    pub(super) fn remove(&mut self, ticket: u64, now: Duration, wake: &mut Vec<Waker>) {
        self.absent.remove(&ticket);
        if let Ok(place) = self.place_of(ticket) {
            self.present.remove(place);
            if place == 0 {
                self.call_first(now, wake);
            }
        }
    }

    pub(super) fn call_first(&mut self, now: Duration, wake: &mut Vec<Waker>) {
        wake.extend(self.present.front_mut().and_then(|(_, first)| first.call(now)));
    }

    pub(super) fn call_all(&mut self, now: Duration, wake: &mut Vec<Waker>) {
        let present = self.present.iter_mut().map(|(_, waiter)| waiter);
        wake.extend(present.chain(self.absent.values_mut()).filter_map(|waiter| waiter.call(now)));
    }

    fn place_of(&self, ticket: u64) -> Result<usize, usize> {
        self.present.binary_search_by_key(&ticket, |(ticket, _)| *ticket)
    }
}

impl Waiter {
    fn call(&mut self, now: Duration) -> Option<Waker> {
        self.called = true;
        self.due = self.due.min(now);
        self.waker.take()
    }

    fn is_overdue(&self, now: Duration) -> bool {
        now >= self.due.saturating_add(GRACE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn who_is_absent_is_passed_over_and_has_its_old_place_when_it_is_back() {
        let (mut queue, mut wake) = (Queue::default(), Vec::new());
        for ticket in 0..4 {
            queue.push(ticket, seconds(10));
        }
        queue.pass_over(seconds(10), &mut wake);
        assert_eq!(queue.looks(3), Some(3), "all of them may still come");
        assert_eq!((queue.len_at(seconds(11)), queue.len()), (1, 4));
        queue.pass_over(seconds(11), &mut wake);
        assert_eq!((queue.looks(3), queue.len()), (Some(0), 1));
        assert_eq!((queue.looks(1), queue.looks(0)), (Some(0), Some(0)));
        assert_eq!((queue.looks(1), queue.looks(3)), (Some(1), Some(2)));
        queue.remove(2, seconds(12), &mut wake);
        assert_eq!(queue.looks(2), None, "it went away while it was absent");
    }

    #[test]
    fn who_moves_up_is_called_and_has_a_grace_from_then_on() {
        let (mut queue, mut wake) = (Queue::default(), Vec::new());
        for ticket in 0..2 {
            queue.push(ticket, seconds(60));
            assert!(!queue.listen(ticket, Waker::noop()));
        }
        queue.remove(0, seconds(5), &mut wake);
        assert_eq!((wake.len(), queue.listen(1, Waker::noop())), (1, true));
        assert_eq!(queue.watch(), Some(seconds(5) + GRACE));
        assert_eq!(queue.len_at(seconds(5)), 1);
        queue.pass_over(seconds(6), &mut wake);
        assert_eq!(queue.len(), 0);
        assert!(queue.listen(1, Waker::noop()), "a call is not lost with the place");
    }
}
