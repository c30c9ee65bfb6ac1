//! What was found, and what was not.

use gitlab_core::GitLabReference;
use serde::Serialize;
use std::fmt;
use thiserror::Error;

/// A reference and where in the payload it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FoundReference {
    /// The reference.
    pub reference: GitLabReference,
    /// Where it is named, as a JSON path: `$.alerts[0].annotations.mr_iid`. JSON text inside JSON counts as
    /// standing there itself.
    pub path: String,
    /// How it is named.
    pub naming: Naming,
}

/// How a payload names a reference. Ordered: what is most surely meant comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "kind", content = "key", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Naming {
    /// By a key that only GitLab has: `gitlab.merge_request_iid`, `CI_PIPELINE_ID`.
    GitLabKey(String),
    /// By a URL in a text.
    Url,
    /// By a short form in a text, which other forges write the same.
    ShortForm,
    /// By a key that may mean something else as well: `repository`, `commit`.
    GeneralKey(String),
    /// By no word of the payload but its service, which the mapping knows.
    ServiceMapping,
}

impl Naming {
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::GitLabKey(_) => 0,
            Self::Url => 1,
            Self::ShortForm => 2,
            Self::GeneralKey(_) => 3,
            Self::ServiceMapping => 4,
        }
    }
}

/// Two or more different things where an alert should name one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Conflict {
    /// What there is more than one of.
    pub kind: ConflictKind,
    /// The one that won, by the order of [`Alert::references`](crate::Alert::references).
    pub chosen: FoundReference,
    /// One reference for each of the others.
    pub others: Vec<FoundReference>,
    /// Why it won, in words.
    pub rule: &'static str,
}

/// What a payload names more than one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConflictKind {
    /// Merge requests.
    MergeRequest,
    /// Projects.
    Project,
}

/// Something that looks meant for GitLab and leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unused {
    /// Where it stands, as a JSON path.
    pub path: String,
    /// Why it leads nowhere.
    pub reason: UnusedReason,
}

/// Why something leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", content = "detail", rename_all = "snake_case")]
#[non_exhaustive]
pub enum UnusedReason {
    /// It names a thing of a project (such as "merge request 42"), and nothing names the project.
    NoProject(String),
    /// The key is GitLab's, but the value is nothing that it can have; a placeholder perhaps.
    Unreadable(&'static str),
    /// It is a URL that looks like GitLab's, of this host, which is none of the configured installations.
    UnknownHost(String),
    /// It is this reference, but under a key such as `runbook_url`: it tells how such alerts are handled.
    Background(GitLabReference),
}

impl fmt::Display for Unused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            UnusedReason::NoProject(thing) => write!(f, "{thing} at {}, but no project", self.path),
            UnusedReason::Unreadable(expected) => write!(f, "what stands at {} is no {expected}", self.path),
            UnusedReason::UnknownHost(host) => {
                write!(f, "a URL like GitLab's at {}, but {host:?} is not configured", self.path)
            }
            UnusedReason::Background(reference) => {
                write!(f, "{reference} at {}, which tells how alerts are handled", self.path)
            }
        }
    }
}

/// The payload names nothing in GitLab; says where was looked and what was seen.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub struct NoReference {
    /// The objects and lists that were looked at, as JSON paths; at most 50.
    pub looked_in: Vec<String>,
    /// How many texts and numbers were looked at.
    pub values: usize,
    /// Whether that was all of them.
    pub complete: bool,
    /// What looked meant for GitLab and led nowhere.
    pub seen: Vec<Unused>,
}

impl fmt::Display for NoReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 8;
        let list = |items: &mut dyn Iterator<Item = String>, count: usize, between: &str| {
            let mut text = items.take(SHOWN).collect::<Vec<_>>().join(between);
            if count > SHOWN {
                text.push_str(&format!(" and {} more", count - SHOWN));
            }
            text
        };
        let only = if self.complete { "" } else { "only the first " };
        let places = list(&mut self.looked_in.iter().cloned(), self.looked_in.len(), ", ");
        write!(f, "the alert names nothing in GitLab: looked at {only}{} values in {places}", self.values)?;
        if self.seen.is_empty() {
            write!(
                f,
                "; give it gitlab.project_id and gitlab.merge_request_iid, or a URL, or map its service"
            )
        } else {
            let seen = list(&mut self.seen.iter().map(ToString::to_string), self.seen.len(), "; ");
            write!(f, "; saw {seen}")
        }
    }
}

/// All that was found in a payload.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct References {
    pub(crate) references: Vec<FoundReference>,
    pub(crate) conflicts: Vec<Conflict>,
    pub(crate) unused: Vec<Unused>,
    #[serde(skip)]
    pub(crate) looked_in: Vec<String>,
    #[serde(skip)]
    pub(crate) values: usize,
    #[serde(skip)]
    pub(crate) complete: bool,
}

impl References {
    pub(crate) fn none(&self) -> NoReference {
        NoReference {
            looked_in: self.looked_in.clone(),
            values: self.values,
            complete: self.complete,
            seen: self.unused.clone(),
        }
    }

    /// What of it stands below a place.
    pub(crate) fn below(&self, place: &str) -> Self {
        let is_below = |path: &str| path.strip_prefix(place).is_some_and(|rest| rest.starts_with(['.', '[']));
        let references: Vec<_> =
            self.references.iter().filter(|found| is_below(&found.path)).cloned().collect();
        Self {
            conflicts: super::order::conflicts(&references),
            references,
            unused: self.unused.iter().filter(|unused| is_below(&unused.path)).cloned().collect(),
            looked_in: self
                .looked_in
                .iter()
                .filter(|path| *path == place || is_below(path))
                .cloned()
                .collect(),
            values: self.values,
            complete: self.complete,
        }
    }
}
