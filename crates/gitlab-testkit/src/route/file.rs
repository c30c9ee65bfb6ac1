//! `/projects/:id/repository/files`.

use super::{Handler, Route};
use crate::engine::Invalid;
use crate::engine::{Ability, Answer, Call, Outcome};
use crate::render::Put as _;
use crate::repository::{Commit, Entry};
use crate::state::{Project, State};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

pub(super) fn find(rest: &[&str]) -> Option<Route> {
    let route = Route::read("read_code", get).scopes(&["api", "read_api", "read_repository"]);
    match rest {
        [_] => Some(route),
        [_, "raw"] => Some(Route { handler: Handler::Read(raw), ..route }),
        [_, "blame"] => Some(Route { handler: Handler::Read(blame), ..route }),
        _ => None,
    }
}

/// A file at a ref, with what the answer's headers say of it.
struct File<'s> {
    path: &'s str,
    name: &'s str,
    ref_name: String,
    entry: &'s Entry,
    commit: &'s Commit,
    last_commit: &'s str,
}

fn file<'s>(project: &'s Project, call: &'s Call<'_>, ref_name: Option<&str>) -> Result<File<'s>, Answer> {
    let ref_name = ref_name.unwrap_or("HEAD");
    let commit = project.repository.resolve(ref_name).ok_or_else(|| Answer::not_found("Commit"))?;
    let path = call.at(4);
    let (path, entry) = commit.tree.get_key_value(path).ok_or_else(|| Answer::not_found("File"))?;
    let last = project.repository.last_commit_of(&commit.sha, path).unwrap_or(commit);
    Ok(File {
        path,
        name: path.rsplit('/').next().unwrap_or(path),
        ref_name: ref_name.to_owned(),
        entry,
        commit,
        last_commit: &last.sha,
    })
}

fn with_headers(call: &Call<'_>, file: &File<'_>, answer: Answer) -> Answer {
    let answer = answer
        .header("x-gitlab-blob-id", &file.entry.blob.id)
        .header("x-gitlab-commit-id", &file.commit.sha)
        .header("x-gitlab-content-sha256", file.entry.blob.sha256())
        .header("x-gitlab-encoding", "base64")
        .header("x-gitlab-file-name", file.name)
        .header("x-gitlab-file-path", file.path)
        .header("x-gitlab-last-commit-id", file.last_commit)
        .header("x-gitlab-ref", &file.ref_name)
        .header("x-gitlab-size", file.entry.blob.bytes.len().to_string());
    if call.settings.version.since(14, 10) {
        answer.header("x-gitlab-execute-filemode", file.entry.executable.to_string())
    } else {
        answer
    }
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let ref_name = call.params.get("ref").ok_or_else(|| Invalid::missing("ref"))?;
    if ref_name.is_empty() {
        return Err(Answer::error(http::StatusCode::BAD_REQUEST, "ref is empty"));
    }
    let file = file(project, call, Some(ref_name))?;
    let mut answer = json!({
        "file_name": file.name,
        "file_path": file.path,
        "size": file.entry.blob.bytes.len(),
        "encoding": "base64",
        "content_sha256": file.entry.blob.sha256(),
        "ref": file.ref_name,
        "blob_id": file.entry.blob.id,
        "commit_id": file.commit.sha,
        "last_commit_id": file.last_commit,
        "content": STANDARD.encode(&file.entry.blob.bytes),
    });
    if call.settings.version.since(14, 10) {
        answer.put("execute_filemode", file.entry.executable);
    }
    Ok(with_headers(call, &file, Answer::json(answer)))
}

fn raw(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let file = file(project, call, call.params.get("ref"))?;
    let content_type =
        if file.entry.blob.is_binary() { "application/octet-stream" } else { "text/plain; charset=utf-8" };
    let answer = Answer::bytes(content_type, file.entry.blob.bytes.clone())
        .header("content-disposition", format!("inline; filename=\"{}\"", file.name.replace('"', "\\\"")))
        .header("x-content-type-options", "nosniff");
    Ok(with_headers(call, &file, answer))
}

/// The number of a line, which are counted from 1.
fn line_of(call: &Call<'_>, name: &str) -> Result<Option<usize>, Answer> {
    match call.params.number(name)? {
        Some(0) => Err(Invalid::value(name).into()),
        line => Ok(line.and_then(|line| usize::try_from(line).ok())),
    }
}

/// Who wrote which lines, of the whole file or of a range: each line belongs to the oldest commit since which it stands in the file unchanged.
fn blame(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let ref_name = call.params.get("ref").ok_or_else(|| Invalid::missing("ref"))?;
    let file = file(project, call, Some(ref_name))?;
    let range = (line_of(call, "range[start]")?, line_of(call, "range[end]")?);
    let (first, last) = match range {
        (None, None) => (1, usize::MAX),
        (Some(first), Some(last)) => (first, last),
        (None, Some(_)) => return Err(Invalid::missing("range[start]").into()),
        (Some(_), None) => return Err(Invalid::missing("range[end]").into()),
    };
    let render = call.render(state);
    let lines = project.repository.blame(file.commit, file.path);
    let mut parts: Vec<(&str, Vec<String>)> = Vec::new();
    for (sha, line) in lines.iter().take(last).skip(first - 1) {
        match parts.last_mut() {
            Some((last, lines)) if last == sha => lines.push(line.clone()),
            _ => parts.push((sha, vec![line.clone()])),
        }
    }
    Ok(Answer::json(
        parts
            .into_iter()
            .filter_map(|(sha, lines)| {
                let commit = project.repository.get(sha)?;
                Some(json!({ "commit": render.blame_commit(commit), "lines": lines }))
            })
            .collect(),
    ))
}
