//! A list that says whether it is whole.

use serde::{Deserialize, Serialize};
use std::fmt;

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

/// How much of a list had been read when one of its pages failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ListProgress {
    /// The pages that were read.
    pub pages: u64,
    /// How many pages there are, where the server says so.
    pub of_pages: Option<u64>,
    /// The entries that were read, each counted once.
    pub entries: u64,
}

impl ListProgress {
    /// This many pages, and entries on them.
    #[must_use]
    pub fn new(pages: u64, entries: u64) -> Self {
        Self { pages, of_pages: None, entries }
    }

    /// The same, of that many pages.
    #[must_use]
    pub fn of_pages(mut self, pages: u64) -> Self {
        self.of_pages = Some(pages);
        self
    }
}

impl fmt::Display for ListProgress {
    /// Which page comes next and what came before it: `page 3 of 5, after 200 entries`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page {}", self.pages.saturating_add(1))?;
        // A list that grew while it was read has more pages than it said.
        if let Some(pages) = self.of_pages.filter(|pages| *pages > self.pages) {
            write!(f, " of {pages}")?;
        }
        write!(f, ", after {} {}", self.entries, if self.entries == 1 { "entry" } else { "entries" })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_says_where_it_stopped() {
        for (progress, words) in [
            (ListProgress::new(2, 200).of_pages(5), "page 3 of 5, after 200 entries"),
            (ListProgress::new(1, 1), "page 2, after 1 entry"),
            (ListProgress::new(5, 500).of_pages(5), "page 6, after 500 entries"),
        ] {
            assert_eq!(progress.to_string(), words);
        }
    }
}
