use super::{Commit, Deployment, Environment, Issue, MergeRequest, Pipeline, Release, Tag, numbers, setters};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A project with its repository and all that hangs on it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Project {
    pub(crate) id: Option<u64>,
    pub(crate) path: String,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) visibility: Visibility,
    pub(crate) default_branch: Option<String>,
    pub(crate) archived: bool,
    pub(crate) private_jobs: bool,
    pub(crate) formerly: Vec<String>,
    pub(crate) created_at: Option<String>,
    pub(crate) members: BTreeMap<String, Role>,
    pub(crate) commits: Vec<Commit>,
    pub(crate) branches: BTreeMap<String, String>,
    pub(crate) deleted_branches: Vec<String>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) merge_requests: Vec<MergeRequest>,
    pub(crate) pipelines: Vec<Pipeline>,
    pub(crate) environments: Vec<Environment>,
    pub(crate) deployments: Vec<Deployment>,
    pub(crate) releases: Vec<Release>,
    pub(crate) issues: Vec<Issue>,
}

/// Who can see a project without being a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Visibility {
    /// Nobody: it answers 404 to strangers.
    #[default]
    Private,
    /// Everybody who is signed in.
    Internal,
    /// Everybody.
    Public,
}

impl Visibility {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Internal => "internal",
            Self::Public => "public",
        }
    }
}

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// Sees issues, but no code of a private project (access level 10).
    Guest,
    /// Plans with issues (15).
    Planner,
    /// Reads everything (20).
    Reporter,
    /// Writes code, and edits and closes merge requests (30).
    Developer,
    /// Merges into protected branches and edits other people's notes (40).
    Maintainer,
    /// Everything (50).
    Owner,
}

impl Role {
    /// GitLab's number for it.
    #[must_use]
    pub fn access_level(self) -> u64 {
        match self {
            Self::Guest => 10,
            Self::Planner => 15,
            Self::Reporter => 20,
            Self::Developer => 30,
            Self::Maintainer => 40,
            Self::Owner => 50,
        }
    }
}

impl Project {
    /// A private, empty project at this full path.
    #[must_use]
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), ..Self::default() }
    }

    numbers! {
        /// The id.
        id;
    }

    setters! {
        /// The name; the last part of the path unless said.
        some name: String;
        /// What it is.
        some description: String;
        /// Who can see it; private unless said.
        plain visibility: Visibility;
        /// The branch that merge requests go to; `main` unless said.
        some default_branch: String;
        /// Whether it is read-only.
        plain archived: bool;
        /// Whether only its members can read its jobs and their logs, whoever can see the rest.
        plain private_jobs: bool;
        /// When it was made.
        some created_at: String;
    }

    /// Lets everybody see it.
    #[must_use]
    pub fn public(self) -> Self {
        self.visibility(Visibility::Public)
    }

    /// A path that it once had: requests for it are sent on to the project's number.
    #[must_use]
    pub fn formerly(mut self, path: impl Into<String>) -> Self {
        self.formerly.push(path.into());
        self
    }

    /// Gives a user a role.
    #[must_use]
    pub fn member(mut self, username: impl Into<String>, role: Role) -> Self {
        self.members.insert(username.into(), role);
        self
    }

    /// A commit, by a name that the rest of the scenario calls it by.
    #[must_use]
    pub fn commit(mut self, name: impl Into<String>, more: impl FnOnce(Commit) -> Commit) -> Self {
        self.commits.push(more(Commit::new(name)));
        self
    }

    /// A branch at a commit. Branches that commits are made on are there already.
    #[must_use]
    pub fn branch(mut self, name: impl Into<String>, commit: impl Into<String>) -> Self {
        self.branches.insert(name.into(), commit.into());
        self
    }

    /// Deletes a branch that commits were made on, as is done after a merge.
    #[must_use]
    pub fn delete_branch(mut self, name: impl Into<String>) -> Self {
        self.deleted_branches.push(name.into());
        self
    }

    /// A tag at a commit.
    #[must_use]
    pub fn tag(mut self, name: impl Into<String>, commit: impl Into<String>) -> Self {
        self.tags.push(Tag::new(name, commit));
        self
    }

    /// A merge request with this title.
    #[must_use]
    pub fn merge_request(
        mut self,
        title: impl Into<String>,
        more: impl FnOnce(MergeRequest) -> MergeRequest,
    ) -> Self {
        self.merge_requests.push(more(MergeRequest::new(title)));
        self
    }

    /// A pipeline for a commit.
    #[must_use]
    pub fn pipeline(mut self, commit: impl Into<String>, more: impl FnOnce(Pipeline) -> Pipeline) -> Self {
        self.pipelines.push(more(Pipeline::new(commit)));
        self
    }

    /// An environment. Environments that deployments go to are there already.
    #[must_use]
    pub fn environment(
        mut self,
        name: impl Into<String>,
        more: impl FnOnce(Environment) -> Environment,
    ) -> Self {
        self.environments.push(more(Environment::new(name)));
        self
    }

    /// A deployment of a commit to an environment.
    #[must_use]
    pub fn deployment(
        mut self,
        environment: impl Into<String>,
        commit: impl Into<String>,
        more: impl FnOnce(Deployment) -> Deployment,
    ) -> Self {
        self.deployments.push(more(Deployment::new(environment, commit)));
        self
    }

    /// A release of a tag.
    #[must_use]
    pub fn release(mut self, tag: impl Into<String>, more: impl FnOnce(Release) -> Release) -> Self {
        self.releases.push(more(Release::new(tag)));
        self
    }

    /// An issue with this title.
    #[must_use]
    pub fn issue(mut self, title: impl Into<String>, more: impl FnOnce(Issue) -> Issue) -> Self {
        self.issues.push(more(Issue::new(title)));
        self
    }
}
