use super::{Put, Render};
use crate::state::User;
use serde_json::{Value, json};

impl Render<'_> {
    /// A user as other things name it; `null` for nobody.
    pub(crate) fn user(&self, id: u64) -> Value {
        let Some(user) = self.state.user(id) else { return Value::Null };
        let mut answer = json!({
            "id": user.id,
            "username": user.username,
            "name": user.name,
            "state": if user.blocked { "blocked" } else { "active" },
            "avatar_url": format!("{}/uploads/-/system/user/avatar/{}/avatar.png", self.web, user.id),
            "web_url": format!("{}/{}", self.web, user.username),
        });
        if self.version.since(15, 9) {
            answer.put("locked", false);
        }
        if self.version.since(17, 8) {
            answer.put("public_email", Value::Null);
        }
        answer
    }

    pub(crate) fn user_or_null(&self, id: Option<u64>) -> Value {
        id.map_or(Value::Null, |id| self.user(id))
    }

    pub(crate) fn users(&self, ids: &[u64]) -> Value {
        ids.iter().map(|id| self.user(*id)).collect()
    }

    /// The user who asks.
    pub(crate) fn current_user(&self, user: &User) -> Value {
        let mut answer = self.user(user.id);
        answer.put("created_at", super::at(user.created_at));
        answer.put("bio", "");
        answer.put("location", Value::Null);
        answer.put("public_email", Value::Null);
        answer.put("email", user.email.clone());
        answer.put("commit_email", user.email.clone());
        answer.put("bot", user.bot);
        answer.put("external", false);
        answer.put("two_factor_enabled", true);
        answer.put("can_create_group", true);
        answer.put("can_create_project", true);
        answer.put("confirmed_at", super::at(user.created_at));
        if user.admin {
            answer.put("is_admin", true);
        }
        answer
    }
}
