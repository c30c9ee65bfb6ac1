//! `/projects/:id/repository/commits`.

use super::Route;
use crate::engine::{Ability, Answer, Call, Outcome, Totals, page};
use crate::render::Put as _;
use crate::repository::Commit;
use crate::state::{Project, State};
use serde_json::json;
use std::sync::Arc;

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    match rest {
        [] => Some(Route::read("read_commit", list)),
        [_] => Some(Route::read("read_commit", get)),
        [_, "diff"] => Some(Route::read("read_commit", diff)),
        [_, "merge_requests"] => Some(Route::read("read_merge_request", merge_requests)),
        [_, "refs"] => Some(Route::read("read_commit", refs)),
        [_, "statuses"] => Some(Route::read("read_commit", statuses)),
        _ => None,
    }
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let repository = &project.repository;
    let since = call.params.time("since")?;
    let until = call.params.time("until")?;
    let path = call.params.get("path").unwrap_or_default();
    let author = call.params.get("author").map(str::to_lowercase);
    let name = call.params.get("ref_name").unwrap_or("HEAD");
    let heads: Vec<&str> = if call.params.flag("all") {
        let tags = repository.tags.values().map(|tag| &tag.sha);
        repository.branches.values().chain(tags).map(String::as_str).collect()
    } else if let Some((from, to)) = name.split_once("..").filter(|_| !name.contains("...")) {
        return range(state, call, project, (from, to));
    } else {
        match repository.resolve(name) {
            Some(head) => vec![head.sha.as_str()],
            None if repository.is_empty() && name == "HEAD" => Vec::new(),
            None => return Err(Answer::not_found("Commit")),
        }
    };
    let commits: Vec<_> = repository
        .history(&heads)
        .first_parent(call.params.flag("first_parent"))
        .filter(|commit| {
            since.is_none_or(|since| commit.committed.at >= since)
                && until.is_none_or(|until| commit.committed.at <= until)
                && author.as_ref().is_none_or(|author| {
                    commit.author.name.to_lowercase().contains(author)
                        || commit.author.email.to_lowercase().contains(author)
                })
                && repository.touches(commit, path)
        })
        .collect();
    answer(state, call, project, &commits)
}

fn range(state: &State, call: &Call<'_>, project: &Project, (from, to): (&str, &str)) -> Outcome {
    let resolve = |name| project.repository.resolve(name).ok_or_else(|| Answer::not_found("Commit"));
    let (from, to) = (resolve(from)?, resolve(to)?);
    answer(state, call, project, &project.repository.between(&from.sha, &to.sha))
}

fn answer(state: &State, call: &Call<'_>, project: &Project, commits: &[&Arc<Commit>]) -> Outcome {
    let render = call.render(state);
    let with_stats = call.params.flag("with_stats");
    page(call, commits, Totals::Never, |commit| {
        let mut answer = render.commit(project, commit);
        if with_stats {
            answer.put("stats", render.commit_stats(project, commit));
        }
        answer
    })
}

fn wanted<'s>(project: &'s Project, call: &Call<'_>) -> Result<&'s Arc<Commit>, Answer> {
    project.repository.resolve(call.at(4)).ok_or_else(|| Answer::not_found("Commit"))
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let commit = wanted(project, call)?;
    Ok(Answer::json(call.render(state).commit_detail(project, commit, call.params.flag_or_on("stats"))))
}

fn diff(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let commit = wanted(project, call)?;
    let changes = project.repository.changes(commit);
    let shown = call.settings.diff_limits.apply(&changes);
    let render = call.render(state);
    let unified = call.params.flag("unidiff");
    page(call, &shown.files, Totals::Counted, |file| render.diff(file, unified))
}

fn merge_requests(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let commit = wanted(project, call)?;
    let found: Vec<_> = project
        .merge_requests
        .values()
        .rev()
        .filter(|merge_request| {
            merge_request.merge_commit.as_deref() == Some(&commit.sha)
                || merge_request.squash_commit.as_deref() == Some(&commit.sha)
                || project
                    .repository
                    .between(merge_request.base.as_deref().unwrap_or_default(), &merge_request.head)
                    .iter()
                    .any(|own| own.sha == commit.sha)
        })
        .collect();
    let render = call.render(state);
    page(call, &found, Totals::Counted, |merge_request| render.merge_request(project, merge_request))
}

fn refs(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let commit = wanted(project, call)?;
    let kind = call.params.word("type", &["all", "branch", "tag"])?;
    let repository = &project.repository;
    let branches = repository.branches.iter().map(|(name, sha)| ("branch", name, sha));
    let tags = repository.tags.iter().map(|(name, tag)| ("tag", name, &tag.sha));
    let refs: Vec<_> = branches
        .chain(tags)
        .filter(|(of, _, sha)| (kind == "all" || kind == *of) && repository.is_ancestor(&commit.sha, sha))
        .collect();
    page(call, &refs, Totals::Counted, |(kind, name, _)| json!({ "type": kind, "name": name }))
}

fn statuses(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let commit = wanted(project, call)?;
    let all = call.params.flag("all");
    let ref_name = call.params.get("ref");
    let pipeline_id = call.params.number("pipeline_id")?;
    let jobs: Vec<_> = project
        .jobs
        .values()
        .rev()
        .filter(|job| (all || !job.retried) && pipeline_id.is_none_or(|id| job.pipeline == id))
        .filter(|job| {
            project.pipelines.get(&job.pipeline).is_some_and(|pipeline| {
                pipeline.sha == commit.sha && ref_name.is_none_or(|name| pipeline.ref_name == name)
            })
        })
        .collect();
    let render = call.render(state);
    page(call, &jobs, Totals::Counted, |job| render.commit_status(project, job))
}
