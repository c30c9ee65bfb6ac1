//! What a [`NoteHost`] and an [`Outbox`] must hold, as functions to call from a test.

#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "a broken contract fails the test that calls it, as an assertion does"
)]

use crate::{
    ListedNote, NewNote, NoteForm, NoteHost, NotePlace, Outbox, OutboxEntry, PendingKind, PendingWrite,
    WrittenNote,
};
use gitlab_core::{ApiErrorKind, Instance, NoteId};

async fn listed(host: &dyn NoteHost, place: &NotePlace) -> Vec<ListedNote> {
    let notes = host.notes(place).await.expect("notes can be listed");
    assert!(notes.complete, "all notes are listed, over all pages");
    notes.items
}

/// Checks that a note that was written is listed with its author, keeps its text, can be changed and answered to, and
/// removed where the host can do so; and that a thread is one.
///
/// It writes notes on the place, and leaves them there where they cannot be removed.
///
/// # Panics
///
/// When the contract is broken.
pub async fn note_host(host: &dyn NoteHost, place: &NotePlace) {
    const FIRST: &str = "<!-- contract -->\n\nThe first text, with *Markdown* and\n\n    code\n";
    const SECOND: &str = "<!-- contract -->\n\nThe second text";
    let user = host.current_user().await.expect("the host knows who writes");
    for form in [NoteForm::Plain, NoteForm::Thread] {
        let before = listed(host, place).await;
        let new = NewNote::new(FIRST).with_form(form);
        let id = host.create_note(place, &new).await.expect("a note can be written").id;
        let after = listed(host, place).await;
        assert_eq!(after.len(), before.len() + 1, "one write makes one note");
        let written = after.iter().find(|one| one.note.id == id).expect("the new note is listed");
        assert_eq!(
            written.note.body.trim_end(),
            FIRST.trim_end(),
            "the text is kept, hidden comments included"
        );
        let author = written.note.author.as_ref().map(|author| author.id);
        assert_eq!(author, Some(user), "the author is the current user");
        assert!(!written.note.system, "a note that was written is none of the host's own");
        assert!(!written.is_reply, "it answers to nothing");
        assert!(before.iter().all(|one| one.note.id < id), "later notes have higher ids");
        let handle = written.handle();

        host.update_note(place, &handle, SECOND).await.expect("a note can be changed");
        let changed = listed(host, place).await;
        assert_eq!(changed.len(), after.len(), "a change makes no new note");
        let changed = changed.iter().find(|one| one.note.id == id).expect("the note keeps its id");
        assert_eq!(changed.note.body.trim_end(), SECOND, "the text was changed");

        let mut written = vec![handle.clone()];
        match host.reply(place, &handle, FIRST).await {
            Ok(reply) => {
                let replies = listed(host, place).await;
                let found = replies.iter().find(|one| one.note.id == reply.id).expect("the answer is listed");
                assert!(found.is_reply, "it is listed as an answer");
                let first = replies.iter().find(|one| one.note.id == id).expect("the note is still there");
                assert_eq!(found.thread, first.thread, "it is in the thread of the note");
                assert!(!first.is_reply, "a note stays the first of its thread");
                written.push(found.handle());
            }
            Err(error) if error.kind() == ApiErrorKind::Unsupported => {}
            Err(error) => panic!("a note can be answered to, or the host says that it never can: {error}"),
        }

        let mut expected = before.len() + written.len();
        for note in written.iter().rev() {
            match host.delete_note(place, note).await {
                Ok(()) => expected -= 1,
                Err(error) if error.kind() == ApiErrorKind::Unsupported => {}
                Err(error) => {
                    panic!("a note can be removed, or the host says that it never removes any: {error}")
                }
            }
            assert_eq!(listed(host, place).await.len(), expected, "a note is removed, and none but that one");
        }
    }
}

/// Checks that an outbox gives what was put into it, replaces only what is as expected, and knows what is under way.
///
/// It needs an empty outbox.
///
/// # Panics
///
/// When the contract is broken.
pub async fn outbox(outbox: &dyn Outbox, place: &NotePlace) {
    let get = async |key: &str| outbox.get(key).await.expect("an entry can be read");
    let replace = async |key: &str, expected: Option<&OutboxEntry>, entry: &OutboxEntry| {
        outbox.replace(key, expected, entry).await.expect("an entry can be kept")
    };
    let pending = async || outbox.pending().await.expect("entries can be listed");
    assert!(get("a").await.is_none() && pending().await.is_empty(), "it is empty at first");

    let instance = Instance::parse("https://gitlab.example.com/sub").expect("an instance");
    let mut begun = OutboxEntry::new(instance.clone(), place.clone());
    begun.pending = Some(PendingWrite {
        kind: PendingKind::Create,
        body: "line\r\n\u{0}\u{1f600} <!-- -->".to_owned(),
        draft: None,
        resolved: false,
        visibility: None,
        internal: true,
        since: "2026-03-01T00:00:00.123Z".parse().expect("a date"),
        after: Some(NoteId::new(6)),
    });
    let mut done = OutboxEntry::new(instance, place.clone());
    done.written = Some(WrittenNote::new(NoteId::new(7), "line"));

    assert!(!replace("a", Some(&done), &begun).await, "what is not there is not as expected");
    assert!(get("a").await.is_none(), "and nothing was put there");
    assert!(replace("a", None, &begun).await, "an entry is put where none is");
    assert_eq!(get("a").await.as_ref(), Some(&begun), "it comes back as it was");
    assert!(get("b").await.is_none(), "other keys know nothing of it");
    assert!(
        !replace("a", None, &done).await && !replace("a", Some(&done), &done).await,
        "it is not as expected"
    );
    assert_eq!(get("a").await.as_ref(), Some(&begun), "and was left alone");
    assert_eq!(pending().await, [begun.clone()], "what is under way is known");
    assert!(replace("a", Some(&begun), &done).await, "what is as expected is replaced");
    assert_eq!(get("a").await.as_ref(), Some(&done), "by what it was to be");
    assert!(pending().await.is_empty(), "nothing is under way any more");
    for key in ["", " ", "a/../b", "A", "a\0", "\u{1f600}", &"k".repeat(5_000)] {
        assert!(get(key).await.is_none(), "{key:?} is a key of its own");
        assert!(replace(key, None, &begun).await, "any text is a key");
    }
    assert_eq!(get("a").await.as_ref(), Some(&done), "keys do not touch each other");
}
