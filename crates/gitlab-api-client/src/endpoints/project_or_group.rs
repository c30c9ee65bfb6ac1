use super::Within;
use super::within::from_places;
use crate::Path;
use gitlab_core::{GroupRef, ProjectRef};

/// A project or a group: what has members, labels, milestones and access tokens.
///
/// ```
/// use gitlab_api_client::endpoints::{ProjectOrGroup, Within};
/// use gitlab_core::{GroupRef, ProjectId};
///
/// let project: ProjectOrGroup = ProjectId::new(7).into();
/// let group: ProjectOrGroup = "shop/backend".parse::<GroupRef>()?.into();
/// assert_eq!(format!("{project}, {group}"), "project 7, group shop/backend");
/// assert_eq!(Within::from(project), ProjectId::new(7).into());
/// # Ok::<(), gitlab_core::GroupRefError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProjectOrGroup {
    /// A project.
    Project(ProjectRef),
    /// A group.
    Group(GroupRef),
}

impl ProjectOrGroup {
    /// `projects/:id/…` or `groups/:id/…`.
    pub(crate) fn path(&self, literal: &'static str) -> Path {
        match self {
            Self::Project(project) => Path::project(project).literal(literal),
            Self::Group(group) => Path::group(group).literal(literal),
        }
    }

    pub(crate) fn project(&self) -> Option<&ProjectRef> {
        match self {
            Self::Project(project) => Some(project),
            Self::Group(_) => None,
        }
    }

    /// What to add to an operation so that an error names the place: errors name a project by themselves.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Project(_) => String::new(),
            Self::Group(group) => format!(" of group {group}"),
        }
    }
}

from_places!(ProjectOrGroup);

impl From<ProjectOrGroup> for Within {
    fn from(place: ProjectOrGroup) -> Self {
        match place {
            ProjectOrGroup::Project(project) => Self::Project(project),
            ProjectOrGroup::Group(group) => Self::Group(group),
        }
    }
}

impl std::fmt::Display for ProjectOrGroup {
    /// In words: `project 7`, `group shop`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Project(project) => write!(f, "project {project}"),
            Self::Group(group) => write!(f, "group {group}"),
        }
    }
}
