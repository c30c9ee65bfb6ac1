//! A list up to a limit.

use super::reader::{After, Reader};
use crate::PagedEndpoint;
use crate::pipeline::Pipeline;
use crate::pipeline::deadline::Deadline;
use gitlab_core::{ApiError, Listing};

pub(crate) async fn list<E: PagedEndpoint>(
    pipeline: &Pipeline,
    deadline: Option<Deadline>,
    endpoint: &E,
    at_most: usize,
) -> Result<Listing<E::Item>, ApiError> {
    if at_most == 0 {
        return Ok(Listing::part(Vec::new(), None));
    }
    let mut reader = Reader::new(pipeline, deadline, endpoint, Some(at_most as u64))?;
    let (mut items, mut total) = (Vec::new(), None);
    while let Some(mut page) = reader.next().await? {
        // The list may change while it is read: the first page counted what it begins with.
        total = total.or(page.total);
        if items.is_empty() {
            items = page.items;
        } else {
            items.append(&mut page.items);
        }
        let is_whole = page.after == After::Nothing && items.len() <= at_most;
        if !is_whole && items.len() >= at_most {
            items.truncate(at_most);
            return Ok(Listing::part(items, total));
        }
    }
    Ok(Listing::whole(items))
}
