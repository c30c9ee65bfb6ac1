use super::{numbers, setters};
use serde::Deserialize;

/// A user of the GitLab.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct User {
    pub(crate) id: Option<u64>,
    pub(crate) username: String,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) admin: bool,
    pub(crate) bot: bool,
    pub(crate) blocked: bool,
}

impl User {
    /// A user with this user name: the part after the `@`.
    #[must_use]
    pub fn new(username: impl Into<String>) -> Self {
        Self { username: username.into(), ..Self::default() }
    }

    numbers! {
        /// The id.
        id;
    }

    setters! {
        /// The full name; made from the user name unless said.
        some name: String;
        /// The e-mail address, by which commits are told to be theirs.
        some email: String;
        /// Whether they administer the GitLab and so may do everything.
        plain admin: bool;
        /// Whether it is a bot.
        plain bot: bool;
        /// Whether the user is blocked, so that every request of theirs is refused.
        plain blocked: bool;
    }
}
