use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Idempotency, Path, RequestBody};
use gitlab_core::Date;
use gitlab_core::types::RotatedAccessToken;
use http::Method;
use std::borrow::Cow;

/// Replaces the token that asks by a new one. The old one is dead at once.
///
/// Calls `POST /personal_access_tokens/self/rotate` (since GitLab 16.10). Needs the scope `api` or `self_rotate`.
///
/// The answer is the only place where the new token ever stands: keep it before anything else is done. When the answer is
/// lost, so is the token, and somebody must make another one: the same request is never sent again, because a dead token at
/// this endpoint looks to GitLab like a stolen one, and it revokes the token that took its place.
///
/// The client goes on with the credential that it was built with. Give the new token to the client's authenticator.
///
/// ```
/// use gitlab_api_client::endpoints::RotateTokenSelf;
///
/// // Good until the beginning of that day; by default for a week.
/// let endpoint = RotateTokenSelf::new().expires_at("2027-01-31".parse()?);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct RotateTokenSelf {
    fields: Fields,
}

impl RotateTokenSelf {
    /// A token that expires in a week.
    #[must_use]
    pub fn new() -> Self {
        Self { fields: Fields::new() }
    }
}

parameters! {
    RotateTokenSelf {
        /// A token that expires at the beginning of this day, in UTC.
        field "expires_at" => expires_at: Date,
    }
}

impl Endpoint for RotateTokenSelf {
    type Output = RotatedAccessToken;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        Path::new("personal_access_tokens/self/rotate")
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn idempotency(&self) -> Idempotency {
        Idempotency::NotIdempotent
    }

    fn operation(&self) -> Cow<'static, str> {
        "rotate the token in use".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&RotateTokenSelf::new()), "POST personal_access_tokens/self/rotate {}");
        let endpoint = RotateTokenSelf::new().expires_at("2027-01-31".parse().unwrap());
        assert_eq!(
            request(&endpoint),
            r#"POST personal_access_tokens/self/rotate {"expires_at":"2027-01-31"}"#
        );
        assert_eq!(endpoint.idempotency(), Idempotency::NotIdempotent);
    }

    #[test]
    fn it_reads_the_answer() {
        let rotated = answer(
            &RotateTokenSelf::new(),
            r#"{"id":43,"name":"rca","scopes":["api"],"active":true,"expires_at":"2027-01-31","token":"glpat-canary"}"#,
        );
        assert_eq!(rotated.details.id.get(), 43);
        assert!(!format!("{rotated:?}").contains("canary"));
    }
}
