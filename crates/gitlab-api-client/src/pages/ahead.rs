//! Pages that are asked for before their turn.

use super::entries::Entries;
use crate::pipeline::Decoded;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use gitlab_core::ApiError;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

pub(super) type Answer<T> = Result<Decoded<Entries<T>>, ApiError>;

/// A page whose answer was awaited.
pub(super) struct Awaited<T> {
    pub(super) answer: Answer<T>,
    /// How long nobody had been waiting for any page, all in all, when this one was asked for.
    pub(super) away: Duration,
}

/// Requests for pages by their numbers, side by side, and the answers that came before their turn.
pub(super) struct Ahead<'c, T> {
    running: FuturesUnordered<BoxFuture<'c, (u64, Awaited<T>)>>,
    arrived: BTreeMap<u64, Awaited<T>>,
    /// The numbers of both.
    asked: BTreeSet<u64>,
}

impl<'c, T: Send + 'c> Ahead<'c, T> {
    pub(super) fn new() -> Self {
        Self { running: FuturesUnordered::new(), arrived: BTreeMap::new(), asked: BTreeSet::new() }
    }

    /// How many pages are on their way or wait for their turn.
    pub(super) fn len(&self) -> usize {
        self.asked.len()
    }

    /// Whether this page was asked for and not taken yet.
    pub(super) fn has(&self, number: u64) -> bool {
        self.asked.contains(&number)
    }

    /// Asks for a page.
    pub(super) fn ask(
        &mut self,
        number: u64,
        away: Duration,
        request: impl Future<Output = Answer<T>> + Send + 'c,
    ) {
        self.asked.insert(number);
        self.running.push(async move { (number, Awaited { answer: request.await, away }) }.boxed());
    }

    /// Gives up everything that was asked for.
    pub(super) fn clear(&mut self) {
        *self = Self::new();
    }

    /// Gives up what is still on its way. A page that is missing then is asked for when it is its turn.
    pub(super) fn drop_running(&mut self) {
        self.running.clear();
        self.asked = self.arrived.keys().copied().collect();
    }

    /// The page of this number, when its answer is there; the pages after it go on meanwhile.
    pub(super) async fn take(&mut self, number: u64) -> Option<Awaited<T>> {
        // What arrived while nobody looked: also when the page at hand is there, the others get on.
        while let Some(Some((number, page))) = self.running.next().now_or_never() {
            self.arrived.insert(number, page);
        }
        self.asked.remove(&number);
        loop {
            if let Some(page) = self.arrived.remove(&number) {
                return Some(page);
            }
            let (number, page) = self.running.next().await?;
            self.arrived.insert(number, page);
        }
    }
}

impl<T> fmt::Debug for Ahead<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ahead")
            .field("running", &self.running.len())
            .field("arrived", &self.arrived.len())
            .finish_non_exhaustive()
    }
}
