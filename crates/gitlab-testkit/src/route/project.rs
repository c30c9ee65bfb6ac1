//! `/projects` and `/projects/:id`, with members.

use super::Route;
use crate::engine::{Answer, Call, Outcome, Totals, keyset, page, wants_keyset};
use crate::render::Put as _;
use crate::state::{Project, State};

pub(super) fn find_global(path: &[&str]) -> Option<Route> {
    match path {
        ["projects"] => Some(Route::read("read_project", list)),
        ["groups", _, "projects"] => Some(Route::read("read_project", list_of_group)),
        _ => None,
    }
}

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    match rest {
        [] => Some(Route::read("read_project", get)),
        ["members"] | ["members", "all"] => Some(Route::read("read_member", members)),
        _ => None,
    }
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project(state)?;
    Ok(Answer::json(call.render(state).project(project)))
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let search = call.params.get("search").map(str::to_lowercase);
    let with_namespaces = call.params.flag("search_namespaces");
    let projects = visible(state, call, |project| {
        let text = if with_namespaces { &project.path } else { project.slug() };
        let is_member = call.role(state, project).is_some();
        search.as_ref().is_none_or(|wanted| {
            text.to_lowercase().contains(wanted) || project.name.to_lowercase().contains(wanted)
        }) && (is_member || !call.params.flag("membership"))
    })?;
    answer(state, call, &projects)
}

fn list_of_group(state: &State, call: &Call<'_>) -> Outcome {
    let group = call.at(1).to_lowercase();
    let below = format!("{group}/");
    let any = state
        .projects
        .values()
        .any(|project| call.can_see(state, project) && project.path.to_lowercase().starts_with(&below));
    if !any {
        return Err(Answer::not_found("Group"));
    }
    let deep = call.params.flag("include_subgroups");
    let projects = visible(state, call, |project| {
        let namespace = project.namespace().to_lowercase();
        namespace == group || (deep && namespace.starts_with(&below))
    })?;
    answer(state, call, &projects)
}

fn visible<'s>(
    state: &'s State,
    call: &Call<'_>,
    wanted: impl Fn(&Project) -> bool,
) -> Result<Vec<&'s Project>, Answer> {
    let after = call.params.number("id_after")?;
    let before = call.params.number("id_before")?;
    let mut projects: Vec<_> = state
        .projects
        .values()
        .filter(|project| call.can_see(state, project) && wanted(project))
        .filter(|project| after.is_none_or(|id| project.id > id) && before.is_none_or(|id| project.id < id))
        .collect();
    if call.params.word("sort", &["desc", "asc"])? == "desc" {
        projects.reverse();
    }
    Ok(projects)
}

fn answer(state: &State, call: &Call<'_>, projects: &[&Project]) -> Outcome {
    let render = call.render(state);
    if wants_keyset(call) {
        // What lies before the cursor was filtered out already.
        let parameter = if call.params.get("sort") == Some("asc") { "id_after" } else { "id_before" };
        return keyset(
            call,
            projects,
            0,
            parameter,
            |project| project.id.to_string(),
            |project| render.project(project),
        );
    }
    page(call, projects, Totals::Counted, |project| render.project(project))
}

fn members(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project(state)?;
    call.user()?;
    let members: Vec<_> = project.members.iter().collect();
    let render = call.render(state);
    page(call, &members, Totals::Counted, |(user, role)| {
        let mut member = render.user(**user);
        member.put("access_level", role.access_level());
        member.put("expires_at", serde_json::Value::Null);
        member
    })
}
