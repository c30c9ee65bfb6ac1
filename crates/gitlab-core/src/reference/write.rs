//! Writing a reference as a URL and as text.

use super::file_location::is_name;
use super::page::is_compared;
use super::{FileView, GitLabReference, RefAndPath, RefKind, ReferenceError, ReferenceTarget};
use crate::{Instance, ProjectRef};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt;
use url::Url;

/// Everything but what RFC 3986 calls unreserved.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The URL of the reference's page on `instance`.
pub(super) fn url(reference: &GitLabReference, instance: &Instance) -> Result<Url, ReferenceError> {
    let below = match (reference.project(), reference.target()) {
        // GitLab leads from here to the project's page; no other page has such a way.
        (ProjectRef::Id(id), ReferenceTarget::Project) => format!("projects/{id}"),
        (ProjectRef::Id(_), _) => return Err(ReferenceError::ProjectNumber),
        (project, ReferenceTarget::Project) => segments(project.to_string().as_str()),
        (project, target) => format!("{}/-/{}", segments(project.to_string().as_str()), page(target)?),
    };
    let mut url = instance.web_url().clone();
    let (below, fragment) = below.split_once('#').map_or((below.as_str(), None), |(a, b)| (a, Some(b)));
    let (path, query) = below.split_once('?').map_or((below, None), |(a, b)| (a, Some(b)));
    let path = format!("{}{path}", url.path());
    url.set_path(&path);
    url.set_query(query);
    url.set_fragment(fragment);
    Ok(url)
}

/// What follows `/-/` in the URL of a page, encoded, with query and fragment.
fn page(target: &ReferenceTarget) -> Result<String, ReferenceError> {
    Ok(match target {
        ReferenceTarget::Project => String::new(),
        ReferenceTarget::MergeRequest { iid } => format!("merge_requests/{iid}"),
        ReferenceTarget::Commit { sha } => format!("commit/{}", segment(checked(sha.as_str())?)),
        ReferenceTarget::Commits { location } => format!("commits/{}", file(location, None)),
        ReferenceTarget::Compare { from, to, straight } => {
            if !is_compared(from) || !is_compared(to) {
                return Err(ReferenceError::Name);
            }
            let query = if *straight { "?straight=true" } else { "" };
            format!("compare/{}...{}{query}", segment(from), segment(to))
        }
        ReferenceTarget::Pipeline { id } => format!("pipelines/{id}"),
        ReferenceTarget::Job { id } => format!("jobs/{id}"),
        ReferenceTarget::File { view, location, lines } => {
            let view = match view {
                FileView::Blob => "blob",
                FileView::Tree => "tree",
                FileView::Raw => "raw",
                FileView::Blame => "blame",
            };
            format!("{view}/{}", file(location, lines.map(|lines| lines.to_string())))
        }
        ReferenceTarget::Issue { iid } => format!("issues/{iid}"),
        ReferenceTarget::WorkItem { iid } => format!("work_items/{iid}"),
        ReferenceTarget::Incident { iid } => format!("issues/incident/{iid}"),
        ReferenceTarget::Release { tag } => format!("releases/{}", segment(checked(tag)?)),
        ReferenceTarget::Tag { name } => format!("tags/{}", segments(checked(name)?)),
        ReferenceTarget::Branch { name } => format!("tree/{}?ref_type=heads", segment(checked(name)?)),
        ReferenceTarget::Environment { id } => format!("environments/{id}"),
        ReferenceTarget::EnvironmentDeployment { environment, iid } => {
            format!("environments/{environment}/deployments/{iid}")
        }
        // Its page is found only by environment and iid, which the API tells.
        ReferenceTarget::Deployment { .. } => return Err(ReferenceError::NoPage),
    })
}

fn file(location: &RefAndPath, lines: Option<String>) -> String {
    let mut written = match location.known() {
        Some((ref_name, path)) if ref_name.contains('/') && !path.is_empty() => {
            format!("{}/{}", segment(ref_name), segments(path))
        }
        _ => segments(location.as_str()),
    };
    match location.ref_kind() {
        Some(RefKind::Branch) => written.push_str("?ref_type=heads"),
        Some(RefKind::Tag) => written.push_str("?ref_type=tags"),
        None => {}
    }
    if let Some(lines) = lines {
        written.push('#');
        written.push_str(&lines);
    }
    written
}

fn checked(name: &str) -> Result<&str, ReferenceError> {
    if is_name(name) { Ok(name) } else { Err(ReferenceError::Name) }
}

fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

fn segments(text: &str) -> String {
    let encoded: Vec<String> = text.split('/').map(segment).collect();
    encoded.join("/")
}

impl fmt::Display for GitLabReference {
    /// The short form where there is one, else the project and the page: `group/project/-/pipelines/7`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let project = self.project();
        match self.target() {
            ReferenceTarget::Project => write!(f, "{project}"),
            ReferenceTarget::MergeRequest { iid } => write!(f, "{project}!{iid}"),
            ReferenceTarget::Issue { iid } => write!(f, "{project}#{iid}"),
            ReferenceTarget::Commit { sha } => write!(f, "{project}@{sha}"),
            ReferenceTarget::Deployment { id } => write!(f, "{project}/-/deployments/{id}"),
            target => match page(target) {
                Ok(page) => write!(f, "{project}/-/{page}"),
                // A name that stands in no URL; escaped, so that it stays one line.
                Err(_) => write!(f, "{project}/-/{target:?}"),
            },
        }
    }
}
