//! `/projects/:id/releases`.

use super::Route;
use crate::engine::{Answer, Call, Outcome, Totals, page};
use crate::state::State;

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    match rest {
        [] => Some(Route::read("read_release", list).job_token()),
        ["permalink", "latest"] => Some(Route::read("read_release", latest).job_token()),
        [_] => Some(Route::read("read_release", get).job_token()),
        _ => None,
    }
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project(state)?;
    let mut found: Vec<_> = project.releases.iter().collect();
    match call.params.word("order_by", &["released_at", "created_at"])? {
        "created_at" => found.sort_by_key(|it| it.created_at),
        _ => found.sort_by_key(|it| it.released_at),
    }
    if call.params.word("sort", &["desc", "asc"])? == "desc" {
        found.reverse();
    }
    let render = call.render(state);
    page(call, &found, Totals::Counted, |it| render.release(project, it))
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project(state)?;
    let release =
        project.releases.iter().find(|it| it.tag == call.at(3)).ok_or_else(|| Answer::not_found(""))?;
    Ok(Answer::json(call.render(state).release(project, release)))
}

fn latest(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project(state)?;
    let release = project
        .releases
        .iter()
        .filter(|it| it.released_at <= call.now)
        .max_by_key(|it| it.released_at)
        .ok_or_else(|| Answer::not_found(""))?;
    Ok(Answer::json(call.render(state).release(project, release)))
}
