use crate::{Endpoint, Path, RateClass};
use gitlab_core::UserId;
use gitlab_core::types::UserDetails;
use std::borrow::Cow;

/// One user by id.
///
/// Calls `GET /users/:id`. Needs the scope `read_user` or `read_api`.
///
/// By name it is found with [`ListUsers::username`](super::ListUsers::username).
///
/// ```
/// use gitlab_api_client::endpoints::GetUser;
/// use gitlab_core::UserId;
///
/// let endpoint = GetUser::new(UserId::new(5));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetUser {
    user: UserId,
}

impl GetUser {
    /// This user.
    #[must_use]
    pub fn new(user: UserId) -> Self {
        Self { user }
    }
}

impl Endpoint for GetUser {
    type Output = UserDetails;

    fn path(&self) -> Path {
        Path::new("users").param("id", self.user)
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Users
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get user {}", self.user).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    #[test]
    fn it_asks_and_reads_what_it_should() {
        let endpoint = GetUser::new(UserId::new(5));
        assert_eq!(request(&endpoint), "GET users/5");
        let user = answer(
            &endpoint,
            r#"{"id":5,"username":"alice","name":"A","state":"blocked","locked":true,"bio":""}"#,
        );
        assert_eq!((user.state.as_deref(), user.email), (Some("blocked"), None));
    }
}
