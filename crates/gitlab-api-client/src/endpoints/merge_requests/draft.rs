//! Whether a merge request is a draft, which GitLab keeps in its title and nowhere else.

use super::{GetMergeRequest, UpdateMergeRequest};
use crate::Client;
use gitlab_core::types::MergeRequest;
use gitlab_core::{ApiError, MergeRequestIid, ProjectRef};

/// What GitLab takes, or once took, for the mark of a draft at the beginning of a title, in whatever case.
const MARKS: [&str; 6] = ["draft:", "[draft]", "(draft)", "draft - ", "wip:", "[wip]"];

/// Makes a merge request a draft, or ready, and returns it as it then is.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid` and, where something is to be changed, `PUT` with
/// the new title. Needs the scope `api`.
///
/// The REST API has no parameter for it: `Draft: ` goes before the title, or all marks of a draft are taken from
/// it. What is already as it should be is left alone, so that the mark never stands there twice. A title that
/// somebody else changes between the two calls is overwritten.
///
/// ```no_run
/// # async fn example(client: gitlab_api_client::Client) -> Result<(), gitlab_core::ApiError> {
/// use gitlab_api_client::endpoints::set_merge_request_draft;
/// use gitlab_core::{MergeRequestIid, ProjectId};
///
/// let ready = set_merge_request_draft(&client, ProjectId::new(7), MergeRequestIid::new(42), false).await?;
/// assert!(!ready.is_draft());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// As [`Client::send`]. A title that is nothing but a mark cannot be made ready: GitLab answers that without one
/// with [`InvalidRequest`](gitlab_core::ApiErrorKind::InvalidRequest).
pub async fn set_merge_request_draft(
    client: &Client,
    project: impl Into<ProjectRef>,
    iid: MergeRequestIid,
    draft: bool,
) -> Result<MergeRequest, ApiError> {
    let project = project.into();
    let now = client.send(&GetMergeRequest::new(project.clone(), iid)).await?;
    if now.is_draft() == draft {
        return Ok(now);
    }
    let title = if draft { draft_title(&now.title) } else { ready_title(&now.title).to_owned() };
    client.send(&UpdateMergeRequest::new(project, iid).title(&title)).await
}

/// The title with the mark of a draft before it.
fn draft_title(title: &str) -> String {
    format!("Draft: {}", title.trim_start())
}

/// The title without any mark of a draft before it.
fn ready_title(title: &str) -> &str {
    let mut rest = title.trim_start();
    while let Some(shorter) = MARKS.iter().find_map(|mark| strip_prefix_of_any_case(rest, mark)) {
        rest = shorter.trim_start();
    }
    rest
}

fn strip_prefix_of_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_come_and_go() {
        for (draft, ready) in [
            ("Draft: Fix it", "Fix it"),
            ("draft:Fix it", "Fix it"),
            ("[Draft] (draft)  WIP: Fix it", "Fix it"),
            ("[WIP] Fix it", "Fix it"),
            ("Draft - Fix it", "Fix it"),
            ("Drafts: are no mark", "Drafts: are no mark"),
            ("Fix Draft: in titles", "Fix Draft: in titles"),
            ("Draft:", ""),
            ("é", "é"),
            ("", ""),
        ] {
            assert_eq!(ready_title(draft), ready, "{draft}");
        }
        assert_eq!(draft_title("Fix it"), "Draft: Fix it");
    }

    proptest! {
        #[test]
        fn a_title_made_a_draft_and_ready_again_is_itself(title in "\\PC{0,40}") {
            let ready = ready_title(&title);
            let draft = draft_title(ready);
            prop_assert_eq!(ready_title(&draft), ready);
            prop_assert_eq!(ready_title(ready), ready);
            prop_assert!(title.ends_with(ready));
        }
    }
}
