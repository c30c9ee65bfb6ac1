//! In whose turn the pages of a stream are read: one at a time. The answers for those after it have come, or are on their
//! way, and wait in the buffers of their connections.

use std::future::poll_fn;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

/// After this, a page is read although it is not its turn: whoever uses the pages takes long, and a server does not
/// wait for ever to be read.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// Which page is at hand.
#[derive(Debug, Default)]
pub(super) struct Turns {
    now: AtomicU64,
    waiting: Mutex<Vec<Waker>>,
}

impl Turns {
    /// The page of this number is at hand.
    pub(super) fn set(&self, now: u64) {
        self.now.store(now, Ordering::SeqCst);
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// The turn of one page.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    turns: Arc<Turns>,
    number: u64,
}

impl Turn {
    pub(super) fn new(turns: &Arc<Turns>, number: u64) -> Self {
        Self { turns: Arc::clone(turns), number }
    }

    /// Waits until the page may be read.
    pub(crate) async fn come(&self) {
        let has_come = || self.number <= self.turns.now.load(Ordering::SeqCst);
        poll_fn(|context| {
            if has_come() {
                return Poll::Ready(());
            }
            let mut waiting = self.turns.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.push(context.waker().clone());
            drop(waiting);
            if has_come() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[test]
    fn one_page_is_read_at_a_time() {
        let turns = Arc::new(Turns::default());
        turns.set(5);
        let come = |number: u64| Turn::new(&turns, number).come().now_or_never().is_some();
        assert_eq!([4, 5, 6, 7].map(come), [true, true, false, false]);

        let sixth = Turn::new(&turns, 6);
        let mut waits = std::pin::pin!(sixth.come());
        let (waker, count) = counting_waker();
        let mut context = std::task::Context::from_waker(&waker);
        assert!(waits.as_mut().poll(&mut context).is_pending());
        turns.set(6);
        assert_eq!(count.load(Ordering::SeqCst), 1);
        assert!(waits.as_mut().poll(&mut context).is_ready());
    }

    fn counting_waker() -> (Waker, Arc<AtomicU64>) {
        struct Counts(Arc<AtomicU64>);
        impl std::task::Wake for Counts {
            fn wake(self: Arc<Self>) {
                self.0.fetch_add(1, Ordering::SeqCst);
            }
        }
        let count = Arc::new(AtomicU64::new(0));
        (Arc::new(Counts(Arc::clone(&count))).into(), count)
    }
}
