//! What became of a note.

use gitlab_core::{ApiError, NoteId};
use std::fmt;

/// What became of a note.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// A new note is on the merge request.
    Posted {
        /// Its id.
        note: NoteId,
    },
    /// Our note of an earlier run, or of a process that was faster, now holds the new text.
    Updated {
        /// Its id.
        note: NoteId,
    },
    /// Our note of an earlier run, or of a process that was faster, holds this text already.
    Unchanged {
        /// Its id.
        note: NoteId,
    },
    /// Nothing was written, on purpose.
    Skipped {
        /// Why.
        reason: SkipReason,
    },
    /// The note could not be written; [`ApiError::advice`] says what to do, and [`ApiError::delivery`] whether
    /// it may be there all the same.
    Failed {
        /// Why.
        error: ApiError,
    },
}

impl Outcome {
    /// The note that is on the merge request now.
    #[must_use]
    pub fn note(&self) -> Option<NoteId> {
        match self {
            Self::Posted { note } | Self::Updated { note } | Self::Unchanged { note } => Some(*note),
            Self::Skipped { .. } | Self::Failed { .. } => None,
        }
    }
}

/// What a run would do, found out without writing.
#[derive(Debug)]
#[non_exhaustive]
pub enum Preview {
    /// It would post a new note.
    WouldPost,
    /// It would give this note a new text.
    WouldUpdate {
        /// Its id.
        note: NoteId,
        /// The text that it holds now.
        present: String,
    },
    /// It would find this note as it should be.
    WouldLeave {
        /// Its id.
        note: NoteId,
    },
    /// It would write nothing.
    WouldSkip {
        /// Why.
        reason: SkipReason,
    },
}

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SkipReason {
    /// Write-back is not turned on.
    TurnedOff,
    /// It is not known which project the note belongs to.
    NoProject,
    /// It is not known which merge request the note belongs to.
    NoMergeRequest,
    /// The note does not say which incident it is for, or the incident's key is blank, so that a later run could
    /// not tell it from others.
    NoIncident,
    /// The project is not on the list of [`WriteBack::only_projects`](crate::WriteBack::only_projects).
    ProjectNotAllowed,
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TurnedOff => "write-back is off; set GITLAB_MR_WRITEBACK=true to turn it on",
            Self::NoProject => "the project is not known (gitlab.project_id in the alert)",
            Self::NoIncident => {
                "the note names no incident; give it a key that is not blank (publish_finding, \
                 or RcaNote::builder().incident)"
            }
            Self::ProjectNotAllowed => {
                "the project is not one of those that may be written to (WriteBack::only_projects)"
            }
            Self::NoMergeRequest => "the merge request is not known (gitlab.merge_request_iid in the alert)",
        })
    }
}
