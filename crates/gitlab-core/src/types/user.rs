use crate::UserId;
use serde::{Deserialize, Serialize};
use url::Url;

/// A user as other things name it, and the current user of `GET /user`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// The name after the `@`.
    pub username: String,
    /// The full name.
    #[serde(default)]
    pub name: Option<String>,
    /// `active`, `blocked`, …
    #[serde(default)]
    pub state: Option<String>,
    /// Whether it is a bot, where GitLab tells (project and group access tokens have one each).
    #[serde(default)]
    pub bot: Option<bool>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<Url>,
}

impl User {
    /// A user of this id and user name.
    #[must_use]
    pub fn new(id: UserId, username: impl Into<String>) -> Self {
        Self { id, username: username.into(), name: None, state: None, bot: None, web_url: None }
    }
}
