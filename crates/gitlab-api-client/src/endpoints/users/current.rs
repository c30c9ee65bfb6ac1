use crate::{Endpoint, Path};
use gitlab_core::types::UserDetails;
use std::borrow::Cow;

/// The user that the credential belongs to; for a project or group access token its bot.
///
/// Calls `GET /user`. Needs the scope `read_user` or `read_api`.
///
/// A job token may not ask this, and a fine-grained token needs a permission of its own for it.
///
/// ```
/// use gitlab_api_client::endpoints::GetCurrentUser;
/// let endpoint = GetCurrentUser::new();
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct GetCurrentUser;

impl GetCurrentUser {
    /// The question, which has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Endpoint for GetCurrentUser {
    type Output = UserDetails;

    fn path(&self) -> Path {
        Path::new("user")
    }

    fn operation(&self) -> Cow<'static, str> {
        "get the current user".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&GetCurrentUser::new()), "GET user");
    }

    #[test]
    fn it_reads_the_answer() {
        let user = answer(
            &GetCurrentUser::new(),
            r#"{"id":5,"username":"rca-bot","bot":true,"email":"a@example.com","is_admin":null,"avatar_url":"",
                "last_activity_on":"2026-03-07","created_at":"2026-03-01T00:00:00.000Z","commit_email":"x"}"#,
        );
        assert_eq!((user.username.as_str(), user.bot, user.is_admin), ("rca-bot", Some(true), None));
        assert_eq!(user.avatar_url, None);
        assert_eq!(gitlab_core::types::User::from(user).id.get(), 5);
    }
}
