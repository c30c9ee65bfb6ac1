//! Puts the note there once, and only when allowed.

use crate::circle::{self, Circle};
use crate::decide::{Step, Wanted};
use crate::publish::Publication;
use crate::rules::Rules;
use crate::target::same_project;
use crate::{
    MemoryOutbox, Mode, NoteDraft, NoteHost, NotePlace, NoteStyle, NoteSubject, NoteTarget, Outbox,
    OutboxError, Outcome, Preview, PreviewStep, SkipReason, WhenDeleted, WhenEdited, difference, log,
};
use gitlab_core::{ApiError, Instance, ProjectRef};
use rca_note::{Finding, MarkerKey, NoteMarker, RcaNote};
use std::collections::HashSet;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The variable that turns write-back on.
const SWITCH: &str = "GITLAB_MR_WRITEBACK";

/// Puts one note on a merge request, an issue, an incident or a commit, and keeps it up to date.
///
/// **When.** It is off unless turned on. [`only_projects`](Self::only_projects) bounds where it writes,
/// [`NoteTarget::mapped_to`] keeps an alert from naming another project than its own, and a finding goes only where no more
/// people can read it than may, or into an internal note where GitLab has such. Who may is said by the finding, and by
/// GitLab of the project of the note and of those that the finding links to: of their code and their jobs.
///
/// **Which note.** A note is found again by its hidden marker and by its author: it must be our own user's, and none that
/// GitLab wrote by itself, so that nobody else can make us change a text by copying a marker. With a
/// [`marker_key`](Self::marker_key) nobody who writes as our user can, either. What a person has changed is not
/// overwritten, and a finding never takes the place of one that was made later. GitLab cannot be told to change a note only
/// if it is as we saw it, so an edit that is saved in the very moment of ours may be lost.
///
/// **Once.** What must not come twice is put into the [`outbox`](Self::outbox) before it is sent. When its answer is
/// lost, the note is looked for, for about a minute by the host's [`clock`](NoteHost::clock), and only if it is not there
/// then is it posted once more. Without a clock it is looked for once and never posted again; the outcome then is a
/// failure that says that it may be there. Processes that share an outbox take turns. Those that do not may post at
/// the same time: each looks again after its post, the oldest note stays with the text that was written last, and
/// copies are removed. Notes of one `WriteBack` and its clones are written one after the other, in the order of the calls.
///
/// Every outcome is logged as `[publish] GitLab MR …` (or `issue`, `incident`, `commit`) with project and number, whatever
/// it is.
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
    /// Every project when there is no list.
    projects: Option<Arc<[ProjectRef]>>,
    rules: Rules,
    outbox: Arc<dyn Outbox>,
    /// The projects of which it is known that they can be written to, if that is to be found out first.
    checked: Option<Arc<Mutex<HashSet<ProjectRef>>>>,
    /// Whether GitLab is asked who can read what a finding was read from.
    asks_who_reads: bool,
    /// Held while a note is written. One for all places: GitLab takes about one note a second anyway.
    turn: Arc<Mutex<()>>,
}

/// Everything that a note needs to be written and found again.
struct Checked {
    place: NotePlace,
    marker: NoteMarker,
}

impl WriteBack {
    /// Write-back that is off: [`publish`](Self::publish) sends nothing at all, not even a question, and says
    /// that it was skipped. [`preview`](Self::preview) still looks.
    #[must_use]
    pub fn off(host: Arc<dyn NoteHost>) -> Self {
        Self::switched(host, false)
    }

    /// Write-back that is on.
    #[must_use]
    pub fn on(host: Arc<dyn NoteHost>) -> Self {
        Self::switched(host, true)
    }

    fn switched(host: Arc<dyn NoteHost>, enabled: bool) -> Self {
        Self {
            host,
            enabled,
            projects: None,
            rules: Rules::default(),
            outbox: Arc::new(MemoryOutbox::new()),
            checked: None,
            asks_who_reads: true,
            turn: Arc::default(),
        }
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
        Self::switched(host, on)
    }

    /// Whether it is on.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.enabled
    }

    /// Lets notes be written only to these projects; a note for another project is skipped with
    /// [`SkipReason::ProjectNotAllowed`]. A later list takes the place of an earlier one.
    ///
    /// An alert is foreign input, and it may name any merge request that our token can write to. By default
    /// every project is allowed, and the token's own rights are the only bound.
    ///
    /// A project is listed as the targets name it: a path does not allow the same project by number, so list
    /// both where both occur.
    ///
    /// ```
    /// # use gitlab_write_back::{NoteHost, WriteBack};
    /// # fn example(host: std::sync::Arc<dyn NoteHost>) -> Result<WriteBack, gitlab_core::ProjectRefError> {
    /// Ok(WriteBack::from_env(host).only_projects(["shop/checkout".parse()?, "278964".parse()?]))
    /// # }
    /// ```
    #[must_use]
    pub fn only_projects(mut self, projects: impl IntoIterator<Item = ProjectRef>) -> Self {
        self.projects = Some(projects.into_iter().collect());
        self
    }

    /// Says what a later finding of the same incident does to the note of an earlier one.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.rules.mode = mode;
        self
    }

    /// Says how a new note stands on its place.
    #[must_use]
    pub fn style(mut self, style: NoteStyle) -> Self {
        self.rules.style = style;
        self
    }

    /// Says what happens to a note that a person has changed.
    #[must_use]
    pub fn when_edited(mut self, when_edited: WhenEdited) -> Self {
        self.rules.when_edited = when_edited;
        self
    }

    /// Says what happens when a person has deleted the note.
    #[must_use]
    pub fn when_deleted(mut self, when_deleted: WhenDeleted) -> Self {
        self.rules.when_deleted = when_deleted;
        self
    }

    /// Seals the markers of notes that are rendered here, and takes only those for ours that this key sealed. Notes that
    /// are rendered elsewhere must be sealed with it, too ([`RcaNoteBuilder::marker_key`](rca_note::RcaNoteBuilder::marker_key)),
    /// or they are skipped with [`SkipReason::NotSealed`].
    #[must_use]
    pub fn marker_key(mut self, key: MarkerKey) -> Self {
        self.rules.key = Some(key);
        self
    }

    /// Keeps what is under way in this outbox. Unless told otherwise it is a [`MemoryOutbox`], which knows nothing of what
    /// was under way when the process ended; markers and authors are still looked at.
    #[must_use]
    pub fn outbox(mut self, outbox: Arc<dyn Outbox>) -> Self {
        self.outbox = outbox;
        self
    }

    /// Finds out before the first note in a project whether it can be written at all
    /// ([`NoteHost::may_write`]), so that a token that may only read is told apart from trouble with the note.
    #[must_use]
    pub fn check_first(mut self) -> Self {
        self.checked = Some(Arc::default());
        self
    }

    /// Goes by what findings and drafts themselves say about who may read them, and does not ask GitLab who can read what
    /// they were read from. For programs that know better, as when all who read the notes may read all projects.
    #[must_use]
    pub fn visibility_as_told(mut self) -> Self {
        self.asks_who_reads = false;
        self
    }

    /// Renders the finding with its usual options and puts it on the target.
    ///
    /// `incident` names the incident in a way that stays the same over its life, such as an alert's fingerprint:
    /// a later run with the same name updates the note. A blank one is no name, and nothing is written.
    pub async fn publish_finding(&self, target: &NoteTarget, incident: &str, finding: &Finding) -> Outcome {
        self.publish(target, self.draft(target, incident, finding)).await
    }

    /// What [`publish_finding`](Self::publish_finding) publishes, to [`preview`](Self::preview) what would be done with it,
    /// or to say more about it.
    #[must_use]
    pub fn draft(&self, target: &NoteTarget, incident: &str, finding: &Finding) -> NoteDraft {
        NoteDraft::of(&self.render(target, incident, finding), finding, self.host.instance())
    }

    /// The note that [`publish_finding`](Self::publish_finding) writes, to show it.
    #[must_use]
    pub fn render(&self, target: &NoteTarget, incident: &str, finding: &Finding) -> RcaNote {
        let instance = self.host.instance();
        let mut marker = NoteMarker::new(incident).with_instance(instance.to_string());
        if let Some(project) = target.project() {
            marker = marker.with_project(project.to_string().to_lowercase());
        }
        let mut renderer = RcaNote::builder().incident(marker).links_to(instance.web_url());
        if let Some(key) = &self.rules.key {
            renderer = renderer.marker_key(key.clone());
        }
        renderer.build().render(finding)
    }

    /// Puts a note on the target: an [`RcaNote`], or a [`NoteDraft`] that says more. Updates ours for the same incident
    /// in place or posts it, as the [`mode`](Self::mode) says.
    pub async fn publish(&self, target: &NoteTarget, note: impl Into<NoteDraft>) -> Outcome {
        let outcome = self.publish_draft(target, &note.into()).await;
        log::outcome(target, &outcome);
        outcome
    }

    async fn publish_draft(&self, target: &NoteTarget, draft: &NoteDraft) -> Outcome {
        if !self.enabled {
            return Outcome::Skipped { reason: SkipReason::TurnedOff };
        }
        let checked = match self.checked(target, draft) {
            Ok(checked) => checked,
            Err(reason) => return Outcome::Skipped { reason },
        };
        match self.write(&checked, draft).await {
            Ok(outcome) => outcome,
            Err(error) => Outcome::Failed { error: error.on_project(&checked.place.project) },
        }
    }

    /// Finishes what an earlier run or another process has begun and not finished, as the outbox knows it. It is no must: the
    /// next publication of the same incident does so, too. Call it when the program starts. What belongs to another GitLab,
    /// where programs share an outbox, is left to those who write there.
    ///
    /// # Errors
    ///
    /// [`OutboxError`] when the outbox cannot be read.
    pub async fn resume(&self) -> Result<Vec<(NotePlace, Outcome)>, OutboxError> {
        let mut outcomes = Vec::new();
        for entry in self.outbox.pending().await? {
            let Some(pending) = entry.pending.filter(|_| entry.instance == *self.host.instance()) else {
                continue;
            };
            let mut draft = NoteDraft::new(pending.draft.unwrap_or(pending.body));
            draft.resolved = pending.resolved;
            draft.visibility = pending.visibility;
            let outcome = self.publish(&entry.place.clone().into(), draft).await;
            outcomes.push((entry.place, outcome));
        }
        Ok(outcomes)
    }

    /// What [`publish`](Self::publish) would do now, with write-back turned on, and how the note would change. Writes
    /// nothing.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when the notes on the target cannot be read.
    pub async fn preview(
        &self,
        target: &NoteTarget,
        note: impl Into<NoteDraft>,
    ) -> Result<Preview, ApiError> {
        let draft = note.into();
        let skip = |reason| Preview {
            step: PreviewStep::Skip { reason },
            difference: String::new(),
            copies: Vec::new(),
        };
        let checked = match self.checked(target, &draft) {
            Ok(checked) => checked,
            Err(reason) => return Ok(skip(reason)),
        };
        let circle = match self.circle(&checked, &draft).await? {
            Ok(circle) => circle,
            Err(reason) => return Ok(skip(reason)),
        };
        let plan = self.publication(&checked, &draft, &circle).await?.plan().await?;
        let (step, difference) = match plan.step {
            Step::Post => (PreviewStep::Post, difference::unified("", &draft.body)),
            Step::Update { note, body } => {
                (PreviewStep::Update { note: note.id() }, difference::unified(note.body(), &body))
            }
            Step::Reply { note, body } => {
                (PreviewStep::Reply { note: note.id() }, difference::unified("", &body))
            }
            Step::UpdateReply { note, reply, body } => {
                (PreviewStep::Reply { note }, difference::unified(reply.body(), &body))
            }
            Step::Leave { note } => (PreviewStep::Leave { note }, String::new()),
            Step::Skip(reason) => (PreviewStep::Skip { reason }, String::new()),
            Step::Refuse { note } => (PreviewStep::Fail { note }, String::new()),
        };
        Ok(Preview { step, difference, copies: plan.copies.iter().map(crate::ours::OurNote::id).collect() })
    }

    /// Everything that can be told without a question, or why it must not be written.
    fn checked(&self, target: &NoteTarget, draft: &NoteDraft) -> Result<Checked, SkipReason> {
        let project = target.project().ok_or(SkipReason::NoProject)?;
        let place = target.place().ok_or(SkipReason::NoSubject)?;
        if target.instance().is_some_and(|instance| instance != self.host.instance()) {
            return Err(SkipReason::OtherInstance);
        }
        if !target.is_where_it_belongs() {
            return Err(SkipReason::OtherProject);
        }
        if self.projects.as_ref().is_some_and(|listed| !listed.iter().any(|one| same_project(one, project))) {
            return Err(SkipReason::ProjectNotAllowed);
        }
        let marker = NoteMarker::find_in(&draft.body).ok_or(SkipReason::NoIncident)?;
        if self.is_elsewhere(&marker) {
            return Err(SkipReason::OtherInstance);
        }
        // It would not be found again, and be posted by every run.
        if self.rules.key.as_ref().is_some_and(|key| !marker.is_sealed_with(key)) {
            return Err(SkipReason::NotSealed);
        }
        // All incidents without a name would share one note.
        if marker.incident().chars().all(|c| c.is_whitespace() || c.is_control()) {
            return Err(SkipReason::NoIncident);
        }
        Ok(Checked { place, marker })
    }

    /// Whether the note was made for another GitLab than that of the host.
    fn is_elsewhere(&self, marker: &NoteMarker) -> bool {
        let there = marker.instance().and_then(|instance| Instance::parse(instance).ok());
        there.is_some_and(|there| there != *self.host.instance())
    }

    async fn write(&self, checked: &Checked, draft: &NoteDraft) -> Result<Outcome, ApiError> {
        let _turn = self.turn.lock().await;
        if let Some(known) = &self.checked {
            let mut known = known.lock().await;
            if !known.contains(&checked.place.project) {
                self.host.may_write(&checked.place).await?;
                known.insert(checked.place.project.clone());
            }
        }
        let circle = match self.circle(checked, draft).await? {
            Ok(circle) => circle,
            Err(reason) => return Ok(Outcome::Skipped { reason }),
        };
        self.publication(checked, draft, &circle).await?.run().await
    }

    async fn publication<'p>(
        &'p self,
        checked: &'p Checked,
        draft: &'p NoteDraft,
        circle: &'p Circle,
    ) -> Result<Publication<'p>, ApiError> {
        Ok(Publication {
            host: &*self.host,
            outbox: &*self.outbox,
            key: self.key(checked),
            place: &checked.place,
            wanted: Wanted { body: &draft.body, marker: &checked.marker, resolved: draft.resolved },
            lines: &draft.lines,
            visibility: circle.visibility.as_ref(),
            internal: circle.internal,
            rules: &self.rules,
            user: self.host.current_user().await?,
        })
    }

    async fn circle(
        &self,
        checked: &Checked,
        draft: &NoteDraft,
    ) -> Result<Result<Circle, SkipReason>, ApiError> {
        circle::of(&*self.host, &checked.place, draft, self.asks_who_reads).await
    }

    /// Names the incident on the place, the same in every process.
    fn key(&self, checked: &Checked) -> String {
        let NotePlace { project, subject } = &checked.place;
        let project = project.to_string().to_lowercase();
        let subject = match subject {
            NoteSubject::Incident(iid) => NoteSubject::Issue(*iid).to_string(),
            NoteSubject::Commit(sha) => format!("commit {sha}"),
            other => other.to_string(),
        };
        format!("{} {project} {subject} {}", self.host.instance(), checked.marker.incident())
    }
}
