//! The changed files of a merge request with the hunks that GitLab's lists leave out.

use super::raw_sections::{Change, Section, split};
use super::{GetMergeRequestChanges, GetMergeRequestRawDiffs, MergeRequestChanges, merge_request_diffs};
use crate::{Client, Endpoint};
use gitlab_core::types::Diff;
use gitlab_core::{ApiError, ApiErrorKind, Listing, MergeRequestIid, ProjectRef};
use std::collections::HashMap;

/// The changed files of a merge request, of [`filled_merge_request_diffs`].
#[derive(Debug)]
#[non_exhaustive]
pub struct FilledDiffs {
    /// The changed files, and whether these are all.
    pub diffs: Listing<Diff>,
    /// Why the rest could not be read, or not to its end. There is none where everything was read, and then a file
    /// that is still left out is missing there too.
    pub error: Option<ApiError>,
}

impl FilledDiffs {
    /// The files whose hunks are still missing.
    pub fn left_out(&self) -> impl Iterator<Item = &Diff> {
        self.diffs.items.iter().filter(|diff| diff.is_left_out())
    }
}

/// The changed files of a merge request, at most `at_most`, with the hunks that GitLab leaves out of its lists for
/// their size or their number.
///
/// Calls what [`merge_request_diffs`] does and then, only if a file of it [is left out](Diff::is_left_out),
/// `GET /projects/:id/merge_requests/:merge_request_iid/raw_diffs`, or where that is missing (before about GitLab
/// 17.9) `…/changes?access_raw_diffs=true`. Needs the scope `read_api`.
///
/// At most `at_most_bytes` of the second answer are read. What lies beyond stays left out, as does everything when
/// the second answer cannot be had; [`FilledDiffs::left_out`] says which files, and [`FilledDiffs::error`] why.
/// Before GitLab 18.4 an empty file that was added or deleted looks as if it was left out; it is known for what it
/// is afterwards. Both answers are of the newest version: a push between them can fill a file with newer hunks.
///
/// ```no_run
/// # async fn example(client: gitlab_api_client::Client) -> Result<(), gitlab_core::ApiError> {
/// use gitlab_api_client::endpoints::filled_merge_request_diffs;
/// use gitlab_core::{MergeRequestIid, ProjectId};
///
/// let project = ProjectId::new(7).into();
/// let filled = filled_merge_request_diffs(&client, &project, MergeRequestIid::new(42), 1_000, 8 << 20).await?;
/// for diff in filled.left_out() {
///     eprintln!("the change of {} is not known", diff.new_path);
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// As [`merge_request_diffs`]. What fails after that is in [`FilledDiffs::error`].
pub async fn filled_merge_request_diffs(
    client: &Client,
    project: &ProjectRef,
    iid: MergeRequestIid,
    at_most: usize,
    at_most_bytes: usize,
) -> Result<FilledDiffs, ApiError> {
    let mut diffs = merge_request_diffs(client, project, iid, at_most).await?;
    let filled = fill_merge_request_diffs(client, project, iid, &mut diffs.items, at_most_bytes).await;
    Ok(FilledDiffs { diffs, error: filled.err() })
}

/// Puts the hunks that GitLab left out of this list of changed files of a merge request into it: the second half of
/// [`filled_merge_request_diffs`], for a program that counts or bounds its requests one by one. Without a file
/// that [is left out](Diff::is_left_out) it asks nothing.
///
/// # Errors
///
/// Why the rest could not be read, or not to its end. What was read is filled in.
pub async fn fill_merge_request_diffs(
    client: &Client,
    project: &ProjectRef,
    iid: MergeRequestIid,
    diffs: &mut [Diff],
    at_most_bytes: usize,
) -> Result<(), ApiError> {
    if !diffs.iter().any(Diff::is_left_out) {
        return Ok(());
    }
    let (mut found, error) = read(client, project, iid, at_most_bytes).await;
    for diff in diffs.iter_mut().filter(|diff| diff.is_left_out()) {
        if let Some(hunks) = found.remove(&Change::from(&*diff)) {
            diff.diff = hunks;
            (diff.collapsed, diff.too_large) = (Some(false), Some(false));
        }
    }
    error.map_or(Ok(()), Err)
}

type Hunks = HashMap<Change, String>;

async fn read(
    client: &Client,
    project: &ProjectRef,
    iid: MergeRequestIid,
    at_most_bytes: usize,
) -> (Hunks, Option<ApiError>) {
    let raw = GetMergeRequestRawDiffs::new(project.clone(), iid);
    match read_raw(client, &raw, at_most_bytes).await {
        Err(error) if error.is_not_found() => {}
        Err(error) => return (Hunks::new(), Some(error)),
        Ok((text, error)) => {
            let mut sections: Vec<_> = split(&text).collect();
            if error.is_some() {
                // It may lack its end.
                sections.pop();
            }
            let sections = sections.into_iter().filter_map(Section::read);
            return (sections.map(|section| (section.change, section.hunks)).collect(), error);
        }
    }
    let changes = GetMergeRequestChanges::new(project.clone(), iid).access_raw_diffs(true);
    match read_changes(client, &changes, at_most_bytes).await {
        Err(error) => (Hunks::new(), Some(error)),
        Ok(changes) => {
            // No limit empties an entry here, so that without a flag an empty one has nothing to show.
            let left_out = |diff: &Diff| diff.collapsed == Some(true) || diff.too_large == Some(true);
            let whole = changes.changes.into_iter().filter(|diff| !diff.diff.is_empty() || !left_out(diff));
            (whole.map(|diff| (Change::from(&diff), diff.diff)).collect(), None)
        }
    }
}

/// The beginning of the text, and why it is not the whole.
async fn read_raw(
    client: &Client,
    endpoint: &GetMergeRequestRawDiffs,
    at_most_bytes: usize,
) -> Result<(Vec<u8>, Option<ApiError>), ApiError> {
    let mut opened = client.open(endpoint).await?;
    let mut text = Vec::new();
    loop {
        match opened.chunk().await {
            Ok(None) => return Ok((text, None)),
            Ok(Some(chunk)) => {
                let room = at_most_bytes.saturating_sub(text.len());
                text.extend(chunk.iter().take(room));
                if chunk.len() > room {
                    let message = format!("the raw diff has more than {at_most_bytes} bytes");
                    return Ok((text, Some(error(endpoint, ApiErrorKind::BodyTooLarge, message))));
                }
            }
            Err(error) => return Ok((text, Some(error))),
        }
    }
}

async fn read_changes(
    client: &Client,
    endpoint: &GetMergeRequestChanges,
    at_most_bytes: usize,
) -> Result<MergeRequestChanges, ApiError> {
    let body = client.open(endpoint).await?.bytes(at_most_bytes).await?;
    serde_json::from_slice(&body).map_err(|cause| {
        let message = format!(
            "the answer is not a list of changed files, at line {} column {}",
            cause.line(),
            cause.column()
        );
        error(endpoint, ApiErrorKind::UnexpectedResponse, message)
    })
}

fn error(endpoint: &impl Endpoint, kind: ApiErrorKind, message: String) -> ApiError {
    let error = ApiError::builder(kind, endpoint.operation()).message(message).build();
    match endpoint.project() {
        Some(project) => error.on_project(project),
        None => error,
    }
}
