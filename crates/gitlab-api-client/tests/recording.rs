//! What was recorded comes back, without its secrets.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing test says so")]

mod support;

use gitlab_api_client::endpoints::{CreateNote, GetJobTrace, GetProject, ListCommits};
use gitlab_api_client::recording::{Recorder, RecordingError, Replayer, Scrubber};
use gitlab_api_client::{Client, RawRequest, RetryPolicy};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{
    ApiErrorKind, Delivery, Instance, JobId, MergeRequestIid, ProjectId, Transport, TransportError,
    TransportErrorKind,
};
use http::Method;
use std::io::Write;
use std::sync::{Arc, Mutex};
use support::{BASE, Script, Step, TOKEN, TestClock};

const PROJECT: ProjectId = ProjectId::new(7);

/// A file in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Memory {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn client(transport: Arc<dyn Transport>, token: &str) -> Client {
    Client::builder(Instance::parse(BASE).unwrap())
        .transport(transport)
        .clock(TestClock::new())
        .retry(RetryPolicy::none())
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(token).unwrap())))
        .build()
        .unwrap()
}

fn recorder(script: &Arc<Script>) -> (Arc<Recorder>, Memory) {
    let file = Memory::default();
    (Arc::new(Recorder::to_writer(Arc::clone(script) as Arc<dyn Transport>, file.clone())), file)
}

fn gitlab() -> Arc<Script> {
    Script::by(|request, number| {
        let uri = request.uri().to_string();
        let commits = |ids: &[&str]| {
            let ids: Vec<_> =
                ids.iter().map(|id| format!(r#"{{"id":"{}","title":"ü <b>"}}"#, id.repeat(40))).collect();
            Step::json(&format!("[{}]", ids.join(",")))
        };
        match uri.strip_prefix(BASE).unwrap() {
            "projects/7" if number == 0 => Step::json(r#"{"path_with_namespace":"a/b","id":7,"star_count":1.50}"#)
                .header("content-length", "56")
                .header("x-request-id", "01ABC"),
            "projects/7" => Step::json(r#"{"path_with_namespace":"a/c","id":7}"#),
            "projects/8" => Step::status(404, r#"{"message":"404 Project Not Found"}"#),
            "projects/9" => Step::Fail(TransportErrorKind::Connect, Delivery::NotSent),
            "projects/7/jobs/1/trace" => Step::status(200, "line 1\r\nline 2 \u{1b}[0m\n"),
            "projects/7/jobs/2/trace" => Step::Cut { status: 200, body: b"half of".to_vec() },
            "binary" => Step::Answer { status: 200, headers: Vec::new(), body: vec![0xff, 0, 0x80, 10] },
            "huge" => Step::json(r#"{"id":18446744073709551616}"#),
            "projects/7/merge_requests/1/notes" => {
                let asked = String::from_utf8_lossy(request.body()).into_owned();
                Step::status(201, &format!(r#"{{"id":{number},"body":{asked:?}}}"#))
            }
            other if other.contains("page_token=") => commits(&["c"]),
            other if other.starts_with("projects/7/repository/commits") => commits(&["a", "b"]).header(
                "link",
                format!("<{BASE}projects/7/repository/commits?pagination=keyset&page_token=eyJpZCI6IjQ3NDE2MjQ0NTgxMTEifQ>; rel=\"next\""),
            ),
            other => Step::status(500, other),
        }
    })
}

/// What a program sees of all this.
async fn work(client: &Client) -> Vec<String> {
    let mut seen = Vec::new();
    for id in [7, 7, 8, 9] {
        seen.push(match client.send(&GetProject::new(ProjectId::new(id))).await {
            Ok(project) => project.path_with_namespace.to_string(),
            Err(error) => format!("{error:?}"),
        });
    }
    for text in ["one", "two"] {
        let note = client.send(&CreateNote::new(PROJECT, MergeRequestIid::new(1), text)).await.unwrap();
        seen.push(format!("{note:?}"));
    }
    let commits = client.list(&ListCommits::new(PROJECT), 50).await.unwrap();
    seen.push(format!(
        "{} {:?}",
        commits.complete,
        commits.items.iter().map(|commit| &commit.title).collect::<Vec<_>>()
    ));
    for job in [1, 2] {
        let trace = client.open(&GetJobTrace::new(PROJECT, JobId::new(job))).await.unwrap();
        seen.push(format!("{:?}", trace.bytes(100).await.map_err(|error| error.to_string())));
    }
    for path in ["binary", "huge"] {
        let raw = client.raw(&RawRequest::get(gitlab_api_client::Path::new(path))).await.unwrap();
        seen.push(format!("{:?} {:?}", raw.headers(), raw.body()));
    }
    seen
}

#[tokio::test(start_paused = true)]
async fn what_was_recorded_is_what_comes_back() {
    let (recorder, file) = recorder(&gitlab());
    let recorded = work(&client(recorder.clone(), TOKEN)).await;
    assert_eq!(recorder.finish().unwrap(), 12);
    let text = file.text();
    assert!(
        text.contains("\"path_with_namespace\": \"a/b\"") && text.contains("\"base64\": \"/wCACg==\""),
        "{text}"
    );
    assert_eq!(text.matches("\"complete\": false").count(), 1, "{text}");

    let replayer = Arc::new(Replayer::from_text(&text).unwrap());
    // Another token, as a test has one.
    let replayed = work(&client(replayer.clone(), "another-token-of-a-test")).await;
    assert_eq!(recorded, replayed);
    assert!(replayer.unused().is_empty());

    // A recording of the replay is the same but for what was normalised already.
    let second = Memory::default();
    let again = Arc::new(Recorder::to_writer(Arc::new(Replayer::from_text(&text).unwrap()), second.clone()));
    work(&client(again, TOKEN)).await;
    assert_eq!(
        second.text().replace("content-length: 53", "content-length: 56"),
        text.replace("content-length: 53", "content-length: 56")
    );
}

#[tokio::test(start_paused = true)]
async fn a_recording_is_a_file() {
    let path = std::env::temp_dir().join(format!("gitlab-api-client-{}.recording", std::process::id()));
    let recorder = Arc::new(Recorder::new(gitlab(), &path).unwrap());
    let recorded = work(&client(recorder.clone(), TOKEN)).await;
    recorder.finish().unwrap();
    let replayed = work(&client(Arc::new(Replayer::from_file(&path).unwrap()), TOKEN)).await;
    std::fs::remove_file(&path).unwrap();
    assert_eq!(recorded, replayed);
    assert!(matches!(Replayer::from_file(&path), Err(RecordingError::Io { .. })));
    assert!(matches!(Recorder::new(gitlab(), "/no/such/folder/x"), Err(RecordingError::Io { .. })));
    let broken = r#"{"request":{"method":"GET","url":"/"}} {"request":"#;
    assert!(matches!(Replayer::from_text(broken), Err(RecordingError::Format { number: 2, .. })));
    assert!(Replayer::from_text("").unwrap().unused().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_was_not_recorded_says_what_is_nearest() {
    let (recorder, file) = recorder(&gitlab());
    work(&client(recorder, TOKEN)).await;
    let replayer = Arc::new(Replayer::from_text(&file.text()).unwrap());
    let client = client(replayer.clone(), TOKEN);
    let said = async |request: RawRequest| {
        let error = client.raw(&request).await.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::Connection, Delivery::NotSent));
        assert!(!error.is_retryable() && error.advice().unwrap().contains("record again"));
        let source = std::error::Error::source(&error).unwrap().downcast_ref::<TransportError>().unwrap();
        assert_eq!(source.kind(), TransportErrorKind::NotRecorded);
        std::error::Error::source(source).unwrap().to_string()
    };
    let path = |text: &'static str| RawRequest::get(gitlab_api_client::Path::new(text));
    assert_eq!(
        said(path("projects/7/jobs/3/trace")).await,
        "GET https://gitlab.example.com/api/v4/projects/7/jobs/3/trace was not recorded; the nearest that is left \
         is GET https://gitlab.example.com/api/v4/projects/7/jobs/2/trace"
    );
    client.raw(&path("binary")).await.unwrap();
    assert!(said(path("binary")).await.contains("was recorded 1 times, and is asked once more"));
    let other =
        RawRequest::new(Method::POST, gitlab_api_client::Path::new("projects/7/merge_requests/1/notes"));
    assert!(
        said(other.json(&serde_json::json!({ "body": "three" })))
            .await
            .contains("the same address and another body")
    );
    assert_eq!(replayer.unused().len(), 11);
    let nothing = Arc::new(Replayer::from_text("").unwrap());
    let error = self::client(nothing, TOKEN).send(&GetProject::new(PROJECT)).await.unwrap_err();
    assert!(gitlab_core::Report(&error).to_string().ends_with("nothing is left"));
}

#[tokio::test(start_paused = true)]
async fn exchanges_stand_in_the_order_of_asking() {
    let (recorder, file) = recorder(&gitlab());
    let client = client(recorder.clone(), TOKEN);
    let slow = client.open(&GetJobTrace::new(PROJECT, JobId::new(1))).await.unwrap();
    client.send(&GetProject::new(PROJECT)).await.unwrap();
    assert!(file.text().is_empty(), "the log is still being read");
    assert!(matches!(recorder.finish(), Err(RecordingError::Unfinished { exchanges: 2 })));
    drop(slow);
    assert_eq!(recorder.finish().unwrap(), 2);
    let text = file.text();
    assert!(text.find("jobs/1/trace").unwrap() < text.find("path_with_namespace").unwrap());
    assert!(text.contains("\"complete\": false"), "it was not read: {text}");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_given_up_leaves_no_gap() {
    let script = Script::by(|_, number| if number == 0 { Step::Silence } else { Step::json("{}") });
    let (recorder, file) = recorder(&script);
    let client = client(recorder.clone(), TOKEN);
    let request = RawRequest::get(gitlab_api_client::Path::new("version"));
    let silent = tokio::time::timeout(std::time::Duration::from_millis(5), client.raw(&request)).await;
    assert!(silent.is_err());
    client.raw(&request).await.unwrap();
    assert_eq!(recorder.finish().unwrap(), 1);
    assert_eq!(file.text().matches("\"request\"").count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_long_body_is_cut_in_the_recording_alone() {
    let script = Script::of([Step::status(200, &"x".repeat(1_000))]);
    let file = Memory::default();
    let recorder = Arc::new(Recorder::to_writer(script, file.clone()).body_bytes(10));
    let trace = client(recorder, TOKEN).open(&GetJobTrace::new(PROJECT, JobId::new(1))).await.unwrap();
    assert_eq!(trace.bytes(1_000).await.unwrap().len(), 1_000);
    let text = file.text();
    assert!(
        text.contains(&format!("\"{}\"", "x".repeat(10))) && text.contains("\"complete\": false"),
        "{text}"
    );
}

#[tokio::test(start_paused = true)]
async fn case_63_no_secret_is_written() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    // One without a form of its own, one with; and others by name and by form alone.
    const PLAIN: &str = "Zq8rCanaryWithoutForm";
    let secrets = [
        PLAIN,
        "glpat-Canary0123456789xyz",
        "canary-by-name",
        "CANARY-cookie",
        "canary-of-variable",
        "glrt-Canary_9876543210abc",
        "canary-employee",
        "canary-given-value",
    ];
    let body = format!(
        r#"{{"echo":"you sent {PLAIN} and {}","runners_token":"canary-by-name","web_url":"https://h.example/x?private_token=canary-by-name",
           "nested":[{{"key":"AWS","value":"canary-of-variable"}},{{"passwords":["canary-by-name"]}}],"log":"glrt-Canary_9876543210abc",
           "token_expires_at":"2030-01-01","token_id":5,"ci_job_token_scope_enabled":true,"Employee-Number":"canary-employee","note":"canary-given-value"}}"#,
        STANDARD.encode(PLAIN)
    );
    // A list of secrets is only known as such where the JSON is whole.
    let torn = body.replace("[\"canary-by-name\"]", "[]");
    let script = Script::by(move |_, number| {
        let step = if number % 2 == 0 {
            Step::json(&body)
        } else {
            Step::status(200, &format!("log: {torn}\npassword=canary-by-name {PLAIN}"))
        };
        step.header("set-cookie", "session=CANARY-cookie")
            .header("x-secret", "canary-by-name")
            .header("link", format!("<https://gitlab.example.com/api/v4/x?private_token=canary-by-name&page=2>; rel=\"next\", <?access_token={PLAIN}>; rel=\"last\""))
            .header("location", "https://s.example/f?X-Amz-Signature=canary-by-name&X-Amz-Credential=canary-by-name")
    });
    let file = Memory::default();
    let scrubber = || {
        Scrubber::new()
            .secret_named("employee_number")
            .value("canary-given-value")
            .replacing(|text| text.replace("h.example", "host.example"))
    };
    let recorder = Arc::new(Recorder::to_writer(script, file.clone()).scrubber(scrubber()));
    for token in [PLAIN, "glpat-Canary0123456789xyz"] {
        let client = client(recorder.clone(), token);
        let ask = |method: Method| {
            RawRequest::new(method, gitlab_api_client::Path::new("hooks"))
                .parameter("private_token", token)
                .parameter("client_secret", "canary-by-name")
                .parameter("search", format!("a {PLAIN}"))
                .parameter("page", 2)
        };
        client.raw(&ask(Method::GET)).await.unwrap();
        client.raw(&ask(Method::GET)).await.unwrap();
        let hook = ask(Method::POST).json(
            &serde_json::json!({ "token": "canary-by-name", "url": format!("https://u:{token}@h.example/") }),
        );
        client.raw(&hook).await.unwrap();
        client.raw(&hook).await.unwrap();
    }
    assert_eq!(recorder.finish().unwrap(), 8);
    let text = file.text();
    for secret in secrets {
        let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for form in
            [secret.to_owned(), STANDARD.encode(secret).trim_end_matches('=').to_owned(), hex, percent]
        {
            assert!(!text.contains(&form), "{form} in {text}");
        }
        assert!(!format!("{recorder:?}").contains(secret));
    }
    for kept in [
        "\"token_expires_at\": \"2030-01-01\"",
        "\"token_id\": 5",
        "\"ci_job_token_scope_enabled\": true",
        "page=2",
        "host.example",
    ] {
        assert!(text.contains(kept), "{kept} in {text}");
    }

    // The same requests, with their secrets, find what was recorded without.
    let replayer = Arc::new(Replayer::from_text(&text).unwrap().scrubber(scrubber()));
    let client = client(replayer, PLAIN);
    let request = RawRequest::get(gitlab_api_client::Path::new("hooks"))
        .parameter("private_token", "whatever-this-test-has")
        .parameter("client_secret", "another")
        .parameter("search", format!("a {PLAIN}"))
        .parameter("page", 2);
    client.raw(&request).await.unwrap();
}
