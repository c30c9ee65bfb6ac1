//! Reading a URL of one of the known installations.

use super::page::{Page, decode, number};
use super::{GitLabReference, ReferenceError, ReferenceTarget, api_url};
use crate::{Instance, ProjectPath, ProjectRef};
use url::Url;

/// First segments under which GitLab keeps pages of its own, so that no group has such a name.
const NOT_A_GROUP: &[&str] = &[
    ".well-known",
    "abuse_reports",
    "admin",
    "api",
    "assets",
    "autocomplete",
    "dashboard",
    "explore",
    "files",
    "groups",
    "health_check",
    "help",
    "import",
    "invites",
    "jwt",
    "login",
    "oauth",
    "profile",
    "projects",
    "public",
    "s",
    "search",
    "sitemap",
    "snippets",
    "unsubscribes",
    "uploads",
    "user",
    "users",
    "v2",
];

/// Pages that were lists right below the project before GitLab put `/-/` in front of them.
const LISTS: &[&str] = &[
    "branches",
    "builds",
    "commits",
    "environments",
    "issues",
    "jobs",
    "merge_requests",
    "pipelines",
    "releases",
    "tags",
];

/// Whether a path of this form leads to one of GitLab's own pages, so that no project can have it.
pub(super) fn is_own_page(path: &ProjectPath) -> bool {
    path.as_str().split('/').next().is_some_and(|first| NOT_A_GROUP.contains(&first))
}

/// Reads an absolute URL below one of `instances`; the deepest sub-path wins where several fit.
pub(super) fn parse(text: &str, instances: &[Instance]) -> Result<GitLabReference, ReferenceError> {
    let url = Url::parse(text).map_err(|_| ReferenceError::Unknown)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(ReferenceError::UserInformation);
    }
    let (instance, path) = instances
        .iter()
        .filter_map(|instance| Some((instance, instance.path_below(&url)?)))
        .max_by_key(|(instance, _)| instance.web_url().path().len())
        .ok_or_else(|| ReferenceError::OtherHost { host: url.host_str().unwrap_or_default().to_owned() })?;
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let (project, target) = match segments.as_slice() {
        ["api", "v4", "projects", project, rest @ ..] => {
            let project = decode(project)?.parse().map_err(ReferenceError::Project)?;
            (project, api_url::target(Page { segments: rest, url: &url })?)
        }
        ["projects", id] | ["-", "p", id] => match number(&[id])? {
            Some(id) => (ProjectRef::Id(id), ReferenceTarget::Project),
            None => return Err(ReferenceError::NoProject),
        },
        [first, ..] if NOT_A_GROUP.contains(first) => return Err(ReferenceError::NoProject),
        [first, second, ..] if *first != "-" && *second != "-" => below(&segments, &url)?,
        // A path that was encoded as a whole, as the API wants it.
        [path] if decode(path)?.contains('/') => (project_path(&segments)?, ReferenceTarget::Project),
        _ => return Err(ReferenceError::NoProject),
    };
    Ok(GitLabReference::new(project, target).on(instance.clone()))
}

/// Reads `group/project/-/page`, as a reference without a short form is displayed. The project may be a number.
pub(super) fn parse_relative(text: &str) -> Result<GitLabReference, ReferenceError> {
    let url = Url::parse("https://relative.invalid/")
        .and_then(|base| base.join(&format!("./{text}")))
        .map_err(|_| ReferenceError::Unknown)?;
    let segments: Vec<&str> = url.path().split('/').filter(|segment| !segment.is_empty()).collect();
    let (project, target) = below(&segments, &url)?;
    Ok(GitLabReference::new(project, target))
}

fn below(segments: &[&str], url: &Url) -> Result<(ProjectRef, ReferenceTarget), ReferenceError> {
    if let Some(dash) = segments.iter().position(|segment| *segment == "-") {
        let (project, page) = segments.split_at(dash);
        let page = Page { segments: page.get(1..).unwrap_or_default(), url };
        let project = decode(&project.join("/"))?.parse().map_err(ReferenceError::Project)?;
        return Ok((project, page.target()?.unwrap_or(ReferenceTarget::Project)));
    }
    // Without the dash only what a page looks like tells it from a subgroup, so it must be complete.
    for end in 2..segments.len() {
        let (project, page) = segments.split_at(end);
        if let Ok(Some(target)) = (Page { segments: page, url }).target() {
            return Ok((project_path(project)?, target));
        }
        if let [list] = page
            && LISTS.contains(list)
        {
            return Ok((project_path(project)?, ReferenceTarget::Project));
        }
    }
    Ok((project_path(segments)?, ReferenceTarget::Project))
}

fn project_path(segments: &[&str]) -> Result<ProjectRef, ReferenceError> {
    ProjectPath::parse(&decode(&segments.join("/"))?).map(ProjectRef::Path).map_err(ReferenceError::Project)
}
