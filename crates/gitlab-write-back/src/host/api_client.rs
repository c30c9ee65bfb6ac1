//! The GitLab client as a host of notes.

use super::{CodeLine, ListedNote, NewNote, NoteForm, NoteHandle, NoteHost, diff_line, discussions};
use crate::{NotePlace, NoteSubject};
use async_trait::async_trait;
use futures_util::future::try_join;
use gitlab_api_client::Client;
use gitlab_api_client::endpoints::{
    AddDiscussionNote, CreateDiscussion, CreateNote, DeleteDiscussionNote, DeleteNote, Discussable,
    GetCurrentUser, GetIssue, GetMergeRequest, GetProject, ListDiscussions, Noteable, UpdateDiscussionNote,
    UpdateNote, merge_request_diffs,
};
use gitlab_api_client::preflight::{Ability, Level, Wanted};
use gitlab_core::types::{
    DiffPosition, DiscussionCreated, FeatureAccess, NoteCreated, NoteUpdated, Visibility as ProjectVisibility,
};
use gitlab_core::{
    ApiError, ApiErrorKind, Clock, Delivery, DiscussionId, Instance, Listing, ProjectRef, UserId,
};
use rca_note::Visibility;
use std::sync::Arc;

/// More files than GitLab shows of one diff.
const FILES: usize = 3_000;

#[async_trait]
impl NoteHost for Client {
    fn instance(&self) -> &Instance {
        Client::instance(self)
    }

    async fn current_user(&self) -> Result<UserId, ApiError> {
        Ok(self.send(&GetCurrentUser::new()).await?.id)
    }

    async fn notes(&self, place: &NotePlace) -> Result<Listing<ListedNote>, ApiError> {
        let list = ListDiscussions::new(place.project.clone(), discussable(place));
        let discussions = discussions::all(self, &list).await?;
        let complete = discussions.complete;
        let mut notes = Vec::new();
        for discussion in discussions.items {
            let thread = discussion.id;
            notes.extend(
                discussion
                    .notes
                    .into_iter()
                    .enumerate()
                    .map(|(index, note)| ListedNote::in_thread(note, thread.clone(), index > 0)),
            );
        }
        Ok(if complete { Listing::whole(notes) } else { Listing::part(notes, None) })
    }

    async fn create_note(&self, place: &NotePlace, note: &NewNote<'_>) -> Result<NoteHandle, ApiError> {
        let position = match (noteable(place), &note.form) {
            (Some(noteable), NoteForm::Plain) => return create_plain(self, place, noteable, note).await,
            // Only plain notes can be internal; such a one becomes a thread by its first answer.
            (Some(noteable), _) if note.internal => return create_plain(self, place, noteable, note).await,
            (_, NoteForm::Line(position)) => Some(position),
            _ => None,
        };
        if note.internal {
            return Err(ApiError::unsupported(format!("write an internal note on {}", place.subject)));
        }
        let mut create = CreateDiscussion::new(place.project.clone(), discussable(place), note.body);
        if let Some(position) = position {
            create = create.position((**position).clone());
        }
        match self.send(&create).await? {
            DiscussionCreated::Discussion(discussion) => match discussion.notes.first() {
                Some(first) => Ok(NoteHandle::in_thread(first.id, discussion.id)),
                None => Err(without_note(place)),
            },
            DiscussionCreated::Swallowed { summary, .. } => Err(swallowed(place, "write a note", &summary)),
            _ => Err(swallowed(place, "write a note", &[])),
        }
    }

    async fn update_note(&self, place: &NotePlace, note: &NoteHandle, body: &str) -> Result<(), ApiError> {
        let updated = match noteable(place) {
            Some(noteable) => {
                self.send(&UpdateNote::new(place.project.clone(), noteable, note.id, body)).await?
            }
            None => {
                let (project, thread) = (place.project.clone(), thread_of(place, note)?);
                self.send(&UpdateDiscussionNote::new(project, discussable(place), thread, note.id, body))
                    .await?
            }
        };
        match updated {
            NoteUpdated::Note(_) => Ok(()),
            NoteUpdated::Deleted { summary, .. } => {
                Err(swallowed(place, &format!("change note {}", note.id), &summary))
            }
            _ => Err(swallowed(place, &format!("change note {}", note.id), &[])),
        }
    }

    async fn reply(&self, place: &NotePlace, to: &NoteHandle, body: &str) -> Result<NoteHandle, ApiError> {
        let thread = thread_of(place, to)?;
        let project = place.project.clone();
        let reply = AddDiscussionNote::new(project, discussable(place), thread.clone(), body);
        match self.send(&reply).await? {
            NoteCreated::Note(note) => Ok(NoteHandle::in_thread(note.id, thread)),
            NoteCreated::Swallowed { summary, .. } => Err(swallowed(place, "answer to a note", &summary)),
            _ => Err(swallowed(place, "answer to a note", &[])),
        }
    }

    async fn delete_note(&self, place: &NotePlace, note: &NoteHandle) -> Result<(), ApiError> {
        let project = place.project.clone();
        match noteable(place) {
            Some(noteable) => self.send(&DeleteNote::new(project, noteable, note.id)).await,
            None => {
                let thread = thread_of(place, note)?;
                self.send(&DeleteDiscussionNote::new(project, discussable(place), thread, note.id)).await
            }
        }
    }

    async fn visibility(
        &self,
        project: &ProjectRef,
        subject: Option<&NoteSubject>,
    ) -> Result<Option<Visibility>, ApiError> {
        if let Some(NoteSubject::Issue(iid) | NoteSubject::Incident(iid)) = subject
            && self.send(&GetIssue::new(project.clone(), *iid)).await?.confidential == Some(true)
        {
            return Ok(Some(Visibility::Confidential));
        }
        let project = self.send(&GetProject::new(project.clone())).await?;
        let of_project = match &project.visibility {
            Some(ProjectVisibility::Public) => Visibility::Public,
            Some(ProjectVisibility::Internal) => Visibility::Internal,
            Some(ProjectVisibility::Private) => return Ok(Some(Visibility::Private)),
            _ => return Ok(None),
        };
        let for_members = |access: &Option<FeatureAccess>| *access == Some(FeatureAccess::Private);
        // Without the code there are neither merge requests nor jobs to be seen.
        let code_is = for_members(&project.repository_access_level);
        let is_for_members = match subject {
            Some(NoteSubject::MergeRequest(_)) => {
                code_is || for_members(&project.merge_requests_access_level)
            }
            Some(NoteSubject::Issue(_) | NoteSubject::Incident(_)) => {
                for_members(&project.issues_access_level)
            }
            Some(NoteSubject::Commit(_)) => code_is,
            None => {
                code_is || for_members(&project.builds_access_level) || project.public_jobs == Some(false)
            }
        };
        Ok(Some(if is_for_members { Visibility::Private } else { of_project }))
    }

    async fn has_internal_notes(&self, place: &NotePlace) -> Result<bool, ApiError> {
        // Asked first: a GitLab that does not know the word shows the note to everybody, and sends it by mail.
        Ok(match place.subject {
            NoteSubject::MergeRequest(_) => self.version().await?.has_features_of(16, 9),
            NoteSubject::Issue(_) | NoteSubject::Incident(_) => self.version().await?.has_features_of(15, 0),
            NoteSubject::Commit(_) => false,
        })
    }

    async fn first_line_in_diff(
        &self,
        place: &NotePlace,
        lines: &[CodeLine],
    ) -> Result<Option<DiffPosition>, ApiError> {
        let NoteSubject::MergeRequest(iid) = place.subject else { return Ok(None) };
        if lines.is_empty() {
            return Ok(None);
        }
        let get = GetMergeRequest::new(place.project.clone(), iid);
        let (merge_request, diffs) =
            try_join(self.send(&get), merge_request_diffs(self, &place.project, iid, FILES)).await?;
        let refs =
            merge_request.diff_refs.and_then(|refs| Some((refs.base_sha?, refs.start_sha?, refs.head_sha?)));
        let Some((base, start, head)) = refs else { return Ok(None) };
        let found = lines.iter().find_map(|line| {
            let file = diffs.items.iter().find(|diff| diff.new_path == line.path)?;
            Some((file, diff_line::find(&file.diff, line.line)?))
        });
        Ok(found.map(|(file, shown)| {
            let position = DiffPosition::new(base, start, head, file.new_path.clone())
                .renamed_from(file.old_path.clone());
            match shown.old {
                Some(old) => position.on_unchanged_line(old, shown.new),
                None => position.on_added_line(shown.new),
            }
        }))
    }

    async fn may_write(&self, place: &NotePlace) -> Result<(), ApiError> {
        let wanted = Wanted::new([Ability::WriteBack]).in_project(place.project.clone());
        let report = self.preflight(&wanted).await;
        let Some(missing) = report.of_level(Level::Problem).next() else { return Ok(()) };
        let error =
            ApiError::builder(ApiErrorKind::Forbidden, format!("check the token for {}", place.subject))
                .project(place.project.clone())
                .delivery(Delivery::NotSent)
                .message(&missing.message);
        Err(match &missing.advice {
            Some(advice) => error.advice(advice.clone()).build(),
            None => error.build(),
        })
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        Some(Arc::clone(Client::clock(self)))
    }
}

async fn create_plain(
    client: &Client,
    place: &NotePlace,
    noteable: Noteable,
    note: &NewNote<'_>,
) -> Result<NoteHandle, ApiError> {
    let mut create = CreateNote::new(place.project.clone(), noteable, note.body);
    if note.internal {
        create = create.internal(true);
    }
    match client.send(&create).await? {
        NoteCreated::Note(written) if note.internal && !written.is_internal() => {
            // It is shown to everybody, whatever its version promises.
            let removed = client.send(&DeleteNote::new(place.project.clone(), noteable, written.id)).await;
            Err(not_internal(place, removed.is_ok()))
        }
        NoteCreated::Note(written) => Ok(written.id.into()),
        NoteCreated::Swallowed { summary, .. } => Err(swallowed(place, "write a note", &summary)),
        _ => Err(swallowed(place, "write a note", &[])),
    }
}

/// What plain notes are on; commits have threads only.
fn noteable(place: &NotePlace) -> Option<Noteable> {
    match &place.subject {
        NoteSubject::MergeRequest(iid) => Some((*iid).into()),
        NoteSubject::Issue(iid) | NoteSubject::Incident(iid) => Some((*iid).into()),
        NoteSubject::Commit(_) => None,
    }
}

fn discussable(place: &NotePlace) -> Discussable {
    match &place.subject {
        NoteSubject::MergeRequest(iid) => (*iid).into(),
        NoteSubject::Issue(iid) | NoteSubject::Incident(iid) => (*iid).into(),
        NoteSubject::Commit(sha) => sha.clone().into(),
    }
}

fn thread_of(place: &NotePlace, note: &NoteHandle) -> Result<DiscussionId, ApiError> {
    note.thread.clone().ok_or_else(|| {
        ApiError::builder(ApiErrorKind::Configuration, format!("find the thread of note {}", note.id))
            .project(place.project.clone())
            .delivery(Delivery::NotSent)
            .message("the note is named without its thread")
            .build()
    })
}

/// GitLab took the text for quick actions, so that there is no note now.
fn swallowed(place: &NotePlace, what: &str, summary: &[String]) -> ApiError {
    ApiError::builder(ApiErrorKind::UnexpectedResponse, format!("{what} on {}", place.subject))
        .project(place.project.clone())
        .delivery(Delivery::Refused)
        .message(format!("GitLab took the text for quick actions: {}", summary.join("; ")))
        .advice("the text held nothing but quick actions; render it with rca-note, which makes them inert")
        .build()
}

fn without_note(place: &NotePlace) -> ApiError {
    ApiError::builder(ApiErrorKind::UnexpectedResponse, format!("write a note on {}", place.subject))
        .project(place.project.clone())
        .delivery(Delivery::Unknown)
        .message("the new discussion has no note")
        .build()
}

fn not_internal(place: &NotePlace, is_removed: bool) -> ApiError {
    let message = if is_removed {
        "this GitLab has no internal notes; what it wrote in place of one was removed at once"
    } else {
        "this GitLab has no internal notes, and what it wrote in place of one could not be removed"
    };
    ApiError::builder(ApiErrorKind::Unsupported, format!("write an internal note on {}", place.subject))
        .project(place.project.clone())
        .delivery(Delivery::Refused)
        .message(message)
        .advice("write findings that are not for everybody to a confidential issue or a private project")
        .build()
}
