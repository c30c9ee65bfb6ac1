//! A list up to a limit, side by side where that is possible.

use super::{Cursor, Seen, first_call, number, read};
use crate::PagedEndpoint;
use crate::pipeline::Pipeline;
use crate::pipeline::deadline::Deadline;
use futures_util::{StreamExt, TryStreamExt, stream};
use gitlab_core::{ApiError, Listing};
use http::HeaderMap;

pub(crate) async fn list<E: PagedEndpoint>(
    pipeline: &Pipeline,
    deadline: Option<Deadline>,
    endpoint: &E,
    at_most: usize,
) -> Result<Listing<E::Item>, ApiError> {
    if at_most == 0 {
        return Ok(Listing::part(Vec::new(), None));
    }
    let first = first_call(pipeline, endpoint, at_most as u64)?;
    let mut cursor = Cursor::new(first, u64::from(pipeline.limits.pages));
    let mut seen = Seen::default();
    let answer = read::<E::Item>(pipeline, deadline, cursor.call()).await?;
    let total = number(&answer.headers, "x-total");
    let mut items = answer.value;
    seen.keep_new(endpoint, &mut items);

    let mut headers = answer.headers;
    if let Some(pages) = known_pages(pipeline, &headers, at_most) {
        // Numbers are absolute, so that the pages do not need each other.
        let calls: Vec<_> =
            (2..=pages).map(|page| cursor.call().with_parameters(&[("page", page)])).collect();
        // The calls are moved into their futures: borrowed ones would keep this future from being `Send`.
        let mut answers = stream::iter(calls)
            .map(|call| async move { read::<E::Item>(pipeline, deadline, &call).await })
            .buffered(pipeline.limits.parallel_pages);
        while let Some(answer) = answers.try_next().await? {
            let mut more = answer.value;
            seen.keep_new(endpoint, &mut more);
            items.append(&mut more);
            // The list may have grown since its first page: the last page tells whether it goes on.
            headers = answer.headers;
        }
        cursor.has_read(pages);
    }

    loop {
        let more = cursor.advance(&headers)?;
        if items.len() > at_most || (more && items.len() == at_most) {
            items.truncate(at_most);
            return Ok(Listing::part(items, total));
        }
        if !more {
            return Ok(Listing::whole(items));
        }
        let answer = read::<E::Item>(pipeline, deadline, cursor.call()).await?;
        let mut more = answer.value;
        seen.keep_new(endpoint, &mut more);
        items.append(&mut more);
        headers = answer.headers;
    }
}

/// The last page worth reading, when the first page says how many there are and they have plain numbers.
fn known_pages(pipeline: &Pipeline, headers: &HeaderMap, at_most: usize) -> Option<u64> {
    let pages = number(headers, "x-total-pages")?;
    let per_page = number(headers, "x-per-page").filter(|per_page| *per_page > 0)?;
    if number(headers, "x-next-page") != Some(2) || pipeline.limits.parallel_pages < 2 {
        return None;
    }
    let wanted = (at_most as u64).div_ceil(per_page);
    Some(pages.min(wanted).min(u64::from(pipeline.limits.pages)))
}
