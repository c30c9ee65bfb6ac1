//! `/version` and `/metadata`.

use super::Route;
use crate::engine::{Answer, Call, Outcome};
use crate::render::Put as _;
use crate::state::State;
use serde_json::json;

pub(super) fn find(path: &[&str]) -> Option<Route> {
    let route = Route::read("read_metadata", version).scopes(&["api", "read_api", "read_user"]);
    match path {
        ["version"] => Some(route),
        ["metadata"] => Some(Route { handler: super::Handler::Read(metadata), ..route }),
        _ => None,
    }
}

fn version(_: &State, call: &Call<'_>) -> Outcome {
    call.user()?;
    Ok(Answer::json(json!({ "version": call.settings.version_text, "revision": "7f2e6c1a4b0" })))
}

fn metadata(_: &State, call: &Call<'_>) -> Outcome {
    call.user()?;
    if !call.settings.version.since(15, 2) {
        return Err(Answer::no_route());
    }
    let mut answer = json!({
        "version": call.settings.version_text,
        "revision": "7f2e6c1a4b0",
        "kas": { "enabled": false, "externalUrl": null, "version": null },
    });
    if call.settings.version.since(15, 6) {
        answer.put("enterprise", call.settings.version_text.ends_with("-ee"));
    }
    Ok(Answer::json(answer))
}
