use super::AccessLevel;
use crate::open_enum::open_enum;
use crate::{Date, GroupId, ProjectId, ProjectPath, Timestamp, WebUrl};
use serde::{Deserialize, Serialize};

/// A project, of `GET /projects/:id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Its full path, `group/project`.
    pub path_with_namespace: ProjectPath,
    /// Its name, which differs from the path.
    #[serde(default)]
    pub name: Option<String>,
    /// The branch that merge requests go to; `None` when the repository is empty or hidden.
    #[serde(default)]
    pub default_branch: Option<String>,
    /// Who can see it.
    #[serde(default)]
    pub visibility: Option<Visibility>,
    /// Who of them can see its issues.
    #[serde(default)]
    pub issues_access_level: Option<FeatureAccess>,
    /// Who of them can see its merge requests.
    #[serde(default)]
    pub merge_requests_access_level: Option<FeatureAccess>,
    /// Who of them can see its code.
    #[serde(default)]
    pub repository_access_level: Option<FeatureAccess>,
    /// Who of them can see its pipelines.
    #[serde(default)]
    pub builds_access_level: Option<FeatureAccess>,
    /// Whether others than its members can see the logs and artifacts of its jobs, where they can see its pipelines.
    #[serde(default)]
    pub public_jobs: Option<bool>,
    /// Whether it is read-only.
    #[serde(default)]
    pub archived: Option<bool>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
    /// When something last happened in it; up to an hour late.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub last_activity_at: Option<Timestamp>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// Its description.
    #[serde(default)]
    pub description: Option<String>,
    /// Its topics; see [`Project::topic_names`].
    #[serde(default)]
    pub topics: Option<Vec<String>>,
    /// Its topics, as GitLab before 14.0 says; newer ones send both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_list: Option<Vec<String>>,
    /// The group or user that it belongs to.
    #[serde(default)]
    pub namespace: Option<Namespace>,
    /// Where it is cloned from over SSH.
    #[serde(default)]
    pub ssh_url_to_repo: Option<String>,
    /// Where it is cloned from over HTTP.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub http_url_to_repo: Option<WebUrl>,
    /// Whether its repository has no commits.
    #[serde(default)]
    pub empty_repo: Option<bool>,
    /// The project that it was forked from, if that can be seen.
    #[serde(default)]
    pub forked_from_project: Option<Box<Project>>,
    /// The day on which it will be deleted, or was marked to be.
    #[serde(default, deserialize_with = "crate::date::lenient")]
    pub marked_for_deletion_on: Option<Date>,
    /// How many people starred it.
    #[serde(default)]
    pub star_count: Option<u64>,
    /// How many issues are open, where it has issues.
    #[serde(default)]
    pub open_issues_count: Option<u64>,
    /// Where its CI configuration is, if not in `.gitlab-ci.yml`.
    #[serde(default)]
    pub ci_config_path: Option<String>,
    /// How merge requests are merged: `merge`, `rebase_merge` or `ff`.
    #[serde(default)]
    pub merge_method: Option<String>,
    /// What the asking user may do by its own membership and by that in the group; not where it asks without a
    /// token, and not in lists of a group.
    #[serde(default)]
    pub permissions: Option<ProjectPermissions>,
    /// Its licence, where that was asked for.
    #[serde(default)]
    pub license: Option<ProjectLicense>,
    /// How much it holds, where that was asked for and the user is at least a Reporter.
    #[serde(default)]
    pub statistics: Option<ProjectStatistics>,
}

impl Project {
    /// A project of which only this is known, as a source outside of GitLab gives it; every field can be set.
    #[must_use]
    pub fn new(id: ProjectId, path_with_namespace: ProjectPath) -> Self {
        Self {
            id,
            path_with_namespace,
            name: None,
            default_branch: None,
            visibility: None,
            issues_access_level: None,
            merge_requests_access_level: None,
            repository_access_level: None,
            builds_access_level: None,
            public_jobs: None,
            archived: None,
            web_url: None,
            last_activity_at: None,
            created_at: None,
            description: None,
            topics: None,
            tag_list: None,
            namespace: None,
            ssh_url_to_repo: None,
            http_url_to_repo: None,
            empty_repo: None,
            forked_from_project: None,
            marked_for_deletion_on: None,
            star_count: None,
            open_issues_count: None,
            ci_config_path: None,
            merge_method: None,
            permissions: None,
            license: None,
            statistics: None,
        }
    }

    /// Its topics, whichever field this GitLab says them in.
    #[must_use]
    pub fn topic_names(&self) -> &[String] {
        self.topics.as_deref().or(self.tag_list.as_deref()).unwrap_or_default()
    }
}

open_enum! {
    /// Who can see a project or a group.
    pub enum Visibility {
        /// Its members.
        Private = "private",
        /// Everybody who is signed in, but for external users.
        Internal = "internal",
        /// Everybody.
        Public = "public",
    }
}

open_enum! {
    /// Who can see a part of a project, of those who can see the project.
    pub enum FeatureAccess {
        /// Nobody: it is turned off.
        Disabled = "disabled",
        /// Its members.
        Private = "private",
        /// All of them.
        Enabled = "enabled",
        /// Everybody; for pages and packages only.
        Public = "public",
    }
}

/// The group or user that a project belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Namespace {
    /// Its id. That of a group is the group's; that of a user's namespace is not the user's.
    pub id: GroupId,
    /// `group` or `user`.
    #[serde(default)]
    pub kind: Option<String>,
    /// Its full path.
    #[serde(default)]
    pub full_path: Option<String>,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// The group that it is in.
    #[serde(default)]
    pub parent_id: Option<GroupId>,
}

/// What the asking user may do in a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProjectPermissions {
    /// By being a member of the project.
    #[serde(default)]
    pub project_access: Option<Access>,
    /// By being a member of its group or of one above.
    #[serde(default)]
    pub group_access: Option<Access>,
}

impl ProjectPermissions {
    /// The higher of both; `None` when the user is a member of neither, and may still have access by a group that
    /// the project was shared with.
    #[must_use]
    pub fn access_level(&self) -> Option<AccessLevel> {
        [&self.project_access, &self.group_access]
            .into_iter()
            .flatten()
            .map(|access| access.access_level)
            .max()
    }
}

/// One way to a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Access {
    /// The role.
    pub access_level: AccessLevel,
}

/// The licence of a project, as GitLab recognized it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProjectLicense {
    /// Its short name, such as `mit`.
    #[serde(default)]
    pub key: Option<String>,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub html_url: Option<WebUrl>,
}

/// How much a project holds; sizes in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProjectStatistics {
    /// Commits on the default branch.
    #[serde(default)]
    pub commit_count: Option<u64>,
    /// Everything together.
    #[serde(default)]
    pub storage_size: Option<u64>,
    /// The repository.
    #[serde(default)]
    pub repository_size: Option<u64>,
    /// Files in Git LFS.
    #[serde(default)]
    pub lfs_objects_size: Option<u64>,
    /// Artifacts and logs of jobs.
    #[serde(default)]
    pub job_artifacts_size: Option<u64>,
    /// Packages.
    #[serde(default)]
    pub packages_size: Option<u64>,
}
