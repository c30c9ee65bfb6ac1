//! `/projects/:id/merge_requests`.

use super::Route;
use crate::engine::{Ability, Answer, Call, Outcome, Totals, page};
use crate::render::Put as _;
use crate::state::{MergeRequest, Project, State};
use gitlab_core::Timestamp;
use http::StatusCode;
use serde_json::{Value, json};
use std::cmp::Reverse;

pub(super) fn find_global(path: &[&str]) -> Option<Route> {
    match path {
        ["merge_requests"] => Some(Route::read("read_merge_request", list_global)),
        _ => None,
    }
}

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    let read = |handler| Some(Route::read("read_merge_request", handler));
    match rest {
        [] => read(list),
        [_] => read(get),
        [_, "commits"] => read(commits),
        [_, "diffs"] => read(diffs),
        [_, "changes"] => read(changes),
        [_, "raw_diffs"] => read(raw_diffs),
        [_, "pipelines"] => read(pipelines),
        [_, "versions"] => read(versions),
        [_, "versions", _] => read(version),
        [_, "approvals"] => read(approvals),
        [_, "participants"] => read(participants),
        [_, "reviewers"] => read(reviewers),
        _ => None,
    }
}

fn wanted<'s>(state: &'s State, call: &Call<'_>) -> Result<(&'s Project, &'s MergeRequest), Answer> {
    let project = call.project_for(state, Ability::ReadCode)?;
    let iid = call.number(3, "merge_request_iid")?;
    // The finder gives the bare form, not the name of the thing.
    let merge_request = project.merge_requests.get(&iid).ok_or_else(|| Answer::not_found(""))?;
    Ok((project, merge_request))
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let found = project.merge_requests.values().map(|merge_request| (project, merge_request)).collect();
    answer(state, call, found)
}

fn list_global(state: &State, call: &Call<'_>) -> Outcome {
    let user = call.user()?;
    let scope = call.params.word(
        "scope",
        &["created_by_me", "all", "assigned_to_me", "reviews_for_me", "created-by-me", "assigned-to-me"],
    )?;
    let found = state
        .projects
        .values()
        .filter(|project| call.can(state, project, Ability::ReadCode))
        .flat_map(|project| project.merge_requests.values().map(move |it| (project, it)))
        .filter(|(_, it)| match scope {
            "all" => true,
            "assigned_to_me" | "assigned-to-me" => it.thread.assignees.contains(&user),
            "reviews_for_me" => it.reviewers.contains(&user),
            _ => it.thread.author == user,
        })
        .collect();
    answer(state, call, found)
}

fn answer(state: &State, call: &Call<'_>, found: Vec<(&Project, &MergeRequest)>) -> Outcome {
    let filter = Filter::read(state, call)?;
    let mut found: Vec<_> = found.into_iter().filter(|(project, it)| filter.takes(project, it)).collect();
    let order = call.params.word("order_by", &["created_at", "updated_at", "title", "merged_at"])?;
    let descending = call.params.word("sort", &["desc", "asc"])? == "desc";
    found.sort_by(|(_, a), (_, b)| {
        let by_id = a.thread.id.cmp(&b.thread.id);
        match order {
            "updated_at" => a.thread.updated_at.cmp(&b.thread.updated_at).then(by_id),
            "title" => a.thread.title.cmp(&b.thread.title).then(by_id),
            "merged_at" => a.merged_at.cmp(&b.merged_at).then(by_id),
            _ => a.thread.created_at.cmp(&b.thread.created_at).then(by_id),
        }
    });
    if descending {
        found.reverse();
    }
    let simple = call.params.get("view") == Some("simple");
    let render = call.render(state);
    page(call, &found, Totals::Counted, |(project, merge_request)| {
        if simple {
            render.merge_request_simple(project, merge_request)
        } else {
            render.merge_request(project, merge_request)
        }
    })
}

/// What a list of merge requests is asked for.
struct Filter<'c> {
    state: String,
    iids: Vec<u64>,
    source_branch: Option<&'c str>,
    target_branch: Option<&'c str>,
    labels: Vec<&'c str>,
    author: Option<u64>,
    reviewer: Option<u64>,
    draft: Option<bool>,
    search: Option<String>,
    search_in: Vec<&'c str>,
    created: Range,
    updated: Range,
    merged: Range,
    deployed: Range,
    environment: Option<&'c str>,
}

/// From and to, both inclusive.
#[derive(Default)]
struct Range(Option<Timestamp>, Option<Timestamp>);

impl Range {
    fn read(call: &Call<'_>, what: &str) -> Result<Self, Answer> {
        Ok(Self(call.params.time(&format!("{what}_after"))?, call.params.time(&format!("{what}_before"))?))
    }

    fn takes(&self, at: Option<Timestamp>) -> bool {
        match at {
            Some(at) => self.0.is_none_or(|from| at >= from) && self.1.is_none_or(|to| at <= to),
            None => self.is_open(),
        }
    }

    fn is_open(&self) -> bool {
        self.0.is_none() && self.1.is_none()
    }
}

impl<'c> Filter<'c> {
    fn read(state: &State, call: &'c Call<'_>) -> Result<Self, Answer> {
        let params = &call.params;
        // Somebody whom nobody knows has written nothing: an id that no user has.
        let person = |what: &str| -> Result<Option<u64>, Answer> {
            if let Some(id) = params.number(&format!("{what}_id"))? {
                return Ok(Some(id));
            }
            let name = params.get(&format!("{what}_username"));
            Ok(name.map(|name| state.user_by_name(name).map_or(0, |user| user.id)))
        };
        let iids = params
            .list("iids")
            .into_iter()
            .map(|iid| iid.parse().map_err(|_| crate::engine::Invalid::new("iids")))
            .collect::<Result<_, _>>()?;
        let search_in = params.get("in").unwrap_or("title,description").split(',').collect();
        Ok(Self {
            state: params.word("state", &["all", "opened", "closed", "locked", "merged"])?.to_owned(),
            iids,
            source_branch: params.get("source_branch"),
            target_branch: params.get("target_branch"),
            labels: params.list("labels"),
            author: person("author")?,
            reviewer: person("reviewer")?,
            draft: match params.get("wip").or_else(|| params.get("draft")) {
                Some("yes" | "true") => Some(true),
                Some(_) => Some(false),
                None => None,
            },
            search: params.get("search").map(str::to_lowercase),
            search_in,
            created: Range::read(call, "created")?,
            updated: Range::read(call, "updated")?,
            merged: Range::read(call, "merged")?,
            deployed: Range::read(call, "deployed")?,
            environment: params.get("environment"),
        })
    }

    fn takes(&self, project: &Project, it: &MergeRequest) -> bool {
        let thread = &it.thread;
        let contains = |text: &str, wanted: &str| text.to_lowercase().contains(wanted);
        (self.state == "all" || thread.state == self.state)
            && (self.iids.is_empty() || self.iids.contains(&thread.iid))
            && self.source_branch.is_none_or(|branch| it.source_branch == branch)
            && self.target_branch.is_none_or(|branch| it.target_branch == branch)
            && self.labels.iter().all(|label| match *label {
                "None" => thread.labels.is_empty(),
                "Any" => !thread.labels.is_empty(),
                label => thread.labels.iter().any(|own| own == label),
            })
            && self.author.is_none_or(|author| thread.author == author)
            && self.reviewer.is_none_or(|reviewer| it.reviewers.contains(&reviewer))
            && self.draft.is_none_or(|draft| it.draft == draft)
            && self.search.as_ref().is_none_or(|wanted| {
                self.search_in.iter().any(|place| match *place {
                    "title" => contains(&thread.title, wanted),
                    "description" => contains(thread.description.as_deref().unwrap_or_default(), wanted),
                    _ => false,
                })
            })
            && self.created.takes(Some(thread.created_at))
            && self.updated.takes(Some(thread.updated_at))
            && self.merged.takes(it.merged_at)
            && self.was_deployed(project, it)
    }

    fn was_deployed(&self, project: &Project, it: &MergeRequest) -> bool {
        if self.environment.is_none() && self.deployed.is_open() {
            return true;
        }
        project.deployments.values().any(|deployment| {
            let environment = project.environments.get(&deployment.environment);
            self.environment.is_none_or(|wanted| environment.is_some_and(|own| own.name == wanted))
                && self.deployed.takes(deployment.finished_at)
                && super::deployment::merge_requests_of(project, deployment)
                    .iter()
                    .any(|deployed| deployed.thread.iid == it.thread.iid)
        })
    }
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let (project, merge_request) = wanted(state, call)?;
    Ok(Answer::json(call.render(state).merge_request_detail(
        project,
        merge_request,
        &call.settings.diff_limits,
    )))
}

fn commits(state: &State, call: &Call<'_>) -> Outcome {
    let (project, merge_request) = wanted(state, call)?;
    let commits = if merge_request.preparing {
        Vec::new()
    } else {
        project.repository.between(merge_request.base.as_deref().unwrap_or_default(), &merge_request.head)
    };
    let render = call.render(state);
    page(call, &commits, Totals::Counted, |commit| render.commit(project, commit))
}

fn diffs(state: &State, call: &Call<'_>) -> Outcome {
    if !call.settings.version.since(15, 7) {
        return Err(Answer::no_route());
    }
    let (project, merge_request) = wanted(state, call)?;
    let diff = project.repository.diff(merge_request.base.as_deref(), &merge_request.head);
    let shown = call.settings.diff_limits.apply(&diff);
    let files = if merge_request.preparing { &[] } else { shown.files.as_slice() };
    let render = call.render(state);
    let unified = call.params.flag("unidiff");
    page(call, files, Totals::Counted, |file| render.diff(file, unified))
}

fn changes(state: &State, call: &Call<'_>) -> Outcome {
    let (project, merge_request) = wanted(state, call)?;
    let limits = &call.settings.diff_limits;
    let diff = project.repository.diff(merge_request.base.as_deref(), &merge_request.head);
    let shown = if call.params.flag("access_raw_diffs") { limits.expand(&diff) } else { limits.apply(&diff) };
    let files = if merge_request.preparing { &[] } else { shown.files.as_slice() };
    let render = call.render(state);
    let unified = call.params.flag("unidiff");
    let mut answer = render.merge_request_detail(project, merge_request, limits);
    answer.put("changes", files.iter().map(|file| render.diff(file, unified)).collect::<Value>());
    answer.put("overflow", shown.overflow);
    Ok(Answer::json(answer))
}

fn raw_diffs(state: &State, call: &Call<'_>) -> Outcome {
    let (project, merge_request) = wanted(state, call)?;
    let diff = project.repository.diff(merge_request.base.as_deref(), &merge_request.head);
    let text: String = diff.files.iter().map(crate::repository::FileDiff::git_text).collect();
    Ok(Answer::bytes("text/plain", text).header("cache-control", "no-cache"))
}

fn pipelines(state: &State, call: &Call<'_>) -> Outcome {
    let (project, merge_request) = wanted(state, call)?;
    let pipelines = project.pipelines_of(merge_request);
    let render = call.render(state);
    page(call, &pipelines, Totals::Counted, |pipeline| render.pipeline(project, pipeline))
}

/// Each merge request here has one version of its diff.
fn version_id(it: &MergeRequest) -> u64 {
    it.thread.id + 100_000
}

fn version_fields(project: &Project, call: &Call<'_>, it: &MergeRequest) -> Value {
    let diff = project.repository.diff(it.base.as_deref(), &it.head);
    let mut version = json!({
        "id": version_id(it),
        "head_commit_sha": it.head,
        "base_commit_sha": it.base,
        "start_commit_sha": it.start,
        "created_at": crate::render::at(it.thread.created_at),
        "merge_request_id": it.thread.id,
        "state": "collected",
        "real_size": call.settings.diff_limits.real_size(&diff),
    });
    if call.settings.version.since(16, 6) {
        version.put("patch_id_sha", Value::Null);
    }
    version
}

fn versions(state: &State, call: &Call<'_>) -> Outcome {
    let (project, merge_request) = wanted(state, call)?;
    let versions = if merge_request.preparing { Vec::new() } else { vec![merge_request] };
    page(call, &versions, Totals::Counted, |it| version_fields(project, call, it))
}

fn version(state: &State, call: &Call<'_>) -> Outcome {
    let (project, merge_request) = wanted(state, call)?;
    let mut answer = version_fields(project, call, merge_request);
    if call.number(5, "version_id")? != version_id(merge_request) {
        return Err(Answer::not_found(""));
    }
    let render = call.render(state);
    let unified = call.params.flag("unidiff");
    let diff = project.repository.diff(merge_request.base.as_deref(), &merge_request.head);
    let shown = call.settings.diff_limits.expand(&diff);
    let commits =
        project.repository.between(merge_request.base.as_deref().unwrap_or_default(), &merge_request.head);
    answer.put("commits", commits.iter().map(|commit| render.commit(project, commit)).collect::<Value>());
    answer.put("diffs", shown.files.iter().map(|file| render.diff(file, unified)).collect::<Value>());
    Ok(Answer::json(answer))
}

fn approvals(state: &State, call: &Call<'_>) -> Outcome {
    let (_, it) = wanted(state, call)?;
    let render = call.render(state);
    let me = call.caller.user;
    let has_approved = me.is_some_and(|user| it.approved_by.contains(&user));
    Ok(Answer::json(json!({
        "user_has_approved": has_approved,
        "user_can_approve": me.is_some_and(|user| user != it.thread.author) && !has_approved,
        "approved": true,
        "approved_by":
            it.approved_by.iter().map(|user| json!({ "user": render.user(*user) })).collect::<Vec<_>>(),
    })))
}

fn participants(state: &State, call: &Call<'_>) -> Outcome {
    let (_, it) = wanted(state, call)?;
    let mut people = vec![it.thread.author];
    people.extend(it.thread.assignees.iter().chain(&it.reviewers));
    people.extend(it.thread.notes.iter().filter(|note| !note.system).map(|note| note.author));
    people.sort_by_key(|user| Reverse(*user));
    people.dedup();
    let render = call.render(state);
    page(call, &people, Totals::Counted, |user| render.user(*user))
}

fn reviewers(state: &State, call: &Call<'_>) -> Outcome {
    if !call.settings.version.since(13, 12) {
        return Err(Answer::status(StatusCode::NOT_FOUND, json!({ "error": "404 Not Found" })));
    }
    let (_, it) = wanted(state, call)?;
    let render = call.render(state);
    page(call, &it.reviewers, Totals::Counted, |user| {
        let approved = it.approved_by.contains(user);
        json!({
            "user": render.user(*user),
            "state": if approved { "approved" } else { "unreviewed" },
            "created_at": crate::render::at(it.thread.created_at),
        })
    })
}
