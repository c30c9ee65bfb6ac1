//! The page of a project that a URL path names.

use super::file_location::is_name;
use super::{FileView, LineRange, RefAndPath, RefKind, ReferenceError, ReferenceTarget};
use crate::CommitSha;
use percent_encoding::percent_decode_str;
use std::str::FromStr;
use url::Url;

/// What follows the project in a URL: path segments, still encoded, and the URL for its query and fragment.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) segments: &'a [&'a str],
    pub(super) url: &'a Url,
}

impl Page<'_> {
    /// What the page shows; `Ok(None)` for a page that stands for the project as a whole, such as a list.
    pub(super) fn target(self) -> Result<Option<ReferenceTarget>, ReferenceError> {
        let Some((&kind, rest)) = self.segments.split_first() else {
            return Ok(None);
        };
        let target = match kind {
            "merge_requests" => number(rest)?.map(|iid| ReferenceTarget::MergeRequest { iid }),
            "pipelines" => number(rest)?.map(|id| ReferenceTarget::Pipeline { id }),
            // A job was called a build until GitLab 9.
            "jobs" | "builds" => number(rest)?.map(|id| ReferenceTarget::Job { id }),
            "issues" => match rest.split_first() {
                Some((&"incident", rest)) => number(rest)?.map(|iid| ReferenceTarget::Incident { iid }),
                _ => number(rest)?.map(|iid| ReferenceTarget::Issue { iid }),
            },
            "incidents" => number(rest)?.map(|iid| ReferenceTarget::Incident { iid }),
            "work_items" => number(rest)?.map(|iid| ReferenceTarget::WorkItem { iid }),
            "commit" => match rest.first() {
                Some(segment) => Some(ReferenceTarget::Commit { sha: sha(segment)? }),
                None => None,
            },
            "commits" => self.location(rest)?.map(|location| ReferenceTarget::Commits { location }),
            "compare" => self.compare(rest)?,
            "blob" => self.file(FileView::Blob, rest)?,
            "raw" => self.file(FileView::Raw, rest)?,
            "blame" => self.file(FileView::Blame, rest)?,
            "tree" => self.tree(rest)?,
            "releases" => match rest {
                [] | ["new" | "permalink", ..] => None,
                [tag, ..] => name(&[tag])?.map(|tag| ReferenceTarget::Release { tag }),
            },
            "tags" if rest == ["new"] => None,
            "tags" => name(rest)?.map(|name| ReferenceTarget::Tag { name }),
            "branches" => match rest {
                // The tabs of the list of branches.
                ["all" | "active" | "stale" | "new"] => None,
                _ => name(rest)?.map(|name| ReferenceTarget::Branch { name }),
            },
            "environments" => match (number(rest)?, rest.get(1), rest.get(2..)) {
                (Some(environment), Some(&"deployments"), Some(rest)) => Some(match number(rest)? {
                    Some(iid) => ReferenceTarget::EnvironmentDeployment { environment, iid },
                    None => ReferenceTarget::Environment { id: environment },
                }),
                (environment, ..) => environment.map(|id| ReferenceTarget::Environment { id }),
            },
            // No page of GitLab, but how a deployment known by its id is displayed.
            "deployments" => number(rest)?.map(|id| ReferenceTarget::Deployment { id }),
            _ => None,
        };
        Ok(target)
    }

    fn file(self, view: FileView, rest: &[&str]) -> Result<Option<ReferenceTarget>, ReferenceError> {
        let lines = self.url.fragment().and_then(LineRange::from_fragment);
        Ok(self.location(rest)?.map(|location| ReferenceTarget::File { view, location, lines }))
    }

    /// A tree of one segment that says which kind of ref it is stands for that ref.
    fn tree(self, rest: &[&str]) -> Result<Option<ReferenceTarget>, ReferenceError> {
        match (rest, self.ref_kind()) {
            ([_], Some(RefKind::Branch)) => Ok(name(rest)?.map(|name| ReferenceTarget::Branch { name })),
            ([_], Some(RefKind::Tag)) => Ok(name(rest)?.map(|name| ReferenceTarget::Tag { name })),
            _ => self.file(FileView::Tree, rest),
        }
    }

    fn location(self, rest: &[&str]) -> Result<Option<RefAndPath>, ReferenceError> {
        let Some((&first, path)) = rest.split_first() else {
            return Ok(None);
        };
        let path: Vec<String> = path.iter().map(|segment| decode(segment)).collect::<Result<_, _>>()?;
        let first = decode(first)?;
        // Whoever encoded the slashes of the first segment took it for one thing: the ref.
        let location = if first.contains('/') && !path.is_empty() {
            RefAndPath::new(&first, &path.join("/"))?
        } else {
            let mut parts = vec![first];
            parts.extend(path);
            RefAndPath::joined(&parts.join("/"))?
        };
        Ok(Some(match self.ref_kind() {
            Some(kind) => location.with_ref_kind(kind),
            None => location,
        }))
    }

    fn compare(self, rest: &[&str]) -> Result<Option<ReferenceTarget>, ReferenceError> {
        let Some(both) = name(rest)? else {
            return Ok(None);
        };
        let (from, to, two_dots) = match (both.split_once("..."), both.split_once("..")) {
            (Some((from, to)), _) => (from, to, false),
            (None, Some((from, to))) => (from, to, true),
            // `compare/main` is the form in which the other end is chosen.
            (None, None) => return Ok(None),
        };
        let straight = self.query("straight").map_or(two_dots, |straight| straight == "true");
        compare(from, to, straight).map(Some)
    }

    fn ref_kind(self) -> Option<RefKind> {
        match self.query("ref_type")?.to_ascii_lowercase().as_str() {
            "heads" => Some(RefKind::Branch),
            "tags" => Some(RefKind::Tag),
            _ => None,
        }
    }

    pub(super) fn query(self, key: &str) -> Option<String> {
        self.url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value.into_owned())
    }
}

/// What lies between two refs, once both are found to be refs.
pub(super) fn compare(from: &str, to: &str, straight: bool) -> Result<ReferenceTarget, ReferenceError> {
    if !is_compared(from) || !is_compared(to) {
        return Err(ReferenceError::Name);
    }
    Ok(ReferenceTarget::Compare { from: from.to_owned(), to: to.to_owned(), straight })
}

/// Whether this can stand beside the dots of a comparison; no ref begins or ends with a dot or holds two.
pub(super) fn is_compared(name: &str) -> bool {
    is_name(name) && !name.contains("..") && !name.starts_with('.') && !name.ends_with('.')
}

/// The number that a segment begins with; `None` when it is a word, the name of some other page.
///
/// GitLab serves most numbered pages in other formats too, told by an ending.
pub(super) fn number<N: FromStr>(rest: &[&str]) -> Result<Option<N>, ReferenceError> {
    let Some(segment) = rest.first().filter(|segment| segment.starts_with(|c: char| c.is_ascii_digit()))
    else {
        return Ok(None);
    };
    let digits = [".json", ".diff", ".patch"]
        .iter()
        .find_map(|ending| segment.strip_suffix(ending))
        .unwrap_or(segment);
    let number = Some(digits)
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0'));
    match number.and_then(|digits| digits.parse().ok()) {
        Some(number) => Ok(Some(number)),
        None => Err(ReferenceError::Number { text: segment.chars().take(40).collect() }),
    }
}

pub(super) fn sha(segment: &str) -> Result<CommitSha, ReferenceError> {
    let hash = [".json", ".diff", ".patch"]
        .iter()
        .find_map(|ending| segment.strip_suffix(ending))
        .unwrap_or(segment);
    hash.parse().map_err(|_| ReferenceError::Sha)
}

/// The name that all segments make together; `None` when there is none.
pub(super) fn name(rest: &[&str]) -> Result<Option<String>, ReferenceError> {
    if rest.is_empty() {
        return Ok(None);
    }
    let parts: Vec<String> = rest.iter().map(|segment| decode(segment)).collect::<Result<_, _>>()?;
    let name = parts.join("/");
    if is_name(&name) { Ok(Some(name)) } else { Err(ReferenceError::Name) }
}

pub(super) fn decode(segment: &str) -> Result<String, ReferenceError> {
    percent_decode_str(segment).decode_utf8().map(Into::into).map_err(|_| ReferenceError::Name)
}
