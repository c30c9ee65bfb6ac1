//! Which of the notes on a place are ours.

use crate::rules::Rules;
use crate::{ListedNote, OutboxEntry};
use gitlab_core::{ApiError, ApiErrorKind, Delivery, Listing, NoteId, UserId};
use rca_note::NoteMarker;

/// Our notes of one incident on one place, and nobody else's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ours {
    /// Those that stand for themselves or begin a thread, oldest first.
    pub(crate) notes: Vec<OurNote>,
    /// Those that answer to another note, oldest first.
    pub(crate) replies: Vec<OurNote>,
    /// The latest note on the place, whoever wrote it.
    pub(crate) latest: Option<NoteId>,
}

/// A note of ours.
#[derive(Clone, Debug)]
pub(crate) struct OurNote {
    pub(crate) listed: ListedNote,
    /// `None` when a person has taken it out.
    pub(crate) marker: Option<NoteMarker>,
    /// Whether a person has changed it since it was written, as far as that is known.
    pub(crate) edited: bool,
}

impl OurNote {
    pub(crate) fn id(&self) -> NoteId {
        self.listed.id()
    }

    pub(crate) fn body(&self) -> &str {
        &self.listed.note.body
    }
}

impl Ours {
    /// Only these are ever touched: written by our own user, not by GitLab in its name, with the incident's marker in
    /// the first line, which is sealed with our key if there is one; or remembered as written by us.
    pub(crate) fn among(
        notes: Listing<ListedNote>,
        user: UserId,
        (marker, rules): (&NoteMarker, &Rules),
        entry: Option<&OutboxEntry>,
    ) -> Result<Self, ApiError> {
        if !notes.complete {
            // Without all notes, ours might be among those not seen, and there would be two.
            return Err(ApiError::builder(ApiErrorKind::UnexpectedResponse, "list notes")
                .delivery(Delivery::NotSent)
                .message(
                    "there are more notes on the place than can be read, and ours may be among the others",
                )
                .advice("write to a place with fewer notes")
                .build());
        }
        let written = entry.and_then(|entry| entry.written.as_ref());
        let mut ours = Self { latest: notes.items.iter().map(ListedNote::id).max(), ..Self::default() };
        for listed in notes.items {
            if listed.note.system || listed.note.author.as_ref().map(|author| author.id) != Some(user) {
                continue;
            }
            let remembered = written.filter(|written| written.note == listed.id());
            let found = NoteMarker::find_in(&listed.note.body)
                .filter(|found| found.is_for_same_incident(marker))
                .filter(|found| rules.key.as_ref().is_none_or(|key| found.is_sealed_with(key)));
            let edited = match (&found, remembered) {
                (None, None) => continue,
                (None, Some(written)) => !written.holds(&listed.note.body),
                (Some(found), remembered) => match found.is_text_as_written(&listed.note.body) {
                    Some(as_written) => !as_written,
                    None => remembered.is_some_and(|written| !written.holds(&listed.note.body)),
                },
            };
            let is_reply = listed.is_reply;
            let note = OurNote { listed, marker: found, edited };
            if is_reply { ours.replies.push(note) } else { ours.notes.push(note) }
        }
        ours.notes.sort_by_key(OurNote::id);
        ours.replies.sort_by_key(OurNote::id);
        Ok(ours)
    }

    /// The same without notes that others than members of the project can read.
    pub(crate) fn internal_only(mut self) -> Self {
        self.notes.retain(|note| note.listed.note.is_internal());
        let threads: Vec<_> = self.notes.iter().map(|note| note.listed.thread.clone()).collect();
        self.replies.retain(|reply| threads.contains(&reply.listed.thread));
        self
    }

    /// The answers of ours in the thread of a note, oldest first.
    pub(crate) fn replies_to<'a>(
        &'a self,
        note: &'a OurNote,
    ) -> impl DoubleEndedIterator<Item = &'a OurNote> {
        self.replies
            .iter()
            .filter(|reply| note.listed.thread.is_some() && reply.listed.thread == note.listed.thread)
    }
}

/// A text as GitLab keeps it, without blank space at the ends and carriage returns.
pub(crate) fn as_kept(text: &str) -> String {
    text.trim().replace('\r', "")
}

pub(crate) fn same_text(stored: &str, rendered: &str) -> bool {
    as_kept(stored) == as_kept(rendered)
}
