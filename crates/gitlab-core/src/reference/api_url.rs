//! The API's address of a thing, as people paste it.

use super::page::{Page, compare, decode, name, number};
use super::{FileView, RefAndPath, ReferenceError, ReferenceTarget};

/// What `/api/v4/projects/:id/…` is about.
pub(super) fn target(page: Page<'_>) -> Result<ReferenceTarget, ReferenceError> {
    let target = match page.segments {
        ["merge_requests", rest @ ..] => number(rest)?.map(|iid| ReferenceTarget::MergeRequest { iid }),
        ["issues", rest @ ..] => number(rest)?.map(|iid| ReferenceTarget::Issue { iid }),
        ["pipelines", rest @ ..] => number(rest)?.map(|id| ReferenceTarget::Pipeline { id }),
        ["jobs", rest @ ..] => number(rest)?.map(|id| ReferenceTarget::Job { id }),
        ["environments", rest @ ..] => number(rest)?.map(|id| ReferenceTarget::Environment { id }),
        ["deployments", rest @ ..] => number(rest)?.map(|id| ReferenceTarget::Deployment { id }),
        ["releases", tag, ..] => name(&[tag])?.map(|tag| ReferenceTarget::Release { tag }),
        ["repository", "tags", tag, ..] => name(&[tag])?.map(|name| ReferenceTarget::Tag { name }),
        ["repository", "branches", branch, ..] => {
            name(&[branch])?.map(|name| ReferenceTarget::Branch { name })
        }
        ["repository", "commits", revision, ..] => Some(commit(revision)?),
        ["repository", "commits"] => Some(ReferenceTarget::Commits { location: location(page, "ref_name")? }),
        ["repository", "tree"] => Some(file(FileView::Tree, location(page, "ref")?)),
        ["repository", "files", path, view @ ..] => {
            let view = match view {
                ["raw"] => FileView::Raw,
                ["blame"] => FileView::Blame,
                _ => FileView::Blob,
            };
            Some(file(view, RefAndPath::new(&ref_of(page, "ref"), &decode(path)?)?))
        }
        ["repository", "compare"] => {
            let straight = page.query("straight").is_some_and(|straight| straight == "true");
            match (page.query("from"), page.query("to")) {
                (Some(from), Some(to)) => Some(compare(&from, &to, straight)?),
                _ => None,
            }
        }
        _ => None,
    };
    Ok(target.unwrap_or(ReferenceTarget::Project))
}

/// The API takes a branch or tag where it takes a hash, and means its newest commit.
fn commit(revision: &str) -> Result<ReferenceTarget, ReferenceError> {
    let revision = decode(revision)?;
    Ok(match revision.parse() {
        Ok(sha) => ReferenceTarget::Commit { sha },
        Err(_) => ReferenceTarget::Commits { location: RefAndPath::new(&revision, "")? },
    })
}

fn location(page: Page<'_>, ref_key: &str) -> Result<RefAndPath, ReferenceError> {
    RefAndPath::new(&ref_of(page, ref_key), &page.query("path").unwrap_or_default())
}

/// Without a ref the API means the default branch, which `HEAD` names.
fn ref_of(page: Page<'_>, key: &str) -> String {
    page.query(key).filter(|name| !name.is_empty()).unwrap_or_else(|| "HEAD".to_owned())
}

fn file(view: FileView, location: RefAndPath) -> ReferenceTarget {
    ReferenceTarget::File { view, location, lines: None }
}
