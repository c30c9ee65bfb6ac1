//! Logs what became of a note, in lines that begin with `[publish] GitLab MR`.

use crate::{NoteTarget, Outcome};
use gitlab_core::{ApiError, NoteId, Report};

pub(crate) fn outcome(target: &NoteTarget, outcome: &Outcome) {
    let place = place(target);
    match outcome {
        Outcome::Posted { note } => tracing::info!(%note, "[publish] GitLab MR note posted: {place}"),
        Outcome::Updated { note } => tracing::info!(%note, "[publish] GitLab MR note updated: {place}"),
        Outcome::Unchanged { note } => tracing::info!(%note, "[publish] GitLab MR note unchanged: {place}"),
        Outcome::Skipped { reason } => tracing::info!("[publish] GitLab MR note skipped: {place}: {reason}"),
        Outcome::Failed { error } => {
            let advice = error.advice().unwrap_or("see the error");
            tracing::warn!("[publish] GitLab MR note failed: {place}: {}: {advice}", Report(error));
        }
    }
}

pub(crate) fn answer_lost(target: &NoteTarget, error: &ApiError) {
    tracing::warn!(
        "[publish] GitLab MR answer lost, looking for the note: {}: {}",
        place(target),
        Report(error)
    );
}

pub(crate) fn copy_removed(target: &NoteTarget, note: NoteId) {
    tracing::info!(%note, "[publish] GitLab MR copy removed: {}", place(target));
}

pub(crate) fn copies_may_be_left(target: &NoteTarget, error: &ApiError) {
    tracing::warn!(
        "[publish] GitLab MR copies may be left: {}: {}: the next run looks for them again",
        place(target),
        Report(error)
    );
}

fn place(target: &NoteTarget) -> String {
    let project = target.project().map_or_else(|| "unknown".to_owned(), ToString::to_string);
    let iid = target.iid().map_or_else(|| "unknown".to_owned(), |iid| iid.to_string());
    format!("project={project} mr_iid={iid}")
}
