//! What later findings do to the notes of earlier ones, and what people's edits do to both.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the helpers of the tests fail them, as the tests themselves do"
)]

mod support;

use gitlab_api_client::endpoints::CreateNote;
use gitlab_core::{ApiErrorKind, Delivery, MergeRequestIid};
use gitlab_testkit::scenario::Project;
use gitlab_testkit::{GitLab, ManualClock, Role};
use gitlab_write_back::{
    MemoryOutbox, Mode, NoteHost, NotePlace, NoteStyle, NoteTarget, Outbox, Outcome, PreviewStep, SkipReason,
    WhenDeleted, WhenEdited, WriteBack,
};
use rca_note::{MarkerKey, NoteMarker, RcaNote};
use std::sync::Arc;
use support::world::{
    MARIA, by_bot, client, delete, draft, edit, merge_request, project, scenario, world, world_of,
};
use support::{BOT, finding};

struct Desk {
    gitlab: GitLab,
    clock: ManualClock,
    target: NoteTarget,
    place: NotePlace,
}

impl Desk {
    fn new() -> Self {
        let (gitlab, clock) = world();
        let target = merge_request("shop/cart");
        let place = target.place().unwrap();
        Self { gitlab, clock, target, place }
    }

    fn write_back(&self) -> WriteBack {
        WriteBack::on(Arc::new(client(&self.gitlab, BOT, &self.clock)))
    }

    fn notes(&self) -> Vec<gitlab_core::types::Note> {
        by_bot(self.gitlab.merge_request_notes("shop/cart", 1))
    }

    async fn maria_edits(&self, index: usize, words: &str) {
        edit(&client(&self.gitlab, MARIA, &self.clock), &self.place, &self.notes()[index], words).await;
    }

    async fn maria_deletes(&self, index: usize) {
        let maria = client(&self.gitlab, MARIA, &self.clock);
        delete(&maria, &self.place, self.notes()[index].id).await;
    }
}

#[tokio::test]
async fn case_129_an_older_finding_never_overwrites_a_newer_one() {
    for mode in [Mode::Update, Mode::Append] {
        let desk = Desk::new();
        let write_back = desk.write_back().mode(mode);
        let newer = write_back.publish(&desk.target, draft("alert-1", "newer", Some(20))).await;
        let late = write_back.publish(&desk.target, draft("alert-1", "older", Some(10))).await;
        let note = newer.note().unwrap();
        assert!(
            matches!(late, Outcome::Skipped { reason: SkipReason::Older { note: there } } if there == note),
            "{mode:?}: {late:?}"
        );
        assert!(desk.notes().len() == 1 && desk.notes()[0].body.contains("newer"));
        // Of the same moment, or of one that nobody told, the last one counts.
        let same = write_back.publish(&desk.target, draft("alert-1", "same time", Some(20))).await;
        assert!(matches!(same, Outcome::Updated { .. } | Outcome::Replied { .. }), "{mode:?}: {same:?}");
        let untold = write_back.publish(&desk.target, draft("alert-1", "untold", None)).await;
        assert!(matches!(untold, Outcome::Updated { .. } | Outcome::Replied { .. }), "{mode:?}: {untold:?}");
    }
}

#[tokio::test]
async fn append_makes_one_thread_with_one_answer_for_each_run() {
    let desk = Desk::new();
    let write_back = desk.write_back().mode(Mode::Append);
    let first = write_back.publish(&desk.target, draft("alert-1", "first", Some(1))).await;
    let Outcome::Posted { note } = first else { panic!("{first:?}") };
    for (run, seconds) in [("second", 2), ("third", 3)] {
        for _ in 0..2 {
            let outcome = write_back.publish(&desk.target, draft("alert-1", run, Some(seconds))).await;
            assert_eq!(outcome.note(), Some(note), "{outcome:?}");
        }
    }
    // The same words of another moment are another run.
    let again = write_back.publish(&desk.target, draft("alert-1", "third", Some(4))).await;
    assert!(matches!(again, Outcome::Replied { note: to, .. } if to == note), "{again:?}");
    let notes = desk.notes();
    assert_eq!(notes.len(), 4, "{notes:?}");
    assert!(notes.iter().all(|note| note.note_type.as_deref() == Some("DiscussionNote")), "{notes:?}");

    // When it is over, the note itself says so.
    let over = draft("alert-1", "over", Some(5)).resolved();
    let outcome = write_back.publish(&desk.target, over).await;
    assert!(matches!(outcome, Outcome::Updated { note: there } if there == note), "{outcome:?}");
    assert!(desk.notes().len() == 4 && desk.notes()[0].body.contains("over"));
}

#[tokio::test]
async fn case_126_an_answer_that_is_there_twice_is_left_once_by_the_next_run() {
    let desk = Desk::new();
    let write_back = desk.write_back().mode(Mode::Append);
    let host = client(&desk.gitlab, BOT, &desk.clock);
    write_back.publish(&desk.target, draft("alert-1", "first", Some(1))).await;
    let second = draft("alert-1", "second", Some(2));
    write_back.publish(&desk.target, &second).await;
    let first = host.notes(&desk.place).await.unwrap().items.into_iter().find(|one| !one.is_reply).unwrap();
    let copy = host.reply(&desk.place, &first.handle(), &second.body).await.unwrap();
    assert_eq!(desk.notes().len(), 3);
    let preview = write_back.preview(&desk.target, draft("alert-1", "third", Some(3))).await.unwrap();
    assert_eq!(preview.copies, [copy.id]);
    write_back.publish(&desk.target, draft("alert-1", "third", Some(3))).await;
    let notes = desk.notes();
    assert!(notes.len() == 3 && notes.iter().all(|note| note.id != copy.id), "{notes:?}");
}

#[tokio::test]
async fn append_adds_no_answer_that_says_nothing_new_when_nobody_tells_the_runs_apart() {
    let desk = Desk::new();
    let write_back = desk.write_back().mode(Mode::Append);
    for text in ["a", "a", "b", "b", "a"] {
        write_back.publish(&desk.target, draft("alert-1", text, None)).await;
    }
    assert_eq!(desk.notes().len(), 3);
}

#[tokio::test]
async fn always_new_makes_a_note_for_each_run_and_resolved_updates_the_last() {
    let desk = Desk::new();
    let write_back = desk.write_back().mode(Mode::New);
    for (text, at) in [("a", 1), ("b", 2), ("b", 2), ("b", 3)] {
        write_back.publish(&desk.target, draft("alert-1", text, Some(at))).await;
    }
    assert_eq!(desk.notes().len(), 3, "the very same finding is posted once");
    for _ in 0..2 {
        let outcome = write_back.publish(&desk.target, draft("alert-1", "untold", None)).await;
        assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
    }
    assert_eq!(desk.notes().len(), 5);
    let last = desk.notes()[4].id;
    let outcome = write_back.publish(&desk.target, draft("alert-1", "over", Some(9)).resolved()).await;
    assert!(matches!(outcome, Outcome::Updated { note } if note == last), "{outcome:?}");
    assert_eq!(desk.notes().len(), 5);
}

#[tokio::test]
async fn case_128_the_difference_to_a_note_that_a_person_edited_is_one_answer_kept_up_to_date() {
    let desk = Desk::new();
    let write_back = desk.write_back();
    let first = write_back.publish(&desk.target, draft("alert-1", "one", Some(1))).await;
    let note = first.note().unwrap();
    desk.maria_edits(0, "It was `me`. /close\n\n```\n>>>\n/close\n```").await;
    let preview = write_back.preview(&desk.target, draft("alert-1", "two", Some(2))).await.unwrap();
    assert_eq!(preview.step, PreviewStep::Reply { note });

    for (text, at) in [("two", 2), ("two", 2), ("three", 3)] {
        // Another process finds the edit by the marker alone.
        let outcome = desk.write_back().publish(&desk.target, draft("alert-1", text, Some(at))).await;
        assert_eq!(outcome.note(), Some(note), "{outcome:?}");
    }
    let notes = desk.notes();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].body.contains("It was `me`") && notes[0].body.contains("one"));
    let answer = &notes[1].body;
    assert!(answer.contains("\n-one\n") && answer.contains("\n+three\n"), "{answer}");
    assert!(answer.contains("\n-It was `me`. /close\n") && answer.contains("\n````diff\n"), "{answer}");
    assert!(NoteMarker::find_in(answer).is_some());
    let late = write_back.publish(&desk.target, draft("alert-1", "older", Some(2))).await;
    assert!(matches!(late, Outcome::Skipped { reason: SkipReason::Older { .. } }), "{late:?}");

    // What she writes into the answer stays, too.
    desk.maria_edits(1, "and this").await;
    write_back.publish(&desk.target, draft("alert-1", "four", Some(4))).await;
    let notes = desk.notes();
    assert_eq!(notes.len(), 3);
    assert!(notes[1].body.contains("and this") && notes[2].body.contains("+four"));
    assert!(desk.gitlab.executed_commands().is_empty(), "{:?}", desk.gitlab.executed_commands());
}

#[tokio::test]
async fn case_128_a_merge_request_that_is_locked_or_merged() {
    let more = |has_bot: bool| {
        move |project: Project| {
            let project = if has_bot { project.member("bot", Role::Developer) } else { project };
            project
                .public()
                .member("maria", Role::Maintainer)
                .commit("start", |commit| commit.author("maria").file("a", "a\n"))
                .commit("change", |commit| commit.on("topic").author("maria").file("a", "b\n"))
                .commit("landed", |commit| commit.author("maria").file("a", "b\n"))
                .merge_request("Change a", |it| {
                    let it = it.from("topic").author("maria");
                    if has_bot { it.merged("landed") } else { it }
                })
        }
    };
    let scenario = scenario().project("open/strange", more(false)).project("open/merged", more(true));
    let (gitlab, clock) = world_of(scenario);
    let maria = client(&gitlab, MARIA, &clock);
    let outbox = Arc::new(MemoryOutbox::new());
    let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock))).outbox(outbox.clone());
    for path in ["shop/cart", "open/strange"] {
        maria.send(&CreateNote::new(project(path), MergeRequestIid::new(1), "/lock")).await.unwrap();
    }
    // Members may write where the discussion is locked, strangers may not; what is merged takes notes as before.
    for path in ["shop/cart", "open/merged"] {
        for text in ["one", "two"] {
            let outcome = write_back.publish(&merge_request(path), draft("alert-1", text, None)).await;
            assert!(outcome.note().is_some(), "{path}: {outcome:?}");
        }
        let notes = by_bot(gitlab.merge_request_notes(path, 1));
        assert!(notes.len() == 1 && notes[0].body.contains("two"), "{path}: {notes:?}");
    }
    let outcome = write_back.publish(&merge_request("open/strange"), draft("alert-1", "one", None)).await;
    let Outcome::Failed { error } = outcome else { panic!("{outcome:?}") };
    assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::Forbidden, Delivery::Refused));
    assert!(error.advice().is_some(), "{error:?}");
    assert!(by_bot(gitlab.merge_request_notes("open/strange", 1)).is_empty());
    assert!(outbox.pending().await.unwrap().is_empty(), "a refusal leaves no doubt");
}

#[tokio::test]
async fn case_128_an_edited_note_is_an_error_by_policy() {
    let desk = Desk::new();
    let write_back = desk.write_back().when_edited(WhenEdited::Fail);
    let note = write_back.publish_finding(&desk.target, "alert-1", &finding("one")).await.note().unwrap();
    desk.maria_edits(0, "mine").await;
    let preview = write_back.preview(&desk.target, draft("alert-1", "two", None)).await.unwrap();
    assert_eq!(preview.step, PreviewStep::Fail { note });
    let outcome = write_back.publish_finding(&desk.target, "alert-1", &finding("two")).await;
    let Outcome::Failed { error } = outcome else { panic!("{outcome:?}") };
    assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::Conflict, Delivery::NotSent));
    assert!(error.advice().unwrap().contains("WhenEdited::Reply"));
    assert!(desk.notes().len() == 1 && desk.notes()[0].body.contains("mine"));
}

#[tokio::test]
async fn case_128_a_note_whose_marker_a_person_took_out_is_remembered_by_the_outbox() {
    let desk = Desk::new();
    let write_back = desk.write_back();
    write_back.publish(&desk.target, draft("alert-1", "one", None)).await;
    let maria = client(&desk.gitlab, MARIA, &desk.clock);
    let mut note = desk.notes().remove(0);
    note.body = "All mine now.".to_owned();
    edit(&maria, &desk.place, &note, "").await;
    let outcome = write_back.publish(&desk.target, draft("alert-1", "two", None)).await;
    assert!(matches!(outcome, Outcome::Replied { .. }), "{outcome:?}");
    assert!(desk.notes()[0].body.contains("All mine now."));
}

#[tokio::test]
async fn case_128_a_deleted_note_is_made_again_or_not() {
    for (policy, outbox) in [
        (WhenDeleted::Post, Arc::new(MemoryOutbox::new())),
        (WhenDeleted::Leave, Arc::new(MemoryOutbox::new())),
    ] {
        let desk = Desk::new();
        let write_back = || desk.write_back().outbox(outbox.clone()).when_deleted(policy);
        let note = write_back().publish(&desk.target, draft("alert-1", "one", None)).await.note().unwrap();
        desk.maria_deletes(0).await;
        let outcome = write_back().publish(&desk.target, draft("alert-1", "two", None)).await;
        match policy {
            WhenDeleted::Leave => assert!(
                matches!(outcome, Outcome::Skipped { reason: SkipReason::Deleted { note: gone } } if gone == note),
                "{outcome:?}"
            ),
            _ => assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}"),
        }
        assert_eq!(desk.notes().len(), usize::from(policy == WhenDeleted::Post));
        assert!(outbox.pending().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn case_128_a_copy_that_a_person_edited_is_not_removed() {
    let desk = Desk::new();
    // Two processes that know nothing of each other, one of which ended early.
    for text in ["oldest", "copy"] {
        desk.write_back().mode(Mode::New).publish(&desk.target, draft("alert-1", text, None)).await;
    }
    desk.maria_edits(1, "precious").await;
    desk.write_back().publish(&desk.target, draft("alert-1", "new", None)).await;
    let notes = desk.notes();
    assert!(notes.len() == 2 && notes[0].body.contains("new") && notes[1].body.contains("precious"));
}

#[tokio::test]
async fn case_127_with_a_key_a_marker_that_was_copied_or_changed_is_not_ours() {
    let desk = Desk::new();
    let key = || MarkerKey::new("a secret of at least some length");
    // Another program that writes as the same user, and does not have the key.
    desk.write_back().publish(&desk.target, draft("alert-1", "not sealed", None)).await;
    let write_back = desk.write_back().marker_key(key());
    let first = write_back.publish_finding(&desk.target, "alert-1", &finding("sealed")).await;
    assert!(matches!(first, Outcome::Posted { .. }), "{first:?}");
    let second = write_back.publish_finding(&desk.target, "alert-1", &finding("sealed anew")).await;
    assert_eq!(second.note(), first.note());
    let notes = desk.notes();
    assert!(notes.len() == 2 && notes[0].body.contains("not sealed") && notes[1].body.contains("anew"));
    let other = desk.write_back().marker_key(MarkerKey::new("another secret of some length"));
    let outcome = other.publish_finding(&desk.target, "alert-1", &finding("other")).await;
    assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
    assert!(!format!("{write_back:?}").contains("some length"));
}

#[tokio::test]
async fn case_127_with_a_key_a_note_without_its_seal_is_not_written() {
    let desk = Desk::new();
    let write_back = desk.write_back().marker_key(MarkerKey::new("a secret of at least some length"));
    // It would never be found again, and be posted by every run.
    let outcome = write_back.publish(&desk.target, draft("alert-1", "not sealed", None)).await;
    assert!(matches!(outcome, Outcome::Skipped { reason: SkipReason::NotSealed }), "{outcome:?}");
    assert!(desk.gitlab.requests().is_empty());
}

#[tokio::test]
async fn case_130_markers_are_bound_to_instance_project_and_incident_whatever_it_is_called() {
    let desk = Desk::new();
    let write_back = desk.write_back();
    for (count, incident) in ["a --> b", "a\n/close", "\"'><script>", "--", "a -- b"].into_iter().enumerate()
    {
        for text in ["one", "two"] {
            write_back.publish_finding(&desk.target, incident, &finding(text)).await;
        }
        assert_eq!(desk.notes().len(), count + 1, "{incident:?}");
    }
    let marker = NoteMarker::find_in(&desk.notes()[0].body).unwrap();
    assert_eq!(marker.instance().unwrap(), desk.gitlab.instance().to_string());
    assert_eq!((marker.project(), marker.incident()), (Some("shop/cart"), "a --> b"));
    // A note that came along from another project is none of this one's.
    let moved = NoteMarker::new("moved").with_project("shop/elsewhere");
    let moved = RcaNote::builder().incident(moved).build().render(&finding("moved"));
    desk.write_back().publish(&desk.target, moved).await;
    let outcome = desk.write_back().publish_finding(&desk.target, "moved", &finding("here")).await;
    assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_thread_is_one_that_can_be_resolved_and_is_updated_in_place() {
    let desk = Desk::new();
    let write_back = desk.write_back().style(NoteStyle::Thread);
    for text in ["one", "two"] {
        write_back.publish(&desk.target, draft("alert-1", text, None)).await;
    }
    let notes = desk.notes();
    assert!(notes.len() == 1 && notes[0].resolvable && notes[0].body.contains("two"), "{notes:?}");
}
