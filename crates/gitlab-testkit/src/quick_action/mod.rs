//! Quick actions: lines of a text that are executed in place of being kept.

mod apply;
mod lines;
mod paragraphs;
mod people;
mod table;

pub(crate) use apply::add_todos;

use crate::observe::ExecutedCommand;
use crate::route::Place;
use crate::state::State;
use gitlab_core::{ProjectPath, Timestamp};
use serde_json::{Map, Value};

/// Where GitLab looks for quick actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QuickActions {
    /// In every line outside of what a few regular expressions take for code, quotes and HTML. Older versions
    /// do this; `~~~` fences and `<details>` protect nothing.
    Lines,
    /// In the lines of top-level paragraphs of the rendered text. Newer versions do this.
    Paragraphs,
}

/// A quick action found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The name as the table has it.
    pub(crate) command: &'static table::Command,
    pub(crate) argument: String,
}

/// A text taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Extracted {
    /// What is left when the commands are taken out.
    pub(crate) text: String,
    pub(crate) commands: Vec<Found>,
}

/// What the commands of a text did.
#[derive(Debug, Default)]
pub(crate) struct Executed {
    pub(crate) text: String,
    pub(crate) summary: Vec<String>,
    pub(crate) changes: Map<String, Value>,
}

/// Takes the commands out of a text. Carriage returns go first, as they do in GitLab.
pub(crate) fn extract(text: &str, mode: QuickActions) -> Extracted {
    let text = text.replace('\r', "");
    match mode {
        QuickActions::Lines => lines::extract(&text),
        QuickActions::Paragraphs => paragraphs::extract(&text),
    }
}

/// Who writes where, and when.
pub(crate) struct Writing<'w> {
    pub(crate) place: Place,
    pub(crate) author: u64,
    pub(crate) now: Timestamp,
    pub(crate) mode: QuickActions,
    /// The head of the merge request that the author has seen, if the request says so.
    pub(crate) seen_head: Option<&'w str>,
}

/// Takes the commands out of a text and executes them with the rights of its author.
pub(crate) fn execute(state: &mut State, writing: &Writing<'_>, text: &str) -> Executed {
    let extracted = extract(text, writing.mode);
    let mut executed = Executed { text: extracted.text, ..Executed::default() };
    for found in extracted.commands {
        if found.command.is_text() {
            continue;
        }
        let Some((message, changes)) = apply::apply(state, writing, &found) else { continue };
        executed.summary.push(message);
        executed.changes.extend(changes);
        let username = state.user(writing.author).map(|user| user.username.clone()).unwrap_or_default();
        let project = state
            .projects
            .get(&writing.place.project)
            .and_then(|project| ProjectPath::parse(&project.path).ok());
        if let Some(project) = project {
            state.executed.push(ExecutedCommand {
                command: found.command.name().to_owned(),
                argument: found.argument,
                username,
                project,
                target: writing.place.to_string(),
            });
        }
    }
    executed
}

/// The name and the argument of a line that begins with a slash, if it names a command.
fn command_in(line: &str) -> Option<Found> {
    let rest = line.strip_prefix('/')?;
    let (name, argument) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    Some(Found { command: table::find(name.trim_end())?, argument: argument.trim().to_owned() })
}
