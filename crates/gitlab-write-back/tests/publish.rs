//! One note, once, and only when allowed, on a GitLab that executes what a careless note would say.

mod support;

use async_trait::async_trait;
use gitlab_api_client::Client;
use gitlab_core::types::Note;
use gitlab_core::{
    ApiError, ApiErrorKind, Delivery, GitLabReference, Instance, Listing, MergeRequestIid, NoteId,
    ProjectRef, UserId,
};
use gitlab_testkit::GitLab;
use gitlab_write_back::{NoteHost, NoteTarget, Outcome, Preview, SkipReason, WriteBack};
use rca_note::{NoteMarker, RcaNote};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{BOT, READER, finding, gitlab, host, target};

fn notes_of_bot(gitlab: &GitLab) -> Vec<Note> {
    let notes = gitlab.merge_request_notes("shop/cart", 1);
    notes
        .into_iter()
        .filter(|note| note.author.as_ref().is_some_and(|author| author.username == "bot"))
        .collect()
}

#[tokio::test]
async fn case_126_the_note_is_posted_once_then_unchanged_then_updated_in_place() {
    let gitlab = gitlab();
    let write_back = WriteBack::on(host(&gitlab, BOT));
    let first = write_back.publish_finding(&target(), "alert-1", &finding("first")).await;
    let Outcome::Posted { note } = first else { panic!("{first:?}") };
    let again = write_back.publish_finding(&target(), "alert-1", &finding("first")).await;
    assert!(matches!(again, Outcome::Unchanged { note: same } if same == note), "{again:?}");
    let newer = write_back.publish_finding(&target(), "alert-1", &finding("second")).await;
    assert!(matches!(newer, Outcome::Updated { note: same } if same == note), "{newer:?}");
    let notes = notes_of_bot(&gitlab);
    assert_eq!(notes.len(), 1);
    assert!(notes[0].body.contains("second") && !notes[0].body.contains("first"));
}

#[tokio::test]
async fn another_incident_gets_a_note_of_its_own() {
    let gitlab = gitlab();
    let write_back = WriteBack::on(host(&gitlab, BOT));
    write_back.publish_finding(&target(), "alert-1", &finding("one")).await;
    write_back.publish_finding(&target(), "alert-2", &finding("two")).await;
    assert_eq!(notes_of_bot(&gitlab).len(), 2);
}

#[tokio::test]
async fn case_127_a_marker_that_somebody_else_wrote_is_ignored() {
    let gitlab = gitlab();
    let outcome =
        WriteBack::on(host(&gitlab, BOT)).publish_finding(&target(), "alert-1", &finding("mine")).await;
    assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
    let notes = gitlab.merge_request_notes("shop/cart", 1);
    assert!(notes.iter().any(|note| note.body.contains("not the bot's")), "their note is untouched");
}

#[tokio::test]
async fn case_131_off_means_no_request_at_all() {
    let gitlab = gitlab();
    for write_back in [
        WriteBack::off(host(&gitlab, BOT)),
        WriteBack::from_switch(host(&gitlab, BOT), None),
        WriteBack::from_switch(host(&gitlab, BOT), Some("false")),
        WriteBack::from_switch(host(&gitlab, BOT), Some("on")),
    ] {
        let outcome = write_back.publish_finding(&target(), "alert-1", &finding("x")).await;
        assert!(matches!(outcome, Outcome::Skipped { reason: SkipReason::TurnedOff }), "{outcome:?}");
    }
    assert!(gitlab.requests().is_empty());
    for word in ["true", "1", "yes", " TRUE ", "Yes"] {
        assert!(WriteBack::from_switch(host(&gitlab, BOT), Some(word)).is_on(), "{word}");
    }
}

#[tokio::test]
async fn what_is_not_known_is_a_reason_to_skip() {
    let gitlab = gitlab();
    let write_back = WriteBack::on(host(&gitlab, BOT));
    let pipeline =
        GitLabReference::parse("https://gitlab.example.com/shop/cart/-/pipelines/7", &[gitlab.instance()]);
    for (target, expected) in [
        (NoteTarget::from_parts(None, Some(MergeRequestIid::new(1))), SkipReason::NoProject),
        (NoteTarget::from_parts("shop/cart".parse().ok(), None), SkipReason::NoMergeRequest),
        (NoteTarget::of(&pipeline.unwrap()), SkipReason::NoMergeRequest),
    ] {
        let outcome = write_back.publish_finding(&target, "alert-1", &finding("x")).await;
        assert!(matches!(outcome, Outcome::Skipped { reason } if reason == expected), "{outcome:?}");
    }
    let unmarked = RcaNote::render(&finding("x"));
    let outcome = write_back.publish(&target(), &unmarked).await;
    assert!(matches!(outcome, Outcome::Skipped { reason: SkipReason::NoIncident }), "{outcome:?}");
}

#[tokio::test]
async fn case_131_a_token_that_may_only_read_fails_with_advice() {
    let gitlab = gitlab();
    let outcome =
        WriteBack::on(host(&gitlab, READER)).publish_finding(&target(), "alert-1", &finding("x")).await;
    let Outcome::Failed { error } = outcome else { panic!("{outcome:?}") };
    assert_eq!(error.kind(), ApiErrorKind::Forbidden);
    assert!(error.advice().unwrap().contains("api"), "{:?}", error.advice());
}

#[tokio::test]
async fn a_preview_says_what_would_happen_and_writes_nothing() {
    let gitlab = gitlab();
    let host = host(&gitlab, BOT);
    let note = |summary: &str| {
        let marker = NoteMarker::new("alert-1").with_instance(gitlab.instance().to_string());
        RcaNote::builder().incident(marker).build().render(&finding(summary))
    };
    let write_back = WriteBack::on(host);
    assert!(matches!(write_back.preview(&target(), &note("a")).await.unwrap(), Preview::WouldPost));
    assert!(notes_of_bot(&gitlab).is_empty());
    write_back.publish(&target(), &note("a")).await;
    assert!(matches!(write_back.preview(&target(), &note("a")).await.unwrap(), Preview::WouldLeave { .. }));
    let preview = write_back.preview(&target(), &note("b")).await.unwrap();
    let Preview::WouldUpdate { present, .. } = preview else { panic!("{preview:?}") };
    assert_eq!(present.trim_end(), note("a").body().trim_end());
    assert_eq!(notes_of_bot(&gitlab)[0].body, present);
}

#[tokio::test]
async fn nothing_in_the_finding_acts() {
    let gitlab = gitlab();
    let hostile = "/close\n\n/merge\n@all look\n```\n/approve\n```\n>>>\n/assign @mallory\n<!-- gitlab-rca:v1 incident=eA -->";
    let outcome =
        WriteBack::on(host(&gitlab, BOT)).publish_finding(&target(), "alert-1", &finding(hostile)).await;
    assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
    assert!(gitlab.executed_commands().is_empty(), "{:?}", gitlab.executed_commands());
    assert!(gitlab.todos().is_empty(), "{:?}", gitlab.todos());
}

/// Loses answers: writes the note or not, and says that it does not know.
#[derive(Debug)]
struct Lossy {
    inner: Arc<Client>,
    stores: bool,
    lost: AtomicUsize,
    look_fails: bool,
}

#[async_trait]
impl NoteHost for Lossy {
    fn instance(&self) -> &Instance {
        NoteHost::instance(&*self.inner)
    }

    async fn current_user(&self) -> Result<UserId, ApiError> {
        self.inner.current_user().await
    }

    async fn notes(&self, project: &ProjectRef, iid: MergeRequestIid) -> Result<Listing<Note>, ApiError> {
        if self.look_fails && self.lost.load(Ordering::SeqCst) > 0 {
            return Err(ApiError::builder(ApiErrorKind::Server, "list notes").build());
        }
        self.inner.notes(project, iid).await
    }

    async fn create_note(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        body: &str,
    ) -> Result<NoteId, ApiError> {
        if self.lost.fetch_add(1, Ordering::SeqCst) > 0 {
            return self.inner.create_note(project, iid, body).await;
        }
        if self.stores {
            self.inner.create_note(project, iid, body).await?;
        }
        Err(ApiError::builder(ApiErrorKind::Connection, "create note").delivery(Delivery::Unknown).build())
    }

    async fn update_note(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        note: NoteId,
        body: &str,
    ) -> Result<(), ApiError> {
        self.inner.update_note(project, iid, note, body).await
    }
}

fn lossy(gitlab: &GitLab, stores: bool, look_fails: bool) -> Arc<Lossy> {
    Arc::new(Lossy { inner: host(gitlab, BOT), stores, lost: AtomicUsize::new(0), look_fails })
}

#[tokio::test]
async fn cases_12_and_13_a_lost_answer_ends_with_exactly_one_note() {
    for stores in [true, false] {
        let gitlab = gitlab();
        let host = lossy(&gitlab, stores, false);
        let outcome = WriteBack::on(host).publish_finding(&target(), "alert-1", &finding("x")).await;
        assert!(matches!(outcome, Outcome::Posted { .. }), "{outcome:?}");
        assert_eq!(notes_of_bot(&gitlab).len(), 1, "stored: {stores}");
    }
}

#[tokio::test]
async fn case_14_nothing_is_sent_again_while_it_cannot_be_looked_up() {
    let gitlab = gitlab();
    let host = lossy(&gitlab, true, true);
    let outcome = WriteBack::on(host.clone()).publish_finding(&target(), "alert-1", &finding("x")).await;
    assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
    assert_eq!(host.lost.load(Ordering::SeqCst), 1, "one write, and no second one");
    assert_eq!(notes_of_bot(&gitlab).len(), 1);
}
