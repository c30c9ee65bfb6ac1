use crate::Path;
use gitlab_core::{GroupId, GroupPath, GroupRef, ProjectId, ProjectPath, ProjectRef};

/// Where a list or a search looks.
///
/// ```
/// use gitlab_api_client::endpoints::Within;
/// use gitlab_core::{GroupRef, ProjectId};
///
/// let project: Within = ProjectId::new(7).into();
/// let group: Within = "shop/backend".parse::<GroupRef>()?.into();
/// assert!(project != group && group != Within::Instance);
/// # Ok::<(), gitlab_core::GroupRefError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Within {
    /// In one project.
    Project(ProjectRef),
    /// In a group with its subgroups.
    Group(GroupRef),
    /// In the whole installation, as far as the token may see it.
    Instance,
}

impl Within {
    /// `projects/:id/…`, `groups/:id/…`, or `…` alone.
    pub(crate) fn path(&self, literal: &'static str) -> Path {
        match self {
            Self::Project(project) => Path::project(project).literal(literal),
            Self::Group(group) => Path::group(group).literal(literal),
            Self::Instance => Path::new(literal),
        }
    }

    pub(crate) fn project(&self) -> Option<&ProjectRef> {
        match self {
            Self::Project(project) => Some(project),
            Self::Group(_) | Self::Instance => None,
        }
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident,)+) => {$(
        impl From<$type> for Within {
            fn from(place: $type) -> Self {
                Self::$variant(place.into())
            }
        }
    )+};
}

from! {
    ProjectRef => Project,
    ProjectId => Project,
    ProjectPath => Project,
    GroupRef => Group,
    GroupId => Group,
    GroupPath => Group,
}

impl std::fmt::Display for Within {
    /// In the words of an error message: `project 7`, `group shop`, `the installation`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Project(project) => write!(f, "project {project}"),
            Self::Group(group) => write!(f, "group {group}"),
            Self::Instance => f.write_str("the installation"),
        }
    }
}
