//! A list that says whether it is whole.

use serde::{Deserialize, Serialize};

/// What was read of a list, and whether that is all of it.
///
/// GitLab pages every list, leaves out totals above 10,000 entries, and a reader may stop early by a limit of
/// its own. A shorter list never passes for a whole one: `complete` says which it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Listing<T> {
    /// What was read, in the server's order, each once.
    pub items: Vec<T>,
    /// Whether there is nothing more.
    pub complete: bool,
    /// How many there are on the server.
    pub total: Total,
}

/// How many entries a list has on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "count", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Total {
    /// This many.
    Exact(u64),
    /// This many were seen or promised; there may be more.
    AtLeast(u64),
}

impl<T> Listing<T> {
    /// A whole list.
    #[must_use]
    pub fn whole(items: Vec<T>) -> Self {
        let total = Total::Exact(items.len() as u64);
        Self { items, complete: true, total }
    }

    /// The beginning of a longer list, of which the server says that it has `total`, if it says.
    #[must_use]
    pub fn part(items: Vec<T>, total: Option<u64>) -> Self {
        let total = total.map_or(Total::AtLeast(items.len() as u64), Total::Exact);
        Self { items, complete: false, total }
    }

    /// The same listing with each item turned into another.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Listing<U> {
        Listing {
            items: self.items.into_iter().map(change).collect(),
            complete: self.complete,
            total: self.total,
        }
    }
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self::whole(Vec::new())
    }
}
