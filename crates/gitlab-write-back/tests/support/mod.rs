//! A merge request with many notes, and hosts that may write or only read.
#![allow(dead_code, clippy::unwrap_used, reason = "shared by test programs, each of which uses a part")]

use gitlab_api_client::Client;
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::MergeRequestIid;
use gitlab_testkit::{GitLab, Role, Scenario, Token, TokioClock};
use gitlab_write_back::NoteTarget;
use rca_note::{Finding, NoteMarker};
use std::sync::Arc;

pub(crate) const BOT: &str = "token-of-the-bot";
pub(crate) const READER: &str = "token-of-the-reader";

pub(crate) fn gitlab() -> GitLab {
    let scenario = Scenario::new()
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
        });
    GitLab::new(scenario).unwrap()
}

pub(crate) fn host(gitlab: &GitLab, token: &str) -> Arc<Client> {
    let client = Client::builder(gitlab.instance())
        .transport(Arc::new(gitlab.clone()))
        .clock(Arc::new(TokioClock::new()))
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(token).unwrap())))
        .build()
        .unwrap();
    Arc::new(client)
}

pub(crate) fn target() -> NoteTarget {
    NoteTarget::merge_request("shop/cart".parse().unwrap(), MergeRequestIid::new(1))
}

pub(crate) fn finding(summary: &str) -> Finding {
    Finding::new("The cart is broken").with_summary(summary)
}
