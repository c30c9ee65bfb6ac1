//! The note on the merge request.

use crate::args::{Args, Output};
use crate::connection::Connection;
use crate::failure::Failure;
use gitlab_rca::core::Report;
use gitlab_rca::prelude::*;
use gitlab_testkit::GitLab;
use std::io::Write;
use std::sync::Arc;

/// Writes the note when that is wanted.
pub(crate) struct Publisher {
    client: Client,
    /// The GitLab of the example, which shows what a note has done.
    example: Option<GitLab>,
    write_back: WriteBack,
    target: NoteTarget,
    note: RcaNote,
    draft: NoteDraft,
    /// Whether to show what happened: in the GitLab of the example, when a person reads.
    shows: bool,
}

impl Publisher {
    pub(crate) fn new(
        connection: &Connection,
        args: &Args,
        key: &str,
        evidence: &Evidence,
        finding: &Finding,
    ) -> Self {
        let shows = connection.is_example() && args.output() == Output::Text;
        let host = Arc::new(connection.client.clone());
        let write_back = if args.post || shows { WriteBack::on(host) } else { WriteBack::from_env(host) };
        let target = gitlab_rca::note_target(evidence);
        let note = write_back.render(&target, key, finding);
        Self {
            client: connection.client.clone(),
            example: connection.example.clone(),
            draft: NoteDraft::of(&note, finding, connection.instance()),
            write_back,
            target,
            note,
            shows,
        }
    }

    pub(crate) fn note(&self) -> &RcaNote {
        &self.note
    }

    /// Writes the note; in the example also reads it back and writes it again.
    pub(crate) async fn publish(&self, out: &mut impl Write) -> Result<(), Failure> {
        let outcome = self.write().await?;
        if !self.shows {
            return Ok(());
        }
        writeln!(out, "\nFirst run:  {outcome}")?;
        let (Some(id), Some(place)) = (outcome.note(), self.target.place()) else { return Ok(()) };
        let notes =
            NoteHost::notes(&self.client, &place).await.map_err(|error| Failure::work(Report(&error)))?;
        let kept = notes.items.iter().find(|listed| listed.note.id == id);
        let same = kept.is_some_and(|kept| kept.note.body.trim_end() == self.note.body().trim_end());
        let kept = if same { "is there as it was sent" } else { "is not there as it was sent" };
        writeln!(out, "Read back:  note {id} of {} on {} {kept}", notes.items.len(), self.target)?;
        writeln!(out, "Second run: {}", self.write().await?)?;
        if let (Some(gitlab), Some(iid)) = (&self.example, self.target.iid()) {
            let state = gitlab.merge_request(&place.project.to_string(), iid.get()).map(|found| found.state);
            writeln!(
                out,
                "Side effects: {} quick actions executed, {} people notified, the merge request is {} as before",
                gitlab.executed_commands().len(),
                gitlab.todos().len(),
                state.map_or_else(|| "gone, not".to_owned(), |state| state.to_string()),
            )?;
        }
        Ok(())
    }

    async fn write(&self) -> Result<Outcome, Failure> {
        match self.write_back.publish(&self.target, &self.draft).await {
            Outcome::Failed { error } => {
                let advice = error.advice().map(|advice| format!("; {advice}")).unwrap_or_default();
                Err(Failure::work(format!("the note could not be written: {}{advice}", Report(&error))))
            }
            outcome => Ok(outcome),
        }
    }
}
