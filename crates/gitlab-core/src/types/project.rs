use crate::{ProjectId, ProjectPath, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

/// A project, of `GET /projects/:id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Its full path, `group/project`.
    pub path_with_namespace: ProjectPath,
    /// Its name, which differs from the path.
    #[serde(default)]
    pub name: Option<String>,
    /// The branch that merge requests go to; `None` when the repository is empty or hidden.
    #[serde(default)]
    pub default_branch: Option<String>,
    /// `private`, `internal` or `public`.
    #[serde(default)]
    pub visibility: Option<String>,
    /// Whether it is read-only.
    #[serde(default)]
    pub archived: Option<bool>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<Url>,
    /// When something last happened in it; up to an hour late.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub last_activity_at: Option<Timestamp>,
}

impl Project {
    /// A project of which only this is known, as a source outside of GitLab gives it; every field can be set.
    #[must_use]
    pub fn new(id: ProjectId, path_with_namespace: ProjectPath) -> Self {
        Self {
            id,
            path_with_namespace,
            name: None,
            default_branch: None,
            visibility: None,
            archived: None,
            web_url: None,
            last_activity_at: None,
        }
    }
}
