//! The GitLab client as a host of notes.

use super::NoteHost;
use async_trait::async_trait;
use gitlab_api_client::Client;
use gitlab_api_client::endpoints::{
    CreateMergeRequestNote, DeleteMergeRequestNote, GetCurrentUser, ListMergeRequestNotes, Sort,
    UpdateMergeRequestNote,
};
use gitlab_core::types::{Note, NoteCreated};
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
        let notes = ListMergeRequestNotes::new(project.clone(), iid).sort(Sort::Ascending);
        self.list(&notes, NOTES).await
    }

    async fn create_note(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        body: &str,
    ) -> Result<NoteId, ApiError> {
        match self.send(&CreateMergeRequestNote::new(project.clone(), iid, body)).await? {
            NoteCreated::Note(note) => Ok(note.id),
            NoteCreated::Swallowed { summary, .. } => Err(ApiError::builder(
                ApiErrorKind::UnexpectedResponse,
                format!("write a note on merge request !{iid}"),
            )
            .project(project.clone())
            .delivery(Delivery::Refused)
            .message(format!("GitLab took the text for quick actions: {}", summary.join("; ")))
            .advice(
                "the text held nothing but quick actions; render it with rca-note, which makes them inert",
            )
            .build()),
            _ => Err(ApiError::builder(
                ApiErrorKind::UnexpectedResponse,
                format!("write a note on merge request !{iid}"),
            )
            .project(project.clone())
            .build()),
        }
    }

    async fn update_note(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        note: NoteId,
        body: &str,
    ) -> Result<(), ApiError> {
        self.send(&UpdateMergeRequestNote::new(project.clone(), iid, note, body)).await?;
        Ok(())
    }

    async fn delete_note(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        note: NoteId,
    ) -> Result<(), ApiError> {
        self.send(&DeleteMergeRequestNote::new(project.clone(), iid, note)).await
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        Some(Arc::clone(Client::clock(self)))
    }
}
