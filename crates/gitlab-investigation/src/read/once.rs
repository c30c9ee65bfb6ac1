//! What several parts need and one of them asks for, and what is asked for ahead of its need.

use futures_util::future::{Either, pending, select};
use std::collections::HashMap;
use std::convert::Infallible;
use std::hash::Hash;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// Answers by what was asked for: the first who wants one asks, and all others wait for the same answer.
#[derive(Debug)]
pub(crate) struct Once<K, V>(Mutex<HashMap<K, Arc<OnceCell<V>>>>);

impl<K, V> Default for Once<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone> Once<K, V> {
    /// The answer, from `ask` unless somebody asked before. When the first is not polled to its end, the next asks anew.
    pub(crate) async fn get(&self, key: K, ask: impl Future<Output = V>) -> V {
        let cell = {
            let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(cells.entry(key).or_default())
        };
        cell.get_or_init(|| ask).await.clone()
    }

    /// As [`Once::get`], but whoever waits for what another asked does so until `end` only: `None`. Whoever asks ends the
    /// question by itself, with an answer for all.
    pub(crate) async fn get_within(
        &self,
        key: K,
        ask: impl Future<Output = V>,
        end: impl Future<Output = ()>,
    ) -> Option<V> {
        let asks = AtomicBool::new(false);
        let ask = async {
            asks.store(true, Ordering::Relaxed);
            ask.await
        };
        let end = async {
            end.await;
            if asks.load(Ordering::Relaxed) {
                pending::<()>().await;
            }
        };
        match select(pin!(self.get(key, ask)), pin!(end)).await {
            Either::Left((value, _)) => Some(value),
            Either::Right(((), _)) => None,
        }
    }
}

/// What `main` gives. `ahead`, which comes first in each queue, goes on beside it and is dropped where `main` ends.
pub(crate) async fn beside<T>(ahead: impl Future, main: impl Future<Output = T>) -> T {
    let ahead = async {
        ahead.await;
        pending::<Infallible>().await
    };
    match select(pin!(ahead), pin!(main)).await {
        Either::Left((never, _)) => match never {},
        Either::Right((value, _)) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use futures_util::future::{join, ready};

    #[test]
    fn one_asks_and_the_others_wait_no_longer_than_they_may() {
        let once = Once::<u8, u8>::default();
        let never = || pending::<u8>();
        let asked = once.get_within(1, never(), ready(()));
        let waits = once.get_within(1, never(), ready(()));
        assert_eq!(
            join(waits, asked).now_or_never(),
            None,
            "who asks goes on until there is an answer for all"
        );

        let asked = once.get_within(2, never(), ready(()));
        let mut asked = pin!(asked);
        assert_eq!(asked.as_mut().now_or_never(), None);
        assert_eq!(once.get_within(2, ready(7), ready(())).now_or_never(), Some(None));
        assert_eq!(once.get_within(2, ready(7), pending()).now_or_never(), None);
    }

    #[test]
    fn when_the_first_is_dropped_the_next_asks() {
        let once = Once::<u8, u8>::default();
        assert_eq!(once.get(1, pending()).now_or_never(), None);
        assert_eq!(once.get_within(1, ready(7), ready(())).now_or_never(), Some(Some(7)));
        assert_eq!(once.get(1, ready(8)).now_or_never(), Some(7));
    }
}
