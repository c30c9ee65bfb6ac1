//! The changed files of a merge request, from whichever endpoint this GitLab has.

use super::{GetMergeRequestChanges, ListMergeRequestDiffs};
use crate::Client;
use gitlab_core::types::Diff;
use gitlab_core::{ApiError, Listing, MergeRequestIid, ProjectRef};

/// The changed files of a merge request, at most `at_most`, and whether these are all.
///
/// Asks for the paged list, which GitLab has since 15.7, and where there is none for the one answer that older
/// versions give instead.
///
/// # Errors
///
/// As [`Client::list`].
pub async fn merge_request_diffs(
    client: &Client,
    project: &ProjectRef,
    iid: MergeRequestIid,
    at_most: usize,
) -> Result<Listing<Diff>, ApiError> {
    let missing = match client.list(&ListMergeRequestDiffs::new(project.clone(), iid), at_most).await {
        Err(error) if error.is_not_found() => error,
        done => return done,
    };
    let Ok(whole) = client.send(&GetMergeRequestChanges::new(project.clone(), iid)).await else {
        // The merge request itself cannot be seen: the first answer says so.
        return Err(missing);
    };
    let mut changes = whole.changes;
    let cut = changes.len() > at_most;
    let total = changes.len() as u64;
    changes.truncate(at_most);
    Ok(match (whole.overflow.unwrap_or_default(), cut) {
        (false, false) => Listing::whole(changes),
        (false, true) => Listing::part(changes, Some(total)),
        (true, _) => Listing::part(changes, None),
    })
}
