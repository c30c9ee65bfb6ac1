//! Where notes are kept, as a port.

#[cfg(feature = "gitlab-api-client")]
mod api_client;
#[cfg(feature = "gitlab-api-client")]
mod diff_line;
#[cfg(feature = "gitlab-api-client")]
mod discussions;
mod note;

pub use note::{CodeLine, ListedNote, NewNote, NoteForm, NoteHandle};

use crate::{NotePlace, NoteSubject};
use async_trait::async_trait;
use gitlab_core::types::DiffPosition;
use gitlab_core::{ApiError, Clock, Instance, Listing, ProjectRef, UserId};
use rca_note::Visibility;
use std::fmt::Debug;
use std::sync::Arc;

/// Keeps the notes of merge requests, issues, incidents and commits.
///
/// The GitLab client is one (feature `gitlab-api-client`). Implementations do what they are told once: whether
/// a write is repeated is decided above, by looking first.
///
/// The first five methods are all that a simple host needs. The others have defaults that fit it; a host that wraps
/// another one passes them on.
#[async_trait]
pub trait NoteHost: Debug + Send + Sync + 'static {
    /// The installation, which a note's marker is bound to.
    fn instance(&self) -> &Instance;

    /// Who writes: only notes of this user are ever changed.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when the host cannot be asked.
    async fn current_user(&self) -> Result<UserId, ApiError>;

    /// The notes on a place: all of them, over all pages, answers in threads included.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when they could not all be read.
    async fn notes(&self, place: &NotePlace) -> Result<Listing<ListedNote>, ApiError>;

    /// Writes a new note. A host that knows no threads, or no lines of a diff, writes a plain one.
    ///
    /// # Errors
    ///
    /// [`ApiError`], whose [`delivery`](ApiError::delivery) says whether the note may be there all the same. A host
    /// that cannot keep an [internal](NewNote::internal) note from other readers must not write it, but answer with the
    /// kind [`Unsupported`](gitlab_core::ApiErrorKind::Unsupported).
    async fn create_note(&self, place: &NotePlace, note: &NewNote<'_>) -> Result<NoteHandle, ApiError>;

    /// Gives a note a new text.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when the text may not have changed.
    async fn update_note(&self, place: &NotePlace, note: &NoteHandle, body: &str) -> Result<(), ApiError>;

    /// Answers to a note, in its thread.
    ///
    /// By default it is not supported: [`Mode::Append`](crate::Mode::Append) and the answer to an edited note then fail.
    ///
    /// # Errors
    ///
    /// As [`create_note`](Self::create_note).
    async fn reply(&self, place: &NotePlace, to: &NoteHandle, body: &str) -> Result<NoteHandle, ApiError> {
        let _ = (to, body);
        Err(ApiError::unsupported(format!("answer to a note on {}", place.subject)))
    }

    /// Removes a note: a copy, when several processes wrote at once.
    ///
    /// By default it is not supported; the text of a copy is then replaced by a sentence that says so.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when the note may still be there; of the kind
    /// [`Unsupported`](gitlab_core::ApiErrorKind::Unsupported) when the host never removes notes.
    async fn delete_note(&self, place: &NotePlace, note: &NoteHandle) -> Result<(), ApiError> {
        Err(ApiError::unsupported(format!("remove note {} on {}", note.id, place.subject)))
    }

    /// Who can read what is written on a subject of a project, or without one what is in the project: its code and its
    /// jobs.
    ///
    /// By default it is not known. Then findings that say that they are not for everybody are not written.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when the host cannot be asked.
    async fn visibility(
        &self,
        project: &ProjectRef,
        subject: Option<&NoteSubject>,
    ) -> Result<Option<Visibility>, ApiError> {
        let _ = (project, subject);
        Ok(None)
    }

    /// Whether notes here can be kept from people who can read the place ([`NewNote::internal`]).
    ///
    /// It is asked only for findings that not all of those may read. By default they cannot, and those are not written.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when the host cannot be asked.
    async fn has_internal_notes(&self, place: &NotePlace) -> Result<bool, ApiError> {
        let _ = place;
        Ok(false)
    }

    /// The place of the first of these lines that the diff of the subject shows, to put the note on it; `None` when it shows
    /// none of them.
    ///
    /// By default it shows none, and the note becomes a plain one.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when the host cannot be asked. The note then becomes a plain one, too.
    async fn first_line_in_diff(
        &self,
        place: &NotePlace,
        lines: &[CodeLine],
    ) -> Result<Option<DiffPosition>, ApiError> {
        let _ = (place, lines);
        Ok(None)
    }

    /// Finds out, without writing, whether notes can be written here:
    /// [`WriteBack::check_first`](crate::WriteBack::check_first) asks for it. By default it is taken for granted.
    ///
    /// # Errors
    ///
    /// [`ApiError`] with advice when they cannot, as with a token that may only read.
    async fn may_write(&self, place: &NotePlace) -> Result<(), ApiError> {
        let _ = place;
        Ok(())
    }

    /// The clock by which to wait before a note whose answer was lost is looked for and posted again.
    ///
    /// By default there is none, and such a note is not posted again.
    fn clock(&self) -> Option<Arc<dyn Clock>> {
        None
    }
}
