//! One owner.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Who owns a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Owner {
    /// A user or a group, without the `@`: only GitLab knows which of them has the name.
    Name(String),
    /// All members of the project with a role, such as `@@maintainer`.
    Role(OwnerRole),
    /// The user with this address.
    Email(String),
}

/// A role that owns files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum OwnerRole {
    /// `@@developer`
    Developer,
    /// `@@maintainer`
    Maintainer,
    /// `@@owner`
    Owner,
}

impl Owner {
    /// Reads one word; `None` for what names nobody.
    pub(super) fn parse(word: &str) -> Option<Self> {
        if let Some(role) = word.strip_prefix("@@") {
            return match role.to_ascii_lowercase().as_str() {
                "developer" | "developers" => Some(Self::Role(OwnerRole::Developer)),
                "maintainer" | "maintainers" => Some(Self::Role(OwnerRole::Maintainer)),
                "owner" | "owners" => Some(Self::Role(OwnerRole::Owner)),
                _ => None,
            };
        }
        let is_name = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
                && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
        };
        if let Some(name) = word.strip_prefix('@') {
            return is_name(name).then(|| Self::Name(name.to_owned()));
        }
        let (user, host) = word.split_once('@')?;
        let is_email = !user.is_empty() && host.contains('.') && !host.contains('@');
        is_email.then(|| Self::Email(word.to_owned()))
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "@{name}"),
            Self::Role(OwnerRole::Developer) => f.write_str("@@developer"),
            Self::Role(OwnerRole::Maintainer) => f.write_str("@@maintainer"),
            Self::Role(OwnerRole::Owner) => f.write_str("@@owner"),
            Self::Email(address) => f.write_str(address),
        }
    }
}
