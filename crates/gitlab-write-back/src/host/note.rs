//! Notes as a host takes and gives them.

use gitlab_core::types::{DiffPosition, Note};
use gitlab_core::{DiscussionId, NoteId};

/// A note on a host: its id, and the thread that it is in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NoteHandle {
    /// Its id.
    pub id: NoteId,
    /// Its thread, where the host has such. Notes on commits are changed by it, and answers need it.
    pub thread: Option<DiscussionId>,
}

impl NoteHandle {
    /// This note in this thread.
    #[must_use]
    pub fn in_thread(id: NoteId, thread: DiscussionId) -> Self {
        Self { id, thread: Some(thread) }
    }
}

impl From<NoteId> for NoteHandle {
    fn from(id: NoteId) -> Self {
        Self { id, thread: None }
    }
}

/// A note that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedNote {
    /// The note.
    pub note: Note,
    /// Its thread, where the host has such.
    pub thread: Option<DiscussionId>,
    /// Whether it answers to another note.
    pub is_reply: bool,
}

impl ListedNote {
    /// A note in a thread: the first one, or an answer.
    #[must_use]
    pub fn in_thread(note: Note, thread: DiscussionId, is_reply: bool) -> Self {
        Self { note, thread: Some(thread), is_reply }
    }

    /// What names it in a call.
    #[must_use]
    pub fn handle(&self) -> NoteHandle {
        NoteHandle { id: self.note.id, thread: self.thread.clone() }
    }

    pub(crate) fn id(&self) -> NoteId {
        self.note.id
    }
}

impl From<Note> for ListedNote {
    fn from(note: Note) -> Self {
        Self { note, thread: None, is_reply: false }
    }
}

/// A note to be written.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NewNote<'b> {
    /// Its text.
    pub body: &'b str,
    /// How it stands there.
    pub form: NoteForm,
    /// Whether only members of the project may read it.
    pub internal: bool,
}

impl<'b> NewNote<'b> {
    /// A plain note that everybody may read who may read the place.
    #[must_use]
    pub fn new(body: &'b str) -> Self {
        Self { body, form: NoteForm::Plain, internal: false }
    }

    /// The same in this form.
    #[must_use]
    pub fn with_form(self, form: NoteForm) -> Self {
        Self { form, ..self }
    }

    /// The same for members of the project only.
    #[must_use]
    pub fn for_members_only(self) -> Self {
        Self { internal: true, ..self }
    }
}

/// How a new note stands on its place.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum NoteForm {
    /// As a plain comment.
    #[default]
    Plain,
    /// As the first note of a thread, which a merge request shows as something to resolve.
    Thread,
    /// As a thread on a line of the diff.
    Line(Box<DiffPosition>),
}

/// A line of code that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct CodeLine {
    /// The file's path in the repository, after the change.
    pub path: String,
    /// The line after the change, counted from 1.
    pub line: u64,
}

impl CodeLine {
    /// This line of this file.
    #[must_use]
    pub fn new(path: impl Into<String>, line: u64) -> Self {
        Self { path: path.into(), line }
    }
}
