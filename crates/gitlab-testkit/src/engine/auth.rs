//! Who a request comes from, told from its headers as GitLab tells it.

use super::answer::Answer;
use super::call::Caller;
use super::params::Params;
use crate::route::Route;
use crate::state::{State, Token};
use gitlab_core::Timestamp;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use secrecy::ExposeSecret as _;

/// The routes that need no scope of a token at all: every token may ask what it is.
pub(crate) const ANY_SCOPE: &[&str] = &[];

/// Finds the caller, and refuses those whose credential is not good for this route.
///
/// A credential that is there but unknown is refused, even where none would be needed.
pub(crate) fn caller(
    state: &State,
    headers: &HeaderMap,
    params: &Params,
    route: Option<&Route>,
    now: Timestamp,
) -> Result<Caller, Answer> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let job_token = header("job-token").or_else(|| params.get("job_token"));
    if let Some(secret) = job_token
        && route.is_some_and(|route| route.job_token)
    {
        let index = find(state, secret).filter(|(_, token)| token.job_of.is_some());
        let (index, token) = index.ok_or_else(Answer::unauthorized)?;
        check_alive(token, now)?;
        return signed_in(state, index, token);
    }

    let bearer = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"))
        .map(|(_, secret)| secret.trim());
    let secret = bearer
        .or_else(|| header("private-token"))
        .or_else(|| params.get("private_token"))
        .or_else(|| params.get("access_token"))
        .filter(|secret| !secret.is_empty());
    let Some(secret) = secret else { return Ok(Caller::default()) };
    // The token of a job is no access token: it is good in its own header only.
    let found = find(state, secret).filter(|(_, token)| token.job_of.is_none());
    let (index, token) = found.ok_or_else(Answer::unauthorized)?;
    check_alive(token, now)?;
    if let Some(route) = route {
        check_scopes(token, route)?;
    }
    signed_in(state, index, token)
}

fn find<'s>(state: &'s State, secret: &str) -> Option<(usize, &'s Token)> {
    state.tokens.iter().enumerate().find(|(_, token)| token.secret.expose_secret() == secret)
}

fn signed_in(state: &State, index: usize, token: &Token) -> Result<Caller, Answer> {
    if state.user(token.user).is_some_and(|user| user.blocked) {
        return Err(Answer::forbidden_because("Your account has been blocked."));
    }
    Ok(Caller { user: Some(token.user), token: Some(index) })
}

fn check_alive(token: &Token, now: Timestamp) -> Result<(), Answer> {
    if token.revoked {
        return Err(Answer::invalid_token("Token was revoked. You have to re-authorize from the user."));
    }
    if token.expires_at.as_ref().is_some_and(|(_, at)| *at <= now) {
        return Err(Answer::invalid_token(
            "Token is expired. You can either do re-authorization or token refresh.",
        ));
    }
    Ok(())
}

fn check_scopes(token: &Token, route: &Route) -> Result<(), Answer> {
    if let Some(permissions) = &token.permissions {
        return if permissions.iter().any(|permission| permission == route.permission) {
            Ok(())
        } else {
            Err(Answer::insufficient_granular_scope(route.permission))
        };
    }
    let is_enough =
        route.scopes.is_empty() || token.scopes.iter().any(|scope| route.scopes.contains(&scope.as_str()));
    if is_enough { Ok(()) } else { Err(Answer::insufficient_scope(&route.scopes.join(" "))) }
}
