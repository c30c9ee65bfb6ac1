use crate::CommitSha;
use serde::{Deserialize, Serialize};

/// A file at a ref, of `GET /projects/:id/repository/files/:file_path`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RepositoryFile {
    /// Its path in the repository.
    pub file_path: String,
    /// The ref that was asked for.
    #[serde(rename = "ref")]
    pub ref_name: String,
    /// Its size in bytes.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub size: u64,
    /// How `content` is written: `base64`.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub encoding: String,
    /// The content, in that encoding.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub content: String,
    /// The hash of the content as Git makes it.
    #[serde(default)]
    pub blob_id: Option<String>,
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

impl RepositoryFile {
    /// A file with its content as plain text, as a source outside of GitLab gives it; every field can be set.
    #[must_use]
    pub fn new(file_path: impl Into<String>, ref_name: impl Into<String>, text: impl Into<String>) -> Self {
        let content = text.into();
        Self {
            file_path: file_path.into(),
            ref_name: ref_name.into(),
            size: content.len() as u64,
            encoding: "text".to_owned(),
            content,
            blob_id: None,
            content_sha256: None,
            commit_id: None,
            last_commit_id: None,
            execute_filemode: None,
        }
    }
}
