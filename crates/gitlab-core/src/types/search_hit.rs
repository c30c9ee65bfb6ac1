use super::User;
use crate::{GroupId, ProjectId, SnippetId, Timestamp, WebUrl};
use serde::{Deserialize, Serialize};

/// A place in a file of a repository that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BlobHit {
    /// The path of the file.
    pub path: String,
    /// The path without its extension.
    #[serde(default)]
    pub basename: Option<String>,
    /// The lines around what was found.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub data: String,
    /// The number of the first line of `data`, counted from 1.
    #[serde(default)]
    pub startline: Option<u64>,
    /// The branch that was searched, or with advanced search the commit.
    #[serde(default, rename = "ref")]
    pub ref_name: Option<String>,
    /// The project of the file.
    #[serde(default)]
    pub project_id: Option<ProjectId>,
}

/// A place in a page of a wiki that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WikiBlobHit {
    /// The path of the page's file.
    pub path: String,
    /// The path without its extension: the slug of the page.
    #[serde(default)]
    pub basename: Option<String>,
    /// The lines around what was found.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub data: String,
    /// The number of the first line of `data`, counted from 1.
    #[serde(default)]
    pub startline: Option<u64>,
    /// The branch of the wiki.
    #[serde(default, rename = "ref")]
    pub ref_name: Option<String>,
    /// The project of the wiki, if it is one of a project.
    #[serde(default)]
    pub project_id: Option<ProjectId>,
    /// The group of the wiki, if it is one of a group.
    #[serde(default)]
    pub group_id: Option<GroupId>,
}

/// A snippet whose title a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SnippetHit {
    /// Its id.
    pub id: SnippetId,
    /// Its title. Text of its author.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub title: String,
    /// The name of its first file.
    #[serde(default)]
    pub file_name: Option<String>,
    /// Its description. Text of its author.
    #[serde(default)]
    pub description: Option<String>,
    /// Who wrote it.
    #[serde(default)]
    pub author: Option<User>,
    /// The project that it is in; `None` for a personal snippet.
    #[serde(default)]
    pub project_id: Option<ProjectId>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub updated_at: Option<Timestamp>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
}
