//! What is logged. Alone in its program: other tests would decide by themselves which lines are wanted.

mod support;

use gitlab_core::IssueIid;
use gitlab_testkit::Fault;
use gitlab_write_back::{Mode, NewNote, NoteHost, NoteTarget, WriteBack};
use std::sync::{Arc, Mutex, PoisonError};
use support::{BOT, READER, finding, gitlab, host, place, target};

/// Collects what is logged on this thread.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Logged {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn every_outcome_is_logged_with_project_and_iid() {
    let logged = Logged::default();
    let writer = logged.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let gitlab = gitlab();
    let on = WriteBack::on(host(&gitlab, BOT));
    on.publish_finding(&target(), "alert-1", &finding("a")).await;
    on.publish_finding(&target(), "alert-1", &finding("a")).await;
    on.publish_finding(&target(), "alert-1", &finding("b")).await;
    WriteBack::off(host(&gitlab, BOT)).publish_finding(&target(), "alert-1", &finding("a")).await;
    on.publish_finding(&NoteTarget::from_parts("shop/cart".parse().ok(), None), "alert-1", &finding("a"))
        .await;
    WriteBack::on(host(&gitlab, READER)).publish_finding(&target(), "alert-2", &finding("a")).await;

    // A copy, and an answer that is lost after the note was stored.
    let copy = on.render(&target(), "alert-1", &finding("c")).into_body();
    host(&gitlab, BOT).create_note(&place(), &NewNote::new(&copy)).await.unwrap();
    on.publish_finding(&target(), "alert-1", &finding("b")).await;
    gitlab.inject(Fault::reset().on("POST", "projects/*/merge_requests/1/notes").stored());
    on.publish_finding(&target(), "alert-3", &finding("a")).await;
    let elsewhere = on.clone().only_projects(["shop/basket".parse().unwrap()]);
    elsewhere.publish_finding(&target(), "alert-1", &finding("a")).await;
    on.publish_finding(&target(), " ", &finding("a")).await;

    // Other places, and an answer.
    let append = on.clone().mode(Mode::Append);
    append.publish_finding(&target(), "alert-1", &finding("d")).await;
    let project = || "shop/cart".parse().unwrap();
    for target in [
        NoteTarget::issue(project(), IssueIid::new(7)),
        NoteTarget::incident(project(), IssueIid::new(8)),
        NoteTarget::commit(project(), gitlab.sha("shop/cart", "change").unwrap()),
    ] {
        on.publish_finding(&target, "alert-1", &finding("a")).await;
    }

    let text = String::from_utf8(logged.0.lock().unwrap().clone()).unwrap();
    for line in [
        "[publish] GitLab MR note posted: project=shop/cart mr_iid=1",
        "[publish] GitLab MR note unchanged: project=shop/cart mr_iid=1",
        "[publish] GitLab MR note updated: project=shop/cart mr_iid=1",
        "[publish] GitLab MR note skipped: project=shop/cart mr_iid=1: write-back is off",
        "[publish] GitLab MR note skipped: project=shop/cart mr_iid=unknown: the merge request is not known",
        "[publish] GitLab MR note skipped: project=shop/cart mr_iid=1: the project is not one of those",
        "[publish] GitLab MR note skipped: project=shop/cart mr_iid=1: the note names no incident",
        "[publish] GitLab MR note replied: project=shop/cart mr_iid=1",
        "[publish] GitLab issue note failed: project=shop/cart issue_iid=7: ",
        "[publish] GitLab incident note failed: project=shop/cart incident_iid=8: ",
        "[publish] GitLab commit note posted: project=shop/cart sha=",
        "[publish] GitLab MR copy removed: project=shop/cart mr_iid=1",
        "[publish] GitLab MR answer lost, looking for the note: project=shop/cart mr_iid=1: ",
        "[publish] GitLab MR note failed: project=shop/cart mr_iid=1: ",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains(BOT) && !text.contains(READER));
}
