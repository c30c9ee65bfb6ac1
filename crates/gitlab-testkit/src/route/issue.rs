//! `/projects/:id/issues`.

use super::Route;
use crate::engine::{Ability, Answer, Call, Outcome, Totals, page};
use crate::scenario::Role;
use crate::state::{Issue, Project, State};

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    match rest {
        [] => Some(Route::read("read_work_item", list)),
        [_] => Some(Route::read("read_work_item", get)),
        _ => None,
    }
}

/// Whether the caller may see an issue: confidential ones are for members above guests and for their author.
pub(super) fn can_see(state: &State, call: &Call<'_>, project: &Project, issue: &Issue) -> bool {
    !issue.thread.confidential
        || call.role(state, project) >= Some(Role::Planner)
        || call.caller.user == Some(issue.thread.author)
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadIssues)?;
    let params = &call.params;
    let wanted_state = params.word("state", &["all", "opened", "closed"])?;
    let labels = params.list("labels");
    let iids = params.list("iids");
    let search = params.get("search").unwrap_or_default().to_lowercase();
    let updated = (params.time("updated_after")?, params.time("updated_before")?);
    let created = (params.time("created_after")?, params.time("created_before")?);
    let kind = params.word("issue_type", &["", "issue", "incident", "test_case", "task"])?;
    let mut found: Vec<_> = project
        .issues
        .values()
        .filter(|it| can_see(state, call, project, it))
        .filter(|it| {
            let thread = &it.thread;
            (wanted_state == "all" || thread.state == wanted_state)
                && (iids.is_empty() || iids.contains(&thread.iid.to_string().as_str()))
                && labels.iter().all(|label| thread.labels.iter().any(|own| own == label))
                && (thread.title.to_lowercase().contains(&search)
                    || thread.description.as_ref().is_some_and(|text| text.to_lowercase().contains(&search)))
                && match kind {
                    "" => true,
                    "incident" => it.incident,
                    "issue" => !it.incident,
                    _ => false,
                }
                && updated.0.is_none_or(|from| thread.updated_at >= from)
                && updated.1.is_none_or(|to| thread.updated_at <= to)
                && created.0.is_none_or(|from| thread.created_at >= from)
                && created.1.is_none_or(|to| thread.created_at <= to)
        })
        .collect();
    match params.word("order_by", &["created_at", "updated_at", "title"])? {
        "updated_at" => found.sort_by_key(|it| (it.thread.updated_at, it.thread.id)),
        "title" => found.sort_by(|a, b| a.thread.title.cmp(&b.thread.title)),
        _ => found.sort_by_key(|it| (it.thread.created_at, it.thread.id)),
    }
    if params.word("sort", &["desc", "asc"])? == "desc" {
        found.reverse();
    }
    let render = call.render(state);
    page(call, &found, Totals::Counted, |it| render.issue(project, it))
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadIssues)?;
    let issue = project
        .issues
        .get(&call.number(3, "issue_iid")?)
        .filter(|it| can_see(state, call, project, it))
        .ok_or_else(|| Answer::not_found(""))?;
    Ok(Answer::json(call.render(state).issue(project, issue)))
}
