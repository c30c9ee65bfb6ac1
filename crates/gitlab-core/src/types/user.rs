use crate::{Date, Timestamp, UserId, WebUrl};
use serde::{Deserialize, Serialize};
use std::fmt;

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
    pub web_url: Option<WebUrl>,
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
/// What GitLab tells depends on who asks: most of it is for the user itself and for administrators. `Debug` leaves
/// [`email`](Self::email) out, which is nobody else's business.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub web_url: Option<WebUrl>,
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
    pub avatar_url: Option<WebUrl>,
}

impl fmt::Debug for UserDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, username, name, state, bot, web_url, email, public_email, is_admin, .. } = self;
        let Self { external, two_factor_enabled, created_at, last_activity_on, avatar_url, .. } = self;
        f.debug_struct("UserDetails")
            .field("id", id)
            .field("username", username)
            .field("name", name)
            .field("state", state)
            .field("bot", bot)
            .field("web_url", web_url)
            .field("email", &email.as_ref().map(|_| "[REDACTED]"))
            .field("public_email", public_email)
            .field("is_admin", is_admin)
            .field("external", external)
            .field("two_factor_enabled", two_factor_enabled)
            .field("created_at", created_at)
            .field("last_activity_on", last_activity_on)
            .field("avatar_url", avatar_url)
            .finish()
    }
}

impl From<UserDetails> for User {
    fn from(user: UserDetails) -> Self {
        let UserDetails { id, username, name, state, bot, web_url, .. } = user;
        Self { id, username, name, state, bot, web_url }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_leaves_the_hidden_address_out() {
        let json =
            r#"{"id":1,"username":"alice","email":"canary@example.com","public_email":"alice@example.com"}"#;
        let user: UserDetails = serde_json::from_str(json).unwrap();
        let shown = format!("{user:?} {user:#?}");
        assert!(!shown.contains("canary") && shown.contains("alice@example.com"), "{shown}");
        let without: UserDetails = serde_json::from_str(r#"{"id":1,"username":"alice"}"#).unwrap();
        assert!(format!("{without:?}").contains("email: None"));
    }
}
