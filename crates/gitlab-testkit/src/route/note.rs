//! `/projects/:id/merge_requests/:iid/notes` and `/projects/:id/issues/:iid/notes`.

use super::Route;
use crate::engine::{Ability, Answer, Call, Invalid, Outcome, Payload, Totals, page};
use crate::mention;
use crate::quick_action::{self, Executed, Writing};
use crate::render::Put as _;
use crate::scenario::Role;
use crate::state::{Note, NoteKind, Project, State, Thread, take};
use http::{Method, StatusCode};
use serde_json::json;
use std::fmt;

/// The longest text that GitLab takes, in characters.
const MAX_TEXT: usize = 1_000_000;

pub(super) fn find(method: &Method, rest: &[&str]) -> Option<Route> {
    let ["merge_requests" | "issues", _, "notes", rest @ ..] = rest else { return None };
    match (method, rest) {
        (&Method::GET, []) => Some(Route::read("read_note", list)),
        (&Method::POST, []) => Some(Route::write("create_note", create)),
        (&Method::GET, [_]) => Some(Route::read("read_note", get)),
        (&Method::PUT, [_]) => Some(Route::write("update_note", update)),
        (&Method::DELETE, [_]) => Some(Route::write("delete_note", delete)),
        _ => None,
    }
}

/// What notes can stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noteable {
    MergeRequest,
    Issue,
    Commit,
}

impl Noteable {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::MergeRequest => "MergeRequest",
            Self::Issue => "Issue",
            Self::Commit => "Commit",
        }
    }

    /// The thread of this kind and number.
    pub(crate) fn thread(self, project: &Project, iid: u64) -> Option<&Thread> {
        match self {
            Self::MergeRequest => project.merge_requests.get(&iid).map(|it| &it.thread),
            Self::Issue => project.issues.get(&iid).map(|it| &it.thread),
            Self::Commit => project.commit_threads.get(&iid),
        }
    }

    pub(crate) fn thread_mut(self, project: &mut Project, iid: u64) -> Option<&mut Thread> {
        match self {
            Self::MergeRequest => project.merge_requests.get_mut(&iid).map(|it| &mut it.thread),
            Self::Issue => project.issues.get_mut(&iid).map(|it| &mut it.thread),
            Self::Commit => project.commit_threads.get_mut(&iid),
        }
    }
}

/// Where a note stands: the kind of thing, its project and its number (of a commit, that of its thread).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) noteable: Noteable,
    pub(crate) project: u64,
    pub(crate) iid: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.noteable {
            Noteable::MergeRequest => write!(f, "!{}", self.iid),
            Noteable::Issue => write!(f, "#{}", self.iid),
            Noteable::Commit => write!(f, "commit thread {}", self.iid),
        }
    }
}

/// Where the path's thing stands, and what was said on it.
pub(super) fn place<'s>(
    state: &'s State,
    call: &Call<'_>,
) -> Result<(Place, &'s Project, &'s Thread), Answer> {
    let (noteable, ability) = match call.at(2) {
        "issues" => (Noteable::Issue, Ability::ReadIssues),
        "repository" => (Noteable::Commit, Ability::ReadCode),
        _ => (Noteable::MergeRequest, Ability::ReadCode),
    };
    let project = call.project_for(state, ability)?;
    let iid = match noteable {
        Noteable::Commit => {
            let commit = project.repository.resolve(call.at(4)).ok_or_else(|| Answer::not_found("Commit"))?;
            project.commit_thread(&commit.sha).ok_or_else(|| Answer::not_found("Discussion"))?
        }
        _ => call.number(3, "noteable_id")?,
    };
    let thread = noteable.thread(project, iid).ok_or_else(|| Answer::not_found(""))?;
    if let Some(issue) = project.issues.get(&iid)
        && noteable == Noteable::Issue
        && !super::issue::can_see(state, call, project, issue)
    {
        return Err(Answer::not_found(""));
    }
    Ok((Place { noteable, project: project.id, iid }, project, thread))
}

pub(super) fn is_visible(state: &State, call: &Call<'_>, project: &Project, note: &Note) -> bool {
    !note.internal || call.role(state, project) >= Some(Role::Reporter)
}

fn list(state: &State, call: &Call<'_>) -> Outcome {
    let (place, project, thread) = place(state, call)?;
    let filter = call.params.word("activity_filter", &["all_notes", "only_comments", "only_activity"])?;
    let mut notes: Vec<_> = thread
        .notes
        .iter()
        .filter(|note| is_visible(state, call, project, note))
        .filter(|note| match filter {
            "only_comments" => !note.system,
            "only_activity" => note.system,
            _ => true,
        })
        .collect();
    match call.params.word("order_by", &["created_at", "updated_at"])? {
        "updated_at" => notes.sort_by_key(|note| (note.updated_at, note.id)),
        _ => notes.sort_by_key(|note| (note.created_at, note.id)),
    }
    if call.params.word("sort", &["desc", "asc"])? == "desc" {
        notes.reverse();
    }
    let render = call.render(state);
    page(call, &notes, Totals::Counted, |note| render.note(project, place.noteable.as_str(), thread, note))
}

pub(super) fn wanted<'t>(
    state: &State,
    call: &Call<'_>,
    project: &Project,
    thread: &'t Thread,
) -> Result<&'t Note, Answer> {
    // It is what every path to a note ends in.
    let id = call.number(call.path.len().saturating_sub(1), "note_id")?;
    thread
        .notes
        .iter()
        .find(|note| note.id == id && is_visible(state, call, project, note))
        .ok_or_else(|| Answer::not_found("Note"))
}

fn get(state: &State, call: &Call<'_>) -> Outcome {
    let (place, project, thread) = place(state, call)?;
    let note = wanted(state, call, project, thread)?;
    Ok(Answer::json(call.render(state).note(project, place.noteable.as_str(), thread, note)))
}

/// The text of the request, as far as it is one.
fn body(call: &Call<'_>) -> Result<String, Answer> {
    let body = call.params.get("body").ok_or_else(|| Invalid::missing("body"))?;
    if body.chars().count() > MAX_TEXT {
        return Err(Answer::bad_request("Note {:note=>[\"is too long (maximum is 1000000 characters)\"]}"));
    }
    if body.trim().is_empty() {
        return Err(Answer::bad_request("Note {:note=>[\"can't be blank\"]}"));
    }
    Ok(body.to_owned())
}

/// How a new note hangs together with others.
#[derive(Default)]
pub(super) struct Ties {
    /// Whose thread it answers in.
    pub(super) answers: Option<u64>,
    pub(super) kind: NoteKind,
}

fn create(state: &mut State, call: &Call<'_>) -> Outcome {
    match write(state, call, Ties::default())? {
        Written::Note(place, id, changes) => {
            answer_with(state, call, place, (id, StatusCode::CREATED), changes)
        }
        Written::OnlyCommands(answer) => Ok(answer),
    }
}

pub(super) type Changes = serde_json::Map<String, serde_json::Value>;

/// The note, and what its quick actions changed.
pub(super) fn answer_with(
    state: &State,
    call: &Call<'_>,
    place: Place,
    (id, status): (u64, StatusCode),
    changes: Changes,
) -> Outcome {
    let mut answer = answer(state, call, place, id, status)?;
    if let Payload::Json(note) = &mut answer.payload {
        note.put("commands_changes", changes);
    }
    Ok(answer)
}

/// What became of a text.
pub(super) enum Written {
    /// A note of this id, and what its quick actions changed.
    Note(Place, u64, Changes),
    OnlyCommands(Answer),
}

/// Keeps the request's text as a note, executes its quick actions, and tells whom it names.
pub(super) fn write(state: &mut State, call: &Call<'_>, ties: Ties) -> Result<Written, Answer> {
    let author = call.user()?;
    let (place, project, thread) = place(state, call)?;
    if project.archived {
        return Err(Answer::forbidden());
    }
    if thread.locked && call.role(state, project) < Some(Role::Reporter) {
        return Err(Answer::forbidden());
    }
    let body = body(call)?;
    let asked = call.params.flag("internal") || call.params.flag("confidential");
    // An answer is for whom the thread is for.
    let of_thread = thread.notes.iter().any(|note| Some(note.first()) == ties.answers && note.internal);
    let has_internal = match place.noteable {
        // Before, it was behind a flag that is off.
        Noteable::Issue => call.settings.version.since(15, 0),
        Noteable::MergeRequest => call.settings.version.since(16, 9),
        Noteable::Commit => false,
    };
    let executed = execute(state, call, place, &body);
    if executed.text.is_empty() {
        return only_commands(&executed).map(Written::OnlyCommands);
    }
    let id = take(&mut state.ids.note, None);
    let Some(thread) =
        state.project_mut(place.project).and_then(|it| place.noteable.thread_mut(it, place.iid))
    else {
        return Err(Answer::not_found(""));
    };
    if let Some(first) = ties.answers
        && let Some(first) = thread.notes.iter_mut().find(|note| note.id == first)
        && first.kind == NoteKind::Plain
    {
        // A plain note becomes a thread by its first answer.
        first.kind = NoteKind::Discussion;
    }
    thread.notes.push(Note {
        internal: (asked && has_internal) || of_thread,
        answers: ties.answers,
        kind: ties.kind,
        ..Note::new(id, author, executed.text.clone(), call.now)
    });
    thread.updated_at = call.now;
    notify(state, call, place, ("", &executed.text));
    Ok(Written::Note(place, id, executed.changes))
}

fn execute(state: &mut State, call: &Call<'_>, place: Place, body: &str) -> Executed {
    let writing = Writing {
        place,
        author: call.caller.user.unwrap_or_default(),
        now: call.now,
        mode: call.settings.quick_actions,
        seen_head: call.params.get("merge_request_diff_head_sha"),
    };
    quick_action::execute(state, &writing, body)
}

/// What is answered when nothing of a text is left: there is no note.
fn only_commands(executed: &Executed) -> Outcome {
    if executed.summary.is_empty() {
        return Err(Answer::bad_request("Note {:commands=>[\"Commands did not apply\"]}"));
    }
    let answer = json!({ "commands_changes": executed.changes, "summary": executed.summary });
    Ok(Answer::status(StatusCode::ACCEPTED, answer))
}

fn notify(state: &mut State, call: &Call<'_>, place: Place, texts: (&str, &str)) {
    let author = call.caller.user.unwrap_or_default();
    mention::notify(state, place, author, texts, call.now);
}

fn answer(state: &State, call: &Call<'_>, place: Place, id: u64, status: StatusCode) -> Outcome {
    let project = state.projects.get(&place.project).ok_or_else(|| Answer::not_found("Project"))?;
    let thread = place.noteable.thread(project, place.iid).ok_or_else(|| Answer::not_found(""))?;
    let note = thread.notes.iter().find(|note| note.id == id).ok_or_else(|| Answer::not_found("Note"))?;
    Ok(Answer::status(status, call.render(state).note(project, place.noteable.as_str(), thread, note)))
}

/// Whether the caller may change a note: it is theirs, or they are Maintainer.
fn may_change(state: &State, call: &Call<'_>, project: &Project, note: &Note) -> Result<(), Answer> {
    let user = call.user()?;
    if !note.system && (note.author == user || call.role(state, project) >= Some(Role::Maintainer)) {
        Ok(())
    } else {
        Err(Answer::forbidden())
    }
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Outcome {
    call.user()?;
    let (place, project, thread) = place(state, call)?;
    let note = wanted(state, call, project, thread)?;
    may_change(state, call, project, note)?;
    let (id, before) = (note.id, note.body.clone());
    let body = body(call)?;
    let executed = execute(state, call, place, &body);
    if executed.text.is_empty() {
        // Nothing is left of the note, so it goes.
        if let Some(thread) =
            state.project_mut(place.project).and_then(|it| place.noteable.thread_mut(it, place.iid))
        {
            thread.notes.retain(|note| note.id != id);
        }
        return only_commands(&executed);
    }
    let Some(thread) =
        state.project_mut(place.project).and_then(|it| place.noteable.thread_mut(it, place.iid))
    else {
        return Err(Answer::not_found(""));
    };
    if let Some(note) = thread.notes.iter_mut().find(|note| note.id == id) {
        note.body.clone_from(&executed.text);
        note.updated_at = call.now;
    }
    notify(state, call, place, (&before, &executed.text));
    answer(state, call, place, id, StatusCode::OK)
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Outcome {
    call.user()?;
    let (place, project, thread) = place(state, call)?;
    let note = wanted(state, call, project, thread)?;
    may_change(state, call, project, note)?;
    let id = note.id;
    if let Some(thread) =
        state.project_mut(place.project).and_then(|it| place.noteable.thread_mut(it, place.iid))
    {
        thread.notes.retain(|note| note.id != id);
    }
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}
