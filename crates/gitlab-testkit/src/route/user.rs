//! `/user`, `/users` and `/personal_access_tokens/self`.

use super::Route;
use crate::engine::{ANY_SCOPE, Answer, Call, Outcome, Totals, page};
use crate::render::Put as _;
use crate::render::at;
use crate::state::State;
use serde_json::json;

const USER_SCOPES: &[&str] = &["api", "read_api", "read_user"];

pub(super) fn find(path: &[&str]) -> Option<Route> {
    match path {
        ["user"] => Some(Route::read("read_user", current).scopes(USER_SCOPES)),
        ["users"] => Some(Route::read("read_user", list).scopes(USER_SCOPES)),
        ["users", _] => Some(Route::read("read_user", get).scopes(USER_SCOPES)),
        ["personal_access_tokens", "self"] => {
            Some(Route::read("read_personal_access_token", token).scopes(ANY_SCOPE))
        }
        _ => None,
    }
}

fn current(state: &State, call: &Call<'_>) -> Outcome {
    let user = state.user(call.user()?).ok_or_else(Answer::unauthorized)?;
    Ok(Answer::json(call.render(state).current_user(user)))
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    call.user()?;
    let wanted = call.params.get("username");
    let users: Vec<_> = state
        .users
        .values()
        .rev()
        .filter(|user| wanted.is_none_or(|wanted| user.username.eq_ignore_ascii_case(wanted)))
        .collect();
    let render = call.render(state);
    page(call, &users, Totals::Counted, |user| render.user(user.id))
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    call.user()?;
    let user = state.user(call.number(1, "id")?).ok_or_else(|| Answer::not_found("User"))?;
    Ok(Answer::json(call.render(state).user(user.id)))
}

fn token(state: &State, call: &Call<'_>) -> Outcome {
    call.user()?;
    if !call.settings.version.since(15, 5) {
        return Err(Answer::not_found(""));
    }
    let token = call
        .caller
        .token
        .and_then(|index| state.tokens.get(index))
        .filter(|token| token.job_of.is_none())
        .ok_or_else(Answer::unauthorized)?;
    let mut answer = json!({
        "id": token.id,
        "name": token.name,
        "revoked": token.revoked,
        "created_at": at(token.created_at),
        "scopes": token.scopes,
        "user_id": token.user,
        "last_used_at": at(call.now),
        "active": true,
        "expires_at": token.expires_at.as_ref().map(|(date, _)| date),
    });
    if call.settings.version.since(17, 8) {
        answer.put("description", serde_json::Value::Null);
    }
    Ok(Answer::json(answer))
}
