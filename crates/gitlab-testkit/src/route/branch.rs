//! `/projects/:id/repository/branches`.

use super::Route;
use crate::engine::{Ability, Answer, Call, Outcome, Totals, page};
use crate::state::State;

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    match rest {
        [] => Some(Route::read("read_branch", list)),
        [_] => Some(Route::read("read_branch", get)),
        _ => None,
    }
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let search = call.params.get("search").unwrap_or_default().to_lowercase();
    let branches: Vec<_> = project
        .repository
        .branches
        .iter()
        .filter(|(name, _)| {
            let name = name.to_lowercase();
            match (search.strip_prefix('^'), search.strip_suffix('$')) {
                (Some(start), _) => name.starts_with(start),
                (None, Some(end)) => name.ends_with(end),
                (None, None) => name.contains(&search),
            }
        })
        .collect();
    let render = call.render(state);
    page(call, &branches, Totals::Counted, |(name, sha)| render.branch(project, name, sha))
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let (name, sha) =
        project.repository.branches.get_key_value(call.at(4)).ok_or_else(|| Answer::not_found("Branch"))?;
    Ok(Answer::json(call.render(state).branch(project, name, sha)))
}
