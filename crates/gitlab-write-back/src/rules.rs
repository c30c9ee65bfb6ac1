//! By which rules a note is written, told by the user of the library.

use rca_note::MarkerKey;

/// What a later finding of the same incident does to the note of an earlier one.
///
/// In every mode a finding whose incident is resolved updates the note in place, so that nobody reads it as open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mode {
    /// It takes its place: one note that says what is known now.
    #[default]
    Update,
    /// It answers to it: one thread with an answer for each run. Runs are told apart by when their findings were made;
    /// without that a run that says nothing new adds no answer.
    Append,
    /// It becomes a note of its own. Publishing the very same finding again does not, when the finding says when it was
    /// made.
    New,
}

/// How a new note stands on its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoteStyle {
    /// As a plain comment.
    #[default]
    Plain,
    /// As a thread, which a merge request shows as something to resolve.
    Thread,
    /// As a thread on the first [line](crate::NoteDraft::on_line) of the finding that the diff shows, and as a plain
    /// comment where it shows none.
    Line,
}

/// What happens to a note that a person has changed since it was written. It is never overwritten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WhenEdited {
    /// An answer to it shows how the finding differs.
    #[default]
    Reply,
    /// The outcome is a failure that says so.
    Fail,
}

/// What happens when a person has deleted the note. Whether somebody has, is known from the
/// [outbox](crate::Outbox) only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WhenDeleted {
    /// It is posted anew.
    #[default]
    Post,
    /// It stays away: the outcome is [`SkipReason::Deleted`](crate::SkipReason::Deleted).
    Leave,
}

/// All of it together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    pub(crate) mode: Mode,
    pub(crate) style: NoteStyle,
    pub(crate) when_edited: WhenEdited,
    pub(crate) when_deleted: WhenDeleted,
    pub(crate) key: Option<MarkerKey>,
}
