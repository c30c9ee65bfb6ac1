//! What several parts need and one of them asks for, and what is asked for ahead of its need.

use futures_util::future::{Either, pending, select};
use std::collections::HashMap;
use std::convert::Infallible;
use std::hash::Hash;
use std::pin::pin;
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
