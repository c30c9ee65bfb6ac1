//! A token that stays the same.

use crate::{AccessToken, TokenKind};
use async_trait::async_trait;
use gitlab_core::{AuthError, AuthHeaders, Authenticator};

/// Shows one token, for as long as the program runs.
#[derive(Clone, Debug)]
pub struct StaticToken {
    token: AccessToken,
    kind: TokenKind,
}

impl StaticToken {
    /// A personal, project or group access token, or an OAuth access token.
    #[must_use]
    pub fn bearer(token: AccessToken) -> Self {
        Self { token, kind: TokenKind::Bearer }
    }

    /// The token of a running CI job, which may read little beyond its own project.
    #[must_use]
    pub fn job(token: AccessToken) -> Self {
        Self { token, kind: TokenKind::Job }
    }
}

#[async_trait]
impl Authenticator for StaticToken {
    async fn headers(&self) -> Result<AuthHeaders, AuthError> {
        self.kind.headers(&self.token, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::shown;

    fn token() -> AccessToken {
        AccessToken::new("canary-token").unwrap()
    }

    #[tokio::test]
    async fn case_73_each_kind_in_its_header_and_never_two() {
        assert_eq!(shown(&StaticToken::bearer(token())).await, ["authorization: Bearer canary-token"]);
        assert_eq!(shown(&StaticToken::job(token())).await, ["job-token: canary-token"]);
    }

    #[tokio::test]
    async fn it_keeps_the_contract_of_an_authenticator() {
        for authenticator in [StaticToken::bearer(token()), StaticToken::job(token())] {
            gitlab_core::contract::authenticator::check(&authenticator, "canary-token").await;
        }
    }
}
