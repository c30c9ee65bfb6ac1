//! Calls outside of the REST API, and calls with a credential of their own.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use gitlab_api_client::{Endpoint, Path, UrlBase};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{ApiErrorKind, Authenticator, Instance};
use std::borrow::Cow;
use std::sync::Arc;
use support::{Script, Step, TOKEN, builder, client};

const KEY: &str = "alert-KEY-9876543210";

/// An endpoint beside the REST API, perhaps with a key of its own.
struct Beside(Option<Arc<dyn Authenticator>>);

impl Beside {
    fn with_key() -> Self {
        Self(Some(Arc::new(StaticToken::bearer(AccessToken::new(KEY).unwrap()))))
    }
}

impl Endpoint for Beside {
    type Output = serde_json::Value;

    fn path(&self) -> Path {
        Path::new("").params("project", "shop/api").literal("status")
    }

    fn url_base(&self) -> UrlBase {
        UrlBase::Web
    }

    fn authenticator(&self) -> Option<Arc<dyn Authenticator>> {
        self.0.clone()
    }

    fn operation(&self) -> Cow<'static, str> {
        "ask beside the API".into()
    }
}

#[tokio::test(start_paused = true)]
async fn the_web_root_is_that_of_the_installation_also_below_a_sub_path() {
    for (instance, expected) in [
        ("https://gitlab.example.com/api/v4", "https://gitlab.example.com/shop/api/status"),
        ("https://example.com/gitlab", "https://example.com/gitlab/shop/api/status"),
        ("http://[::1]:8080/a/b/api/v4/", "http://[::1]:8080/a/b/shop/api/status"),
    ] {
        let instance = Instance::parse(instance).unwrap();
        let script = Script::of([Step::json("1")]);
        let client = gitlab_api_client::Client::builder(instance)
            .transport(Arc::clone(&script) as Arc<dyn gitlab_core::Transport>)
            .clock(support::TestClock::new())
            .build()
            .unwrap();
        client.send(&Beside(None)).await.unwrap();
        assert_eq!(script.uris(), [expected]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_credential_of_its_own_is_sent_alone() {
    for status in [200, 401, 500] {
        let script = Script::by(move |_, _| Step::status(status, "1"));
        let client = client(&script);
        let _ = client.send(&Beside::with_key()).await;
        for request in 0..script.count() {
            let headers = script.headers(request);
            let sent: Vec<_> = headers.get_all("authorization").iter().collect();
            assert_eq!(sent, [&format!("Bearer {KEY}")]);
            assert!(headers.values().all(|value| !value.to_str().unwrap_or_default().contains(TOKEN)));
        }
        // The client's own calls are as they were.
        let _ = client.send(&Beside(None)).await;
        assert_eq!(script.headers(script.count() - 1)["authorization"], format!("Bearer {TOKEN}"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_credential_of_its_own_is_not_repeated_in_an_error() {
    let script = Script::of([Step::status(403, &format!(r#"{{"message":"no {KEY} here"}}"#))]);
    let error = client(&script).send(&Beside::with_key()).await.unwrap_err();
    let said = format!("{error} {error:?} {:?}", error.advice());
    assert!(!said.contains(KEY) && !said.contains(TOKEN), "{said}");
}

#[tokio::test(start_paused = true)]
async fn case_1_redirects_stay_below_the_base_and_at_home() {
    let to = |location: &str| Step::status(302, "").header("location", location);
    for (location, followed) in [
        ("https://gitlab.example.com/elsewhere", true),
        ("/elsewhere", true),
        ("https://evil.example/shop/api/status", false),
        ("http://gitlab.example.com/shop/api/status", false),
        ("//evil.example/", false),
    ] {
        let script = Script::of([to(location), Step::json("1")]);
        let result = builder(&script).build().unwrap().send(&Beside::with_key()).await;
        assert_eq!(result.is_ok(), followed, "{location}");
        assert_eq!(script.count(), if followed { 2 } else { 1 }, "{location}");
        if let Err(error) = result {
            assert_eq!(error.kind(), ApiErrorKind::Redirected);
        }
    }

    // An installation below a sub-path shares its host with others.
    let script = Script::of([to("https://example.com/other/shop"), Step::json("1")]);
    let client = gitlab_api_client::Client::builder(Instance::parse("https://example.com/gitlab").unwrap())
        .transport(Arc::clone(&script) as Arc<dyn gitlab_core::Transport>)
        .clock(support::TestClock::new())
        .build()
        .unwrap();
    let error = client.send(&Beside::with_key()).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ApiErrorKind::Redirected, 1));
}
