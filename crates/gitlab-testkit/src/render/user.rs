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
        let created_at = super::at(user.created_at);
        let mut answer = self.user(user.id);
        let more = json!({
            "created_at": created_at,
            "bio": "",
            "location": "",
            "skype": "",
            "linkedin": "",
            "twitter": "",
            "website_url": "",
            "organization": "",
            "job_title": "",
            "public_email": "",
            "email": user.email,
            "commit_email": user.email,
            "bot": user.bot,
            "external": false,
            "private_profile": false,
            "two_factor_enabled": true,
            "can_create_group": true,
            "can_create_project": true,
            "confirmed_at": created_at,
            "last_sign_in_at": created_at,
            "current_sign_in_at": created_at,
            "color_scheme_id": 1,
            "theme_id": 1,
            "projects_limit": 100_000,
            "identities": [],
        });
        if let (Value::Object(answer), Value::Object(more)) = (&mut answer, more) {
            answer.extend(more);
        }
        if user.admin {
            answer.put("is_admin", true);
        }
        answer
    }
}
