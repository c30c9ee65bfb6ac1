//! What a credential should be good for.

use gitlab_core::ProjectRef;
use gitlab_core::types::AccessLevel;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

const TIME: Duration = Duration::from_secs(20);

/// Something that a program wants to do in GitLab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ability {
    /// Read merge requests, commits, pipelines, job logs and deployments: the scope `read_api` or `api`, and in a project
    /// that is not public at least the role Reporter.
    Read,
    /// Write notes on merge requests: the scope `api`, and the right to see the merge request, which in a project that
    /// is not public takes at least the role Reporter.
    WriteBack,
    /// Manage the webhooks of a project: the scope `api` and at least the role Maintainer.
    Hooks,
}

impl Ability {
    /// The scopes of which the token needs one, the smallest first.
    #[must_use]
    pub fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Read => &["read_api", "api"],
            Self::WriteBack | Self::Hooks => &["api"],
        }
    }

    /// The role in the project that is always enough.
    #[must_use]
    pub fn role(self) -> AccessLevel {
        match self {
            Self::Read | Self::WriteBack => AccessLevel::REPORTER,
            Self::Hooks => AccessLevel::MAINTAINER,
        }
    }

    /// Whether it changes something.
    pub(super) fn writes(self) -> bool {
        self != Self::Read
    }
}

impl fmt::Display for Ability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::WriteBack => "write back",
            Self::Hooks => "hooks",
        })
    }
}

/// What a credential should be good for, where, and how long finding that out may take.
///
/// ```
/// use gitlab_api_client::preflight::{Ability, Wanted};
/// use std::time::Duration;
///
/// let wanted = Wanted::new([Ability::Read, Ability::WriteBack])
///     .in_project("shop/checkout".parse()?)
///     .within(Duration::from_secs(5));
/// # let _ = wanted;
/// # Ok::<(), gitlab_core::ProjectRefError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    abilities: BTreeSet<Ability>,
    project: Option<ProjectRef>,
    time: Duration,
}

impl Wanted {
    /// These abilities, in no project in particular. Without any, the report still says who asks and what answers.
    #[must_use]
    pub fn new(abilities: impl IntoIterator<Item = Ability>) -> Self {
        Self { abilities: abilities.into_iter().collect(), project: None, time: TIME }
    }

    /// The same in this project, whose role is then looked at too.
    #[must_use]
    pub fn in_project(mut self, project: ProjectRef) -> Self {
        self.project = Some(project);
        self
    }

    /// The same within this time; 20 seconds by default. An earlier deadline of the client stays.
    #[must_use]
    pub fn within(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// The abilities.
    pub fn abilities(&self) -> impl Iterator<Item = Ability> + '_ {
        self.abilities.iter().copied()
    }

    /// The project, if one is named.
    #[must_use]
    pub fn project(&self) -> Option<&ProjectRef> {
        self.project.as_ref()
    }

    pub(super) fn time(&self) -> Duration {
        self.time
    }
}
