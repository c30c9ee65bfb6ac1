//! What became of a note.

use gitlab_core::{ApiError, NoteId};
use std::fmt;

/// What became of a note.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// A new note is there.
    Posted {
        /// Its id.
        note: NoteId,
    },
    /// Our note of an earlier run, or of a process that was faster, now holds the new text.
    Updated {
        /// Its id.
        note: NoteId,
    },
    /// Our note of an earlier run, or of a process that was faster, says this already.
    Unchanged {
        /// Its id.
        note: NoteId,
    },
    /// The finding, or how it differs from a note that a person has changed, is in an answer to our note.
    Replied {
        /// The id of the note that was answered to.
        note: NoteId,
        /// The id of the answer.
        reply: NoteId,
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
    /// The incident's note, when this run has seen to it that it says what it should.
    #[must_use]
    pub fn note(&self) -> Option<NoteId> {
        match self {
            Self::Posted { note }
            | Self::Updated { note }
            | Self::Unchanged { note }
            | Self::Replied { note, .. } => Some(*note),
            Self::Skipped { .. } | Self::Failed { .. } => None,
        }
    }
}

/// In the words of a log line, without the place: `posted as note 7`, `skipped: write-back is off; …`.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Posted { note } => write!(f, "posted as note {note}"),
            Self::Updated { note } => write!(f, "updated note {note}"),
            Self::Unchanged { note } => write!(f, "unchanged, note {note} says this already"),
            Self::Replied { note, reply } => write!(f, "answered to note {note} with note {reply}"),
            Self::Skipped { reason } => write!(f, "skipped: {reason}"),
            Self::Failed { error } => write!(f, "failed: {error}"),
        }
    }
}

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SkipReason {
    /// Write-back is not turned on.
    TurnedOff,
    /// It is not known which project the note belongs to.
    NoProject,
    /// It is not known which merge request, issue, incident or commit the note belongs to.
    NoSubject,
    /// The note does not say which incident it is for, or the incident's key is blank, so that a later run could
    /// not tell it from others.
    NoIncident,
    /// The note's marker is not sealed with the key of [`WriteBack::marker_key`](crate::WriteBack::marker_key), so that no later
    /// run would take the note for ours.
    NotSealed,
    /// The target is on another GitLab than the host, or the note was made for another one.
    OtherInstance,
    /// The target is in another project than the one that the alert belongs to
    /// ([`NoteTarget::mapped_to`](crate::NoteTarget::mapped_to)).
    OtherProject,
    /// The project is not on the list of [`WriteBack::only_projects`](crate::WriteBack::only_projects).
    ProjectNotAllowed,
    /// More people can read the place than may read the finding, or it is not known who can.
    TooPublic,
    /// The note is of a finding that was made later.
    Older {
        /// The note that holds the later finding.
        note: NoteId,
    },
    /// A person has deleted the note, and [`WhenDeleted::Leave`](crate::WhenDeleted::Leave) is set.
    Deleted {
        /// The note that was there.
        note: NoteId,
    },
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
            Self::NotSealed => {
                "the note is not sealed with the key of WriteBack::marker_key; give the key to its renderer, too \
                 (RcaNote::builder().marker_key)"
            }
            Self::OtherInstance => "the target is on another GitLab than the one that notes are written to",
            Self::OtherProject => {
                "the target is in another project than the one that the alert belongs to \
                 (NoteTarget::mapped_to)"
            }
            Self::ProjectNotAllowed => {
                "the project is not one of those that may be written to (WriteBack::only_projects)"
            }
            Self::NoSubject => "the merge request is not known (gitlab.merge_request_iid in the alert)",
            Self::TooPublic => {
                "more people can read it than may read the finding; write to a confidential issue, or to a \
                 project that is as private as the finding"
            }
            Self::Older { note } => return write!(f, "note {note} is of a finding that was made later"),
            Self::Deleted { note } => {
                return write!(f, "note {note} was deleted by somebody, and is not written again");
            }
        })
    }
}
