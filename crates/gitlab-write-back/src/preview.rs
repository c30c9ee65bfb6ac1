//! What a run would do.

use crate::SkipReason;
use gitlab_core::NoteId;

/// What a run would do, found out without writing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preview {
    /// What it would do.
    pub step: PreviewStep,
    /// How the note would change, as a unified diff from what is there to what would be: all of the text when there is no
    /// note yet, nothing when nothing would be written.
    pub difference: String,
    /// The copies of the note that it would remove.
    pub copies: Vec<NoteId>,
}

/// What a run would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PreviewStep {
    /// It would post a new note.
    Post,
    /// It would give this note a new text.
    Update {
        /// Its id.
        note: NoteId,
    },
    /// It would answer to this note, or bring its answer up to date.
    Reply {
        /// The id of the note that is answered to.
        note: NoteId,
    },
    /// It would find this note as it should be.
    Leave {
        /// Its id.
        note: NoteId,
    },
    /// It would write nothing.
    Skip {
        /// Why.
        reason: SkipReason,
    },
    /// It would fail, because a person has changed this note ([`WhenEdited::Fail`](crate::WhenEdited::Fail)).
    Fail {
        /// Its id.
        note: NoteId,
    },
}
