//! `/projects/:id/repository/tags`.

use super::Route;
use crate::engine::{Ability, Answer, Call, Outcome, Totals, page};
use crate::state::State;

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    match rest {
        [] => Some(Route::read("read_tag", list)),
        [_] => Some(Route::read("read_tag", get)),
        _ => None,
    }
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let order = call.params.word("order_by", &["updated", "name", "version"])?;
    let descending = call.params.word("sort", &["desc", "asc"])? == "desc";
    let search = call.params.get("search").unwrap_or_default().trim_matches(['^', '$']).to_lowercase();
    let mut tags: Vec<_> =
        project.repository.tags.iter().filter(|(name, _)| name.to_lowercase().contains(&search)).collect();
    match order {
        "updated" => tags.sort_by_key(|(_, tag)| {
            project.repository.get(&tag.sha).map(|commit| (commit.committed.at, commit.sequence))
        }),
        "version" => tags.sort_by_key(|(name, _)| version_key(name)),
        _ => {}
    }
    if descending {
        tags.reverse();
    }
    let render = call.render(state);
    page(call, &tags, Totals::Counted, |(name, tag)| render.tag(project, name, tag))
}

/// The numbers of a version, so that v1.10 comes after v1.9.
fn version_key(name: &str) -> Vec<u64> {
    name.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let (name, tag) =
        project.repository.tags.get_key_value(call.at(4)).ok_or_else(|| Answer::not_found("Tag"))?;
    Ok(Answer::json(call.render(state).tag(project, name, tag)))
}
