//! `/projects/:id/repository/compare`.

use super::Route;
use crate::engine::{Ability, Answer, Call, Invalid, Outcome};
use crate::render::Put as _;
use crate::state::State;
use serde_json::{Value, json};

pub(super) fn route() -> Route {
    Route::read("read_repository", compare)
}

fn compare(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let repository = &project.repository;
    let name = |name: &str| call.params.get(name).ok_or_else(|| Invalid::missing(name));
    let (from_name, to_name) = (name("from")?, name("to")?);
    let resolve = |name| repository.resolve(name).ok_or_else(|| Answer::not_found("Ref"));
    let (from, to) = (resolve(from_name)?, resolve(to_name)?);
    // Three dots: what happened on the way to `to` since both parted.
    let base =
        if call.params.flag("straight") { Some(from) } else { repository.merge_base(&from.sha, &to.sha) };
    let mut commits = repository.between(&from.sha, &to.sha);
    commits.reverse();
    let diff = repository.diff(base.map(|base| base.sha.as_str()), &to.sha);
    let shown = call.settings.diff_limits.apply(&diff);
    let render = call.render(state);
    let unified = call.params.flag("unidiff");
    let commits: Vec<Value> = commits.iter().map(|commit| render.commit(project, commit)).collect();
    let mut answer = json!({
        "commit": commits.last(),
        "commits": commits,
        "diffs": shown.files.iter().map(|file| render.diff(file, unified)).collect::<Vec<_>>(),
        "compare_timeout": shown.overflow,
        "compare_same_ref": from.sha == to.sha,
    });
    if call.settings.version.since(14, 0) {
        let dots = if call.params.flag("straight") { ".." } else { "..." };
        answer.put(
            "web_url",
            format!("{}/{}/-/compare/{}{dots}{}", call.address.web, project.path, from.sha, to.sha),
        );
    }
    Ok(Answer::json(answer))
}
