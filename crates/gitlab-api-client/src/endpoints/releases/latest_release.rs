//! The latest release, from whichever endpoint this GitLab has.

use super::{GetLatestRelease, ListReleases, ReleaseOrder};
use crate::Client;
use crate::endpoints::Sort;
use gitlab_core::types::Release;
use gitlab_core::{ApiError, ProjectRef};

/// The latest release of a project, or `None` when it has none that is out.
///
/// Asks for it by name, which GitLab knows since 15.4, and where that is not found looks through the list, latest
/// first, for one that is out: older versions have only the list.
///
/// ```no_run
/// use gitlab_api_client::endpoints::latest_release;
/// # use gitlab_api_client::Client;
/// # use gitlab_core::{ApiError, ProjectRef};
///
/// # async fn example(client: Client, project: ProjectRef) -> Result<(), ApiError> {
/// match latest_release(&client, &project).await? {
///     Some(release) => println!("{} runs", release.tag_name),
///     None => println!("nothing was released yet"),
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// As [`Client::send`]; a project that is hidden or absent is [`NotFound`](gitlab_core::ApiErrorKind::NotFound).
pub async fn latest_release(client: &Client, project: &ProjectRef) -> Result<Option<Release>, ApiError> {
    match client.send(&GetLatestRelease::new(project.clone())).await {
        Err(error) if error.is_not_found() => {}
        done => return done.map(Some),
    }
    let list = ListReleases::new(project.clone()).order_by(ReleaseOrder::ReleasedAt).sort(Sort::Descending);
    let mut releases = client.items(&list);
    while let Some(release) = releases.next_item().await? {
        if release.upcoming_release != Some(true) {
            return Ok(Some(release));
        }
    }
    Ok(None)
}
