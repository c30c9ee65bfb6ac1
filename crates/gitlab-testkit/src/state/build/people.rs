use super::super::{Token, User, namespace_id, take};
use super::{Builder, Result};
use crate::scenario::ScenarioError;

impl Builder<'_> {
    pub(super) fn users(&mut self) -> Result<()> {
        for spec in &self.scenario.users {
            let place = format!("user {:?}", spec.username);
            if spec.username.is_empty() || self.state.user_by_name(&spec.username).is_some() {
                return Err(ScenarioError::new(place, "its user name is empty or taken"));
            }
            let id = take(&mut self.state.ids.user, spec.id);
            if self.state.user(id).is_some() {
                return Err(ScenarioError::new(place, format!("the id {id} is taken")));
            }
            self.state.add_user(User {
                id,
                username: spec.username.clone(),
                name: spec.name.clone().unwrap_or_else(|| capitalised(&spec.username)),
                email: spec.email.clone().unwrap_or_else(|| format!("{}@example.com", spec.username)),
                admin: spec.admin,
                bot: spec.bot,
                blocked: spec.blocked,
                created_at: self.dates.now,
            });
        }
        if self.state.users.is_empty() {
            // Everything in GitLab has an author.
            self.bot("ghost", "Ghost User");
        }
        Ok(())
    }

    fn bot(&mut self, username: &str, name: &str) -> u64 {
        let id = take(&mut self.state.ids.user, None);
        self.state.add_user(User {
            id,
            username: username.to_owned(),
            name: name.to_owned(),
            email: format!("{username}@noreply.example.com"),
            admin: false,
            bot: true,
            blocked: false,
            created_at: self.dates.now,
        });
        id
    }

    pub(super) fn user_id(&self, username: &str, place: &str) -> Result<u64> {
        self.state
            .user_by_name(username)
            .map(|user| user.id)
            .ok_or_else(|| ScenarioError::new(place, format!("no user is called {username:?}: add one")))
    }

    pub(super) fn user_ids(&self, usernames: &[String], place: &str) -> Result<Vec<u64>> {
        usernames.iter().map(|username| self.user_id(username, place)).collect()
    }

    /// The user who did something of which nobody is said.
    pub(super) fn somebody(&self) -> u64 {
        self.state.users.keys().next().copied().unwrap_or_default()
    }

    /// The user who wrote a commit, if it is one of the GitLab's users.
    pub(super) fn committer(&self, email: &str) -> u64 {
        self.state.user_by_email(email).map_or_else(|| self.somebody(), |user| user.id)
    }

    pub(super) fn tokens(&mut self) -> Result<()> {
        for spec in &self.scenario.tokens {
            let id = take(&mut self.state.ids.token, spec.id);
            let place = format!("token {}", spec.name.clone().unwrap_or_else(|| format!("of id {id}")));
            let mut job_of = None;
            let user = match (&spec.user, &spec.project, &spec.group, &spec.job_of) {
                (Some(user), None, None, None) => self.user_id(user, &place)?,
                (user, None, None, Some(project)) => {
                    job_of = Some(self.project_id(project, &place)?);
                    user.as_ref().map_or_else(|| Ok(self.somebody()), |user| self.user_id(user, &place))?
                }
                (None, Some(path), None, None) => {
                    let project = self.project_id(path, &place)?;
                    let name = spec.name.clone().unwrap_or_else(|| "project token".to_owned());
                    let bot = self.bot(&bot_name("project", project, id), &name);
                    if let (Some(project), Some(role)) = (self.state.project_mut(project), spec.role) {
                        project.members.insert(bot, role);
                    }
                    bot
                }
                (None, None, Some(group), None) => {
                    let name = spec.name.clone().unwrap_or_else(|| "group token".to_owned());
                    let bot = self.bot(&bot_name("group", namespace_id(group.trim_matches('/')), id), &name);
                    let below = format!("{}/", group.trim_matches('/').to_lowercase());
                    for project in self.state.projects.values_mut() {
                        if let Some(role) = spec.role
                            && project.path.to_lowercase().starts_with(&below)
                        {
                            project.members.insert(bot, role);
                        }
                    }
                    bot
                }
                _ => {
                    let problem = "it must belong to a user, or to a project, a group or a job";
                    return Err(ScenarioError::new(place, problem));
                }
            };
            let expires_at = match &spec.expires_at {
                Some(text) => {
                    let at = self.dates.read(text, &place)?;
                    Some((at.to_string().chars().take(10).collect(), at))
                }
                None => None,
            };
            self.state.tokens.push(Token {
                secret: spec.secret.clone(),
                id,
                name: spec.name.clone().unwrap_or_else(|| "token".to_owned()),
                user,
                scopes: spec.scopes.clone(),
                permissions: spec.permissions.clone(),
                expires_at,
                revoked: spec.revoked,
                created_at: self.dates.now,
                job_of,
            });
        }
        Ok(())
    }

    fn project_id(&self, path: &str, place: &str) -> Result<u64> {
        self.state
            .project(path)
            .map(|project| project.id)
            .ok_or_else(|| ScenarioError::new(place, format!("there is no project {path:?}")))
    }
}

/// The user name of the bot of an access token: `project_7_bot_…`. GitLab draws what follows; here it follows from the
/// token's id, so that it is the same each time.
fn bot_name(kind: &str, owner: u64, token: u64) -> String {
    // 2^64 by the golden ratio: odd, so that no two ids give the same.
    format!("{kind}_{owner}_bot_{:016x}", token.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn capitalised(username: &str) -> String {
    let mut letters = username.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
