//! What the GitLab knows at this moment.

mod build;
mod project;
mod thread;

pub(crate) use build::{build, merge};
pub(crate) use project::{
    Bridge, Deployment, Environment, Issue, Job, MergeRequest, Pipeline, Project, Release, namespace_id,
};
pub(crate) use thread::{Note, NoteKind, Thread, Time};

use crate::observe::{CrossReference, ExecutedCommand, Todo};
use crate::scenario::Role;
use gitlab_core::Timestamp;
use secrecy::SecretString;
use std::collections::{BTreeMap, HashMap};

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) users: BTreeMap<u64, User>,
    usernames: HashMap<String, u64>,
    pub(crate) projects: BTreeMap<u64, Project>,
    /// Paths in lower case: GitLab's paths are not case-sensitive.
    paths: HashMap<String, u64>,
    former_paths: HashMap<String, u64>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) todos: Vec<Todo>,
    pub(crate) executed: Vec<ExecutedCommand>,
    pub(crate) references: Vec<CrossReference>,
    pub(crate) ids: Ids,
}

#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) admin: bool,
    pub(crate) bot: bool,
    pub(crate) blocked: bool,
    pub(crate) created_at: Timestamp,
}

#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) secret: SecretString,
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) user: u64,
    pub(crate) scopes: Vec<String>,
    pub(crate) permissions: Option<Vec<String>>,
    /// The day on which it dies, as a date and as its first instant.
    pub(crate) expires_at: Option<(String, Timestamp)>,
    pub(crate) revoked: bool,
    pub(crate) created_at: Timestamp,
    /// For the token of a job: the project in which the job runs.
    pub(crate) job_of: Option<u64>,
}

/// The next id of each kind. They start far apart, so that an id of one kind is never one of another, and an
/// `iid` is never an `id`.
#[derive(Debug)]
pub(crate) struct Ids {
    pub(crate) user: u64,
    pub(crate) token: u64,
    pub(crate) project: u64,
    pub(crate) merge_request: u64,
    pub(crate) issue: u64,
    pub(crate) environment: u64,
    pub(crate) deployment: u64,
    pub(crate) pipeline: u64,
    pub(crate) note: u64,
    pub(crate) job: u64,
}

impl Default for Ids {
    fn default() -> Self {
        Self {
            user: 11,
            token: 201,
            project: 1_001,
            merge_request: 20_001,
            issue: 30_001,
            environment: 40_001,
            deployment: 50_001,
            pipeline: 600_001,
            note: 700_001,
            job: 8_000_001,
        }
    }
}

/// Gives out the id that is wanted, or the next one.
pub(crate) fn take(next: &mut u64, wanted: Option<u64>) -> u64 {
    let id = wanted.unwrap_or(*next);
    *next = (*next).max(id.saturating_add(1));
    id
}

impl State {
    pub(crate) fn user(&self, id: u64) -> Option<&User> {
        self.users.get(&id)
    }

    pub(crate) fn user_by_name(&self, username: &str) -> Option<&User> {
        self.usernames.get(&username.to_lowercase()).and_then(|id| self.users.get(id))
    }

    pub(crate) fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users.values().find(|user| user.email.eq_ignore_ascii_case(email))
    }

    pub(crate) fn add_user(&mut self, user: User) {
        self.usernames.insert(user.username.to_lowercase(), user.id);
        self.users.insert(user.id, user);
    }

    pub(crate) fn add_project(&mut self, project: Project) {
        self.paths.insert(project.path.to_lowercase(), project.id);
        for path in &project.former_paths {
            self.former_paths.insert(path.to_lowercase(), project.id);
        }
        self.projects.insert(project.id, project);
    }

    /// The project of this number or full path.
    pub(crate) fn project(&self, id_or_path: &str) -> Option<&Project> {
        let id =
            project_number(id_or_path).or_else(|| self.paths.get(&id_or_path.to_lowercase()).copied())?;
        self.projects.get(&id)
    }

    pub(crate) fn project_mut(&mut self, id: u64) -> Option<&mut Project> {
        self.projects.get_mut(&id)
    }

    /// The project that once had this path.
    pub(crate) fn moved(&self, path: &str) -> Option<&Project> {
        self.former_paths.get(&path.to_lowercase()).and_then(|id| self.projects.get(id))
    }

    /// What this user may do in this project as a member.
    pub(crate) fn role(&self, user: u64, project: &Project) -> Option<Role> {
        if self.user(user).is_some_and(|user| user.admin) {
            return Some(Role::Owner);
        }
        project.members.get(&user).copied()
    }
}

fn project_number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
