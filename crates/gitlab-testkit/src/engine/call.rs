//! A request that was understood: who asks for what.

use super::Settings;
use super::answer::Answer;
use super::params::{Invalid, Params};
use crate::render::Render;
use crate::scenario::{Role, Visibility};
use crate::state::{Project, State};
use gitlab_core::Timestamp;

pub(crate) struct Call<'c> {
    /// The path below `/api/v4`, decoded segment by segment.
    pub(crate) path: &'c [String],
    /// The path as it was sent, for links.
    pub(crate) raw_path: &'c str,
    pub(crate) scheme: &'c str,
    pub(crate) params: Params,
    pub(crate) caller: Caller,
    pub(crate) settings: &'c Settings,
    pub(crate) address: &'c super::Address,
    pub(crate) now: Timestamp,
}

/// Who asks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Caller {
    /// `None` for somebody who is not signed in.
    pub(crate) user: Option<u64>,
    /// Which of the state's tokens was presented.
    pub(crate) token: Option<usize>,
}

/// What somebody may do in a project beyond seeing that it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ability {
    /// Issues and their notes.
    ReadIssues,
    /// Code, merge requests, pipelines, jobs, environments.
    ReadCode,
    /// Changes to merge requests of other people.
    Write,
}

impl<'c> Call<'c> {
    /// A segment of the path; empty when there is none.
    pub(crate) fn at(&self, index: usize) -> &str {
        self.path.get(index).map_or("", String::as_str)
    }

    /// A number in the path, by its name in GitLab's route.
    pub(crate) fn number(&self, index: usize, name: &str) -> Result<u64, Answer> {
        self.at(index).parse().map_err(|_| Invalid::new(name).into())
    }

    pub(crate) fn user(&self) -> Result<u64, Answer> {
        self.caller.user.ok_or_else(Answer::unauthorized)
    }

    pub(crate) fn render<'r>(&'r self, state: &'r State) -> Render<'r> {
        Render { state, version: self.settings.version, web: &self.address.web, viewer: self.caller.user }
    }

    pub(crate) fn role(&self, state: &State, project: &Project) -> Option<Role> {
        self.caller.user.and_then(|user| state.role(user, project))
    }

    pub(crate) fn can_see(&self, state: &State, project: &Project) -> bool {
        match project.visibility {
            Visibility::Public => true,
            Visibility::Internal => self.caller.user.is_some(),
            Visibility::Private => self.role(state, project).is_some(),
        }
    }

    pub(crate) fn can(&self, state: &State, project: &Project, ability: Ability) -> bool {
        let role = self.role(state, project);
        match ability {
            Ability::ReadIssues => self.can_see(state, project),
            Ability::ReadCode => {
                self.can_see(state, project)
                    && (project.visibility != Visibility::Private || role >= Some(Role::Reporter))
            }
            Ability::Write => role >= Some(Role::Developer),
        }
    }

    /// The project of the path's second segment, if the caller may see it; where it has moved, the way there.
    pub(crate) fn project<'s>(&self, state: &'s State) -> Result<&'s Project, Answer> {
        let wanted = self.at(1);
        if let Some(project) = state.project(wanted) {
            return if self.can_see(state, project) {
                Ok(project)
            } else {
                Err(Answer::not_found("Project"))
            };
        }
        match state.moved(wanted) {
            Some(project) if self.can_see(state, project) && self.settings.version.since(16, 7) => {
                Err(self.moved_to(project.id))
            }
            Some(project) if self.can_see(state, project) => Ok(project),
            _ => Err(Answer::not_found("Project")),
        }
    }

    /// The same, where an ability is needed.
    pub(crate) fn project_for<'s>(&self, state: &'s State, ability: Ability) -> Result<&'s Project, Answer> {
        let project = self.project(state)?;
        if self.can(state, project, ability) {
            Ok(project)
        } else if self.caller.user.is_some() {
            Err(Answer::forbidden())
        } else {
            Err(Answer::unauthorized())
        }
    }

    fn moved_to(&self, id: u64) -> Answer {
        let (before, rest) = self.raw_path.split_once("/projects/").unwrap_or((self.raw_path, ""));
        let rest = rest.split_once('/').map_or(String::new(), |(_, rest)| format!("/{rest}"));
        let query: String =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.params.pairs()).finish();
        let query = if query.is_empty() { query } else { format!("?{query}") };
        let location =
            format!("{}://{}{before}/projects/{id}{rest}{query}", self.scheme, self.address.authority);
        let mut answer =
            Answer::bytes("text/plain", format!("This resource has been moved permanently to {location}"))
                .header("location", location);
        answer.status = http::StatusCode::MOVED_PERMANENTLY;
        answer
    }
}
