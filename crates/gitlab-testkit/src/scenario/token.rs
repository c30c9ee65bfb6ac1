use super::{Role, numbers, setters};
use secrecy::SecretString;
use serde::Deserialize;
use std::fmt;

/// A token by which requests prove who they are.
///
/// In JSON, `user`, `project`, `group` or `job_of` says which kind it is, as the constructors here do.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Token {
    #[serde(deserialize_with = "secret")]
    pub(crate) secret: SecretString,
    #[serde(default)]
    pub(crate) id: Option<u64>,
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) user: Option<String>,
    #[serde(default)]
    pub(crate) project: Option<String>,
    #[serde(default)]
    pub(crate) group: Option<String>,
    #[serde(default)]
    pub(crate) job_of: Option<String>,
    #[serde(default)]
    pub(crate) role: Option<Role>,
    #[serde(default = "read_api")]
    pub(crate) scopes: Vec<String>,
    #[serde(default)]
    pub(crate) permissions: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) expires_at: Option<String>,
    #[serde(default)]
    pub(crate) revoked: bool,
}

fn read_api() -> Vec<String> {
    vec!["read_api".to_owned()]
}

fn secret<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}

impl Token {
    fn new(secret: impl Into<String>) -> Self {
        Self {
            secret: SecretString::from(secret.into()),
            id: None,
            name: None,
            user: None,
            project: None,
            group: None,
            job_of: None,
            role: None,
            scopes: read_api(),
            permissions: None,
            expires_at: None,
            revoked: false,
        }
    }

    /// A personal access token of this user.
    #[must_use]
    pub fn personal(secret: impl Into<String>, username: impl Into<String>) -> Self {
        Self { user: Some(username.into()), ..Self::new(secret) }
    }

    /// A project access token: GitLab makes a bot for it, which has this role in the project.
    #[must_use]
    pub fn project(secret: impl Into<String>, path: impl Into<String>, role: Role) -> Self {
        Self { project: Some(path.into()), role: Some(role), ..Self::new(secret) }
    }

    /// A group access token: its bot has this role in every project below the group.
    #[must_use]
    pub fn group(secret: impl Into<String>, path: impl Into<String>, role: Role) -> Self {
        Self { group: Some(path.into()), role: Some(role), ..Self::new(secret) }
    }

    /// The token of a job that runs in this project for this user. It opens few routes, and needs no scope.
    #[must_use]
    pub fn job(secret: impl Into<String>, path: impl Into<String>, username: impl Into<String>) -> Self {
        Self { job_of: Some(path.into()), user: Some(username.into()), ..Self::new(secret) }
    }

    /// Its scopes; `read_api` alone unless said.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Makes it a fine-grained token, which opens only what these permissions name, such as
    /// `read_merge_request`. Every other route refuses it, `/version` and `/user` too.
    #[must_use]
    pub fn permissions<S: Into<String>>(mut self, permissions: impl IntoIterator<Item = S>) -> Self {
        self.permissions = Some(permissions.into_iter().map(Into::into).collect());
        self.scopes = vec!["granular".to_owned()];
        self
    }

    numbers! {
        /// The id.
        id;
    }

    setters! {
        /// What its owner calls it.
        some name: String;
        /// The day on which it dies.
        some expires_at: String;
        /// Whether it was revoked.
        plain revoked: bool;
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("user", &self.user)
            .field("project", &self.project)
            .field("group", &self.group)
            .field("job_of", &self.job_of)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
