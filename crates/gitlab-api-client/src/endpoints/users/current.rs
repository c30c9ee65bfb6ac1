use crate::{Endpoint, Path};
use gitlab_core::types::User;
use std::borrow::Cow;

/// The user that the credential belongs to; for a project or group access token its bot.
///
/// Calls `GET /user`. Needs the scope `read_user` or `read_api`.
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
    type Output = User;

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
        let endpoint = GetCurrentUser::new();
        assert_eq!(request(&endpoint), "GET user");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetCurrentUser::new();
        let answer = answer(&endpoint, r#"{"id":5,"username":"rca-bot","bot":true}"#);
        assert_eq!(answer.username, "rca-bot");
    }
}
