//! The GitLab client is a host of notes, as the contract says.

use gitlab_api_client::Client;
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::MergeRequestIid;
use gitlab_testkit::{GitLab, Role, Scenario, Token, TokioClock};
use gitlab_write_back::contract;
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
        });
    let gitlab = GitLab::new(scenario).unwrap();
    let client = Client::builder(gitlab.instance())
        .transport(Arc::new(gitlab.clone()))
        .clock(Arc::new(TokioClock::new()))
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new("token-of-the-bot").unwrap())))
        .build()
        .unwrap();
    contract::note_host(&client, &"shop/cart".parse().unwrap(), MergeRequestIid::new(1)).await;
}
