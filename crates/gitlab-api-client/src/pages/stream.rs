//! A list as a stream, by page and by entry.

use super::reader::{After, Reader};
use crate::PagedEndpoint;
use crate::pipeline::Pipeline;
use crate::pipeline::deadline::Deadline;
use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};
use gitlab_core::ApiError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

type Boxed<'c, T> = Pin<Box<dyn Stream<Item = Result<T, ApiError>> + Send + 'c>>;

/// One page of a list.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// Its entries, without those that came on an earlier page.
    pub items: Vec<T>,
    /// How many entries the whole list has, where GitLab says so (not above 10,000).
    pub total: Option<u64>,
    /// Whether nothing comes after it.
    pub is_last: bool,
}

/// A list, page by page: a [`Stream`] that ends after the last page or after an error.
///
/// Nothing is asked for before the stream is. From its second page on, the pages after the one at hand are
/// asked for as well, where they have numbers: as many as are used while one answer comes, so that whoever uses the
/// pages waits little, and at most [`Limits::parallel_pages`](crate::Limits::parallel_pages); of a server that answers
/// within milliseconds, one. Their answers are read in their turn, one at a time, so that memory stays flat however long
/// the list and however large the pages are. Where time matters more than memory, [`Client::list`](crate::Client::list)
/// has all pages on their way that are allowed.
/// Dropping the stream ends what it asked for.
pub struct Pages<'c, T>(Boxed<'c, Page<T>>);

/// A list, entry by entry: a [`Stream`] that ends after the last entry or after an error. It reads as [`Pages`]
/// does.
pub struct Items<'c, T> {
    page: vec::IntoIter<T>,
    pages: Pages<'c, T>,
}

enum State<'c, E: PagedEndpoint> {
    First(&'c Pipeline, Option<Deadline>, &'c E),
    Going(Box<Reader<'c, E>>),
}

impl<'c, T: Send + 'static> Pages<'c, T> {
    pub(crate) fn new<E>(pipeline: &'c Pipeline, deadline: Option<Deadline>, endpoint: &'c E) -> Self
    where
        E: PagedEndpoint<Item = T>,
    {
        let first = State::First(pipeline, deadline, endpoint);
        Self(Box::pin(stream::try_unfold(first, |state| async move {
            let mut reader = match state {
                State::First(pipeline, deadline, endpoint) => {
                    Box::new(Reader::new(pipeline, deadline, endpoint, None)?)
                }
                State::Going(reader) => reader,
            };
            while let Some(page) = reader.next().await? {
                let is_last = page.after == After::Nothing;
                // A page that holds nothing new says nothing, unless it is the end.
                if !page.items.is_empty() || is_last {
                    let page = Page { items: page.items, total: page.total, is_last };
                    return Ok(Some((page, State::Going(reader))));
                }
            }
            Ok(None)
        })))
    }

    /// The next page, or `None` after the last.
    ///
    /// # Errors
    ///
    /// As [`Client::list`](crate::Client::list). After an error there is nothing more.
    pub async fn next_page(&mut self) -> Result<Option<Page<T>>, ApiError> {
        self.0.try_next().await
    }
}

impl<'c, T: Send + 'static> Items<'c, T> {
    pub(crate) fn new(pages: Pages<'c, T>) -> Self {
        Self { page: Vec::new().into_iter(), pages }
    }

    /// The next entry, or `None` after the last.
    ///
    /// # Errors
    ///
    /// As [`Client::list`](crate::Client::list). After an error there is nothing more.
    pub async fn next_item(&mut self) -> Result<Option<T>, ApiError> {
        self.try_next().await
    }
}

impl<T> Stream for Pages<'_, T> {
    type Item = Result<Page<T>, ApiError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

// Entries are handed out by value and never pinned.
impl<T> Unpin for Items<'_, T> {}

impl<T> Stream for Items<'_, T> {
    type Item = Result<T, ApiError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            // Its memory is not needed while the next page is read.
            self.page = Vec::new().into_iter();
            match ready!(self.pages.poll_next_unpin(context)) {
                Some(Ok(page)) => self.page = page.items.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for Pages<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages")
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}
