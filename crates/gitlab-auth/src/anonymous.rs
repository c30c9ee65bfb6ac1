//! No token.

use async_trait::async_trait;
use gitlab_core::{AuthError, AuthHeaders, Authenticator};

/// Shows nothing: public projects can be read.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Anonymous;

impl Anonymous {
    /// No credential.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

#[async_trait]
impl Authenticator for Anonymous {
    async fn headers(&self) -> Result<AuthHeaders, AuthError> {
        Ok(AuthHeaders::anonymous())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_shows_nothing() {
        assert!(Anonymous::new().headers().await.unwrap().is_anonymous());
    }
}
