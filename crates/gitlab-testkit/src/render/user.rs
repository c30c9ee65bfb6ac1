use super::Render;
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
            answer["locked"] = false.into();
        }
        if self.version.since(17, 8) {
            answer["public_email"] = Value::Null;
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
        answer["created_at"] = super::at(user.created_at).into();
        answer["bio"] = "".into();
        answer["location"] = Value::Null;
        answer["public_email"] = Value::Null;
        answer["email"] = user.email.clone().into();
        answer["commit_email"] = user.email.clone().into();
        answer["bot"] = user.bot.into();
        answer["external"] = false.into();
        answer["two_factor_enabled"] = true.into();
        answer["can_create_group"] = true.into();
        answer["can_create_project"] = true.into();
        answer["confirmed_at"] = super::at(user.created_at).into();
        if user.admin {
            answer["is_admin"] = true.into();
        }
        answer
    }
}
