//! The GitLab client is a host of notes, and what we bring are outboxes, as the contracts say.
#![allow(clippy::unwrap_used, reason = "the helpers of the tests fail them, as the tests themselves do")]

use gitlab_api_client::Client;
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{IssueIid, MergeRequestIid};
use gitlab_testkit::{GitLab, Role, Scenario, Token, TokioClock};
use gitlab_write_back::{MemoryOutbox, NotePlace, NoteSubject, contract};
use std::sync::Arc;

#[tokio::test]
async fn the_client_is_a_host_of_notes() {
    let scenario = Scenario::new()
        .user("bot")
        .token(Token::personal("token-of-the-bot", "bot").scopes(["api"]))
        .project("shop/cart", |project| {
            project
                .member("bot", Role::Developer)
                .commit("start", |commit| commit.author("bot").file("a", "a\n"))
                .commit("change", |commit| commit.on("topic").author("bot").file("a", "b\n"))
                .merge_request("Change a", |merge_request| merge_request.from("topic").author("bot"))
                .issue("It is broken", |issue| issue.author("bot").incident(true))
        });
    let gitlab = GitLab::new(scenario).unwrap();
    let client = Client::builder(gitlab.instance())
        .transport(Arc::new(gitlab.clone()))
        .clock(Arc::new(TokioClock::new()))
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new("token-of-the-bot").unwrap())))
        .build()
        .unwrap();
    let sha = gitlab.sha("shop/cart", "change").unwrap();
    for subject in [
        NoteSubject::MergeRequest(MergeRequestIid::new(1)),
        NoteSubject::Issue(IssueIid::new(1)),
        NoteSubject::Incident(IssueIid::new(1)),
        NoteSubject::Commit(sha),
    ] {
        contract::note_host(&client, &NotePlace::new("shop/cart".parse().unwrap(), subject)).await;
    }
}

fn place() -> NotePlace {
    NotePlace::merge_request("shop/cart".parse().unwrap(), MergeRequestIid::new(1))
}

#[tokio::test]
async fn memory_is_an_outbox() {
    contract::outbox(&MemoryOutbox::new(), &place()).await;
}

#[cfg(feature = "file-outbox")]
#[tokio::test]
async fn a_folder_is_an_outbox() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = gitlab_write_back::FileOutbox::open(folder.path().join("a/b")).unwrap();
    contract::outbox(&outbox, &place()).await;
}
