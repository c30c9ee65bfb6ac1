//! Puts the note there once.

use crate::one_note::{OneNote, same_text};
use crate::{NoteHost, NoteTarget, Outcome, Preview, SkipReason, log};
use gitlab_core::{ApiError, MergeRequestIid, ProjectRef};
use rca_note::{Finding, NoteMarker, RcaNote};
use std::sync::Arc;
use tokio::sync::Mutex;

/// The variable that turns write-back on.
const SWITCH: &str = "GITLAB_MR_WRITEBACK";

/// Puts one note on a merge request, and keeps it up to date.
///
/// It is off unless turned on, and [`only_projects`](Self::only_projects) bounds where it writes. A note is found
/// again by its hidden marker and by its author: it must be our own user's, and none that GitLab wrote by
/// itself, so that nobody else can make us change a text by copying a marker.
///
/// One incident has one note on a merge request. Notes of one `WriteBack` and its clones are written one after
/// the other, in the order of the calls. Other processes of the same user may write at the same time: each looks
/// again after its post, the oldest note stays with the text that was written last, and copies are removed. A
/// process that ends in between leaves a copy for the next run to remove.
///
/// When the answer to a post is lost, the note is looked for, for about a minute by the host's
/// [`clock`](NoteHost::clock), and only if it is not there then is it posted once more. Without a clock it is
/// looked for once and never posted again; the outcome then is a failure that says that it may be there.
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
    /// Every project when there is no list.
    projects: Option<Arc<[ProjectRef]>>,
    /// Held while a note is written. One for all merge requests: GitLab takes about one note a second anyway.
    turn: Arc<Mutex<()>>,
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
        Self { host, enabled, projects: None, turn: Arc::default() }
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

    /// Lets notes be written only to these projects; another project's merge request is skipped with
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

    /// Renders the finding with its usual options and puts it on the merge request.
    ///
    /// `incident` names the incident in a way that stays the same over its life, such as an alert's fingerprint:
    /// a later run with the same name updates the note. A blank one is no name, and nothing is written.
    pub async fn publish_finding(&self, target: &NoteTarget, incident: &str, finding: &Finding) -> Outcome {
        self.publish(target, &self.render(incident, finding)).await
    }

    /// The note that [`publish_finding`](Self::publish_finding) writes, to show it or to
    /// [`preview`](Self::preview) what would be done with it.
    #[must_use]
    pub fn render(&self, incident: &str, finding: &Finding) -> RcaNote {
        let instance = self.host.instance();
        let marker = NoteMarker::new(incident).with_instance(instance.to_string());
        RcaNote::builder().incident(marker).links_to(instance.web_url()).build().render(finding)
    }

    /// Puts `note` on the merge request: updates ours for the same incident in place, or posts it.
    pub async fn publish(&self, target: &NoteTarget, note: &RcaNote) -> Outcome {
        let checked = if self.enabled { self.checked(target, note) } else { Err(SkipReason::TurnedOff) };
        let outcome = match checked {
            Ok(place) => {
                let project = place.0;
                match self.write(place, note).await {
                    Ok(outcome) => outcome,
                    Err(error) => Outcome::Failed { error: error.on_project(project) },
                }
            }
            Err(reason) => Outcome::Skipped { reason },
        };
        log::outcome(target, &outcome);
        outcome
    }

    /// What [`publish`](Self::publish) would do now, with write-back turned on. Writes nothing.
    ///
    /// A finding becomes a note by [`render`](Self::render). Copies that `publish` would remove are not told.
    ///
    /// # Errors
    ///
    /// [`ApiError`] when the notes on the merge request cannot be read.
    pub async fn preview(&self, target: &NoteTarget, note: &RcaNote) -> Result<Preview, ApiError> {
        let (project, iid, marker) = match self.checked(target, note) {
            Ok(place) => place,
            Err(reason) => return Ok(Preview::WouldSkip { reason }),
        };
        let (_, ours) = OneNote::look(&*self.host, project, iid, &marker).await?;
        Ok(match ours.into_iter().next() {
            None => Preview::WouldPost,
            Some(found) if same_text(&found.body, note.body()) => Preview::WouldLeave { note: found.id },
            Some(found) => Preview::WouldUpdate { note: found.id, present: found.body },
        })
    }

    /// Everything that a note needs to be written and found again, or why it must not be written.
    fn checked<'t>(&self, target: &'t NoteTarget, note: &RcaNote) -> Result<Place<'t>, SkipReason> {
        let project = target.project().ok_or(SkipReason::NoProject)?;
        let iid = target.iid().ok_or(SkipReason::NoMergeRequest)?;
        if self.projects.as_ref().is_some_and(|listed| !listed.iter().any(|one| same_project(one, project))) {
            return Err(SkipReason::ProjectNotAllowed);
        }
        let marker = NoteMarker::find_in(note.body()).ok_or(SkipReason::NoIncident)?;
        // All incidents without a name would share one note.
        if marker.incident().chars().all(|c| c.is_whitespace() || c.is_control()) {
            return Err(SkipReason::NoIncident);
        }
        Ok((project, iid, marker))
    }

    async fn write(&self, (project, iid, marker): Place<'_>, note: &RcaNote) -> Result<Outcome, ApiError> {
        let _turn = self.turn.lock().await;
        let (one_note, ours) = OneNote::look(&*self.host, project, iid, &marker).await?;
        one_note.write(&ours, note.body()).await
    }
}

type Place<'t> = (&'t ProjectRef, MergeRequestIid, NoteMarker);

/// GitLab does not tell upper case from lower case in paths.
fn same_project(one: &ProjectRef, other: &ProjectRef) -> bool {
    match (one.path(), other.path()) {
        (Some(one), Some(other)) => one.as_str().to_lowercase() == other.as_str().to_lowercase(),
        _ => one == other,
    }
}
