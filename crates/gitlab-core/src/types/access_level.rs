use serde::{Deserialize, Serialize};
use std::fmt;

/// The role of a member, as the number by which GitLab orders roles.
///
/// GitLab adds roles between the others (Planner came with 17.7), so that a number without a name is one too, and
/// comparing is better than matching.
///
/// ```
/// use gitlab_core::types::AccessLevel;
///
/// let level: AccessLevel = serde_json::from_str("30")?;
/// assert!(level >= AccessLevel::REPORTER && level < AccessLevel::MAINTAINER);
/// assert_eq!((level.name(), level.to_string().as_str()), (Some("Developer"), "30"));
/// assert_eq!(AccessLevel::new(25).name(), None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessLevel(u32);

impl AccessLevel {
    /// No access.
    pub const NO_ACCESS: Self = Self(0);
    /// Minimal access: a seat in a group, and nothing in its projects.
    pub const MINIMAL: Self = Self(5);
    /// Guest.
    pub const GUEST: Self = Self(10);
    /// Planner (since GitLab 17.7).
    pub const PLANNER: Self = Self(15);
    /// Reporter: reads code, pipelines and logs, and comments.
    pub const REPORTER: Self = Self(20);
    /// Developer: pushes and runs pipelines.
    pub const DEVELOPER: Self = Self(30);
    /// Maintainer: settings, among them webhooks.
    pub const MAINTAINER: Self = Self(40);
    /// Owner.
    pub const OWNER: Self = Self(50);

    /// The role of this number.
    #[must_use]
    pub const fn new(level: u32) -> Self {
        Self(level)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// GitLab's name of the role, if it has one that is known here.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::NO_ACCESS => "No access",
            Self::MINIMAL => "Minimal access",
            Self::GUEST => "Guest",
            Self::PLANNER => "Planner",
            Self::REPORTER => "Reporter",
            Self::DEVELOPER => "Developer",
            Self::MAINTAINER => "Maintainer",
            Self::OWNER => "Owner",
            _ => return None,
        })
    }
}

impl fmt::Display for AccessLevel {
    /// The number, as GitLab takes it in a query.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_and_unknown_ones_fit_in() {
        let mut levels: Vec<AccessLevel> = serde_json::from_str("[50,25,0,15,5,40,10,30,20]").unwrap();
        levels.sort();
        assert_eq!(serde_json::to_string(&levels).unwrap(), "[0,5,10,15,20,25,30,40,50]");
        assert_eq!(levels.iter().filter(|level| level.name().is_none()).count(), 1);
        assert!(serde_json::from_str::<AccessLevel>("-1").is_err());
    }
}
