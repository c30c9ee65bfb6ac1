//! How many pages of a stream are worth having on their way.

use std::time::Duration;

/// One page is used while the next one comes.
const FEWEST: usize = 2;
/// What is waited less than this for a page is not worth another connection: it is hardly a way to a server and back,
/// but the work of this machine, which more of them would not spare.
const SHORT: Duration = Duration::from_millis(2);
/// Where all pages on their way come and are used within this time, two are enough: what more of them would save is hardly
/// noticed, and on a machine that is busy with other work such waits are mostly those for its processor.
const NEAR: Duration = Duration::from_millis(20);

/// After this many rounds without a wait, fewer pages are tried again, however often that was in vain.
const MOST_PATIENCE: u32 = 16;

/// Finds out how many pages must be on their way so that whoever uses them does not wait, from how long that was
/// waited so far.
///
/// Each page on its way has a connection with a buffer as large as the page. Of a server that takes fifty times as long
/// as the use of a page, all that are allowed are of use; of one that is near, or faster than whoever uses its pages, two
/// are; and one that answers at once is asked for a page when it is wanted.
#[derive(Debug)]
pub(super) struct Pace {
    pages: usize,
    /// How many pages are still to come that were asked for at another pace, and say nothing about this one.
    settling: usize,
    /// How many pages were used at this pace, since when, and how long of that was waited for them.
    used: usize,
    since: Duration,
    waited: Duration,
    /// After how many rounds without a wait fewer pages are tried, more each time that it was in vain; and how many such
    /// rounds there were.
    patience: u32,
    calm: u32,
    /// Whether fewer pages are being tried.
    fell: bool,
    /// When the page at hand was asked for by whoever uses it.
    wanted: Duration,
}

impl Pace {
    pub(super) fn new() -> Self {
        let zero = Duration::ZERO;
        Self {
            pages: 1,
            settling: 0,
            used: 0,
            since: zero,
            waited: zero,
            patience: 1,
            calm: 0,
            fell: false,
            wanted: zero,
        }
    }

    /// How many pages should be on their way, the one that is waited for included.
    pub(super) fn pages(&self) -> usize {
        self.pages
    }

    /// The next page is wanted at this time, and the one before it used up; at most so many may be on their way.
    pub(super) fn wanted(&mut self, at: Duration, most: usize) {
        self.wanted = at;
        if self.used == 0 {
            self.since = at;
        } else if self.used >= self.pages {
            // Answers come in bunches: only all pages that were on their way at once tell how long was waited.
            let before = self.pages;
            let taken = at.saturating_sub(self.since);
            let most = if taken < NEAR { most.min(FEWEST) } else { most };
            self.pages = self.better(taken).min(most);
            self.settling = if self.pages == before { 0 } else { before };
            (self.used, self.since, self.waited) = (0, at, Duration::ZERO);
        }
    }

    /// The answer for the page that is wanted began to come at this time.
    pub(super) fn answered(&mut self, at: Duration) {
        if let Some(left) = self.settling.checked_sub(1) {
            self.settling = left;
            return;
        }
        let waited = at.saturating_sub(self.wanted).saturating_sub(SHORT);
        self.waited = self.waited.saturating_add(waited);
        self.used = self.used.saturating_add(1);
    }

    fn better(&mut self, taken: Duration) -> usize {
        match (self.pages, self.waited.is_zero()) {
            (1, true) => 1,
            // One page by itself tells how many can be used while an answer comes.
            (1, false) => {
                let worked = taken.saturating_sub(self.waited).as_nanos();
                // Pages that are used in no time are wanted as fast as can be.
                let meanwhile = self.waited.as_nanos().checked_div(worked).unwrap_or(u128::MAX);
                usize::try_from(meanwhile).unwrap_or(usize::MAX).saturating_add(FEWEST)
            }
            (pages, true) => {
                if self.fell {
                    // Fewer were enough.
                    self.patience = 1;
                }
                self.calm = self.calm.saturating_add(1);
                if self.calm < self.patience || pages <= FEWEST {
                    return pages;
                }
                (self.calm, self.fell) = (0, true);
                pages.saturating_sub(1)
            }
            // By one only: a single long wait may be bad luck.
            (pages, false) => {
                if self.fell {
                    self.patience = self.patience.saturating_mul(2).min(MOST_PATIENCE);
                }
                (self.calm, self.fell) = (0, false);
                pages.saturating_add(1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 8;

    /// Reads pages one after another: an answer takes this long, using a page that long. Gives how many pages were
    /// on their way for each, and how long it all took.
    fn read(pages: usize, answer: impl Fn(usize) -> u64, using: u64) -> (Vec<usize>, Duration) {
        let (mut pace, mut now) = (Pace::new(), Duration::from_secs(1_000));
        let (mut asked, mut windows) = (Vec::new(), Vec::new());
        for page in 0..pages {
            pace.wanted(now, MOST);
            while asked.len() < pages.min(page + pace.pages()) {
                asked.push(now + Duration::from_millis(answer(asked.len())));
            }
            now = now.max(asked[page]);
            pace.answered(asked[page].max(now));
            now += Duration::from_millis(using);
            windows.push(pace.pages());
        }
        (windows, now - Duration::from_secs(1_000))
    }

    #[test]
    fn a_slow_server_is_asked_for_as_many_as_may_be_from_the_second_page_on() {
        let (windows, _) = read(100, |_| 50, 1);
        assert_eq!(windows[0], 1);
        assert!(windows[1..].iter().all(|pages| *pages == MOST), "{windows:?}");
        // The same where a page is used in no time.
        assert!(read(100, |_| 50, 0).0[1..].iter().all(|pages| *pages == MOST));
    }

    #[test]
    fn a_fast_server_is_asked_for_no_more_than_is_used() {
        for (answer, expected) in [(0, 1), (1, 1), (5, FEWEST), (10, FEWEST)] {
            let (windows, _) = read(100, |_| answer, 10);
            assert!(windows[1..].iter().all(|pages| *pages == expected), "{answer} ms: {windows:?}");
        }
    }

    #[test]
    fn a_server_that_is_near_is_asked_for_two_pages_at_most() {
        for answer in [3, 8, 15] {
            let (windows, _) = read(100, |_| answer, 1);
            assert!(windows[1..].iter().all(|pages| *pages == FEWEST), "{answer} ms: {windows:?}");
        }
        // A single long wait has no long effect.
        let (windows, _) = read(100, |page| if page == 20 { 90 } else { 3 }, 1);
        assert!(windows[30..].iter().all(|pages| *pages == FEWEST), "{windows:?}");
    }

    #[test]
    fn what_is_saved_costs_little_time() {
        for (answer, using) in [(5, 10), (20, 10), (35, 10), (60, 10), (75, 10), (200, 10), (3, 3)] {
            let (_, taken) = read(200, |_| answer, using);
            let as_fast_as_can_be =
                Duration::from_millis(200 * using.max(answer.div_ceil(MOST as u64)) + answer);
            assert!(taken <= as_fast_as_can_be.mul_f64(1.15), "{answer} ms, {using} ms: {taken:?}");
        }
    }

    #[test]
    fn a_server_that_becomes_slow_or_fast_is_followed() {
        let (windows, _) = read(200, |page| if page < 100 { 1 } else { 100 }, 10);
        assert_eq!((windows[99], windows[199]), (1, MOST));
        let (windows, _) = read(200, |page| if page < 100 { 100 } else { 1 }, 10);
        assert_eq!((windows[99], windows[199]), (MOST, FEWEST));
    }

    #[test]
    fn there_are_never_more_than_allowed() {
        for most in [1, 2, 3, MOST] {
            let (mut pace, mut now) = (Pace::new(), Duration::ZERO);
            for _ in 0..100 {
                pace.wanted(now, most);
                assert!((1..=most).contains(&pace.pages()));
                now += Duration::from_secs(1);
                pace.answered(now);
            }
            assert_eq!(pace.pages(), most);
        }
    }
}
