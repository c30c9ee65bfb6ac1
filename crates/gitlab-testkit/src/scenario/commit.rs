use super::setters;
use bytes::Bytes;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A commit: what it changes, and where it stands.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Commit {
    pub(crate) name: String,
    pub(crate) sha: Option<String>,
    #[serde(rename = "branch")]
    pub(crate) on: Option<String>,
    pub(crate) parent: Option<String>,
    pub(crate) merging: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) at: Option<String>,
    pub(crate) authored_at: Option<String>,
    /// Each file's new content, or nothing for a deleted one.
    pub(crate) files: BTreeMap<String, Option<Content>>,
    /// Old path to new path.
    pub(crate) renames: BTreeMap<String, String>,
    pub(crate) executables: Vec<String>,
}

impl Commit {
    /// A commit that the rest of the scenario calls by this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters! {
        /// Its hash; made from its content as Git does unless said.
        some sha: String;
        /// The branch that it is made on; the default branch unless said. A new branch starts at the head of
        /// the default branch, or at [`Commit::parent`].
        some on: String;
        /// The commit before it; the head of its branch unless said.
        some parent: String;
        /// The branch or commit that this one merges into its own branch.
        some merging: String;
        /// The message; the name unless said.
        some message: String;
        /// Who wrote it: a user name, or `Name <address>`.
        some author: String;
        /// When it was committed; one minute after its parent unless said.
        some at: String;
        /// When it was written; when it was committed unless said.
        some authored_at: String;
    }

    /// Writes a file.
    #[must_use]
    pub fn file(mut self, path: impl Into<String>, content: impl Into<Content>) -> Self {
        self.files.insert(path.into(), Some(content.into()));
        self
    }

    /// Deletes a file.
    #[must_use]
    pub fn delete(mut self, path: impl Into<String>) -> Self {
        self.files.insert(path.into(), None);
        self
    }

    /// Moves a file, keeping its content unless [`Commit::file`] writes the new path.
    #[must_use]
    pub fn rename(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.renames.insert(from.into(), to.into());
        self
    }

    /// Makes a file executable.
    #[must_use]
    pub fn executable(mut self, path: impl Into<String>) -> Self {
        self.executables.push(path.into());
        self
    }
}

/// The content of a file: a text, or bytes (in JSON `{"base64": "…"}`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Form")]
#[non_exhaustive]
pub struct Content {
    pub(crate) bytes: Bytes,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Form {
    Text(String),
    Base64 { base64: String },
}

impl TryFrom<Form> for Content {
    type Error = base64::DecodeError;

    fn try_from(form: Form) -> Result<Self, Self::Error> {
        use base64::Engine as _;
        Ok(Self {
            bytes: match form {
                Form::Text(text) => text.into(),
                Form::Base64 { base64 } => base64::engine::general_purpose::STANDARD.decode(base64)?.into(),
            },
        })
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self { bytes: Bytes::copy_from_slice(text.as_bytes()) }
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self { bytes: text.into() }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes: bytes.into() }
    }
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self { bytes }
    }
}
