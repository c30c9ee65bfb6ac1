use crate::Path;
use gitlab_core::{GroupRef, ProjectRef};

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

/// Takes a project or a group, however it is named, for this type with the variants `Project` and `Group`.
macro_rules! from_places {
    ($place:ty) => {
        crate::endpoints::within::from_places! {
            $place:
            gitlab_core::ProjectRef => Project,
            gitlab_core::ProjectId => Project,
            gitlab_core::ProjectPath => Project,
            gitlab_core::GroupRef => Group,
            gitlab_core::GroupId => Group,
            gitlab_core::GroupPath => Group,
        }
    };
    ($place:ty: $($type:ty => $variant:ident,)+) => {$(
        impl From<$type> for $place {
            fn from(place: $type) -> Self {
                Self::$variant(place.into())
            }
        }
    )+};
}

pub(crate) use from_places;

from_places!(Within);

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
