//! `/projects/:id/pipelines`.

use super::Route;
use crate::engine::{Ability, Answer, Call, Outcome, Totals, page};
use crate::render::Put as _;
use crate::scenario::TestCase;
use crate::state::{Pipeline, Project, State};
use gitlab_core::types::TestCaseStatus;
use serde_json::{Value, json};

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    let read = |handler| Some(Route::read("read_pipeline", handler));
    match rest {
        [] => read(list),
        ["latest"] => read(latest),
        [_] => read(get),
        [_, "jobs"] => Some(Route::read("read_job", jobs)),
        [_, "bridges"] => Some(Route::read("read_job", bridges)),
        [_, "test_report"] => read(test_report),
        [_, "test_report_summary"] => read(test_report_summary),
        _ => None,
    }
}

fn wanted<'s>(state: &'s State, call: &Call<'_>) -> Result<(&'s Project, &'s Pipeline), Answer> {
    let project = call.project_for(state, Ability::ReadCode)?;
    let id = call.number(3, "pipeline_id")?;
    let pipeline = project.pipelines.get(&id).ok_or_else(|| Answer::not_found(""))?;
    Ok((project, pipeline))
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let params = &call.params;
    let updated = (params.time("updated_after")?, params.time("updated_before")?);
    let created = (params.time("created_after")?, params.time("created_before")?);
    let scope = params.word("scope", &["", "running", "pending", "finished", "branches", "tags"])?;
    let user = params.get("username").map(|name| state.user_by_name(name).map_or(0, |user| user.id));
    let mut found: Vec<_> = project
        .pipelines
        .values()
        .filter(|it| {
            let status = it.status.as_str();
            params.get("status").is_none_or(|wanted| wanted == status)
                && params.get("ref").is_none_or(|wanted| wanted == it.ref_name)
                && params.get("sha").is_none_or(|wanted| wanted == it.sha)
                && params.get("source").is_none_or(|wanted| wanted == it.source.as_str())
                && params.get("name").is_none_or(|wanted| it.name.as_deref() == Some(wanted))
                && params
                    .get("yaml_errors")
                    .is_none_or(|_| params.flag("yaml_errors") == it.yaml_errors.is_some())
                && user.is_none_or(|user| it.user == user)
                && updated.0.is_none_or(|from| it.updated_at >= from)
                && updated.1.is_none_or(|to| it.updated_at <= to)
                && created.0.is_none_or(|from| it.created_at >= from)
                && created.1.is_none_or(|to| it.created_at <= to)
                && match scope {
                    "running" => status == "running",
                    "pending" => status == "pending",
                    "finished" => it.status.is_finished(),
                    "branches" => !it.tag,
                    "tags" => it.tag,
                    _ => true,
                }
        })
        .collect();
    match params.word("order_by", &["id", "status", "ref", "updated_at", "user_id"])? {
        "status" => found.sort_by(|a, b| a.status.as_str().cmp(b.status.as_str())),
        "ref" => found.sort_by(|a, b| a.ref_name.cmp(&b.ref_name)),
        "updated_at" => found.sort_by_key(|it| it.updated_at),
        "user_id" => found.sort_by_key(|it| it.user),
        _ => {}
    }
    if params.word("sort", &["desc", "asc"])? == "desc" {
        found.reverse();
    }
    let render = call.render(state);
    page(call, &found, Totals::Counted, |it| render.pipeline(project, it))
}

fn latest(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let name = call.params.get("ref").unwrap_or(&project.repository.default_branch);
    let head = project.repository.resolve(name).map(|commit| &commit.sha);
    let pipeline = project
        .pipelines
        .values()
        .rev()
        .find(|it| it.ref_name == name && head == Some(&it.sha))
        .ok_or_else(Answer::forbidden)?;
    Ok(Answer::json(call.render(state).pipeline_detail(project, pipeline)))
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let (project, pipeline) = wanted(state, call)?;
    Ok(Answer::json(call.render(state).pipeline_detail(project, pipeline)))
}

fn jobs(state: &State, call: &Call<'_>) -> Outcome {
    let (project, pipeline) = wanted(state, call)?;
    let scope = call.params.list("scope");
    let retried = call.params.flag("include_retried");
    let mut jobs: Vec<_> = pipeline
        .jobs
        .iter()
        .filter_map(|id| project.jobs.get(id))
        .filter(|job| (retried || !job.retried) && super::job::in_scope(&job.status, &scope))
        .collect();
    jobs.sort_by_key(|job| std::cmp::Reverse(job.id));
    let render = call.render(state);
    page(call, &jobs, Totals::Counted, |job| render.job(project, job))
}

fn bridges(state: &State, call: &Call<'_>) -> Outcome {
    let (project, pipeline) = wanted(state, call)?;
    let scope = call.params.list("scope");
    let bridges: Vec<_> =
        pipeline.bridges.iter().rev().filter(|it| super::job::in_scope(&it.status, &scope)).collect();
    let render = call.render(state);
    page(call, &bridges, Totals::Counted, |it| {
        let downstream = it
            .downstream
            .and_then(|(project, id)| state.projects.get(&project).map(|project| (project, id)))
            .filter(|(project, _)| call.can(state, project, Ability::ReadCode))
            .and_then(|(project, id)| Some((project, project.pipelines.get(&id)?)));
        render.bridge(project, pipeline, it, downstream)
    })
}

fn test_report(state: &State, call: &Call<'_>) -> Outcome {
    let (_, pipeline) = wanted(state, call)?;
    let suites: Value = pipeline
        .tests
        .iter()
        .map(|suite| {
            let mut answer = Counts::of(&suite.cases).report();
            answer.put("name", suite.name.clone());
            answer.put("suite_error", suite.error.clone());
            answer.put("test_cases", suite.cases.iter().map(case).collect::<Value>());
            answer
        })
        .collect();
    let mut report = Counts::of(pipeline.tests.iter().flat_map(|suite| &suite.cases)).report();
    report.put("test_suites", suites);
    Ok(Answer::json(report))
}

fn case(case: &TestCase) -> Value {
    json!({
        "status": case.status.as_str(),
        "name": case.name,
        "classname": case.classname,
        "file": case.file,
        "execution_time": case.seconds,
        "system_output": case.output,
        "stack_trace": case.stack_trace,
        "attachment_url": null,
        "recent_failures": null,
    })
}

fn test_report_summary(state: &State, call: &Call<'_>) -> Outcome {
    let (project, pipeline) = wanted(state, call)?;
    let suites: Vec<Value> = pipeline
        .tests
        .iter()
        .map(|suite| {
            let jobs: Vec<u64> = pipeline
                .jobs
                .iter()
                .filter(|id| project.jobs.get(*id).is_some_and(|job| job.name == suite.name && !job.retried))
                .copied()
                .collect();
            let mut answer = Counts::of(&suite.cases).report();
            answer.put("name", suite.name.clone());
            answer.put("build_ids", jobs);
            answer.put("suite_error", suite.error.clone());
            answer
        })
        .collect();
    let total = Counts::of(pipeline.tests.iter().flat_map(|suite| &suite.cases));
    Ok(Answer::json(json!({
        "total": {
            "time": total.time,
            "count": total.all,
            "success": total.success,
            "failed": total.failed,
            "skipped": total.skipped,
            "error": total.error,
            "suite_error": null,
        },
        "test_suites": suites,
    })))
}

/// The figures of a report.
#[derive(Default)]
struct Counts {
    time: f64,
    all: u64,
    success: u64,
    failed: u64,
    skipped: u64,
    error: u64,
}

impl Counts {
    fn of<'t>(cases: impl IntoIterator<Item = &'t TestCase>) -> Self {
        let mut counts = Self::default();
        for case in cases {
            counts.time += case.seconds;
            counts.all += 1;
            *match case.status {
                TestCaseStatus::Success => &mut counts.success,
                TestCaseStatus::Failed => &mut counts.failed,
                TestCaseStatus::Skipped => &mut counts.skipped,
                _ => &mut counts.error,
            } += 1;
        }
        counts
    }

    fn report(&self) -> Value {
        json!({
            "total_time": self.time,
            "total_count": self.all,
            "success_count": self.success,
            "failed_count": self.failed,
            "skipped_count": self.skipped,
            "error_count": self.error,
        })
    }
}
