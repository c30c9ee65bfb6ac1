//! What an earlier run or another process began, and what an outbox in a folder knows of it.
#![cfg(feature = "file-outbox")]
#![allow(clippy::unwrap_used, reason = "the helpers of the tests fail them, as the tests themselves do")]

mod support;

use gitlab_core::{Clock, Delivery, Instance};
use gitlab_testkit::{Fault, GitLab, ManualClock};
use gitlab_write_back::{
    FileOutbox, MemoryOutbox, Mode, NoteDraft, Outbox, OutboxEntry, Outcome, PendingKind, PendingWrite,
    SkipReason, WriteBack, WrittenNote,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use support::BOT;
use support::world::{MARIA, by_bot, client, draft, edit, merge_request, wait, world};

const POST: &str = "projects/*/merge_requests/1/notes";
const REPLY: &str = "projects/*/merge_requests/1/discussions/*/notes";
const LOOK: &str = "projects/*/merge_requests/1/discussions";

/// A new process over the same folder.
fn process(gitlab: &GitLab, clock: &ManualClock, folder: &Path) -> WriteBack {
    WriteBack::on(Arc::new(client(gitlab, BOT, clock))).outbox(Arc::new(FileOutbox::open(folder).unwrap()))
}

fn posts(gitlab: &GitLab) -> usize {
    gitlab.requests().iter().filter(|request| request.method == "POST").count()
}

fn notes(gitlab: &GitLab) -> Vec<gitlab_core::types::Note> {
    by_bot(gitlab.merge_request_notes("shop/cart", 1))
}

fn lost(stored: bool) -> Fault {
    let fault = Fault::reset();
    if stored { fault.stored() } else { fault }
}

#[tokio::test]
async fn case_14_nothing_is_sent_again_before_a_look_succeeded_not_even_after_a_restart() {
    for stored in [true, false] {
        let (gitlab, clock) = world();
        let folder = tempfile::tempdir().unwrap();
        let target = merge_request("shop/cart");
        gitlab.inject(lost(stored).on("POST", POST));
        gitlab.inject(Fault::status(403).on("GET", LOOK).after(1).always());
        let outcome =
            process(&gitlab, &clock, folder.path()).publish(&target, draft("alert-1", "one", None)).await;
        let Outcome::Failed { error } = outcome else { panic!("{outcome:?}") };
        assert_eq!(error.delivery(), Delivery::Unknown, "{error:?}");
        assert!(error.advice().is_some());

        // Three processes later GitLab is still blind.
        for _ in 0..3 {
            let again = process(&gitlab, &clock, folder.path());
            let outcome = again.publish(&target, draft("alert-1", "one", None)).await;
            assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
            assert_eq!(posts(&gitlab), 1, "stored: {stored}");
        }
        assert_eq!(FileOutbox::open(folder.path()).unwrap().pending().await.unwrap().len(), 1);

        gitlab.clear_faults();
        let last = process(&gitlab, &clock, folder.path());
        let outcome = last.publish(&target, draft("alert-1", "one", None)).await;
        assert_eq!(notes(&gitlab).len(), 1, "stored: {stored}: {outcome:?}");
        assert_eq!(posts(&gitlab), if stored { 1 } else { 2 });
        assert!(FileOutbox::open(folder.path()).unwrap().pending().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn case_14_what_a_process_left_is_finished_by_the_next_one_without_the_finding() {
    for stored in [true, false] {
        let (gitlab, clock) = world();
        let folder = tempfile::tempdir().unwrap();
        gitlab.set_latency(Duration::from_secs(1));
        gitlab.inject(lost(stored).on("POST", POST));
        {
            let first = process(&gitlab, &clock, folder.path());
            let target = merge_request("shop/cart");
            let publish = first.publish(&target, draft("alert-1", "one", None));
            tokio::pin!(publish);
            // It ends in the middle of its post.
            while posts(&gitlab) == 0 {
                tokio::select! {
                    biased;
                    () = clock.sleep(Duration::from_millis(100)) => {}
                    outcome = &mut publish => panic!("{outcome:?}"),
                }
            }
            wait(&clock, 0).await;
        }
        wait(&clock, 5).await;
        let outcomes = process(&gitlab, &clock, folder.path()).resume().await.unwrap();
        assert_eq!(outcomes.len(), 1, "{outcomes:?}");
        assert!(outcomes[0].1.note().is_some(), "{outcomes:?}");
        assert_eq!(notes(&gitlab).len(), 1, "stored: {stored}: {outcomes:?}");
        assert!(process(&gitlab, &clock, folder.path()).resume().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_another_gitlab_is_to_get_is_left_to_those_who_write_there() {
    let (gitlab, clock) = world();
    let place = merge_request("shop/cart").place().unwrap();
    let theirs = "https://gitlab.example.org";
    let marker = rca_note::NoteMarker::new("alert-1");
    let body = format!("{}\n\ntheirs\n", marker.clone().with_instance(theirs).to_comment());
    let outbox = Arc::new(MemoryOutbox::new());
    let mut entry = OutboxEntry::new(Instance::parse(theirs).unwrap(), place.clone());
    // Its marker does not say whose it is.
    let unbound = format!("{}\n\ntheirs\n", marker.to_comment());
    entry.pending = Some(PendingWrite::new(PendingKind::Create, unbound, clock.now()));
    assert!(outbox.replace("theirs", None, &entry).await.unwrap());
    let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock))).outbox(outbox.clone());
    assert!(write_back.resume().await.unwrap().is_empty());
    assert_eq!(outbox.pending().await.unwrap(), [entry]);
    let outcome = write_back.publish(&place.into(), NoteDraft::new(body)).await;
    assert!(matches!(outcome, Outcome::Skipped { reason: SkipReason::OtherInstance }), "{outcome:?}");
    assert!(gitlab.requests().is_empty());
}

/// Runs a future until it has waited so many times, and drops it there; says what it gave if it was done before.
async fn dropped_after<T>(waits: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = Box::pin(future);
    let mut waited = 0;
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending if waited == waits => Poll::Ready(None),
        Poll::Pending => {
            waited += 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn case_25_a_run_that_is_dropped_anywhere_is_finished_by_the_next_one() {
    let target = merge_request("shop/cart");
    for mode in [Mode::Update, Mode::Append] {
        let mut unfinished = 0;
        for waits in 0.. {
            let (gitlab, clock) = world();
            let outbox = Arc::new(MemoryOutbox::new());
            let process =
                || WriteBack::on(Arc::new(client(&gitlab, BOT, &clock))).mode(mode).outbox(outbox.clone());
            process().publish(&target, draft("other", "x", Some(1))).await;
            if mode == Mode::Append {
                process().publish(&target, draft("alert-1", "one", Some(1))).await;
            }
            let before = posts(&gitlab);
            let second = draft("alert-1", "two", Some(2));
            let done = dropped_after(waits, process().publish(&target, &second)).await;
            let sent = gitlab.requests().len();
            wait(&clock, 120).await;
            assert_eq!(
                gitlab.requests().len(),
                sent,
                "{mode:?}, {waits}: nothing is sent after it was dropped"
            );
            let is_open = !outbox.pending().await.unwrap().is_empty();
            assert!(
                is_open || done.is_some() || posts(&gitlab) == before || notes(&gitlab).len() > before,
                "{mode:?}, {waits}: what was sent is known"
            );
            unfinished += usize::from(is_open);

            process().resume().await.unwrap();
            let outcome = process().publish(&target, &second).await;
            assert!(outcome.note().is_some(), "{mode:?}, {waits}: {outcome:?}");
            assert_eq!(notes(&gitlab).len(), before + 1, "{mode:?}, {waits}: {:?}", notes(&gitlab));
            assert!(outbox.pending().await.unwrap().is_empty());
            if done.is_some() {
                assert!(
                    waits > 4 && unfinished > 0,
                    "it was dropped in its middle, too: {waits}, {unfinished}"
                );
                break;
            }
        }
    }
}

#[tokio::test]
async fn cases_12_and_13_an_answer_of_ours_that_got_lost_is_there_once() {
    for stored in [true, false] {
        let (gitlab, clock) = world();
        let target = merge_request("shop/cart");
        let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock))).mode(Mode::Append);
        write_back.publish(&target, draft("alert-1", "one", Some(1))).await;
        gitlab.inject(lost(stored).on("POST", REPLY));
        let outcome = write_back.publish(&target, draft("alert-1", "two", Some(2))).await;
        assert!(matches!(outcome, Outcome::Replied { .. }), "{outcome:?}");
        assert_eq!((notes(&gitlab).len(), posts(&gitlab)), (2, if stored { 3 } else { 4 } - 1), "{stored}");
    }
}

#[tokio::test]
async fn case_12_a_change_whose_answer_got_lost_is_no_edit_of_a_person() {
    for stored in [true, false] {
        let (gitlab, clock) = world();
        let target = merge_request("shop/cart");
        // Its marker says nothing of the text, so that only the outbox knows what was written.
        let note = |text: &str| {
            let marker = rca_note::NoteMarker::new("alert-1").with_instance("https://gitlab.example.com");
            NoteDraft::new(format!("{}\n\n{text}\n", marker.to_comment()))
        };
        let outbox = Arc::new(MemoryOutbox::new());
        let process = || WriteBack::on(Arc::new(client(&gitlab, BOT, &clock))).outbox(outbox.clone());
        process().publish(&target, note("one")).await;
        gitlab.inject(lost(stored).on("PUT", "projects/*/merge_requests/1/notes/*").always());
        let outcome = process().publish(&target, note("two")).await;
        assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
        gitlab.clear_faults();
        let last = process().publish(&target, note("three")).await;
        assert!(matches!(last, Outcome::Updated { .. }), "stored: {stored}: {outcome:?}, then {last:?}");
        assert!(notes(&gitlab).len() == 1 && notes(&gitlab)[0].body.contains("three"));
        assert!(outbox.pending().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn case_128_an_answer_that_got_lost_is_not_taken_for_the_note_of_the_incident() {
    let (gitlab, clock) = world();
    let target = merge_request("shop/cart");
    let outbox = Arc::new(MemoryOutbox::new());
    let process =
        || WriteBack::on(Arc::new(client(&gitlab, BOT, &clock))).mode(Mode::Append).outbox(outbox.clone());
    process().publish(&target, draft("alert-1", "one", Some(1))).await;
    gitlab.inject(lost(true).on("POST", REPLY));
    gitlab.inject(Fault::status(403).on("GET", LOOK).after(1).always());
    let outcome = process().publish(&target, draft("alert-1", "two", Some(2))).await;
    assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
    gitlab.clear_faults();
    process().resume().await.unwrap();
    assert!(outbox.pending().await.unwrap().is_empty());

    // She takes all of the note, with its marker: only the outbox knows that it was ours.
    let maria = client(&gitlab, MARIA, &clock);
    let mut first = notes(&gitlab).remove(0);
    first.body = "All mine now.".to_owned();
    edit(&maria, &target.place().unwrap(), &first, "").await;
    let outcome = process().publish(&target, draft("alert-1", "three", Some(3))).await;
    assert!(matches!(outcome, Outcome::Replied { note, .. } if note == first.id), "{outcome:?}");
}

#[tokio::test]
async fn cases_15_and_16_what_never_arrived_is_sent_again_and_a_refusal_is_told() {
    let target = merge_request("shop/cart");
    for fault in [Fault::refused(), Fault::status(409)] {
        let (gitlab, clock) = world();
        gitlab.inject(fault.clone().on("POST", POST));
        let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock)));
        let outcome = write_back.publish(&target, draft("alert-1", "x", None)).await;
        assert!(matches!(outcome, Outcome::Posted { .. }), "{fault:?}: {outcome:?}");
        assert_eq!(notes(&gitlab).len(), 1);
    }
    let (gitlab, clock) = world();
    let refused =
        Fault::status(409).header("content-type", "application/json").body(r#"{"message":"409 Conflict"}"#);
    gitlab.inject(refused.on("POST", POST));
    let outbox = Arc::new(MemoryOutbox::new());
    let write_back = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock))).outbox(outbox.clone());
    let outcome = write_back.publish(&target, draft("alert-1", "x", None)).await;
    assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
    assert_eq!((notes(&gitlab).len(), posts(&gitlab)), (0, 1));
    assert!(outbox.pending().await.unwrap().is_empty(), "a refusal leaves no doubt");
}

#[tokio::test]
async fn an_outbox_that_fails_sends_nothing() {
    let (gitlab, clock) = world();
    let folder = tempfile::tempdir().unwrap();
    let target = merge_request("shop/cart");
    process(&gitlab, &clock, folder.path()).publish(&target, draft("alert-1", "one", None)).await;
    let entry = entries(folder.path()).remove(0);
    std::fs::write(&entry, "torn").unwrap();
    let before = gitlab.requests().len();
    let outcome =
        process(&gitlab, &clock, folder.path()).publish(&target, draft("alert-1", "two", None)).await;
    let Outcome::Failed { error } = outcome else { panic!("{outcome:?}") };
    assert!(error.advice().unwrap().contains("outbox"), "{error:?}");
    assert!(gitlab.requests()[before..].iter().all(|request| request.method == "GET"));
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "entry")).collect()
}

fn entry(number: u64) -> OutboxEntry {
    let instance = Instance::parse("https://gitlab.example.com").unwrap();
    let mut entry = OutboxEntry::new(instance, merge_request("shop/cart").place().unwrap());
    entry.written = Some(WrittenNote::new(gitlab_core::NoteId::new(number), "text"));
    entry
}

#[tokio::test]
async fn every_torn_and_every_changed_file_is_detected() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = FileOutbox::open(folder.path()).unwrap();
    assert!(outbox.replace("key", None, &entry(1)).await.unwrap());
    let path = entries(folder.path()).remove(0);
    let whole = std::fs::read(&path).unwrap();
    for length in 0..whole.len() {
        std::fs::write(&path, &whole[..length]).unwrap();
        let error = outbox.get("key").await.unwrap_err();
        assert!(error.to_string().contains("damaged"), "{length}: {error}");
    }
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        std::fs::write(&path, &changed).unwrap();
        assert!(outbox.get("key").await.is_err(), "byte {at}");
    }
    assert!(outbox.pending().await.is_err(), "what cannot be read may be under way");
    std::fs::write(&path, &whole).unwrap();
    // What a crash left before the rename is nothing.
    std::fs::write(path.with_extension("new"), b"half").unwrap();
    assert_eq!(outbox.get("key").await.unwrap(), Some(entry(1)));
    assert!(outbox.replace("key", Some(&entry(1)), &entry(2)).await.unwrap());
    assert_eq!(outbox.get("key").await.unwrap(), Some(entry(2)));
}

#[test]
fn threads_and_handles_count_without_losing_one() {
    const TURNS: u64 = 10;
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..6 {
            // A handle each has a lock each, as processes have.
            let outbox = FileOutbox::open(folder.path()).unwrap();
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                runtime.block_on(async {
                    let mut done = 0;
                    while done < TURNS {
                        let present = outbox.get("key").await.unwrap();
                        let written = present.as_ref().and_then(|entry| entry.written.as_ref());
                        let next = entry(written.map_or(1, |written| written.note.get() + 1));
                        done += u64::from(outbox.replace("key", present.as_ref(), &next).await.unwrap());
                    }
                });
            });
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let last = runtime.block_on(FileOutbox::open(folder.path()).unwrap().get("key")).unwrap();
    assert_eq!(last, Some(entry(6 * TURNS)));
}

#[tokio::test]
async fn case_126_eight_processes_on_one_folder_post_once() {
    let (gitlab, clock) = world();
    let folder = tempfile::tempdir().unwrap();
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let write_back = process(&gitlab, &clock, folder.path());
            tokio::spawn(async move {
                let text = format!("process {number}");
                write_back.publish(&merge_request("shop/cart"), draft("alert-1", &text, Some(number))).await
            })
        })
        .collect();
    for task in tasks {
        let outcome = task.await.unwrap();
        assert!(!matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
    }
    assert_eq!((notes(&gitlab).len(), posts(&gitlab)), (1, 1));
    assert!(notes(&gitlab)[0].body.contains("process 7"), "the latest one stands: {:?}", notes(&gitlab));
}

#[tokio::test]
async fn the_folder_and_its_files_are_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("outbox");
    let outbox = FileOutbox::open(&path).unwrap();
    assert!(outbox.replace("key", None, &entry(1)).await.unwrap());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o700);
        assert_eq!((mode(&entries(&path)[0]), mode(&path.join("lock"))), (0o600, 0o600));
    }
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert!(FileOutbox::open(&file).unwrap_err().to_string().contains("can be written to"));
}
