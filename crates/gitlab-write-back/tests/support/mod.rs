//! A merge request with many notes, and hosts that may write or only read.
#![allow(dead_code, clippy::unwrap_used, reason = "shared by test programs, each of which uses a part")]

use gitlab_api_client::Client;
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::types::Note;
use gitlab_core::{Clock, MergeRequestIid};
use gitlab_testkit::{GitLab, ManualClock, Role, Scenario, Token, TokioClock};
use gitlab_write_back::{NotePlace, NoteTarget};
use rca_note::{Finding, NoteMarker};
use std::sync::Arc;
use std::time::Duration;

pub(crate) const BOT: &str = "token-of-the-bot";
pub(crate) const READER: &str = "token-of-the-reader";

fn scenario() -> Scenario {
    Scenario::new()
        .user("bot")
        .user("reader")
        .user("mallory")
        .token(Token::personal(BOT, "bot").scopes(["api"]))
        .token(Token::personal(READER, "reader").scopes(["read_api"]))
        .project("shop/cart", |project| {
            project
                .member("bot", Role::Developer)
                .member("reader", Role::Reporter)
                .member("mallory", Role::Developer)
                .commit("start", |commit| commit.author("mallory").file("a", "a\n"))
                .commit("change", |commit| commit.on("topic").author("mallory").file("a", "b\n"))
                .merge_request("Change a", |merge_request| {
                    let mut merge_request = merge_request.from("topic").author("mallory");
                    // More notes than one page holds, and a marker that somebody else copied.
                    for number in 0..120 {
                        merge_request = merge_request.note("mallory", format!("comment {number}"));
                    }
                    let forged =
                        NoteMarker::new("alert-1").with_instance("https://gitlab.example.com").to_comment();
                    merge_request.note("mallory", format!("{forged}\n\nnot the bot's"))
                })
        })
}

pub(crate) fn gitlab() -> GitLab {
    GitLab::new(scenario()).unwrap()
}

/// One whose requests take 50 ms each by this clock.
pub(crate) fn slow_gitlab(clock: &ManualClock) -> GitLab {
    GitLab::builder(scenario()).clock(clock.clone()).latency(Duration::from_millis(50)).build().unwrap()
}

pub(crate) fn host(gitlab: &GitLab, token: &str) -> Arc<Client> {
    host_by(gitlab, token, TokioClock::new())
}

pub(crate) fn host_by(gitlab: &GitLab, token: &str, clock: impl Clock) -> Arc<Client> {
    let client = Client::builder(gitlab.instance())
        .transport(Arc::new(gitlab.clone()))
        .clock(Arc::new(clock))
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(token).unwrap())))
        .build()
        .unwrap();
    Arc::new(client)
}

pub(crate) fn place() -> NotePlace {
    NotePlace::merge_request("shop/cart".parse().unwrap(), MergeRequestIid::new(1))
}

pub(crate) fn target() -> NoteTarget {
    place().into()
}

pub(crate) fn finding(summary: &str) -> Finding {
    Finding::new("The cart is broken").with_summary(summary)
}

pub(crate) fn notes_of_bot(gitlab: &GitLab) -> Vec<Note> {
    let notes = gitlab.merge_request_notes("shop/cart", 1);
    notes
        .into_iter()
        .filter(|note| note.author.as_ref().is_some_and(|author| author.username == "bot"))
        .collect()
}

pub(crate) mod world;
