//! Alerts go to their own address with their own key.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use gitlab_api_client::Client;
use gitlab_api_client::endpoints::{AlertPayload, SendAlert};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{ApiErrorKind, Delivery, Instance, Transport};
use std::sync::Arc;
use support::{Script, Step, TOKEN, client};

const KEY: &str = "integration-KEY-0123456789";

fn alert(payload: AlertPayload) -> SendAlert {
    let key = Arc::new(StaticToken::bearer(AccessToken::new(KEY).unwrap()));
    SendAlert::new("shop/payments/api".parse().unwrap(), key, payload).unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_key_is_sent_and_the_token_of_the_client_is_not() {
    for status in [200, 201, 202, 400, 401, 403, 404, 429, 500] {
        let script = Script::by(move |_, _| Step::status(status, ""));
        let result = client(&script).send(&alert(AlertPayload::new("t").fingerprint("f"))).await;
        assert_eq!(result.is_ok(), status < 300, "{status}");
        for request in 0..script.count() {
            let headers = script.headers(request);
            assert_eq!(headers["authorization"], format!("Bearer {KEY}"));
            assert!(headers.values().all(|value| !value.to_str().unwrap_or_default().contains(TOKEN)));
        }
        assert!(
            script
                .uris()
                .iter()
                .all(|uri| uri == "https://gitlab.example.com/shop/payments/api/alerts/notify.json")
        );
        if let Err(error) = result {
            let said = format!("{error} {error:?} {:?}", error.advice());
            assert!(!said.contains(KEY) && !said.contains(TOKEN), "{said}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn it_works_below_a_sub_path() {
    let script = Script::of([Step::status(200, "")]);
    let client = Client::builder(Instance::parse("https://example.com/gitlab").unwrap())
        .transport(Arc::clone(&script) as Arc<dyn Transport>)
        .clock(support::TestClock::new())
        .build()
        .unwrap();
    client.send(&alert(AlertPayload::new("t")).integration("prometheus", "c1a2b3")).await.unwrap();
    assert_eq!(
        script.uris(),
        ["https://example.com/gitlab/shop/payments/api/alerts/notify/prometheus/c1a2b3.json"]
    );
}

#[tokio::test(start_paused = true)]
async fn case_12_it_is_sent_again_only_with_a_fingerprint() {
    for (payload, sent) in [(AlertPayload::new("t"), 1), (AlertPayload::new("t").fingerprint("f"), 2)] {
        let script = Script::of([Step::status(502, ""), Step::status(200, "")]);
        let result = client(&script).send(&alert(payload)).await;
        assert_eq!(script.count(), sent);
        match result {
            Ok(_) => assert_eq!(sent, 2),
            Err(error) => assert_eq!((sent, error.delivery()), (1, Delivery::Unknown)),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn case_1_and_5_a_redirect_is_not_followed() {
    for location in ["https://evil.example/", "/users/sign_in"] {
        let script = Script::of([Step::status(302, "").header("location", location)]);
        let error = client(&script).send(&alert(AlertPayload::new("t").fingerprint("f"))).await.unwrap_err();
        assert_eq!((error.kind(), script.count()), (ApiErrorKind::Redirected, 1));
    }
}
