//! Projects of every visibility, with people who may do more than the bot.
#![allow(clippy::panic, reason = "the helpers of the tests fail them, as the tests themselves do")]

use super::BOT;
use gitlab_api_client::Client;
use gitlab_api_client::endpoints::{DeleteNote, Noteable, UpdateNote};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::types::Note;
use gitlab_core::{Clock, IssueIid, MergeRequestIid, NoteId, ProjectRef, Timestamp};
use gitlab_testkit::{GitLab, ManualClock, Role, Scenario, Token, Visibility};
use gitlab_write_back::{NoteDraft, NotePlace, NoteSubject, NoteTarget};
use rca_note::NoteMarker;
use std::sync::Arc;
use std::time::Duration;

pub(crate) const MARIA: &str = "token-of-maria";

/// `shop/cart` is private, `open/site` is public, `inner/wiki` is for everybody who is signed in, `open/jobs` is public
/// but for its jobs. Each has a merge request !1
/// that changes line 2 of `a`, an incident #1 and a confidential issue #2.
pub(crate) fn scenario() -> Scenario {
    let scenario = Scenario::new()
        .user("bot")
        .user("maria")
        .token(Token::personal(BOT, "bot").scopes(["api"]))
        .token(Token::personal(MARIA, "maria").scopes(["api"]));
    let projects = [
        ("shop/cart", Visibility::Private),
        ("shop/other", Visibility::Private),
        ("open/site", Visibility::Public),
        ("inner/wiki", Visibility::Internal),
        ("open/jobs", Visibility::Public),
    ];
    projects.into_iter().fold(scenario, |scenario, (path, visibility)| {
        scenario.project(path, |project| {
            let before: String = (1..=40).map(|line| format!("{line}\n")).collect();
            let after = before.replacen("2\n", "two\nand a half\n", 1);
            project
                .visibility(visibility)
                .private_jobs(path == "open/jobs")
                .member("bot", Role::Developer)
                .member("maria", Role::Maintainer)
                .commit("start", |commit| commit.author("maria").file("a", before))
                .commit("change", |commit| commit.on("topic").author("maria").file("a", after))
                .merge_request("Change a", |merge_request| merge_request.from("topic").author("maria"))
                .issue("It is broken", |issue| issue.author("maria").incident(true))
                .issue("Tell nobody", |issue| issue.author("maria").confidential(true))
        })
    })
}

pub(crate) fn world() -> (GitLab, ManualClock) {
    world_of(scenario())
}

pub(crate) fn world_of(scenario: Scenario) -> (GitLab, ManualClock) {
    let clock = ManualClock::new().auto_advance();
    let gitlab =
        GitLab::builder(scenario).clock(clock.clone()).latency(Duration::from_millis(20)).build().unwrap();
    (gitlab, clock)
}

pub(crate) fn client(gitlab: &GitLab, token: &str, clock: &ManualClock) -> Client {
    Client::builder(gitlab.instance())
        .transport(Arc::new(gitlab.clone()))
        .clock(Arc::new(clock.clone()))
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(token).unwrap())))
        .build()
        .unwrap()
}

pub(crate) fn project(path: &str) -> ProjectRef {
    path.parse().unwrap()
}

pub(crate) fn merge_request(path: &str) -> NoteTarget {
    NoteTarget::merge_request(project(path), MergeRequestIid::new(1))
}

pub(crate) fn incident(path: &str) -> NoteTarget {
    NoteTarget::incident(project(path), IssueIid::new(1))
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_768_467_600 + seconds).unwrap()
}

/// A note of an incident, made at some second; without one nobody knows when.
pub(crate) fn draft(incident: &str, text: &str, made_at: Option<i64>) -> NoteDraft {
    let text = format!("### RCA Finding\n\n{text}\n");
    let mut marker = NoteMarker::new(incident).with_instance("https://gitlab.example.com");
    if let Some(seconds) = made_at {
        marker = marker.with_made_at(at(seconds).to_string().parse().unwrap());
    }
    NoteDraft::new(format!("{}\n\n{text}", marker.with_text(&text).to_comment()))
}

pub(crate) fn by_bot(notes: Vec<Note>) -> Vec<Note> {
    let is_by_bot = |note: &Note| note.author.as_ref().is_some_and(|author| author.username == "bot");
    notes.into_iter().filter(is_by_bot).collect()
}

fn noteable(place: &NotePlace) -> Noteable {
    match &place.subject {
        NoteSubject::MergeRequest(iid) => (*iid).into(),
        NoteSubject::Issue(iid) | NoteSubject::Incident(iid) => (*iid).into(),
        other => panic!("{other} has no plain notes"),
    }
}

/// Maria adds words of her own to a note.
pub(crate) async fn edit(client: &Client, place: &NotePlace, note: &Note, words: &str) {
    let body = format!("{}\n\n{words}", note.body.trim_end());
    client.send(&UpdateNote::new(place.project.clone(), noteable(place), note.id, body)).await.unwrap();
}

pub(crate) async fn delete(client: &Client, place: &NotePlace, note: NoteId) {
    client.send(&DeleteNote::new(place.project.clone(), noteable(place), note)).await.unwrap();
}

pub(crate) async fn wait(clock: &ManualClock, seconds: u64) {
    clock.sleep(Duration::from_secs(seconds)).await;
}
