use super::Commit;
use crate::open_enum::open_enum;
use crate::{CommitSha, Timestamp, WebUrl};
use serde::{Deserialize, Serialize};

/// A branch, of `GET /projects/:id/repository/branches`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// The commit at its head.
    #[serde(default)]
    pub commit: Option<Commit>,
    /// Whether all of it is in the default branch.
    #[serde(default)]
    pub merged: Option<bool>,
    /// Whether it is protected.
    #[serde(default)]
    pub protected: Option<bool>,
    /// Whether it is the default branch.
    #[serde(default, rename = "default")]
    pub is_default: Option<bool>,
    /// Whether developers may push to it.
    #[serde(default)]
    pub developers_can_push: Option<bool>,
    /// Whether developers may merge into it.
    #[serde(default)]
    pub developers_can_merge: Option<bool>,
    /// Whether the token's user may push to it.
    #[serde(default)]
    pub can_push: Option<bool>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
}

/// A tag, of `GET /projects/:id/repository/tags`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// What it names: a commit, or for an annotated tag the tag's own object.
    #[serde(default)]
    pub target: Option<CommitSha>,
    /// The message of an annotated tag. Text of its author.
    #[serde(default)]
    pub message: Option<String>,
    /// The commit that it names in the end.
    #[serde(default)]
    pub commit: Option<Commit>,
    /// Its release, in short.
    #[serde(default)]
    pub release: Option<TagRelease>,
    /// Whether it is protected.
    #[serde(default)]
    pub protected: Option<bool>,
    /// When an annotated tag was made (since 16.11).
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
}

/// The release of a tag, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TagRelease {
    /// Its tag.
    #[serde(default)]
    pub tag_name: Option<String>,
    /// Its notes in Markdown. Text of its author.
    #[serde(default)]
    pub description: Option<String>,
}

/// A file or folder of a repository, of `GET /projects/:id/repository/tree`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TreeEntry {
    /// The hash of what it holds; for a submodule that of the other repository's commit.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub entry_type: TreeEntryType,
    /// Its path in the repository.
    pub path: String,
    /// Its mode: `100644`, `100755` for an executable, `120000` for a symbolic link, `040000` for a folder,
    /// `160000` for a submodule.
    #[serde(default)]
    pub mode: Option<String>,
}

open_enum! {
    /// What an entry of a tree is.
    pub enum TreeEntryType {
        /// A folder.
        Tree = "tree",
        /// A file.
        Blob = "blob",
        /// A submodule.
        Commit = "commit",
    }
}

/// Who wrote commits, of `GET /projects/:id/repository/contributors`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Contributor {
    /// The name in the commits.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub name: String,
    /// The e-mail address in the commits.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub email: String,
    /// How many commits.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub commits: u64,
}

/// Lines that one commit wrote last, of `GET /projects/:id/repository/files/:file_path/blame`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BlameRange {
    /// The commit, without its title.
    pub commit: Commit,
    /// The lines, one after another, without their line ends.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub lines: Vec<String>,
}

/// What GitLab says of a file without its content, by the headers of
/// `HEAD /projects/:id/repository/files/:file_path`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileMetadata {
    /// Its path in the repository.
    pub file_path: String,
    /// Its size in bytes.
    pub size: u64,
    /// The hash of the content as Git makes it.
    pub blob_id: String,
    /// The ref that was asked for.
    #[serde(default, rename = "ref")]
    pub ref_name: Option<String>,
    /// The SHA-256 of the content, in hexadecimal.
    #[serde(default)]
    pub content_sha256: Option<String>,
    /// The commit that the ref stood at.
    #[serde(default)]
    pub commit_id: Option<CommitSha>,
    /// The commit that last changed the file.
    #[serde(default)]
    pub last_commit_id: Option<CommitSha>,
    /// Whether it is marked as executable (since 14.10).
    #[serde(default)]
    pub execute_filemode: Option<bool>,
}

impl FileMetadata {
    /// What is known of every file; every other field can be set.
    #[must_use]
    pub fn new(file_path: impl Into<String>, size: u64, blob_id: impl Into<String>) -> Self {
        Self {
            file_path: file_path.into(),
            size,
            blob_id: blob_id.into(),
            ref_name: None,
            content_sha256: None,
            commit_id: None,
            last_commit_id: None,
            execute_filemode: None,
        }
    }
}
