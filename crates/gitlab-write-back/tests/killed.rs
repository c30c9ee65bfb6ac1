//! A process that is killed at any of its requests, with nothing left of it but its folder, ends with one note.
#![cfg(feature = "file-outbox")]
#![allow(clippy::unwrap_used, reason = "the helpers of the tests fail them, as the tests themselves do")]

mod support;

use gitlab_api_client::Client;
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{Clock, Instance};
use gitlab_testkit::{Fault, GitLab};
use gitlab_write_back::{FileOutbox, NewNote, NoteHost, Outbox, WriteBack};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::world::{by_bot, client, merge_request, world};
use support::{BOT, finding};

/// What tells a process of this program that it is the one to be killed, and where it writes.
const VICTIM: [&str; 2] = ["WRITE_BACK_TEST_GITLAB", "WRITE_BACK_TEST_FOLDER"];

/// Publishes over a socket until it is killed, when it runs as a process of its own; else it does nothing.
#[tokio::test]
async fn the_process_that_is_killed() {
    let [Ok(gitlab), Ok(folder)] = VICTIM.map(std::env::var) else { return };
    let client = Client::builder(Instance::parse(&gitlab).unwrap())
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(BOT).unwrap())))
        .build()
        .unwrap();
    let outbox = Arc::new(FileOutbox::open(folder).unwrap());
    WriteBack::on(Arc::new(client))
        .outbox(outbox)
        .publish_finding(&merge_request("shop/cart"), "alert-1", &finding("one"))
        .await;
}

/// What becomes of the request in whose midst it was killed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Gone,
    Stored,
    /// GitLab was still at work on it, and stores it when the next process is there.
    StoredLate,
}

fn victim(instance: &Instance, folder: &Path) -> Child {
    let [gitlab, directory] = VICTIM;
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_process_that_is_killed"])
        .env(gitlab, instance.to_string())
        .env(directory, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills it at its request of this number, and says whether it came to that.
async fn killed_at(gitlab: &GitLab, child: &mut Child, request: usize) -> bool {
    let since = Instant::now();
    while gitlab.requests().len() < request {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "the process does nothing");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    // On Unix that is SIGKILL: no code of it runs any more.
    child.kill().unwrap();
    child.wait().unwrap();
    true
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cases_14_and_25_a_process_that_is_killed_at_any_request_leaves_one_note() {
    let mut killed_in_its_post = 0;
    for fate in [Fate::Gone, Fate::Stored, Fate::StoredLate] {
        for request in 1.. {
            let (gitlab, clock) = world();
            let folder = tempfile::tempdir().unwrap();
            let server = gitlab.serve().await.unwrap();
            // It gets no answer to this request, so that it is in the midst of it.
            let silence = Fault::silence().after(request - 1);
            gitlab.inject(if fate == Fate::Stored { silence.stored() } else { silence });
            let mut child = victim(server.instance(), folder.path());
            let was_killed = killed_at(&gitlab, &mut child, request).await;
            gitlab.clear_faults();

            let outbox = Arc::new(FileOutbox::open(folder.path()).unwrap());
            let next = WriteBack::on(Arc::new(client(&gitlab, BOT, &clock))).outbox(outbox.clone());
            let pending = outbox.pending().await.unwrap();
            let is_in_doubt = gitlab.requests().iter().any(|it| it.method == "POST")
                && by_bot(gitlab.merge_request_notes("shop/cart", 1)).is_empty();
            assert!(!is_in_doubt || pending.len() == 1, "what may come is known");
            killed_in_its_post += usize::from(is_in_doubt || fate == Fate::Stored && !pending.is_empty());
            if let (true, Fate::StoredLate, [entry]) = (is_in_doubt, fate, &pending[..]) {
                let host = client(&gitlab, BOT, &clock);
                let (clock, place) = (clock.clone(), entry.place.clone());
                let body = entry.pending.as_ref().unwrap().body.clone();
                tokio::spawn(async move {
                    clock.sleep(Duration::from_secs(20)).await;
                    host.create_note(&place, &NewNote::new(&body)).await
                });
            }
            let resumed = next.resume().await.unwrap();
            let outcome = next.publish_finding(&merge_request("shop/cart"), "alert-1", &finding("two")).await;
            let notes = by_bot(gitlab.merge_request_notes("shop/cart", 1));
            assert!(
                notes.len() == 1 && notes.iter().all(|note| note.body.contains("two")),
                "request {request}, {fate:?}: {resumed:?}, {outcome:?}: {notes:#?}"
            );
            assert!(outbox.pending().await.unwrap().is_empty());
            if !was_killed {
                assert!(request > 4, "it was killed in its midst, too");
                break;
            }
        }
    }
    assert_eq!(killed_in_its_post, 3, "once for each fate");
}
