//! Lists, which GitLab gives page by page.

mod cursor;
mod link;
mod list;
mod stream;

pub(crate) use cursor::Cursor;
pub(crate) use list::list;
pub use stream::{Items, Page, Pages};

use crate::pipeline::call::Call;
use crate::pipeline::deadline::Deadline;
use crate::pipeline::{Decoded, Pipeline};
use crate::{ItemKey, PagedEndpoint};
use cursor::number;
use gitlab_core::ApiError;
use std::collections::HashSet;

/// The call for the first page, of at most this many entries.
fn first_call<E: PagedEndpoint>(pipeline: &Pipeline, endpoint: &E, at_most: u64) -> Result<Call, ApiError> {
    let per_page = u64::from(pipeline.limits.per_page).min(at_most).max(1);
    Ok(Call::new(endpoint, &pipeline.instance)?.with_parameters(&[("per_page", per_page)]))
}

async fn read<T: serde::de::DeserializeOwned>(
    pipeline: &Pipeline,
    deadline: Option<Deadline>,
    call: &Call,
) -> Result<Decoded<Vec<T>>, ApiError> {
    pipeline.decoded(call, deadline).await
}

/// Drops entries that came already: lists shift while they are read.
#[derive(Debug, Default)]
struct Seen(HashSet<ItemKey>);

impl Seen {
    fn keep_new<E: PagedEndpoint>(&mut self, endpoint: &E, items: &mut Vec<E::Item>) {
        items.retain(|item| endpoint.key(item).is_none_or(|key| self.0.insert(key)));
    }
}
