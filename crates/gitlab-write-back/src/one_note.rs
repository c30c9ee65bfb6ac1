//! Keeps one note of an incident on a merge request, whoever else writes at the same time.
//!
//! Nothing in GitLab keeps two processes from posting at once. So each looks again after its post, and all
//! agree on which note stays: the oldest. Whoever sees several brings the oldest up to date and then removes
//! the others. The oldest is never removed, and whoever posts last sees all, so that one is left.

use crate::{NoteHost, NoteTarget, Outcome, log};
use gitlab_core::types::Note;
use gitlab_core::{
    ApiError, ApiErrorKind, Delivery, Listing, MergeRequestIid, NoteId, ProjectRef, UserId, Verdict,
};
use rca_note::NoteMarker;
use std::time::Duration;

/// What a copy says where it cannot be removed. It has no marker, so that it is not found again.
const RETIRED: &str = "This finding is in an earlier note on this merge request.";

/// The waits before each look for a note whose answer was lost: GitLab ends a request after a minute, and
/// until then the note may still appear.
const LOOKS: [Duration; 6] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(16),
    Duration::from_secs(30),
];

/// The notes of one incident on one merge request.
pub(crate) struct OneNote<'a> {
    host: &'a dyn NoteHost,
    project: &'a ProjectRef,
    iid: MergeRequestIid,
    marker: &'a NoteMarker,
    user: UserId,
}

impl<'a> OneNote<'a> {
    /// Looks for our notes, and gives them from the oldest on.
    pub(crate) async fn look(
        host: &'a dyn NoteHost,
        project: &'a ProjectRef,
        iid: MergeRequestIid,
        marker: &'a NoteMarker,
    ) -> Result<(Self, Vec<Note>), ApiError> {
        let (user, notes) = futures_util::try_join!(host.current_user(), host.notes(project, iid))?;
        let this = Self { host, project, iid, marker, user };
        let ours = this.ours_among(notes)?;
        Ok((this, ours))
    }

    /// Has the merge request say `body`, with `ours` as [`look`](Self::look) found them.
    pub(crate) async fn write(&self, ours: &[Note], body: &str) -> Result<Outcome, ApiError> {
        let Some((oldest, copies)) = ours.split_first() else { return self.post(body).await };
        match self.bring_up_to_date(oldest, body).await {
            Ok(outcome) => {
                self.remove(copies).await;
                Ok(outcome)
            }
            // It was deleted since it was found.
            Err(error) if error.is_not_found() => self.post(body).await,
            Err(error) => Err(error),
        }
    }

    /// An update can be sent again: it leaves the same text however often it arrives.
    async fn bring_up_to_date(&self, note: &Note, body: &str) -> Result<Outcome, ApiError> {
        if same_text(&note.body, body) {
            return Ok(Outcome::Unchanged { note: note.id });
        }
        self.host.update_note(self.project, self.iid, note.id, body).await?;
        Ok(Outcome::Updated { note: note.id })
    }

    /// A post is sent again once, and only when it is certain that the first one left nothing.
    async fn post(&self, body: &str) -> Result<Outcome, ApiError> {
        match self.try_post(body).await? {
            Posting::Done(outcome) => Ok(outcome),
            Posting::LeftNothing(_) => match self.try_post(body).await? {
                Posting::Done(outcome) => Ok(outcome),
                Posting::LeftNothing(error) => Err(error.gave_up_after(2)),
            },
        }
    }

    async fn try_post(&self, body: &str) -> Result<Posting, ApiError> {
        let error = match self.host.create_note(self.project, self.iid, body).await {
            Ok(posted) => {
                let outcome = match self.ours().await {
                    Ok(ours) => self.settle(Some(posted), &ours, body).await?,
                    Err(error) => {
                        log::copies_may_be_left(&self.target(), &error);
                        Outcome::Posted { note: posted }
                    }
                };
                return Ok(Posting::Done(outcome));
            }
            Err(error) if error.delivery() == Delivery::Unknown => error,
            Err(error) => return Err(error),
        };
        log::answer_lost(&self.target(), &error);
        match self.look_for_lost().await {
            Search::Found(ours) => {
                let posted = ours.iter().rfind(|note| same_text(&note.body, body)).map(|note| note.id);
                self.settle(posted, &ours, body).await.map(Posting::Done)
            }
            Search::Absent => Ok(Posting::LeftNothing(error)),
            Search::Unclear => Err(may_be_there(error)),
        }
    }

    /// Agrees with the other processes on the note that stays, after ours was `posted`.
    async fn settle(&self, posted: Option<NoteId>, ours: &[Note], body: &str) -> Result<Outcome, ApiError> {
        let outcome = match (ours.first(), posted) {
            (Some(oldest), Some(note)) if oldest.id == note => Ok(Outcome::Posted { note }),
            // Somebody has removed it already.
            (None, Some(note)) => Ok(Outcome::Posted { note }),
            (Some(oldest), _) => self.bring_up_to_date(oldest, body).await,
            (None, None) => Err(ApiError::builder(ApiErrorKind::NotFound, "look for the new note").build()),
        };
        match (outcome, posted) {
            (Ok(outcome), _) => {
                self.remove(ours.get(1..).unwrap_or_default()).await;
                Ok(outcome)
            }
            // Ours says what it should, so it stays until the older one can be changed.
            (Err(error), Some(note)) => {
                log::copies_may_be_left(&self.target(), &error);
                Ok(Outcome::Posted { note })
            }
            (Err(error), None) => Err(error),
        }
    }

    /// Removes copies. One that stays harms nobody until the next run, so it is logged and no failure.
    async fn remove(&self, copies: &[Note]) {
        for copy in copies {
            let removed = match self.host.delete_note(self.project, self.iid, copy.id).await {
                Err(error) if error.kind() == ApiErrorKind::Unsupported => {
                    self.host.update_note(self.project, self.iid, copy.id, RETIRED).await
                }
                other => other,
            };
            match removed {
                Ok(()) => log::copy_removed(&self.target(), copy.id),
                // Another process was faster.
                Err(error) if error.is_not_found() => {}
                Err(error) => log::copies_may_be_left(&self.target(), &error),
            }
        }
    }

    /// Looks for a note whose answer was lost, until it is there or the server can no longer be at work on it.
    async fn look_for_lost(&self) -> Search {
        let Some(clock) = self.host.clock() else {
            return match self.ours().await {
                Ok(ours) if !ours.is_empty() => Search::Found(ours),
                _ => Search::Unclear,
            };
        };
        let mut last = Search::Unclear;
        for wait in LOOKS {
            clock.sleep(wait).await;
            last = match self.ours().await {
                Ok(ours) if ours.is_empty() => Search::Absent,
                Ok(ours) => return Search::Found(ours),
                Err(error) if error.verdict() == Verdict::Permanent => return Search::Unclear,
                Err(_) => Search::Unclear,
            };
        }
        last
    }

    async fn ours(&self) -> Result<Vec<Note>, ApiError> {
        self.ours_among(self.host.notes(self.project, self.iid).await?)
    }

    /// Only these are ever touched: written by our own user, not by GitLab in its name, with the incident's
    /// marker in the first line.
    fn ours_among(&self, notes: Listing<Note>) -> Result<Vec<Note>, ApiError> {
        if !notes.complete {
            // Without all notes, ours might be among those not seen, and there would be two.
            return Err(ApiError::builder(ApiErrorKind::UnexpectedResponse, "list notes")
                .delivery(Delivery::NotSent)
                .message("not all notes of the merge request could be read")
                .advice("raise the limit on pages of the client")
                .build());
        }
        let mut ours = notes.items;
        ours.retain(|note| {
            !note.system
                && note.author.as_ref().is_some_and(|author| author.id == self.user)
                && NoteMarker::find_in(&note.body).is_some_and(|found| same_incident(&found, self.marker))
        });
        ours.sort_by_key(|note| note.id);
        Ok(ours)
    }

    fn target(&self) -> NoteTarget {
        NoteTarget::merge_request(self.project.clone(), self.iid)
    }
}

/// What came of one post.
enum Posting {
    Done(Outcome),
    /// Its answer was lost, and it is certain that there is no note of it.
    LeftNothing(ApiError),
}

/// What came of the search for a note whose answer was lost.
enum Search {
    Found(Vec<Note>),
    /// The server had its time, and it is not there.
    Absent,
    /// It is not known, or may yet appear.
    Unclear,
}

fn may_be_there(error: ApiError) -> ApiError {
    ApiError::builder(error.kind(), error.operation().to_owned())
        .verdict(error.verdict())
        .delivery(Delivery::Unknown)
        .message("the answer was lost, and the note may be there all the same")
        .advice("publish it again in a minute: the next run finds the note if it is there")
        .source(error)
        .build()
}

/// The project is that of the merge request already, and may be named by path once and by number another time.
fn same_incident(found: &NoteMarker, wanted: &NoteMarker) -> bool {
    found.incident() == wanted.incident() && found.instance() == wanted.instance()
}

/// GitLab drops blank space at the end of a note and carriage returns.
pub(crate) fn same_text(stored: &str, rendered: &str) -> bool {
    stored.trim_end().replace('\r', "") == rendered.trim_end().replace('\r', "")
}
