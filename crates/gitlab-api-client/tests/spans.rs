//! What a program that collects spans sees of a call. Alone in its process, because tracing remembers per process
//! which places in the code are looked at.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing test says so")]

mod support;

use gitlab_api_client::endpoints::{CreateNote, ListMergeRequests};
use gitlab_core::{Delivery, MergeRequestIid, ProjectId, TransportErrorKind};
use std::sync::{Arc, Mutex};
use support::{Script, Step, TOKEN, client};
use tracing::Instrument;
use tracing_subscriber::fmt::format::FmtSpan;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn take(&self) -> Vec<String> {
        let text = String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap();
        text.lines().filter(|line| line.contains(": close")).map(str::to_owned).collect()
    }
}

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
async fn case_63_each_call_and_each_attempt_has_a_span_without_secrets() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let script = Script::of([
        Step::status(503, "SECRET-BODY").header("x-secret", "SECRET-HEADER"),
        Step::json("[]").header("x-request-id", "01ABC"),
    ]);
    let endpoint = ListMergeRequests::new(ProjectId::new(7)).search("SECRET-WORDS");
    let outer = tracing::info_span!("program", "http.response.status_code" = tracing::field::Empty);
    client(&script).list(&endpoint, 5).instrument(outer).await.unwrap();
    let lines = log.take();
    let (first, second, call) = (&lines[0], &lines[1], &lines[2]);
    for line in [first, second] {
        for field in [
            r"gitlab.attempt{otel.name=GET projects/:id/merge_requests",
            r#"otel.kind="client""#,
            r#"http.request.method="GET""#,
            r#"url.template="projects/:id/merge_requests""#,
            r#"url.scheme="https""#,
            r"search=REDACTED",
            r"per_page=5",
            r#"server.address="gitlab.example.com""#,
            "server.port=443",
        ] {
            assert!(line.contains(field), "{field} is not in {line}");
        }
    }
    assert!(
        first.contains(r#"http.response.status_code=503"#) && first.contains(r#"error.type="503""#),
        "{first}"
    );
    assert!(first.contains(r#"otel.status_code="ERROR""#) && !first.contains("resend_count"), "{first}");
    assert!(second.contains("http.request.resend_count=1") && !second.contains("error.type"), "{second}");
    assert!(second.contains(r#"x-request-id="01ABC""#) && second.contains("status_code=200"), "{second}");
    assert!(call.contains(r#"gitlab.call{"#) && call.contains(r#"otel.kind="internal""#), "{call}");
    assert!(call.contains("gitlab.operation=") && !call.contains("ERROR"), "{call}");
    assert!(lines[3].contains("program") && !lines[3].contains("status_code"), "{}", lines[3]);

    let script = Script::of([Step::Fail(TransportErrorKind::Interrupted, Delivery::Unknown)]);
    let note = CreateNote::new(ProjectId::new(7), MergeRequestIid::new(1), "SECRET-NOTE");
    client(&script).send(&note).await.unwrap_err();
    let failed = log.take();
    assert_eq!(failed.len(), 2, "one attempt, one call: {failed:#?}");
    assert!(failed.iter().all(|line| line.contains(r#"error.type="Interrupted""#)), "{failed:#?}");

    for line in lines.iter().chain(&failed) {
        for secret in [TOKEN, "CANARY", "SECRET"] {
            assert!(!line.contains(secret), "{secret} is in {line}");
        }
    }
}
