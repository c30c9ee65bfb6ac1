//! A list as a stream, by page and by entry.

use super::{Cursor, Seen, first_call, number, read};
use crate::PagedEndpoint;
use crate::pipeline::Pipeline;
use crate::pipeline::deadline::Deadline;
use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};
use gitlab_core::ApiError;
use serde::de::DeserializeOwned;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

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
pub struct Pages<'c, T>(Boxed<'c, Page<T>>);

/// A list, entry by entry: a [`Stream`] that ends after the last entry or after an error.
pub struct Items<'c, T>(Boxed<'c, T>);

enum State {
    First,
    Going(Box<Cursor>, Seen),
    /// The way to the next page is no good; the page before it was.
    Failed(ApiError),
    Done,
}

impl<'c, T: DeserializeOwned + Send + 'static> Pages<'c, T> {
    pub(crate) fn new<E>(pipeline: &'c Pipeline, deadline: Option<Deadline>, endpoint: &'c E) -> Self
    where
        E: PagedEndpoint<Item = T>,
    {
        Self(Box::pin(stream::try_unfold(State::First, move |state| async move {
            let (mut cursor, mut seen) = match state {
                State::First => {
                    let call = first_call(pipeline, endpoint, u64::MAX)?;
                    (Box::new(Cursor::new(call, u64::from(pipeline.limits.pages))), Seen::default())
                }
                State::Going(cursor, seen) => (cursor, seen),
                State::Failed(error) => return Err(error),
                State::Done => return Ok(None),
            };
            let answer = read::<E::Item>(pipeline, deadline, cursor.call()).await?;
            let mut items = answer.value;
            seen.keep_new(endpoint, &mut items);
            let (is_last, next) = match cursor.advance(&answer.headers) {
                Ok(true) => (false, State::Going(cursor, seen)),
                Ok(false) => (true, State::Done),
                Err(error) => (false, State::Failed(error)),
            };
            Ok(Some((Page { items, total: number(&answer.headers, "x-total"), is_last }, next)))
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
        Self(Box::pin(pages.map_ok(|page| stream::iter(page.items.into_iter().map(Ok))).try_flatten()))
    }

    /// The next entry, or `None` after the last.
    ///
    /// # Errors
    ///
    /// As [`Client::list`](crate::Client::list). After an error there is nothing more.
    pub async fn next_item(&mut self) -> Result<Option<T>, ApiError> {
        self.0.try_next().await
    }
}

impl<T> Stream for Pages<'_, T> {
    type Item = Result<Page<T>, ApiError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl<T> Stream for Items<'_, T> {
    type Item = Result<T, ApiError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
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
