//! `/projects/:id/deployments`.

use super::Route;
use crate::engine::{Ability, Answer, Call, Outcome, Totals, page};
use crate::state::{Deployment, MergeRequest, Project, State};
use gitlab_core::types::DeploymentStatus;

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    let read = |handler| Some(Route::read("read_deployment", handler).job_token());
    match rest {
        [] => read(list),
        [_] => read(get),
        [_, "merge_requests"] => read(merge_requests),
        _ => None,
    }
}

fn project<'s>(state: &'s State, call: &Call<'_>) -> Result<&'s Project, Answer> {
    call.user()?;
    call.project_for(state, Ability::ReadCode)
}

fn wanted<'s>(state: &'s State, call: &Call<'_>) -> Result<(&'s Project, &'s Deployment), Answer> {
    let project = project(state, call)?;
    let id = call.number(3, "deployment_id")?;
    let deployment = project.deployments.get(&id).ok_or_else(|| Answer::not_found("Deployment"))?;
    Ok((project, deployment))
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let project = project(state, call)?;
    let params = &call.params;
    let order = params.word("order_by", &["id", "iid", "created_at", "updated_at", "finished_at", "ref"])?;
    let updated = (params.time("updated_after")?, params.time("updated_before")?);
    let finished = (params.time("finished_after")?, params.time("finished_before")?);
    let by_update = updated.0.or(updated.1).is_some();
    let by_finish = finished.0.or(finished.1).is_some();
    let status = params.get("status");
    if by_update && by_finish {
        return Err(Answer::bad_request(
            "Both `updated_at` filter and `finished_at` filter can not be specified",
        ));
    }
    if call.settings.version.since(14, 0) {
        if by_update != (order == "updated_at") && (by_update || order == "updated_at") {
            return Err(Answer::bad_request("`updated_at` filter and `updated_at` sorting must be paired"));
        }
        if by_finish && order != "finished_at" {
            return Err(Answer::bad_request("`finished_at` filter and `finished_at` sorting must be paired"));
        }
        if by_finish && status != Some("success") {
            return Err(Answer::bad_request(
                "`finished_at` filter must be combined with `success` status filter.",
            ));
        }
    }
    let mut found: Vec<_> = project
        .deployments
        .values()
        .filter(|it| {
            status.is_none_or(|wanted| wanted == it.status.as_str())
                && params.get("environment").is_none_or(|wanted| {
                    project.environments.get(&it.environment).is_some_and(|own| own.name == wanted)
                })
                && updated.0.is_none_or(|from| it.updated_at >= from)
                && updated.1.is_none_or(|to| it.updated_at <= to)
                && finished.0.is_none_or(|from| it.finished_at.is_some_and(|at| at >= from))
                && finished.1.is_none_or(|to| it.finished_at.is_some_and(|at| at <= to))
        })
        .collect();
    match order {
        "iid" => found.sort_by_key(|it| it.iid),
        "created_at" => found.sort_by_key(|it| (it.created_at, it.id)),
        "updated_at" => found.sort_by_key(|it| (it.updated_at, it.id)),
        "finished_at" => found.sort_by_key(|it| (it.finished_at, it.id)),
        "ref" => found.sort_by(|a, b| a.ref_name.cmp(&b.ref_name)),
        _ => {}
    }
    if params.word("sort", &["asc", "desc"])? == "desc" {
        found.reverse();
    }
    let render = call.render(state);
    page(call, &found, Totals::Counted, |it| render.deployment(project, it))
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let (project, deployment) = wanted(state, call)?;
    Ok(Answer::json(call.render(state).deployment(project, deployment)))
}

fn merge_requests(state: &State, call: &Call<'_>) -> Outcome {
    let (project, deployment) = wanted(state, call)?;
    let mut found = merge_requests_of(project, deployment);
    found.sort_by_key(|it| std::cmp::Reverse((it.thread.created_at, it.thread.id)));
    let render = call.render(state);
    page(call, &found, Totals::Counted, |it| render.merge_request(project, it))
}

/// The merge requests that a successful deployment brought to its environment: those merged into what it has
/// and the successful deployment before it had not.
pub(super) fn merge_requests_of<'p>(project: &'p Project, deployment: &Deployment) -> Vec<&'p MergeRequest> {
    if deployment.status != DeploymentStatus::Success {
        return Vec::new();
    }
    let previous = project
        .deployments
        .values()
        .filter(|it| it.environment == deployment.environment && it.status == DeploymentStatus::Success)
        .filter(|it| (it.created_at, it.id) < (deployment.created_at, deployment.id))
        .max_by_key(|it| (it.created_at, it.id));
    let new = project.repository.between(previous.map_or("", |it| &it.sha), &deployment.sha);
    project
        .merge_requests
        .values()
        .filter(|it| it.thread.state == "merged")
        .filter(|it| {
            let landed = it.merge_commit.as_ref().or(it.squash_commit.as_ref()).unwrap_or(&it.head);
            new.iter().any(|commit| commit.sha == *landed)
        })
        .collect()
}
