//! Looks for what a write made whose answer is not there.

use crate::ours::{OurNote, Ours, same_text};
use crate::publish::Publication;
use crate::{OutboxEntry, PendingKind, PendingWrite};
use gitlab_core::{Timestamp, Verdict};
use std::time::Duration;

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

/// How long all of that takes.
const PATIENCE: Duration = Duration::from_secs(61);

/// What came of the search for a write whose answer is not there.
pub(crate) enum Search {
    Found(Box<OurNote>),
    /// The server had its time, and it is not there.
    Absent,
    /// It is not known, or may yet appear.
    Unclear,
}

impl Publication<'_> {
    /// Looks for what a write made, until it is there or the server can no longer be at work on it. `since` is when it
    /// was begun, when that is not now.
    pub(crate) async fn look_for(
        &self,
        pending: &PendingWrite,
        since: Option<Timestamp>,
        entry: Option<&OutboxEntry>,
    ) -> Search {
        let age = since.map_or(Duration::ZERO, |since| self.now().since(since));
        if age >= PATIENCE || matches!(pending.kind, PendingKind::Update(_)) && self.host.clock().is_none() {
            return match self.look(entry).await {
                Ok(ours) => found(&ours, pending).map_or(Search::Absent, Search::Found),
                Err(_) => Search::Unclear,
            };
        }
        let Some(clock) = self.host.clock() else {
            return match self.look(entry).await {
                Ok(ours) => found(&ours, pending).map_or(Search::Unclear, Search::Found),
                Err(_) => Search::Unclear,
            };
        };
        let mut last = Search::Unclear;
        let mut waited = Duration::ZERO;
        for wait in LOOKS {
            clock.sleep(wait).await;
            waited += wait;
            if since.is_some() && !matches!(self.entry().await, Ok(now) if now.as_ref() == entry) {
                // Whoever began it has finished it, or the outbox cannot be asked.
                return Search::Unclear;
            }
            last = match self.look(entry).await {
                Ok(ours) => match found(&ours, pending) {
                    Some(note) => return Search::Found(note),
                    None => Search::Absent,
                },
                Err(error) if error.verdict() == Verdict::Permanent => return Search::Unclear,
                Err(_) => Search::Unclear,
            };
            if age + waited >= PATIENCE && matches!(last, Search::Absent) {
                break;
            }
        }
        last
    }
}

/// The note that a write made. That of another process is none: ours may still come, and somebody must see it then.
fn found(ours: &Ours, pending: &PendingWrite) -> Option<Box<OurNote>> {
    let later = |note: &&OurNote| match pending.kind {
        PendingKind::Update(id) => note.id() == id,
        PendingKind::Create => !note.listed.is_reply && Some(note.id()) > pending.after,
        PendingKind::Reply => note.listed.is_reply && Some(note.id()) > pending.after,
    };
    let mut notes = ours.notes.iter().chain(&ours.replies).filter(later);
    notes.find(|note| same_text(note.body(), &pending.body)).cloned().map(Box::new)
}
