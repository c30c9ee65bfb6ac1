//! What to do about the notes that are there. Pure: it asks nobody and writes nothing.

use crate::ours::{OurNote, Ours, as_kept, same_text};
use crate::rules::Rules;
use crate::{Mode, OutboxEntry, PendingKind, SkipReason, WhenDeleted, WhenEdited, difference};
use gitlab_core::NoteId;
use jiff::Timestamp;
use rca_note::NoteMarker;
use std::collections::HashSet;

/// What is to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'w> {
    pub(crate) body: &'w str,
    pub(crate) marker: &'w NoteMarker,
    pub(crate) resolved: bool,
}

/// What to do.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) step: Step,
    /// Notes that say the same incident once more, and that only we have written.
    pub(crate) copies: Vec<OurNote>,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Write a new note.
    Post,
    /// Give a note a new text.
    Update {
        note: Box<OurNote>,
        body: String,
    },
    /// Answer to a note.
    Reply {
        note: Box<OurNote>,
        body: String,
    },
    /// Give our answer to a note a new text.
    UpdateReply {
        note: NoteId,
        reply: Box<OurNote>,
        body: String,
    },
    /// It says so already, itself or in an answer.
    Leave {
        note: NoteId,
    },
    Skip(SkipReason),
    /// A person has changed it.
    Refuse {
        note: NoteId,
    },
}

pub(crate) fn decide(wanted: Wanted<'_>, ours: &Ours, entry: Option<&OutboxEntry>, rules: &Rules) -> Plan {
    let decision = Decision { wanted, ours, rules };
    match rules.mode {
        Mode::New => Plan { step: decision.for_a_new_note(), copies: Vec::new() },
        Mode::Update | Mode::Append => {
            let Some(oldest) = ours.notes.first() else {
                return Plan { step: decision.without_note(entry), copies: Vec::new() };
            };
            // A process that has just posted a later finding brings the oldest note up to date itself.
            let newer = ours.notes.iter().find(|note| wanted.is_older_than(note));
            let step = match (newer, rules.mode) {
                (Some(newer), _) => Step::Skip(SkipReason::Older { note: newer.id() }),
                (None, Mode::Append) => decision.append_to(oldest),
                (None, _) => decision.update(oldest),
            };
            Plan { step, copies: copies(wanted, ours) }
        }
    }
}

/// The notes that say the incident once more, the answers that say the same run once more, and that can go: not what a
/// person has changed, and not what says a later finding.
pub(crate) fn copies(wanted: Wanted<'_>, ours: &Ours) -> Vec<OurNote> {
    let notes = ours.notes.iter().skip(1).filter(|copy| !wanted.is_older_than(copy));
    let mut said = HashSet::new();
    let answers = ours.replies.iter().filter(|reply| {
        // Without a time the same words may be those of another run.
        made_at(reply).is_some() && !said.insert((&reply.listed.thread, as_kept(reply.body())))
    });
    notes.chain(answers).filter(|copy| !copy.edited).cloned().collect()
}

fn made_at(note: &OurNote) -> Option<Timestamp> {
    note.marker.as_ref().and_then(NoteMarker::made_at)
}

/// Which note stays of those that were written at the same time as the one that was posted, and which are copies.
pub(crate) fn rivals(
    ours: &Ours,
    kind: PendingKind,
    posted: NoteId,
    after: Option<NoteId>,
    mode: Mode,
) -> (NoteId, Vec<OurNote>) {
    let notes = if kind == PendingKind::Reply { &ours.replies } else { &ours.notes };
    let written = notes.iter().filter(|note| Some(note.id()) > after);
    let Some(posted) = written.clone().find(|note| note.id() == posted) else { return (posted, Vec::new()) };
    let is_better = |one: &OurNote, other: &OurNote| {
        let is_later = mode == Mode::Update && made_at(other).is_some() && made_at(one) > made_at(other);
        is_later || one.id() < other.id() && same_text(one.body(), other.body())
    };
    let is_rival = |note: &&OurNote| !note.listed.is_reply || note.listed.thread == posted.listed.thread;
    let rivals: Vec<&OurNote> = written.filter(is_rival).collect();
    let (copies, staying): (Vec<&OurNote>, Vec<&OurNote>) =
        rivals.iter().partition(|note| !note.edited && rivals.iter().any(|other| is_better(other, note)));
    let stays =
        if staying.iter().any(|note| note.id() == posted.id()) { Some(&posted) } else { staying.last() };
    (stays.map_or(posted.id(), |note| note.id()), copies.into_iter().cloned().collect())
}

impl Wanted<'_> {
    fn is_older_than(&self, note: &OurNote) -> bool {
        match (self.marker.made_at(), made_at(note)) {
            (Some(ours), Some(theirs)) => ours < theirs,
            _ => false,
        }
    }
}

struct Decision<'d> {
    wanted: Wanted<'d>,
    ours: &'d Ours,
    rules: &'d Rules,
}

impl Decision<'_> {
    fn without_note(&self, entry: Option<&OutboxEntry>) -> Step {
        match entry.and_then(|entry| entry.written.as_ref()) {
            Some(written) if self.rules.when_deleted == WhenDeleted::Leave => {
                Step::Skip(SkipReason::Deleted { note: written.note })
            }
            _ => Step::Post,
        }
    }

    fn update(&self, note: &OurNote) -> Step {
        if self.is_said_by(note) {
            return Step::Leave { note: note.id() };
        }
        if self.wanted.is_older_than(note) {
            return Step::Skip(SkipReason::Older { note: note.id() });
        }
        if !note.edited {
            return Step::Update { note: Box::new(note.clone()), body: self.wanted.body.to_owned() };
        }
        match self.rules.when_edited {
            WhenEdited::Fail => Step::Refuse { note: note.id() },
            WhenEdited::Reply => self.answer_to_edited(note),
        }
    }

    /// One answer says how the latest finding differs; only when a person has changed that, too, there is another.
    fn answer_to_edited(&self, note: &OurNote) -> Step {
        let (marker, key) = (self.wanted.marker, self.rules.key.as_ref());
        let body = difference::reply(marker, key, note.body(), self.wanted.body);
        let Some(reply) = self.ours.replies_to(note).next_back() else {
            return Step::Reply { note: Box::new(note.clone()), body };
        };
        if same_text(reply.body(), &body) {
            Step::Leave { note: note.id() }
        } else if self.wanted.is_older_than(reply) {
            Step::Skip(SkipReason::Older { note: reply.id() })
        } else if reply.edited {
            Step::Reply { note: Box::new(note.clone()), body }
        } else {
            Step::UpdateReply { note: note.id(), reply: Box::new(reply.clone()), body }
        }
    }

    fn append_to(&self, note: &OurNote) -> Step {
        if self.wanted.resolved {
            return self.update(note);
        }
        let said = || std::iter::once(note).chain(self.ours.replies_to(note));
        // When it was made tells one run from another; without that only the last word counts.
        let is_said = match self.wanted.marker.made_at() {
            Some(_) => said().any(|said| self.is_said_by(said)),
            None => said().last().is_some_and(|last| self.is_said_by(last)),
        };
        if is_said {
            return Step::Leave { note: note.id() };
        }
        match said().find(|said| self.wanted.is_older_than(said)) {
            Some(newer) => Step::Skip(SkipReason::Older { note: newer.id() }),
            None => Step::Reply { note: Box::new(note.clone()), body: self.wanted.body.to_owned() },
        }
    }

    fn for_a_new_note(&self) -> Step {
        match self.ours.notes.last() {
            Some(latest) if self.wanted.resolved => self.update(latest),
            _ => match self.ours.notes.iter().find(|note| self.is_said_by(note)) {
                // The very same finding, of the very same moment.
                Some(same) if self.wanted.marker.made_at().is_some() => Step::Leave { note: same.id() },
                _ => Step::Post,
            },
        }
    }

    fn is_said_by(&self, note: &OurNote) -> bool {
        same_text(note.body(), self.wanted.body)
    }
}
