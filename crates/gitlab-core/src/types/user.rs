use crate::{Date, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use url::Url;

/// A user, as lists and other things name it.
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

/// A user with what only the single user's answer holds, of `GET /user` and `GET /users/:id`.
///
/// What GitLab tells depends on who asks: most of it is for the user itself and for administrators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserDetails {
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
    /// The e-mail address; for the user itself and for administrators.
    #[serde(default)]
    pub email: Option<String>,
    /// The e-mail address that the user shows to everybody.
    #[serde(default)]
    pub public_email: Option<String>,
    /// Whether it is an administrator; for the user itself, if it is one, and for administrators.
    #[serde(default)]
    pub is_admin: Option<bool>,
    /// Whether it comes from outside of the organization, and sees only what it was let into.
    #[serde(default)]
    pub external: Option<bool>,
    /// Whether signing in needs a second factor.
    #[serde(default)]
    pub two_factor_enabled: Option<bool>,
    /// When the account was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// The day on which it was last active.
    #[serde(default, deserialize_with = "crate::date::lenient")]
    pub last_activity_on: Option<Date>,
    /// The picture.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub avatar_url: Option<Url>,
}

impl From<UserDetails> for User {
    fn from(user: UserDetails) -> Self {
        let UserDetails { id, username, name, state, bot, web_url, .. } = user;
        Self { id, username, name, state, bot, web_url }
    }
}
