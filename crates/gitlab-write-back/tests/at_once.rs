//! Several runs at the same time end with one note, and copies that are there already are mended.
#![allow(clippy::unwrap_used, reason = "the helpers of the tests fail them, as the tests themselves do")]

mod support;

use async_trait::async_trait;
use gitlab_core::types::{Note, User};
use gitlab_core::{ApiError, Clock, Instance, Listing, NoteId, UserId};
use gitlab_testkit::{Fault, GitLab, ManualClock};
use gitlab_write_back::{ListedNote, NewNote, NoteHandle, NoteHost, NotePlace, Outcome, WriteBack};
use rca_note::NoteMarker;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::world::draft;
use support::{BOT, finding, gitlab, host, host_by, notes_of_bot, place, slow_gitlab, target};

fn posted(outcomes: &[Outcome]) -> usize {
    outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Posted { .. })).count()
}

#[tokio::test]
async fn case_126_five_tasks_of_one_write_back_make_one_note_and_the_last_one_stands() {
    let clock = ManualClock::new().auto_advance();
    let gitlab = slow_gitlab(&clock);
    let write_back = WriteBack::on(host_by(&gitlab, BOT, clock));
    let tasks: Vec<_> = (1..=5)
        .map(|run| {
            let write_back = write_back.clone();
            let finding = finding(&format!("run {run}"));
            tokio::spawn(async move { write_back.publish_finding(&target(), "alert-1", &finding).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    let notes = notes_of_bot(&gitlab);
    assert_eq!(notes.len(), 1);
    assert!(notes[0].body.contains("run 5"), "{}", notes[0].body);
    assert_eq!(posted(&outcomes), 1, "{outcomes:?}");
    let creations = gitlab.requests().iter().filter(|request| request.method == "POST").count();
    assert_eq!(creations, 1, "the others waited for the first");
}

/// Runs this many processes, each with a client of its own, of which each starts a little after the one before.
async fn race(processes: u64, stagger: Duration) -> (GitLab, Vec<Outcome>) {
    let clock = ManualClock::new().auto_advance();
    let gitlab = slow_gitlab(&clock);
    let tasks: Vec<_> = (0..processes)
        .map(|process| {
            let write_back = WriteBack::on(host_by(&gitlab, BOT, clock.clone()));
            let clock = clock.clone();
            tokio::spawn(async move {
                clock.sleep(stagger * u32::try_from(process).unwrap()).await;
                write_back
                    .publish_finding(&target(), "alert-1", &finding(&format!("process {process}")))
                    .await
            })
        })
        .collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    (gitlab, outcomes)
}

#[tokio::test]
async fn case_126_two_to_eight_processes_at_once_end_with_one_note() {
    for processes in 2..=8 {
        // From all at the very same moment to each after the one before has finished.
        for stagger in [0, 17, 75, 110, 600] {
            let (gitlab, outcomes) = race(processes, Duration::from_millis(stagger)).await;
            let notes = notes_of_bot(&gitlab);
            assert_eq!(notes.len(), 1, "{processes} processes, {stagger} ms apart: {outcomes:?}");
            assert!(NoteMarker::find_in(&notes[0].body).is_some(), "{}", notes[0].body);
            for outcome in &outcomes {
                let note = outcome.note().unwrap_or_else(|| panic!("{outcome:?}"));
                assert!(note >= notes[0].id, "no outcome names a note older than the one that stays");
            }
            assert!(posted(&outcomes) >= 1, "{outcomes:?}");
        }
    }
}

#[tokio::test]
async fn case_126_the_same_finding_at_once_is_one_answer_in_a_thread_and_one_note_of_its_own() {
    use gitlab_write_back::Mode;
    for (mode, is_edited, expected) in
        [(Mode::Append, false, 2), (Mode::New, false, 2), (Mode::Update, true, 2), (Mode::Append, true, 2)]
    {
        for stagger in [0, 110] {
            let clock = ManualClock::new().auto_advance();
            let gitlab = slow_gitlab(&clock);
            let process = || WriteBack::on(host_by(&gitlab, BOT, clock.clone())).mode(mode);
            let first = process().publish(&target(), draft("alert-1", "first", Some(1))).await;
            if is_edited {
                let host = host_by(&gitlab, BOT, clock.clone());
                let body = format!("{}\n\nby hand", notes_of_bot(&gitlab)[0].body);
                host.update_note(&place(), &first.note().unwrap().into(), &body).await.unwrap();
            }
            let processes: Vec<_> = (0..3)
                .map(|number| {
                    let (process, clock) = (process(), clock.clone());
                    tokio::spawn(async move {
                        clock.sleep(Duration::from_millis(number * stagger)).await;
                        process.publish(&target(), draft("alert-1", "second", Some(2))).await
                    })
                })
                .collect();
            let mut outcomes = Vec::new();
            for process in processes {
                outcomes.push(process.await.unwrap());
            }
            let notes = notes_of_bot(&gitlab);
            assert_eq!(
                notes.len(),
                expected,
                "{mode:?}, {is_edited}, {stagger} ms: {outcomes:?}\n{notes:#?}"
            );
            assert!(outcomes.iter().all(|outcome| outcome.note().is_some()), "{outcomes:?}");
        }
    }
}

/// Writes notes as earlier versions or processes may have left them, and gives their ids.
async fn leave(gitlab: &GitLab, bodies: &[String]) -> Vec<NoteId> {
    let host = host(gitlab, BOT);
    let mut ids = Vec::new();
    for body in bodies {
        ids.push(host.create_note(&place(), &NewNote::new(body)).await.unwrap().id);
    }
    ids
}

fn marked(incident: &str, text: &str) -> String {
    let marker = NoteMarker::new(incident).with_instance("https://gitlab.example.com").to_comment();
    format!("{marker}\n\n{text}")
}

fn ids(notes: &[Note]) -> Vec<NoteId> {
    let mut ids: Vec<NoteId> = notes.iter().map(|note| note.id).collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn case_126_copies_that_are_there_are_removed_and_nothing_else() {
    let gitlab = gitlab();
    let other_instance = NoteMarker::new("alert-1").with_instance("https://elsewhere.example").to_comment();
    let ours = leave(
        &gitlab,
        &[
            marked("alert-1", "the oldest"),
            marked("alert-1", "a copy"),
            marked("alert-2", "of another incident"),
            format!("Quoted by hand:\n\n{}", marked("alert-1", "x")),
            format!("{other_instance}\n\nof another GitLab"),
            marked("alert-1", "another copy"),
        ],
    )
    .await;
    let foreign = gitlab.merge_request_notes("shop/cart", 1).len() - ours.len();
    let write_back = WriteBack::on(host(&gitlab, BOT));
    let outcome = write_back.publish_finding(&target(), "alert-1", &finding("new")).await;
    assert!(matches!(outcome, Outcome::Updated { note } if note == ours[0]), "{outcome:?}");
    assert_eq!(ids(&notes_of_bot(&gitlab)), [ours[0], ours[2], ours[3], ours[4]]);
    assert_eq!(gitlab.merge_request_notes("shop/cart", 1).len(), foreign + 4);

    // Also when the oldest says already what it should.
    let text = write_back.render(&target(), "alert-1", &finding("new")).into_body();
    leave(&gitlab, &[text]).await;
    let outcome = write_back.publish_finding(&target(), "alert-1", &finding("new")).await;
    assert!(matches!(outcome, Outcome::Unchanged { note } if note == ours[0]), "{outcome:?}");
    assert_eq!(notes_of_bot(&gitlab).len(), 4);
}

#[tokio::test]
async fn a_copy_that_cannot_be_removed_now_fails_nothing_and_is_removed_by_the_next_run() {
    let gitlab = gitlab();
    leave(&gitlab, &[marked("alert-1", "the oldest"), marked("alert-1", "a copy")]).await;
    gitlab.inject(Fault::status(403).on("DELETE", "projects/*/merge_requests/1/notes/*"));
    let write_back = WriteBack::on(host(&gitlab, BOT));
    let outcome = write_back.publish_finding(&target(), "alert-1", &finding("new")).await;
    assert!(matches!(outcome, Outcome::Updated { .. }), "{outcome:?}");
    assert_eq!(notes_of_bot(&gitlab).len(), 2);
    let outcome = write_back.publish_finding(&target(), "alert-1", &finding("new")).await;
    assert!(matches!(outcome, Outcome::Unchanged { .. }), "{outcome:?}");
    assert_eq!(notes_of_bot(&gitlab).len(), 1);
}

#[tokio::test]
async fn a_note_stays_posted_when_it_cannot_be_looked_for_copies() {
    let gitlab = gitlab();
    // The first look reads two pages, twice; what comes after the post fails.
    gitlab.inject(Fault::status(403).on("GET", "projects/*/merge_requests/1/discussions").after(4).always());
    let outcome =
        WriteBack::on(host(&gitlab, BOT)).publish_finding(&target(), "alert-1", &finding("x")).await;
    assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
    assert_eq!(notes_of_bot(&gitlab).len(), 1);
}

#[tokio::test]
async fn case_128_a_note_that_was_deleted_since_it_was_found_is_posted_anew() {
    let gitlab = gitlab();
    let old = leave(&gitlab, &[marked("alert-1", "old")]).await;
    gitlab.inject(Fault::status(404).on("PUT", "projects/*/merge_requests/1/notes/*"));
    let outcome =
        WriteBack::on(host(&gitlab, BOT)).publish_finding(&target(), "alert-1", &finding("new")).await;
    // Here the old one turns out to be there after all.
    assert!(matches!(outcome, Outcome::Updated { note } if note == old[0]), "{outcome:?}");
    let notes = notes_of_bot(&gitlab);
    assert_eq!(ids(&notes), old);
    assert!(notes[0].body.contains("new"));
}

#[tokio::test]
async fn case_126_the_newer_note_stays_while_the_older_one_cannot_be_changed() {
    let clock = ManualClock::new().auto_advance();
    let gitlab = slow_gitlab(&clock);
    gitlab.inject(Fault::status(403).on("PUT", "projects/*/merge_requests/1/notes/*").always());
    let processes = ["one", "two"].map(|text| {
        let write_back = WriteBack::on(host_by(&gitlab, BOT, clock.clone()));
        tokio::spawn(async move { write_back.publish_finding(&target(), "alert-1", &finding(text)).await })
    });
    for process in processes {
        let outcome = process.await.unwrap();
        assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
    }
    let texts = notes_of_bot(&gitlab);
    assert!(texts.iter().any(|note| note.body.contains("one")), "no text is lost: {texts:?}");
    gitlab.clear_faults();
    let write_back = WriteBack::on(host_by(&gitlab, BOT, clock.clone()));
    write_back.publish_finding(&target(), "alert-1", &finding("three")).await;
    let notes = notes_of_bot(&gitlab);
    assert!(notes.len() == 1 && notes[0].body.contains("three"), "{notes:?}");
}

#[tokio::test]
async fn case_128_a_note_that_may_not_be_changed_is_a_failure_and_no_second_note() {
    let gitlab = gitlab();
    leave(&gitlab, &[marked("alert-1", "old")]).await;
    gitlab.inject(Fault::status(403).on("PUT", "projects/*/merge_requests/1/notes/*"));
    let outcome =
        WriteBack::on(host(&gitlab, BOT)).publish_finding(&target(), "alert-1", &finding("new")).await;
    let Outcome::Failed { error } = outcome else { panic!("{outcome:?}") };
    assert!(error.advice().is_some());
    assert_eq!(notes_of_bot(&gitlab).len(), 1);
}

/// A host with the required methods only, as a user writes it.
#[derive(Debug)]
struct InMemory(Instance, Mutex<Vec<Note>>);

#[async_trait]
impl NoteHost for InMemory {
    fn instance(&self) -> &Instance {
        &self.0
    }

    async fn current_user(&self) -> Result<UserId, ApiError> {
        Ok(UserId::new(1))
    }

    async fn notes(&self, _: &NotePlace) -> Result<Listing<ListedNote>, ApiError> {
        Ok(Listing::whole(self.1.lock().unwrap().clone()).map(ListedNote::from))
    }

    async fn create_note(&self, _: &NotePlace, note: &NewNote<'_>) -> Result<NoteHandle, ApiError> {
        let mut notes = self.1.lock().unwrap();
        let id = NoteId::new(notes.len() as u64 + 1);
        notes.push(Note::new(id, User::new(UserId::new(1), "agent"), note.body));
        Ok(id.into())
    }

    async fn update_note(&self, _: &NotePlace, note: &NoteHandle, body: &str) -> Result<(), ApiError> {
        let mut notes = self.1.lock().unwrap();
        notes.iter_mut().filter(|one| one.id == note.id).for_each(|one| one.body = body.to_owned());
        Ok(())
    }
}

#[tokio::test]
async fn case_126_a_host_that_removes_no_notes_has_its_copies_emptied_once() {
    let host = Arc::new(InMemory(gitlab().instance(), Mutex::default()));
    for text in ["the oldest", "a copy", "another"] {
        host.create_note(&place(), &NewNote::new(&marked("alert-1", text))).await.unwrap();
    }
    let write_back = WriteBack::on(host.clone());
    let bodies = || host.1.lock().unwrap().iter().map(|note| note.body.clone()).collect::<Vec<_>>();
    let emptied = "This finding is in an earlier note on this page.";
    for text in ["new", "newer"] {
        let outcome = write_back.publish_finding(&target(), "alert-1", &finding(text)).await;
        assert!(matches!(outcome, Outcome::Updated { note } if note == NoteId::new(1)), "{outcome:?}");
        let rendered = write_back.render(&target(), "alert-1", &finding(text)).into_body();
        assert_eq!(bodies(), [rendered.as_str(), emptied, emptied]);
    }
}
