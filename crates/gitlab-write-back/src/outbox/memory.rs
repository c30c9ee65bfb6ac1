//! An outbox that lives as long as the process.

use super::{Outbox, OutboxEntry, OutboxError};
use async_trait::async_trait;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many incidents whose note is written are remembered; the oldest is forgotten first.
const REMEMBERED: usize = 10_000;

/// An outbox in the memory of the process. It is what [`WriteBack`](crate::WriteBack) uses unless told otherwise.
///
/// Of the incidents whose note is written it remembers 10,000; what is under way is never forgotten.
#[derive(Debug, Default)]
pub struct MemoryOutbox {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    entries: BTreeMap<String, OutboxEntry>,
    /// The keys in the order in which they came.
    order: VecDeque<String>,
}

impl MemoryOutbox {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Outbox for MemoryOutbox {
    async fn get(&self, key: &str) -> Result<Option<OutboxEntry>, OutboxError> {
        Ok(self.lock().entries.get(key).cloned())
    }

    async fn replace(
        &self,
        key: &str,
        expected: Option<&OutboxEntry>,
        entry: &OutboxEntry,
    ) -> Result<bool, OutboxError> {
        let mut inner = self.lock();
        if inner.entries.get(key) != expected {
            return Ok(false);
        }
        if inner.entries.insert(key.to_owned(), entry.clone()).is_none() {
            inner.order.push_back(key.to_owned());
        }
        inner.forget_the_oldest();
        Ok(true)
    }

    async fn pending(&self) -> Result<Vec<OutboxEntry>, OutboxError> {
        Ok(self.lock().entries.values().filter(|entry| entry.pending.is_some()).cloned().collect())
    }
}

impl Inner {
    fn forget_the_oldest(&mut self) {
        for _ in 0..self.order.len().saturating_sub(REMEMBERED) {
            let Some(key) = self.order.pop_front() else { return };
            if self.entries.get(&key).is_some_and(|entry| entry.pending.is_some()) {
                self.order.push_back(key);
            } else {
                self.entries.remove(&key);
            }
        }
    }
}
