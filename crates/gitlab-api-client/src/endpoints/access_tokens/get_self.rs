use crate::{Endpoint, Path};
use gitlab_core::types::AccessTokenDetails;
use std::borrow::Cow;

/// What GitLab says about the personal, project or group access token that asks.
///
/// Calls `GET /personal_access_tokens/self` (since GitLab 15.5). Any scope will do.
///
/// Other kinds of token are refused: for those of OAuth there is [`GetOAuthTokenInfo`](super::GetOAuthTokenInfo). A
/// fine-grained token needs a permission of its own.
///
/// ```
/// use gitlab_api_client::endpoints::GetTokenSelf;
/// let endpoint = GetTokenSelf::new();
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct GetTokenSelf;

impl GetTokenSelf {
    /// The question, which has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Endpoint for GetTokenSelf {
    type Output = AccessTokenDetails;

    fn path(&self) -> Path {
        Path::new("personal_access_tokens/self")
    }

    fn operation(&self) -> Cow<'static, str> {
        "get the details of the token in use".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&GetTokenSelf::new()), "GET personal_access_tokens/self");
    }

    #[test]
    fn it_reads_the_answer() {
        let token = answer(
            &GetTokenSelf::new(),
            r#"{"id":4,"name":"rca","revoked":false,"scopes":["read_api"],"user_id":5,"last_used_at":null,"active":true,
                "expires_at":"2027-01-31","last_used_ips":["192.0.2.1"]}"#,
        );
        assert_eq!(
            (token.expires_at.unwrap().to_string().as_str(), token.is_fine_grained()),
            ("2027-01-31", false)
        );
        let endless = answer(&GetTokenSelf::new(), r#"{"id":4,"scopes":["granular"],"expires_at":null}"#);
        assert!(endless.expires_at.is_none() && endless.is_fine_grained());
    }
}
