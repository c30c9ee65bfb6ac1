//! Where notes are kept, as a port.

#[cfg(feature = "gitlab-api-client")]
mod api_client;

use async_trait::async_trait;
use gitlab_core::types::Note;
use gitlab_core::{ApiError, Clock, Instance, Listing, MergeRequestIid, NoteId, ProjectRef, UserId};
use std::fmt::Debug;
use std::sync::Arc;

/// Keeps the notes of merge requests.
///
/// The GitLab client is one (feature `gitlab-api-client`). Implementations do what they are told once: whether
/// a write is repeated is decided above, by looking first.
///
/// Two methods have a default that fits a simple host; a host that wraps another one passes them on.
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

    /// The notes on a merge request: all of them, over all pages.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when they could not all be read.
    async fn notes(&self, project: &ProjectRef, iid: MergeRequestIid) -> Result<Listing<Note>, ApiError>;

    /// Writes a new note.
    ///
    /// # Errors
    ///
    /// [`ApiError`], whose [`delivery`](ApiError::delivery) says whether the note may be there all the same.
    async fn create_note(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        body: &str,
    ) -> Result<NoteId, ApiError>;

    /// Gives a note a new text.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when the text may not have changed.
    async fn update_note(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        note: NoteId,
        body: &str,
    ) -> Result<(), ApiError>;

    /// Removes a note: a copy, when several processes wrote at once.
    ///
    /// By default it is not supported; the text of a copy is then replaced by a sentence that says so.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when the note may still be there; of the kind
    /// [`Unsupported`](gitlab_core::ApiErrorKind::Unsupported) when the host never removes notes.
    async fn delete_note(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        note: NoteId,
    ) -> Result<(), ApiError> {
        let _ = project;
        Err(ApiError::unsupported(format!("remove note {note} on merge request !{iid}")))
    }

    /// The clock by which to wait before a note whose answer was lost is looked for and posted again.
    ///
    /// By default there is none, and such a note is not posted again.
    fn clock(&self) -> Option<Arc<dyn Clock>> {
        None
    }
}
