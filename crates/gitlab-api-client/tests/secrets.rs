//! What nothing ever says: the token. Alone in its process, because a log is set for the thread and tracing
//! remembers per process which places in the code are looked at.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use gitlab_api_client::endpoints::{CreateNote, GetMergeRequest, GetProject};
use gitlab_core::{Delivery, MergeRequestIid, ProjectRef, Report, TransportErrorKind};
use std::sync::{Arc, Mutex};
use support::{Script, Step, TOKEN, client};

fn endpoint() -> GetMergeRequest {
    GetMergeRequest::new("group/project".parse::<ProjectRef>().unwrap(), MergeRequestIid::new(42))
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn case_63_the_token_is_in_no_log_no_error_and_no_debug() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let mut said = String::new();
    for step in [
        Step::json(r#"{"title":"SECRET-BODY"}"#),
        // A server that repeats what it was sent.
        Step::status(400, &format!(r#"{{"message":"bad header Bearer {TOKEN}"}}"#)),
        Step::status(401, &format!("{TOKEN} is unknown")),
        Step::status(302, "").header("location", "https://evil.example/?private_token=SECRET-QUERY"),
        Step::status(503, "").header("x-secret", "SECRET-HEADER"),
        Step::Fail(TransportErrorKind::Interrupted, Delivery::Unknown),
    ] {
        let script = Script::of([step]);
        let client = client(&script);
        let project: ProjectRef = "group/project".parse().unwrap();
        let error = client.send(&endpoint()).await.unwrap_err();
        said += &format!(
            "{error} {error:?} {error:#?} {} {:?} {client:?} {client:#?}",
            Report(&error),
            error.advice()
        );
        let error = client
            .send(&CreateNote::new(project.clone(), MergeRequestIid::new(1), "SECRET-NOTE"))
            .await
            .unwrap_err();
        said += &format!("{error} {error:?}");
        said += &format!("{script:?}");
        let _ = client.send(&GetProject::new(project)).await;
    }
    drop(guard);
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("projects/:id/merge_requests/:iid") && logged.contains("status=503"), "{logged}");
    for text in [&said, &logged] {
        for secret in [TOKEN, "CANARY", "SECRET"] {
            assert!(!text.contains(secret), "{secret} is in {text}");
        }
    }
}
