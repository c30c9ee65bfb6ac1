use crate::{Endpoint, Idempotency, Path};
use http::Method;
use std::borrow::Cow;

/// Revokes the personal, project or group access token that asks.
///
/// Calls `DELETE /personal_access_tokens/self` (since GitLab 15.0). Any scope will do since 15.4; before, it
/// needs the scope `api`.
///
/// When the answer is lost, ask [`GetTokenSelf`](super::GetTokenSelf): a 401 says that the token is gone.
///
/// ```
/// use gitlab_api_client::endpoints::RevokeTokenSelf;
/// let endpoint = RevokeTokenSelf::new();
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RevokeTokenSelf;

impl RevokeTokenSelf {
    /// The request, which has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Endpoint for RevokeTokenSelf {
    type Output = ();

    fn method(&self) -> Method {
        Method::DELETE
    }

    fn path(&self) -> Path {
        Path::new("personal_access_tokens/self")
    }

    fn idempotency(&self) -> Idempotency {
        // Sent again, it would be refused as coming from a dead token, and a revocation that worked would
        // look like one that did not.
        Idempotency::NotIdempotent
    }

    fn operation(&self) -> Cow<'static, str> {
        "revoke the token in use".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    #[test]
    fn it_asks_and_reads_what_it_should() {
        let endpoint = RevokeTokenSelf::new();
        assert_eq!(request(&endpoint), "DELETE personal_access_tokens/self");
        assert_eq!(endpoint.idempotency(), Idempotency::NotIdempotent);
        answer(&endpoint, "null");
    }
}
