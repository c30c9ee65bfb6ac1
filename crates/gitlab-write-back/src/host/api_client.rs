//! The GitLab client as a host of notes.

use super::NoteHost;
use async_trait::async_trait;
use gitlab_api_client::Client;
use gitlab_api_client::endpoints::{CreateNote, DeleteNote, GetCurrentUser, ListNotes, Sort, UpdateNote};
use gitlab_core::types::{Note, NoteCreated, NoteUpdated};
use gitlab_core::{
    ApiError, ApiErrorKind, Clock, Delivery, Instance, Listing, MergeRequestIid, NoteId, ProjectRef, UserId,
};
use std::sync::Arc;

/// GitLab keeps at most 5,000 notes on a merge request.
const NOTES: usize = 10_000;

#[async_trait]
impl NoteHost for Client {
    fn instance(&self) -> &Instance {
        Client::instance(self)
    }

    async fn current_user(&self) -> Result<UserId, ApiError> {
        Ok(self.send(&GetCurrentUser::new()).await?.id)
    }

    async fn notes(&self, project: &ProjectRef, iid: MergeRequestIid) -> Result<Listing<Note>, ApiError> {
        // Oldest first: what is written or removed meanwhile moves no older note over the edge of a page.
        let notes = ListNotes::new(project.clone(), iid).sort(Sort::Ascending);
        self.list(&notes, NOTES).await
    }

    async fn create_note(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        body: &str,
    ) -> Result<NoteId, ApiError> {
        match self.send(&CreateNote::new(project.clone(), iid, body)).await? {
            NoteCreated::Note(note) => Ok(note.id),
            NoteCreated::Swallowed { summary, .. } => {
                Err(executed(project, format!("write a note on merge request !{iid}"), &summary))
            }
            _ => Err(executed(project, format!("write a note on merge request !{iid}"), &[])),
        }
    }

    async fn update_note(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        note: NoteId,
        body: &str,
    ) -> Result<(), ApiError> {
        match self.send(&UpdateNote::new(project.clone(), iid, note, body)).await? {
            NoteUpdated::Note(_) => Ok(()),
            NoteUpdated::Deleted { summary, .. } => {
                Err(executed(project, format!("change note {note} on merge request !{iid}"), &summary))
            }
            _ => Err(executed(project, format!("change note {note} on merge request !{iid}"), &[])),
        }
    }

    async fn delete_note(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        note: NoteId,
    ) -> Result<(), ApiError> {
        self.send(&DeleteNote::new(project.clone(), iid, note)).await
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        Some(Arc::clone(Client::clock(self)))
    }
}

/// GitLab took the text for quick actions, so that there is no note now.
fn executed(project: &ProjectRef, operation: String, summary: &[String]) -> ApiError {
    ApiError::builder(ApiErrorKind::UnexpectedResponse, operation)
        .project(project.clone())
        .delivery(Delivery::Refused)
        .message(format!("GitLab took the text for quick actions: {}", summary.join("; ")))
        .advice("the text held nothing but quick actions; render it with rca-note, which makes them inert")
        .build()
}
