//! Puts the note there once.

use crate::{NoteHost, NoteTarget, Outcome, Preview, SkipReason};
use gitlab_core::types::Note;
use gitlab_core::{ApiError, ApiErrorKind, Delivery, MergeRequestIid, NoteId, ProjectRef, Report};
use rca_note::{Finding, NoteMarker, RcaNote};
use std::sync::Arc;

/// The variable that turns write-back on.
const SWITCH: &str = "GITLAB_MR_WRITEBACK";

/// Puts one note on a merge request, and keeps it up to date.
///
/// It is off unless turned on. A note is found again by its hidden marker and by its author: it must be our
/// own user's, and none that GitLab wrote by itself, so that nobody else can make us change a text by copying
/// a marker. When the answer to a write is lost, the note is looked for before anything is sent again.
///
/// Every outcome is logged as `[publish] GitLab MR …` with project and iid, whatever it is.
///
/// ```no_run
/// use gitlab_write_back::{NoteHost, NoteTarget, Outcome, WriteBack};
/// use rca_note::RcaNote;
/// use std::sync::Arc;
///
/// # async fn example(host: Arc<dyn NoteHost>, target: &NoteTarget, note: &RcaNote) {
/// let write_back = WriteBack::from_env(host);
/// match write_back.publish(target, note).await {
///     Outcome::Posted { note } => println!("posted as note {note}"),
///     Outcome::Skipped { reason } => println!("nothing written: {reason}"),
///     other => println!("{other:?}"),
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct WriteBack {
    host: Arc<dyn NoteHost>,
    enabled: bool,
}

impl WriteBack {
    /// Write-back that is off: it looks and says what it would do, and writes nothing.
    #[must_use]
    pub fn off(host: Arc<dyn NoteHost>) -> Self {
        Self { host, enabled: false }
    }

    /// Write-back that is on.
    #[must_use]
    pub fn on(host: Arc<dyn NoteHost>) -> Self {
        Self { host, enabled: true }
    }

    /// Write-back that is on when `GITLAB_MR_WRITEBACK` is `true`, `1` or `yes`, in any case.
    #[must_use]
    pub fn from_env(host: Arc<dyn NoteHost>) -> Self {
        Self::from_switch(host, std::env::var(SWITCH).ok().as_deref())
    }

    /// The same, with the value of the switch; `None` where it is not set.
    #[must_use]
    pub fn from_switch(host: Arc<dyn NoteHost>, switch: Option<&str>) -> Self {
        let on = switch.is_some_and(|value| {
            ["true", "1", "yes"].iter().any(|word| value.trim().eq_ignore_ascii_case(word))
        });
        Self { host, enabled: on }
    }

    /// Whether it is on.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.enabled
    }

    /// Renders the finding with its usual options and puts it on the merge request.
    ///
    /// `incident` names the incident in a way that stays the same over its life, such as an alert's fingerprint:
    /// a later run with the same name updates the note.
    pub async fn publish_finding(&self, target: &NoteTarget, incident: &str, finding: &Finding) -> Outcome {
        let instance = self.host.instance();
        let marker = NoteMarker::new(incident).with_instance(instance.to_string());
        let renderer = RcaNote::builder().incident(marker).links_to(instance.web_url()).build();
        self.publish(target, &renderer.render(finding)).await
    }

    /// Puts `note` on the merge request: updates ours for the same incident in place, or posts it.
    pub async fn publish(&self, target: &NoteTarget, note: &RcaNote) -> Outcome {
        let outcome = match self.allowed(target, note) {
            Ok((project, iid, marker)) => match self.write(project, iid, note, &marker).await {
                Ok(outcome) => outcome,
                Err(error) => Outcome::Failed { error: error.on_project(project) },
            },
            Err(reason) => Outcome::Skipped { reason },
        };
        log(target, &outcome);
        outcome
    }

    /// What [`publish`](Self::publish) would do now, with write-back turned on. Writes nothing.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when the notes on the merge request cannot be read.
    pub async fn preview(&self, target: &NoteTarget, note: &RcaNote) -> Result<Preview, ApiError> {
        let (project, iid, marker) = match whole(target, note) {
            Ok(whole) => whole,
            Err(reason) => return Ok(Preview::WouldSkip { reason }),
        };
        Ok(match self.find(project, iid, &marker).await? {
            None => Preview::WouldPost,
            Some(found) if same_text(&found.body, note.body()) => Preview::WouldLeave { note: found.id },
            Some(found) => Preview::WouldUpdate { note: found.id, present: found.body },
        })
    }

    fn allowed<'t>(&self, target: &'t NoteTarget, note: &RcaNote) -> Result<Whole<'t>, SkipReason> {
        if self.enabled { whole(target, note) } else { Err(SkipReason::TurnedOff) }
    }

    async fn write(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        note: &RcaNote,
        marker: &NoteMarker,
    ) -> Result<Outcome, ApiError> {
        match self.find(project, iid, marker).await? {
            Some(found) if same_text(&found.body, note.body()) => Ok(Outcome::Unchanged { note: found.id }),
            Some(found) => self.update(project, iid, found.id, note, marker).await,
            None => self.post(project, iid, note, marker).await,
        }
    }

    /// An update can be sent again: it leaves the same text however often it arrives.
    async fn update(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        id: NoteId,
        note: &RcaNote,
        marker: &NoteMarker,
    ) -> Result<Outcome, ApiError> {
        match self.host.update_note(project, iid, id, note.body()).await {
            Ok(()) => Ok(Outcome::Updated { note: id }),
            // It was deleted since it was found.
            Err(error) if error.is_not_found() => self.post(project, iid, note, marker).await,
            Err(error) => Err(error),
        }
    }

    /// A post is sent again only once it is certain that the first one left nothing.
    async fn post(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        note: &RcaNote,
        marker: &NoteMarker,
    ) -> Result<Outcome, ApiError> {
        const TRIES: usize = 2;
        let mut last = None;
        for _ in 0..TRIES {
            match self.host.create_note(project, iid, note.body()).await {
                Ok(id) => return Ok(Outcome::Posted { note: id }),
                Err(error) if error.delivery() == Delivery::Unknown => {
                    tracing::debug!(error = %Report(&error), "the answer to a new note is lost; looking for it");
                    if let Some(found) = self.find(project, iid, marker).await? {
                        return Ok(Outcome::Posted { note: found.id });
                    }
                    last = Some(error);
                }
                Err(error) => return Err(error),
            }
        }
        Err(last.unwrap_or_else(|| ApiError::builder(ApiErrorKind::Connection, "create note").build()))
    }

    /// Our note for the marker's incident: the oldest, should there be several.
    async fn find(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        marker: &NoteMarker,
    ) -> Result<Option<Note>, ApiError> {
        let (user, notes) = futures_util::try_join!(self.host.current_user(), self.host.notes(project, iid))?;
        if !notes.complete {
            // Without all notes, ours might be among those not seen, and there would be two.
            return Err(ApiError::builder(ApiErrorKind::UnexpectedResponse, "list notes")
                .delivery(Delivery::NotSent)
                .message("not all notes of the merge request could be read")
                .advice("raise the limit on pages of the client")
                .build());
        }
        let ours = notes.items.into_iter().filter(|note| {
            !note.system
                && note.author.as_ref().is_some_and(|author| author.id == user)
                && NoteMarker::find_in(&note.body).is_some_and(|found| same_incident(&found, marker))
        });
        Ok(ours.min_by_key(|note| note.id))
    }
}

/// Everything that a note needs to be found again.
type Whole<'t> = (&'t ProjectRef, MergeRequestIid, NoteMarker);

fn whole<'t>(target: &'t NoteTarget, note: &RcaNote) -> Result<Whole<'t>, SkipReason> {
    let project = target.project().ok_or(SkipReason::NoProject)?;
    let iid = target.iid().ok_or(SkipReason::NoMergeRequest)?;
    let marker = NoteMarker::find_in(note.body()).ok_or(SkipReason::NoIncident)?;
    Ok((project, iid, marker))
}

/// The project is that of the merge request already, and may be named by path once and by number another time.
fn same_incident(found: &NoteMarker, wanted: &NoteMarker) -> bool {
    found.incident() == wanted.incident() && found.instance() == wanted.instance()
}

/// GitLab drops blank space at the end of a note and carriage returns.
fn same_text(stored: &str, rendered: &str) -> bool {
    stored.trim_end().replace('\r', "") == rendered.trim_end().replace('\r', "")
}

fn log(target: &NoteTarget, outcome: &Outcome) {
    let project = target.project().map_or_else(|| "unknown".to_owned(), ToString::to_string);
    let iid = target.iid().map_or_else(|| "unknown".to_owned(), |iid| iid.to_string());
    match outcome {
        Outcome::Posted { note } => {
            tracing::info!(%note, "[publish] GitLab MR note posted: project={project} mr_iid={iid}");
        }
        Outcome::Updated { note } => {
            tracing::info!(%note, "[publish] GitLab MR note updated: project={project} mr_iid={iid}");
        }
        Outcome::Unchanged { note } => {
            tracing::info!(%note, "[publish] GitLab MR note unchanged: project={project} mr_iid={iid}");
        }
        Outcome::Skipped { reason } => {
            tracing::info!("[publish] GitLab MR note skipped: project={project} mr_iid={iid}: {reason}");
        }
        Outcome::Failed { error } => {
            let advice = error.advice().unwrap_or("see the error");
            tracing::warn!(
                "[publish] GitLab MR note failed: project={project} mr_iid={iid}: {}: {advice}",
                Report(error)
            );
        }
    }
}
