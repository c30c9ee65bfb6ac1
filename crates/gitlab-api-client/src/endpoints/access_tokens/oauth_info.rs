use crate::{Endpoint, Path, UrlBase};
use gitlab_core::types::OAuthTokenInfo;
use std::borrow::Cow;

/// What GitLab says about the OAuth access token that asks.
///
/// Calls `GET /oauth/token/info`, which stands beside the REST API. Any scope will do.
///
/// Other kinds of token are refused with a 401, also good ones.
///
/// ```
/// use gitlab_api_client::endpoints::GetOAuthTokenInfo;
/// let endpoint = GetOAuthTokenInfo::new();
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct GetOAuthTokenInfo;

impl GetOAuthTokenInfo {
    /// The question, which has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Endpoint for GetOAuthTokenInfo {
    type Output = OAuthTokenInfo;

    fn path(&self) -> Path {
        Path::new("oauth/token/info")
    }

    fn url_base(&self) -> UrlBase {
        UrlBase::Web
    }

    fn operation(&self) -> Cow<'static, str> {
        "get the details of the OAuth token in use".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    #[test]
    fn it_asks_and_reads_what_it_should() {
        let endpoint = GetOAuthTokenInfo::new();
        assert_eq!(request(&endpoint), "GET oauth/token/info");
        assert_eq!(endpoint.url_base(), UrlBase::Web);
        let info = answer(
            &endpoint,
            r#"{"resource_owner_id":1,"scope":["api"],"expires_in":null,"application":{"uid":"1cb2"},"created_at":1363460526,
                "scopes":["api"],"expires_in_seconds":null}"#,
        );
        assert_eq!((info.scopes.as_slice(), info.expires_in), (["api".to_owned()].as_slice(), None));
    }
}
