//! `…/discussions` of merge requests, issues and commits.

use super::Route;
use super::note::{self, Noteable, Place, Ties, Written, is_visible, place};
use crate::engine::{Ability, Answer, Call, Invalid, Outcome, Totals, page};
use crate::repository::{DiffSet, discussion_id};
use crate::state::{Note, NoteKind, Project, State, Thread};
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(super) fn find(method: &Method, rest: &[&str]) -> Option<Route> {
    let (["merge_requests" | "issues", _, "discussions", rest @ ..]
    | ["repository", "commits", _, "discussions", rest @ ..]) = rest
    else {
        return None;
    };
    match (method, rest) {
        (&Method::GET, []) => Some(Route::read("read_note", list)),
        (&Method::POST, []) => Some(Route::write("create_note", create)),
        (&Method::GET, [_]) => Some(Route::read("read_note", get)),
        (&Method::POST, [_, "notes"]) => Some(Route::write("create_note", answer_in)),
        (&Method::PUT, [_, "notes", _]) => Some(Route::write("update_note", update)),
        (&Method::DELETE, [_, "notes", _]) => Some(Route::write("delete_note", delete)),
        _ => None,
    }
}

/// Where in the path the discussion is named.
fn position_of_id(call: &Call<'_>) -> usize {
    if call.at(2) == "repository" { 6 } else { 5 }
}

/// The threads, oldest first, each by the id of its first note.
fn threads<'t>(
    state: &State,
    call: &Call<'_>,
    project: &Project,
    thread: &'t Thread,
) -> BTreeMap<u64, Vec<&'t Note>> {
    let mut threads: BTreeMap<u64, Vec<&Note>> = BTreeMap::new();
    for note in thread.notes.iter().filter(|note| is_visible(state, call, project, note)) {
        threads.entry(note.first()).or_default().push(note);
    }
    threads
}

fn show(
    state: &State,
    call: &Call<'_>,
    (place, project, thread): (Place, &Project, &Thread),
    (first, notes): (u64, &[&Note]),
) -> Value {
    let render = call.render(state);
    let notes: Vec<Value> =
        notes.iter().map(|note| render.note(project, place.noteable.as_str(), thread, note)).collect();
    let alone = notes.len() == 1 && notes.iter().all(|note| note.get("type") == Some(&Value::Null));
    json!({ "id": discussion_id(first), "individual_note": alone, "notes": notes })
}

/// Whether nothing was said yet about the path's commit, which the caller may see.
fn is_silent(state: &State, call: &Call<'_>) -> Result<bool, Answer> {
    if call.at(2) != "repository" {
        return Ok(false);
    }
    let project = call.project_for(state, Ability::ReadCode)?;
    let commit = project.repository.resolve(call.at(4)).ok_or_else(|| Answer::not_found("Commit"))?;
    Ok(project.commit_thread(&commit.sha).is_none())
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    if is_silent(state, call)? {
        return page(call, &[(); 0], Totals::Counted, |()| Value::Null);
    }
    let here = place(state, call)?;
    let threads: Vec<_> = threads(state, call, here.1, here.2).into_iter().collect();
    page(call, &threads, Totals::Counted, |(first, notes)| show(state, call, here, (*first, notes)))
}

/// The thread that the path names: its first note's id, and all of its notes.
fn wanted<'t>(
    state: &State,
    call: &Call<'_>,
    project: &Project,
    thread: &'t Thread,
) -> Result<(u64, Vec<&'t Note>), Answer> {
    let id = call.at(position_of_id(call));
    threads(state, call, project, thread)
        .into_iter()
        .find(|(first, _)| discussion_id(*first) == id)
        .ok_or_else(|| Answer::not_found("Discussion"))
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let here = place(state, call)?;
    let (first, notes) = wanted(state, call, here.1, here.2)?;
    Ok(Answer::json(show(state, call, here, (first, &notes))))
}

fn create(state: &mut State, call: &Call<'_>) -> Outcome {
    call.user()?;
    if is_silent(state, call)? {
        let project = call.project_for(state, Ability::ReadCode)?;
        let commit = project.repository.resolve(call.at(4)).ok_or_else(|| Answer::not_found("Commit"))?;
        let (project, sha) = (project.id, commit.sha.clone());
        if let Some(project) = state.project_mut(project) {
            let number = project.commit_threads.keys().next_back().map_or(1, |last| last + 1);
            project.commit_threads.insert(number, Thread::of_commit(number, &sha, call.now));
        }
    }
    let (place, project, _) = place(state, call)?;
    let kind = match position(call) {
        Some(position) => NoteKind::Diff(checked(project, place, position)?),
        None => NoteKind::Discussion,
    };
    match note::write(state, call, Ties { answers: None, kind })? {
        Written::Note(place, id, _) => answer(state, call, place, id),
        Written::OnlyCommands(answer) => Ok(answer),
    }
}

fn answer(state: &State, call: &Call<'_>, place: Place, id: u64) -> Outcome {
    let project = state.projects.get(&place.project).ok_or_else(|| Answer::not_found("Project"))?;
    let thread = place.noteable.thread(project, place.iid).ok_or_else(|| Answer::not_found(""))?;
    let notes: Vec<&Note> = thread.notes.iter().filter(|note| note.first() == id).collect();
    Ok(Answer::status(StatusCode::CREATED, show(state, call, (place, project, thread), (id, &notes))))
}

fn answer_in(state: &mut State, call: &Call<'_>) -> Outcome {
    let (_, project, thread) = place(state, call)?;
    let (first, notes) = wanted(state, call, project, thread)?;
    if notes.iter().any(|note| note.system) {
        return Err(Answer::bad_request("Discussion can't be replied to"));
    }
    let kind = match notes.first().map(|note| &note.kind) {
        Some(NoteKind::Diff(position)) => NoteKind::Diff(position.clone()),
        _ => NoteKind::Discussion,
    };
    match note::write(state, call, Ties { answers: Some(first), kind })? {
        Written::Note(place, id, changes) => {
            note::answer_with(state, call, place, (id, StatusCode::CREATED), changes)
        }
        Written::OnlyCommands(answer) => Ok(answer),
    }
}

/// Refuses a note that is not in the discussion of the path.
fn check_belongs(state: &State, call: &Call<'_>) -> Result<(), Answer> {
    let (_, project, thread) = place(state, call)?;
    let (_, notes) = wanted(state, call, project, thread)?;
    let note = note::wanted(state, call, project, thread)?;
    if notes.iter().any(|own| own.id == note.id) { Ok(()) } else { Err(Answer::not_found("Note")) }
}

fn update(state: &mut State, call: &Call<'_>) -> Outcome {
    check_belongs(state, call)?;
    note::update(state, call)
}

fn delete(state: &mut State, call: &Call<'_>) -> Outcome {
    check_belongs(state, call)?;
    note::delete(state, call)
}

/// The place in the diff that the request names.
fn position(call: &Call<'_>) -> Option<Map<String, Value>> {
    let field = |(name, value): (&str, &str)| {
        let name = name.strip_prefix("position[")?.strip_suffix(']')?.to_owned();
        let is_line = matches!(name.as_str(), "old_line" | "new_line");
        let value = match value.parse::<u64>() {
            Ok(line) if is_line => Value::from(line),
            _ => Value::from(value),
        };
        Some((name, value))
    };
    let fields: Map<String, Value> = call.params.pairs().filter_map(field).collect();
    (!fields.is_empty()).then_some(fields)
}

/// The place as it is kept, if it is one of the diff.
fn checked(project: &Project, place: Place, position: Map<String, Value>) -> Result<Value, Answer> {
    let commit = |name: &str| position.get(name).and_then(Value::as_str);
    let head = commit("head_sha").ok_or_else(|| Invalid::missing("position[head_sha]"))?;
    let base = commit("base_sha");
    let path = commit("new_path").or_else(|| commit("old_path")).unwrap_or_default();
    let line = |name: &str| position.get(name).and_then(Value::as_u64);
    let lines = (line("old_line"), line("new_line"));
    let known = project.repository.get(head).is_some() && place.noteable != Noteable::Issue;
    if !known || !has_line(&project.repository.diff(base, head), path, lines) {
        return Err(Answer::bad_request(
            "Note {:line_code=>[\"can't be blank\", \"must be a valid line code\"]}",
        ));
    }
    Ok(Value::Object(position))
}

/// Whether a diff shows a line: one that was added, one that was removed, or one beside them.
fn has_line(diff: &DiffSet, path: &str, wanted: (Option<u64>, Option<u64>)) -> bool {
    let Some(file) = diff.files.iter().find(|file| file.new_path() == path) else { return false };
    let mut at = (0, 0);
    for line in file.hunks().text.lines() {
        if let Some(head) = line.strip_prefix("@@ -") {
            let number = |text: Option<&str>| {
                text.and_then(|text| text.split([',', ' ']).next()).and_then(|text| text.parse().ok())
            };
            let mut sides = head.split(" +");
            at = (number(sides.next()).unwrap_or(0), number(sides.next()).unwrap_or(0));
            continue;
        }
        let (shown, step) = match line.bytes().next() {
            Some(b'+') => ((None, Some(at.1)), (0, 1)),
            Some(b'-') => ((Some(at.0), None), (1, 0)),
            Some(b'\\') => continue,
            _ => ((Some(at.0), Some(at.1)), (1, 1)),
        };
        if shown == wanted {
            return true;
        }
        at = (at.0 + step.0, at.1 + step.1);
    }
    false
}
