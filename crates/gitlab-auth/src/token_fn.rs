//! A token from a function that the program brings.

use crate::generations::Generations;
use crate::{AccessToken, TokenKind};
use async_trait::async_trait;
use gitlab_core::{AuthError, AuthHeaders, Authenticator, Rejection};
use std::fmt;
use std::pin::Pin;

type Answer = Pin<Box<dyn Future<Output = Result<AccessToken, AuthError>> + Send>>;

/// Shows the token that a function gives, which is called at each use: a vault, a keyring, an identity service.
///
/// A function that is costly should keep what it got for a while. After a 401 it is called once more: when it
/// gives another token by then, the request is sent again with that.
///
/// ```
/// use gitlab_auth::{AccessToken, TokenFn};
/// use gitlab_core::{AuthError, AuthErrorKind};
///
/// let authenticator = TokenFn::sync(|| {
///     let token = std::env::var("VAULT_GITLAB_TOKEN")
///         .map_err(|_| AuthError::new(AuthErrorKind::Temporary, "the vault gives no token for GitLab"))?;
///     AccessToken::new(token)
///         .map_err(|error| AuthError::new(AuthErrorKind::Configuration, error.to_string()))
/// });
/// ```
pub struct TokenFn {
    ask: Box<dyn Fn() -> Answer + Send + Sync>,
    kind: TokenKind,
    generations: Generations,
}

impl TokenFn {
    /// A function that waits for nothing.
    pub fn sync(ask: impl Fn() -> Result<AccessToken, AuthError> + Send + Sync + 'static) -> Self {
        Self::new(move || {
            let token = ask();
            async move { token }
        })
    }

    /// A function that may wait.
    pub fn new<F>(ask: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<AccessToken, AuthError>> + Send + 'static,
    {
        Self {
            ask: Box::new(move || Box::pin(ask())),
            kind: TokenKind::Bearer,
            generations: Generations::default(),
        }
    }

    /// The same for a token of another kind.
    #[must_use]
    pub fn with_kind(mut self, kind: TokenKind) -> Self {
        self.kind = kind;
        self
    }
}

impl fmt::Debug for TokenFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenFn").field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[async_trait]
impl Authenticator for TokenFn {
    async fn headers(&self) -> Result<AuthHeaders, AuthError> {
        self.generations.headers(&(self.ask)().await?, self.kind)
    }

    async fn rejected(&self, generation: u64) -> Result<Rejection, AuthError> {
        Ok(self.generations.rejected(&(self.ask)().await?, generation))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::shown;
    use gitlab_core::AuthErrorKind;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn it_keeps_the_contract_of_an_authenticator() {
        let authenticator = TokenFn::sync(|| Ok(AccessToken::new("canary-token").unwrap()));
        gitlab_core::contract::authenticator::check(&authenticator, "canary-token").await;
    }

    #[tokio::test]
    async fn case_74_it_is_asked_at_each_use() {
        let uses = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&uses);
        let authenticator = TokenFn::new(move || {
            let number = counted.fetch_add(1, Ordering::Relaxed);
            async move { Ok(AccessToken::new(format!("token-{}", number / 2)).unwrap()) }
        });
        assert_eq!(shown(&authenticator).await, ["authorization: Bearer token-0"]);
        let generation = authenticator.headers().await.unwrap().generation();
        assert_eq!(authenticator.rejected(generation).await.unwrap(), Rejection::Retry);
        assert_eq!(shown(&authenticator).await, ["authorization: Bearer token-1"]);
        assert_eq!(uses.load(Ordering::Relaxed), 4);
    }

    #[tokio::test]
    async fn its_error_is_given_on() {
        let authenticator =
            TokenFn::sync(|| Err(AuthError::new(AuthErrorKind::Temporary, "the vault is sealed")));
        assert_eq!(authenticator.headers().await.unwrap_err().to_string(), "the vault is sealed");
    }
}
