//! Has a place say what it should, whoever else writes at the same time and whichever answer gets lost.
//!
//! Nothing in GitLab keeps two processes from posting at once. Those that share an outbox take turns by it. Others
//! look again after their post, and all agree on which note stays: the oldest. Whoever sees several brings the
//! oldest up to date and then removes the others. The oldest is never removed, and whoever posts last sees all, so
//! that one is left.

use crate::decide::{Plan, Step, Wanted, copies, decide, rivals};
use crate::ours::{OurNote, Ours};
use crate::rules::Rules;
use crate::search::Search;
use crate::{
    CodeLine, Mode, NewNote, NoteForm, NoteHandle, NoteHost, NotePlace, NoteStyle, Outbox, OutboxEntry,
    OutboxError, Outcome, PendingKind, PendingWrite, WrittenNote, log,
};
use gitlab_core::{ApiError, ApiErrorKind, Delivery, NoteId, Timestamp, UserId};
use rca_note::Visibility;

/// What a copy says where it cannot be removed. It has no marker, so that it is not found again.
const RETIRED: &str = "This finding is in an earlier note on this page.";

/// How often it is decided anew, because something else happened in between.
const ROUNDS: usize = 64;

/// One publication.
pub(crate) struct Publication<'p> {
    pub(crate) host: &'p dyn NoteHost,
    pub(crate) outbox: &'p dyn Outbox,
    pub(crate) key: String,
    pub(crate) place: &'p NotePlace,
    pub(crate) wanted: Wanted<'p>,
    pub(crate) lines: &'p [CodeLine],
    /// Who may read it; everybody when nobody said.
    pub(crate) visibility: Option<&'p Visibility>,
    /// Whether only members of the project may read it, though others can read the place.
    pub(crate) internal: bool,
    pub(crate) rules: &'p Rules,
    pub(crate) user: UserId,
}

/// What came of one decision.
enum Turn {
    Done(Outcome),
    /// Something else happened in between, or a write left nothing.
    Again,
}

impl Publication<'_> {
    /// What would be done now.
    pub(crate) async fn plan(&self) -> Result<Plan, ApiError> {
        let entry = self.entry().await?;
        let ours = self.look(entry.as_ref()).await?;
        Ok(decide(self.wanted, &ours, entry.as_ref(), self.rules))
    }

    pub(crate) async fn run(&self) -> Result<Outcome, ApiError> {
        // How many of our own writes left nothing.
        let mut lost = 0;
        let mut gone = 0;
        for _ in 0..ROUNDS {
            let entry = self.entry().await?;
            if let Some(pending) = entry.as_ref().and_then(|entry| entry.pending.clone()) {
                self.finish(entry, &pending).await?;
                continue;
            }
            let ours = self.look(entry.as_ref()).await?;
            let plan = decide(self.wanted, &ours, entry.as_ref(), self.rules);
            match self.carry_out(plan, &ours, entry, &mut lost).await {
                Ok(Turn::Done(outcome)) => return Ok(outcome),
                Ok(Turn::Again) => {}
                // It was deleted since it was found.
                Err(error) if error.is_not_found() && !ours.notes.is_empty() && gone < 3 => gone += 1,
                Err(error) => return Err(error),
            }
        }
        Err(ApiError::builder(ApiErrorKind::Conflict, format!("write a note on {}", self.place.subject))
            .delivery(Delivery::NotSent)
            .message("other processes write the same note all the time")
            .advice("let fewer processes publish the same incident")
            .build())
    }

    fn new_entry(&self) -> OutboxEntry {
        OutboxEntry::new(self.host.instance().clone(), self.place.clone())
    }

    pub(crate) async fn entry(&self) -> Result<Option<OutboxEntry>, ApiError> {
        self.outbox.get(&self.key).await.map_err(|error| outbox_failed(self.place, error))
    }

    pub(crate) async fn look(&self, entry: Option<&OutboxEntry>) -> Result<Ours, ApiError> {
        let notes = self.host.notes(self.place).await?;
        let ours = Ours::among(notes, self.user, (self.wanted.marker, self.rules), entry)?;
        Ok(if self.internal { ours.internal_only() } else { ours })
    }

    /// Sees to a write that somebody began: waits for it, and says in the outbox what came of it.
    async fn finish(&self, entry: Option<OutboxEntry>, pending: &PendingWrite) -> Result<(), ApiError> {
        log::unfinished(self.place);
        let mut next = entry.clone().unwrap_or_else(|| self.new_entry());
        next.pending = None;
        match self.look_for(pending, Some(pending.since), entry.as_ref()).await {
            Search::Found(note) => next.written = written(&note, &pending.body).or(next.written),
            Search::Absent => {}
            Search::Unclear => {
                // The other one may have finished meanwhile.
                if self.entry().await? == entry {
                    return Err(unclear(self.place));
                }
                return Ok(());
            }
        }
        self.replace(entry.as_ref(), &next).await.map(drop)
    }

    async fn carry_out(
        &self,
        plan: Plan,
        ours: &Ours,
        entry: Option<OutboxEntry>,
        lost: &mut u32,
    ) -> Result<Turn, ApiError> {
        let outcome = match plan.step {
            Step::Skip(reason) => Outcome::Skipped { reason },
            Step::Refuse { note } => return Err(edited(self.place, note)),
            Step::Leave { note } => Outcome::Unchanged { note },
            Step::Update { note, body } => {
                let Some(outcome) = self.update(&note, body, ours, entry).await? else {
                    return Ok(Turn::Again);
                };
                outcome
            }
            Step::UpdateReply { note, reply, body } => match self.update(&reply, body, ours, entry).await? {
                Some(_) => Outcome::Replied { note, reply: reply.id() },
                None => return Ok(Turn::Again),
            },
            Step::Reply { note, body } => {
                let pending = self.pending(PendingKind::Reply, body, ours);
                match self.send(pending, entry, Some(&note), lost).await? {
                    Some(reply) => {
                        let reply = self.agree_on_one(PendingKind::Reply, reply, ours.latest).await;
                        Outcome::Replied { note: note.id(), reply }
                    }
                    None => return Ok(Turn::Again),
                }
            }
            Step::Post => {
                let pending = self.pending(PendingKind::Create, self.wanted.body.to_owned(), ours);
                return Ok(match self.send(pending, entry, None, lost).await? {
                    // Nothing tells a copy from the note of another run that says the same.
                    Some(note) if self.rules.mode == Mode::New && self.wanted.marker.made_at().is_none() => {
                        Turn::Done(Outcome::Posted { note })
                    }
                    Some(note) if self.rules.mode == Mode::New => {
                        let note = self.agree_on_one(PendingKind::Create, note, ours.latest).await;
                        Turn::Done(Outcome::Posted { note })
                    }
                    Some(note) => Turn::Done(self.settle(note).await),
                    None => Turn::Again,
                });
            }
        };
        self.remove(&plan.copies).await;
        Ok(Turn::Done(outcome))
    }

    fn pending(&self, kind: PendingKind, body: String, ours: &Ours) -> PendingWrite {
        PendingWrite {
            kind,
            draft: (body != self.wanted.body).then(|| self.wanted.body.to_owned()),
            body,
            resolved: self.wanted.resolved,
            visibility: self.visibility.cloned(),
            internal: self.internal,
            since: self.now(),
            after: ours.latest,
        }
    }

    /// Puts a write into the outbox before it is sent. `None` when another process was faster.
    async fn begin(
        &self,
        entry: Option<&OutboxEntry>,
        pending: &PendingWrite,
    ) -> Result<Option<OutboxEntry>, ApiError> {
        let mut next = entry.cloned().unwrap_or_else(|| self.new_entry());
        next.pending = Some(pending.clone());
        Ok(self.replace(entry, &next).await?.then_some(next))
    }

    async fn replace(&self, expected: Option<&OutboxEntry>, entry: &OutboxEntry) -> Result<bool, ApiError> {
        self.outbox
            .replace(&self.key, expected, entry)
            .await
            .map_err(|error| outbox_failed(self.place, error))
    }

    /// Says in the outbox that a write is done; with `written` as what stands there now.
    async fn done(&self, begun: &OutboxEntry, written: Option<WrittenNote>) {
        let mut next = begun.clone();
        next.pending = None;
        next.written = written.or(next.written);
        if let Err(error) = self.outbox.replace(&self.key, Some(begun), &next).await {
            // It stays there as begun, and the next run finds the note.
            log::outbox_not_settled(self.place, &error);
        }
    }

    /// Says in the outbox that the answer to a write was lost just now: the server may still be at work on it.
    async fn doubt(&self, begun: OutboxEntry, pending: PendingWrite) -> (OutboxEntry, PendingWrite) {
        let doubted = PendingWrite { since: self.now(), ..pending };
        let next = OutboxEntry { pending: Some(doubted.clone()), ..begun.clone() };
        let begun = match self.outbox.replace(&self.key, Some(&begun), &next).await {
            Ok(true) => next,
            Ok(false) => begun,
            Err(error) => {
                log::outbox_not_settled(self.place, &error);
                begun
            }
        };
        (begun, doubted)
    }

    /// An update can be sent again: it leaves the same text however often it arrives. But where its answer is lost it may
    /// arrive later than what is written next, so the next run looks for it first.
    async fn update(
        &self,
        note: &OurNote,
        body: String,
        ours: &Ours,
        entry: Option<OutboxEntry>,
    ) -> Result<Option<Outcome>, ApiError> {
        let pending = self.pending(PendingKind::Update(note.id()), body, ours);
        let Some(begun) = self.begin(entry.as_ref(), &pending).await? else { return Ok(None) };
        let updated = self.host.update_note(self.place, &note.listed.handle(), &pending.body).await;
        match updated {
            Ok(()) => {
                self.done(&begun, written(note, &pending.body)).await;
                Ok(Some(Outcome::Updated { note: note.id() }))
            }
            Err(error) if error.delivery() == Delivery::Unknown => {
                log::answer_lost(self.place, &error);
                self.doubt(begun, pending).await;
                Err(error)
            }
            Err(error) => {
                self.done(&begun, None).await;
                Err(error)
            }
        }
    }

    /// Sends a write that must not come twice. `None` when another process was faster, or when it is certain that
    /// nothing came of it; the second time that is an error.
    async fn send(
        &self,
        pending: PendingWrite,
        entry: Option<OutboxEntry>,
        to: Option<&OurNote>,
        lost: &mut u32,
    ) -> Result<Option<NoteId>, ApiError> {
        let Some(begun) = self.begin(entry.as_ref(), &pending).await? else { return Ok(None) };
        let sent = match to {
            Some(note) => self.host.reply(self.place, &note.listed.handle(), &pending.body).await,
            None => self.create(&pending).await,
        };
        let error = match sent {
            Ok(handle) => {
                // What was answered to stays the incident's note.
                let written = to.is_none().then(|| WrittenNote::new(handle.id, &pending.body));
                self.done(&begun, written).await;
                return Ok(Some(handle.id));
            }
            Err(error) if error.delivery() == Delivery::Unknown => error,
            Err(error) => {
                self.done(&begun, None).await;
                return Err(error);
            }
        };
        log::answer_lost(self.place, &error);
        let (begun, doubted) = self.doubt(begun, pending).await;
        match self.look_for(&doubted, None, entry.as_ref()).await {
            Search::Found(note) => {
                self.done(&begun, written(&note, &doubted.body)).await;
                Ok(Some(note.id()))
            }
            Search::Absent => {
                self.done(&begun, None).await;
                *lost += 1;
                if *lost > 1 { Err(error.gave_up_after(*lost)) } else { Ok(None) }
            }
            Search::Unclear => Err(may_be_there(error)),
        }
    }

    async fn create(&self, pending: &PendingWrite) -> Result<NoteHandle, ApiError> {
        let plain = NewNote::new(&pending.body);
        let plain = if pending.internal { plain.for_members_only() } else { plain };
        let form = match (self.rules.style, self.rules.mode) {
            (NoteStyle::Line, _) if !pending.internal => self.line().await,
            (NoteStyle::Thread, _) | (_, Mode::Append) => NoteForm::Thread,
            _ => NoteForm::Plain,
        };
        let on_a_line = matches!(form, NoteForm::Line(_));
        match self.host.create_note(self.place, &plain.clone().with_form(form)).await {
            // GitLab knows the diff better.
            Err(error)
                if on_a_line
                    && error.kind() == ApiErrorKind::InvalidRequest
                    && error.delivery() == Delivery::Refused =>
            {
                log::not_on_the_line(self.place, Some(&error));
                self.host.create_note(self.place, &plain.with_form(self.without_line())).await
            }
            created => created,
        }
    }

    async fn line(&self) -> NoteForm {
        match self.host.first_line_in_diff(self.place, self.lines).await {
            Ok(Some(position)) => return NoteForm::Line(Box::new(position)),
            Ok(None) => log::not_on_the_line(self.place, None),
            Err(error) => log::not_on_the_line(self.place, Some(&error)),
        }
        self.without_line()
    }

    fn without_line(&self) -> NoteForm {
        if self.rules.mode == Mode::Append { NoteForm::Thread } else { NoteForm::Plain }
    }

    /// Agrees with the other processes on the note that stays, after ours was posted.
    async fn settle(&self, posted: NoteId) -> Outcome {
        match self.try_settle(posted).await {
            Ok(outcome) => outcome,
            Err(error) => {
                // Ours says what it should, so it stays until the older one can be seen and changed.
                log::copies_may_be_left(self.place, &error);
                Outcome::Posted { note: posted }
            }
        }
    }

    async fn try_settle(&self, posted: NoteId) -> Result<Outcome, ApiError> {
        for _ in 0..ROUNDS {
            let entry = self.entry().await?;
            let ours = self.look(entry.as_ref()).await?;
            if ours.notes.first().is_none_or(|oldest| oldest.id() == posted) {
                // Ours stays, or somebody has removed it already.
                self.remove(&copies(self.wanted, &ours)).await;
                return Ok(Outcome::Posted { note: posted });
            }
            if entry.as_ref().is_some_and(|entry| entry.pending.is_some()) {
                let pending = entry.as_ref().and_then(|entry| entry.pending.clone());
                if let Some(pending) = pending {
                    self.finish(entry, &pending).await?;
                }
                continue;
            }
            let plan = decide(self.wanted, &ours, entry.as_ref(), self.rules);
            if matches!(plan.step, Step::Post) {
                return Ok(Outcome::Posted { note: posted });
            }
            // Boxed, because a post settles and settling may answer.
            match Box::pin(self.carry_out(plan, &ours, entry, &mut 0)).await? {
                Turn::Done(outcome) => return Ok(outcome),
                Turn::Again => {}
            }
        }
        Ok(Outcome::Posted { note: posted })
    }

    /// Agrees with the other processes on one of those that said the same at the same time, after ours was posted: the
    /// oldest of the same text. Of answers that show how an edited note differs it is that of the latest finding.
    async fn agree_on_one(&self, kind: PendingKind, posted: NoteId, after: Option<NoteId>) -> NoteId {
        let entry = self.entry().await.ok().flatten();
        let ours = match self.look(entry.as_ref()).await {
            Ok(ours) => ours,
            Err(error) => {
                log::copies_may_be_left(self.place, &error);
                return posted;
            }
        };
        let (stays, copies) = rivals(&ours, kind, posted, after, self.rules.mode);
        self.remove(&copies).await;
        stays
    }

    /// Removes copies. One that stays harms nobody until the next run, so it is logged and no failure.
    async fn remove(&self, copies: &[OurNote]) {
        for copy in copies {
            let handle = copy.listed.handle();
            let removed = match self.host.delete_note(self.place, &handle).await {
                Err(error) if error.kind() == ApiErrorKind::Unsupported => {
                    self.host.update_note(self.place, &handle, RETIRED).await
                }
                other => other,
            };
            match removed {
                Ok(()) => log::copy_removed(self.place, handle.id),
                // Another process was faster.
                Err(error) if error.is_not_found() => {}
                Err(error) => log::copies_may_be_left(self.place, &error),
            }
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.host.clock().map_or_else(|| jiff::Timestamp::now().into(), |clock| clock.now())
    }
}

/// What the outbox remembers of a note. What is answered to stays the incident's note.
fn written(note: &OurNote, body: &str) -> Option<WrittenNote> {
    (!note.listed.is_reply).then(|| WrittenNote::new(note.id(), body))
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

fn unclear(place: &NotePlace) -> ApiError {
    ApiError::builder(ApiErrorKind::Connection, format!("look for a note on {}", place.subject))
        .delivery(Delivery::Unknown)
        .message("an earlier write of the note has no answer yet, and it may be there all the same")
        .advice("publish it again in a minute: the next run finds the note if it is there")
        .build()
}

fn edited(place: &NotePlace, note: NoteId) -> ApiError {
    ApiError::builder(ApiErrorKind::Conflict, format!("change note {note} on {}", place.subject))
        .delivery(Delivery::NotSent)
        .message("somebody has changed the note since it was written, so it was not overwritten")
        .advice("delete the note to have it posted anew, or have the difference posted as an answer (WhenEdited::Reply)")
        .build()
}

fn outbox_failed(place: &NotePlace, error: OutboxError) -> ApiError {
    ApiError::builder(ApiErrorKind::Configuration, format!("prepare a note on {}", place.subject))
        .delivery(Delivery::NotSent)
        .message("the outbox failed, and without it nothing is sent")
        .advice("mend the outbox; its error says what is wrong")
        .source(error)
        .build()
}
