//! The credential of a request, and what happens after a 401.

use super::call::Call;
use super::failure::Failure;
use gitlab_core::{ApiError, AuthHeaders, Authenticator, Rejection};

pub(crate) async fn headers(call: &Call, authenticator: &dyn Authenticator) -> Result<AuthHeaders, Failure> {
    authenticator.headers().await.map_err(|error| failure(call, error))
}

/// Whether the request is worth sending once more, after a 401 to headers of this generation.
pub(crate) async fn renewed(
    call: &Call,
    authenticator: &dyn Authenticator,
    used: &AuthHeaders,
) -> Result<bool, Failure> {
    if used.is_anonymous() {
        return Ok(false);
    }
    match authenticator.rejected(used.generation()).await {
        Ok(rejection) => Ok(rejection == Rejection::Retry),
        Err(error) => Err(failure(call, error)),
    }
}

fn failure(call: &Call, error: gitlab_core::AuthError) -> Failure {
    // The source of the token has its own retries; asking it in a loop helps nobody.
    Failure::fatal(call.on_project(ApiError::from_authenticator(call.operation_owned(), error)))
}
