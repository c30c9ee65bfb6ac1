//! How many requests went out within the last minute, or whatever a limit counts by.

use std::collections::VecDeque;
use std::time::Duration;

/// A sliding window: no stretch of its length sees more than so many requests, wherever the server's own
/// window begins.
///
/// Requests are counted by sixty-fourths of the window, so that a window of thousands costs no more memory
/// than one of five. A request counts until its sixty-fourth has passed out of the window: it may wait that
/// much longer, and never less.
#[derive(Debug)]
pub(super) struct Window {
    requests: u32,
    per: Duration,
    slot: Duration,
    /// When a group of requests stops counting, and how many it holds; in order of time.
    sent: VecDeque<(Duration, u32)>,
    used: u32,
}

const SLOTS: u32 = 64;

impl Window {
    /// At most this many requests, at least one, within any stretch of this length.
    pub(super) fn new(requests: u32, per: Duration) -> Self {
        let slot = (per / SLOTS).max(Duration::from_nanos(1));
        Self { requests: requests.max(1), per, slot, sent: VecDeque::new(), used: 0 }
    }

    /// Counts a request that is sent now, and gives the mark by which it can be taken back.
    pub(super) fn take(&mut self, now: Duration) -> Duration {
        self.forget(now);
        let mark = self.end_of(now);
        match self.sent.back_mut() {
            Some((end, count)) if *end == mark => *count = count.saturating_add(1),
            _ => self.sent.push_back((mark, 1)),
        }
        self.used = self.used.saturating_add(1);
        mark
    }

    /// Takes back a request that was counted and then not sent.
    pub(super) fn give_back(&mut self, mark: Duration) {
        if let Some((_, count)) = self.sent.iter_mut().find(|(end, count)| *end == mark && *count > 0) {
            *count -= 1;
            self.used = self.used.saturating_sub(1);
        }
    }

    /// The earliest moment for a request that lets this many others go first.
    pub(super) fn room_at(&mut self, now: Duration, ahead: usize) -> Duration {
        self.forget(now);
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
        let room = self.requests.saturating_sub(self.used);
        let Some(missing) = ahead.checked_sub(room) else { return now };
        let (rounds, nth) = (missing / self.requests, missing % self.requests);
        let mut freed = 0_u32;
        let first = self.sent.iter().find_map(|(end, count)| {
            freed = freed.saturating_add(*count);
            (freed > nth).then_some(*end)
        });
        // Those that go at once will free their room a window later.
        let first = first.unwrap_or_else(|| now.saturating_add(self.per));
        first.saturating_add(self.per.saturating_mul(rounds))
    }

    fn forget(&mut self, now: Duration) {
        while let Some((end, count)) = self.sent.front().copied()
            && end <= now
        {
            self.used = self.used.saturating_sub(count);
            self.sent.pop_front();
        }
    }

    /// When a request that is sent now stops counting.
    fn end_of(&self, now: Duration) -> Duration {
        let slot = self.slot.as_nanos();
        let into = now.as_nanos().checked_rem(slot).unwrap_or_default();
        let rest = u64::try_from(slot.saturating_sub(into)).unwrap_or(u64::MAX);
        now.saturating_add(Duration::from_nanos(rest)).saturating_add(self.per)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_full_window_names_the_moment_of_each_next_request() {
        let mut window = Window::new(3, seconds(64));
        for now in [0, 10, 20] {
            assert_eq!(window.room_at(seconds(now), 0), seconds(now));
            window.take(seconds(now));
        }
        let now = seconds(21);
        assert_eq!([0, 1, 2].map(|ahead| window.room_at(now, ahead)), [65, 75, 85].map(seconds));
        // The fourth in line follows the first of them a whole window later.
        assert_eq!(window.room_at(now, 3), seconds(65 + 64));
        assert_eq!(window.room_at(seconds(65), 0), seconds(65));
    }

    #[test]
    fn what_was_not_sent_does_not_count() {
        let mut window = Window::new(1, seconds(64));
        let mark = window.take(seconds(5));
        assert!(window.room_at(seconds(5), 0) > seconds(5));
        window.give_back(mark);
        window.give_back(mark);
        assert_eq!(window.room_at(seconds(5), 0), seconds(5));
    }

    #[test]
    fn a_large_limit_needs_no_more_memory_than_a_small_one() {
        let mut window = Window::new(1_000_000, seconds(60));
        for request in 0..200_000 {
            window.take(Duration::from_millis(request));
        }
        assert!(window.sent.len() <= SLOTS as usize + 2, "{}", window.sent.len());
    }

    proptest! {
        /// Whatever the rhythm of the requests, no stretch of the window's length holds too many.
        #[test]
        fn no_stretch_holds_more_than_the_limit(
            requests in 1_u32..20,
            per in 1_u64..5_000,
            gaps in proptest::collection::vec(0_u64..800, 1..200),
        ) {
            let per = Duration::from_millis(per);
            let mut window = Window::new(requests, per);
            let (mut now, mut sent) = (Duration::ZERO, Vec::new());
            for gap in gaps {
                now += Duration::from_millis(gap);
                let at = window.room_at(now, 0);
                prop_assert!(at <= now + per + per / SLOTS + Duration::from_nanos(64));
                now = now.max(at);
                prop_assert_eq!(window.room_at(now, 0), now, "the moment that was named is one");
                window.take(now);
                sent.push(now);
            }
            for (index, start) in sent.iter().enumerate() {
                let within = sent[index..].iter().take_while(|at| **at < *start + per).count();
                prop_assert!(within <= requests as usize, "{} in {:?}", within, per);
            }
        }
    }
}
