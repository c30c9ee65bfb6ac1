use super::{Commit, Milestone, User};
use crate::open_enum::open_enum;
use crate::{Timestamp, WebUrl};
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
    /// Whether it is not out yet, where GitLab tells.
    #[serde(default)]
    pub upcoming_release: Option<bool>,
    /// Its milestones, where the token may see them.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub milestones: Vec<Milestone>,
    /// What can be downloaded.
    #[serde(default)]
    pub assets: Option<ReleaseAssets>,
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
            upcoming_release: None,
            milestones: Vec::new(),
            assets: None,
        }
    }
}

/// What can be downloaded of a release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReleaseAssets {
    /// How many there are, where GitLab tells.
    #[serde(default)]
    pub count: Option<u64>,
    /// Archives of the source code; hidden from who may not read it.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub sources: Vec<ReleaseSource>,
    /// What its author linked.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub links: Vec<ReleaseLink>,
}

/// An archive of a release's source code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReleaseSource {
    /// `zip`, `tar.gz`, `tar.bz2` or `tar`.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub format: String,
    /// Where it is.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub url: Option<WebUrl>,
}

/// Something that the author of a release linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReleaseLink {
    /// Its id.
    pub id: u64,
    /// Its name. Text of its author.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub name: String,
    /// Where it leads, often outside of GitLab: never to be asked with GitLab's credential.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub url: Option<WebUrl>,
    /// Its lasting address at GitLab.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub direct_asset_url: Option<WebUrl>,
    /// What it is.
    #[serde(default)]
    pub link_type: Option<ReleaseLinkType>,
}

open_enum! {
    /// What a link of a release leads to.
    pub enum ReleaseLinkType {
        /// Instructions for who runs it.
        Runbook = "runbook",
        /// A container image.
        Image = "image",
        /// A package.
        Package = "package",
        /// GitLab's own word for none of the others.
        NoneOfThese = "other",
    }
}
