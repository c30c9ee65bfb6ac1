//! What a [`NoteHost`] must hold, as functions to call from a test.

#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "a broken contract fails the test that calls it, as an assertion does"
)]

use crate::NoteHost;
use gitlab_core::{ApiErrorKind, MergeRequestIid, ProjectRef};

/// Checks that a note that was written is listed with its author, keeps its text, and can be changed, and
/// removed where the host can remove notes.
///
/// It writes one note on the merge request, and leaves it there where it cannot be removed.
///
/// # Panics
///
/// When the contract is broken.
pub async fn note_host(host: &dyn NoteHost, project: &ProjectRef, iid: MergeRequestIid) {
    const FIRST: &str = "<!-- contract -->\n\nThe first text, with *Markdown* and\n\n    code\n";
    const SECOND: &str = "<!-- contract -->\n\nThe second text";
    let user = host.current_user().await.expect("the host knows who writes");
    let before = host.notes(project, iid).await.expect("notes can be listed");
    assert!(before.complete, "all notes are listed, over all pages");

    let id = host.create_note(project, iid, FIRST).await.expect("a note can be written");
    let after = host.notes(project, iid).await.expect("notes can be listed");
    assert_eq!(after.items.len(), before.items.len() + 1, "one write makes one note");
    let written = after.items.iter().find(|note| note.id == id).expect("the new note is listed");
    assert_eq!(written.body.trim_end(), FIRST.trim_end(), "the text is kept, hidden comments included");
    assert_eq!(written.author.as_ref().map(|author| author.id), Some(user), "the author is the current user");
    assert!(!written.system, "a note that was written is none of the host's own");

    host.update_note(project, iid, id, SECOND).await.expect("a note can be changed");
    let changed = host.notes(project, iid).await.expect("notes can be listed");
    assert_eq!(changed.items.len(), after.items.len(), "a change makes no new note");
    let changed = changed.items.iter().find(|note| note.id == id).expect("the note keeps its id");
    assert_eq!(changed.body.trim_end(), SECOND, "the text was changed");

    let expected = match host.delete_note(project, iid, id).await {
        Ok(()) => before.items.len(),
        Err(error) if error.kind() == ApiErrorKind::Unsupported => after.items.len(),
        Err(error) => panic!("a note can be removed, or the host says that it never removes any: {error}"),
    };
    let left = host.notes(project, iid).await.expect("notes can be listed");
    assert_eq!(left.items.len(), expected, "a note is removed, and none but that one");
}
