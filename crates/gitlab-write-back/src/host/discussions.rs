//! All discussions of a place, also while others remove some.

use gitlab_api_client::Client;
use gitlab_api_client::endpoints::ListDiscussions;
use gitlab_core::types::Discussion;
use gitlab_core::{ApiError, ApiErrorKind, Delivery, DiscussionId, Listing, Verdict};

/// GitLab keeps at most 5,000 notes on a merge request.
const AT_MOST: usize = 10_000;

/// How often a list is read before it is said to change too fast.
const READS: usize = 10;

/// Reads the list, and when it has several pages once more, until two lists in a row agree.
///
/// GitLab numbers the pages of discussions. When one is removed while they are read, all after it move up, and the one that
/// moves over the edge of a page is on none of the pages that were read. Were that ours, it would be posted again. What is
/// written meanwhile comes last and moves nothing.
pub(super) async fn all(client: &Client, list: &ListDiscussions) -> Result<Listing<Discussion>, ApiError> {
    let mut before: Option<Vec<DiscussionId>> = None;
    for _ in 0..READS {
        let (discussions, is_one_page) = read(client, list).await?;
        let ids: Vec<_> = discussions.items.iter().map(|discussion| discussion.id.clone()).collect();
        if is_one_page || !discussions.complete || before.is_some_and(|before| ids.starts_with(&before)) {
            return Ok(discussions);
        }
        before = Some(ids);
    }
    Err(ApiError::builder(ApiErrorKind::Conflict, "list notes")
        .verdict(Verdict::Temporary)
        .delivery(Delivery::NotSent)
        .message("notes were removed all the while they were read")
        .advice("publish it again when nobody removes notes there")
        .build())
}

async fn read(client: &Client, list: &ListDiscussions) -> Result<(Listing<Discussion>, bool), ApiError> {
    let mut pages = client.pages(list);
    let (mut discussions, mut is_one_page, mut total) = (Vec::new(), true, None);
    while let Some(page) = pages.next_page().await? {
        is_one_page = discussions.is_empty() && page.is_last;
        total = total.or(page.total);
        discussions.extend(page.items);
        if !page.is_last && discussions.len() >= AT_MOST {
            return Ok((Listing::part(discussions, total), false));
        }
    }
    Ok((Listing::whole(discussions), is_one_page))
}
