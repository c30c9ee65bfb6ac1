//! `/projects/:id/environments`.

use super::Route;
use crate::engine::{Ability, Answer, Call, Outcome, Totals, page};
use crate::state::{Project, State};

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    match rest {
        [] => Some(Route::read("read_environment", list).job_token()),
        [_] => Some(Route::read("read_environment", get).job_token()),
        _ => None,
    }
}

fn project<'s>(state: &'s State, call: &Call<'_>) -> Result<&'s Project, Answer> {
    call.user()?;
    call.project_for(state, Ability::ReadCode)
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let project = project(state, call)?;
    let params = &call.params;
    let search = params.get("search").unwrap_or_default().to_lowercase();
    let mut found: Vec<_> = project
        .environments
        .values()
        .filter(|it| {
            params.get("name").is_none_or(|name| it.name == name)
                && params.get("states").is_none_or(|state| it.state == state)
                && it.name.to_lowercase().contains(&search)
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    let render = call.render(state);
    page(call, &found, Totals::Counted, |it| render.environment(project, it))
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let project = project(state, call)?;
    let id = call.number(3, "environment_id")?;
    let environment = project.environments.get(&id).ok_or_else(|| Answer::not_found("Environment"))?;
    Ok(Answer::json(call.render(state).environment_detail(project, environment)))
}
