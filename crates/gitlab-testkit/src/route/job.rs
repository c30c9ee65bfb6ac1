//! `/projects/:id/jobs`.

use super::Route;
use crate::engine::{
    Ability, Answer, Call, Outcome, Payload, Totals, check_depth, keyset, page, wants_keyset,
};
use crate::state::{Job, Project, State};
use gitlab_core::types::CiStatus;
use http::StatusCode;

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    let read = |handler| Some(Route::read("read_job", handler));
    match rest {
        [] => read(list),
        [_] => read(get),
        [_, "trace"] => read(trace),
        _ => None,
    }
}

/// Whether a job of this status is asked for.
pub(super) fn in_scope(status: &CiStatus, scope: &[&str]) -> bool {
    scope.is_empty() || scope.contains(&status.as_str())
}

fn wanted<'s>(state: &'s State, call: &Call<'_>) -> Result<(&'s Project, &'s Job), Answer> {
    let project = project(state, call)?;
    let job = project.jobs.get(&call.number(3, "job_id")?).ok_or_else(|| Answer::not_found(""))?;
    Ok((project, job))
}

/// Jobs are for those who are signed in only, also in public projects.
fn project<'s>(state: &'s State, call: &Call<'_>) -> Result<&'s Project, Answer> {
    call.user()?;
    let project = call.project_for(state, Ability::ReadCode)?;
    if project.private_jobs && call.role(state, project).is_none() {
        return Err(Answer::forbidden());
    }
    Ok(project)
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let project = project(state, call)?;
    let scope = call.params.list("scope");
    let jobs: Vec<_> = project.jobs.values().rev().filter(|job| in_scope(&job.status, &scope)).collect();
    let render = call.render(state);
    if wants_keyset(call) {
        let cursor = call.params.number("cursor")?;
        let start = cursor.map_or(0, |cursor| jobs.partition_point(|job| job.id >= cursor));
        return keyset(
            call,
            &jobs,
            start,
            "cursor",
            |job| job.id.to_string(),
            |job| render.job(project, job),
        );
    }
    check_depth(call, "Ci::Build")?;
    page(call, &jobs, Totals::Counted, |job| render.job(project, job))
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let (project, job) = wanted(state, call)?;
    Ok(Answer::json(call.render(state).job(project, job)))
}

fn trace(state: &State, call: &Call<'_>) -> Outcome {
    let (project, job) = wanted(state, call)?;
    if job.debug_trace && !call.can(state, project, Ability::Write) {
        return Err(Answer::forbidden_because(
            "You must have developer access to the project to view job logs when debug trace is enabled.",
        ));
    }
    let trace = if job.erased_at.is_some() { crate::scenario::Trace::new() } else { job.trace.clone() };
    let answer = Answer { status: StatusCode::OK, headers: Vec::new(), payload: Payload::Trace(trace) };
    Ok(answer.header("content-disposition", format!("infile; filename=\"{}.log\"", job.id)))
}
