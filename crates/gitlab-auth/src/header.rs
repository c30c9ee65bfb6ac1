//! Which header carries which kind of token.

use crate::AccessToken;
use gitlab_core::{AuthError, AuthErrorKind, AuthHeaders};
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};

const JOB_TOKEN: HeaderName = HeaderName::from_static("job-token");

/// How a token is shown to GitLab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// `Authorization: Bearer`: personal, project and group access tokens, and OAuth access tokens.
    ///
    /// GitLab takes the first three in `PRIVATE-TOKEN` too. HTTP stacks know that `Authorization` is a secret
    /// (they leave it out of logs and of redirects to other hosts) and know nothing of the other.
    Bearer,
    /// `JOB-TOKEN`: the `CI_JOB_TOKEN` of a running job, which GitLab takes nowhere else.
    Job,
}

impl TokenKind {
    /// The one header of a token, of this generation.
    pub(crate) fn headers(self, token: &AccessToken, generation: u64) -> Result<AuthHeaders, AuthError> {
        let (name, value) = match self {
            Self::Bearer => (AUTHORIZATION, HeaderValue::try_from(format!("Bearer {}", token.expose()))),
            Self::Job => (JOB_TOKEN, HeaderValue::try_from(token.expose())),
        };
        // `AccessToken` holds visible ASCII only, so that this does not happen.
        let value = value
            .map_err(|_| AuthError::new(AuthErrorKind::Configuration, "the token fits into no header"))?;
        Ok(AuthHeaders::new(name, value, generation))
    }
}
