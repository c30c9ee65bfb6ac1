use super::{Commit, User};
use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// A release, of `GET /projects/:id/releases` and `…/releases/:tag_name`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Release {
    /// Its tag; hidden from guests of private projects.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub tag_name: String,
    /// Its title. Text of its author.
    #[serde(default)]
    pub name: Option<String>,
    /// Its notes in Markdown. Text of its author.
    #[serde(default)]
    pub description: Option<String>,
    /// Who made it.
    #[serde(default)]
    pub author: Option<User>,
    /// The commit of its tag.
    #[serde(default)]
    pub commit: Option<Commit>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it is, or was, out; lists are ordered by this.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub released_at: Option<Timestamp>,
}

impl Release {
    /// A release of which only the tag is known, as a source outside of GitLab gives it; every field can be set.
    #[must_use]
    pub fn new(tag_name: impl Into<String>) -> Self {
        Self {
            tag_name: tag_name.into(),
            name: None,
            description: None,
            author: None,
            commit: None,
            created_at: None,
            released_at: None,
        }
    }
}
