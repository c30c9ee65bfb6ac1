//! Logs what became of a note, in lines that begin with `[publish] GitLab MR` (or `issue`, `incident`, `commit`).

use crate::{NotePlace, NoteSubject, NoteTarget, OutboxError, Outcome};
use gitlab_core::{ApiError, NoteId, ProjectRef, Report};

pub(crate) fn outcome(target: &NoteTarget, outcome: &Outcome) {
    let (kind, place) = words(target.project(), target.subject());
    match outcome {
        Outcome::Posted { note } => tracing::info!(%note, "[publish] GitLab {kind} note posted: {place}"),
        Outcome::Updated { note } => tracing::info!(%note, "[publish] GitLab {kind} note updated: {place}"),
        Outcome::Unchanged { note } => {
            tracing::info!(%note, "[publish] GitLab {kind} note unchanged: {place}");
        }
        Outcome::Replied { note, reply } => {
            tracing::info!(%note, %reply, "[publish] GitLab {kind} note replied: {place}");
        }
        Outcome::Skipped { reason } => {
            tracing::info!("[publish] GitLab {kind} note skipped: {place}: {reason}");
        }
        Outcome::Failed { error } => {
            let advice = error.advice().unwrap_or("see the error");
            tracing::warn!("[publish] GitLab {kind} note failed: {place}: {}: {advice}", Report(error));
        }
    }
}

pub(crate) fn answer_lost(at: &NotePlace, error: &ApiError) {
    let (kind, place) = of(at);
    tracing::warn!("[publish] GitLab {kind} answer lost, looking for the note: {place}: {}", Report(error));
}

pub(crate) fn unfinished(at: &NotePlace) {
    let (kind, place) = of(at);
    tracing::info!(
        "[publish] GitLab {kind} write unfinished by an earlier run or another process, looking for it: {place}"
    );
}

pub(crate) fn not_on_the_line(at: &NotePlace, why: Option<&ApiError>) {
    let (kind, place) = of(at);
    let why = why.map_or_else(|| "the diff does not show it".to_owned(), |error| Report(error).to_string());
    tracing::info!("[publish] GitLab {kind} note not on the line, but a plain one: {place}: {why}");
}

pub(crate) fn copy_removed(at: &NotePlace, note: NoteId) {
    let (kind, place) = of(at);
    tracing::info!(%note, "[publish] GitLab {kind} copy removed: {place}");
}

pub(crate) fn copies_may_be_left(at: &NotePlace, error: &ApiError) {
    let (kind, place) = of(at);
    tracing::warn!(
        "[publish] GitLab {kind} copies may be left: {place}: {}: the next run looks for them again",
        Report(error)
    );
}

pub(crate) fn outbox_not_settled(at: &NotePlace, error: &OutboxError) {
    let (kind, place) = of(at);
    tracing::warn!(
        "[publish] GitLab {kind} note is there, but the outbox does not know: {place}: {}: \
         the next run looks for it",
        Report(error)
    );
}

fn of(place: &NotePlace) -> (&'static str, String) {
    words(Some(&place.project), Some(&place.subject))
}

fn words(project: Option<&ProjectRef>, subject: Option<&NoteSubject>) -> (&'static str, String) {
    let project = project.map_or_else(|| "unknown".to_owned(), ToString::to_string);
    let (kind, subject) = match subject {
        None => ("MR", "mr_iid=unknown".to_owned()),
        Some(NoteSubject::MergeRequest(iid)) => ("MR", format!("mr_iid={iid}")),
        Some(NoteSubject::Issue(iid)) => ("issue", format!("issue_iid={iid}")),
        Some(NoteSubject::Incident(iid)) => ("incident", format!("incident_iid={iid}")),
        Some(NoteSubject::Commit(sha)) => ("commit", format!("sha={sha}")),
    };
    (kind, format!("project={project} {subject}"))
}
