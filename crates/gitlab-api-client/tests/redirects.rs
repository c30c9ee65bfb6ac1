//! Redirects: what is followed, and that nothing goes elsewhere.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use gitlab_api_client::Client;
use gitlab_api_client::endpoints::{CreateNote, DeleteNote, GetProject, GetRawFile, UpdateNote};
use gitlab_core::{
    ApiErrorKind, Delivery, Instance, MergeRequestIid, NoteId, ProjectId, ProjectRef, TransportErrorKind,
};
use support::{BASE, Script, Step, TestClock, client};

const PROJECT: ProjectId = ProjectId::new(7);
const IID: MergeRequestIid = MergeRequestIid::new(42);
const FOUND: &str = r#"{"id":7,"path_with_namespace":"a/b"}"#;
const CODES: [u16; 7] = [300, 301, 302, 303, 305, 307, 308];

fn to(status: u16, location: &str) -> Step {
    Step::status(status, "<html>moved</html>").header("location", location)
}

#[tokio::test(start_paused = true)]
async fn case_1_and_2_another_origin_is_never_asked() {
    for status in CODES {
        for target in [
            "https://evil.example/api/v4/projects/7",
            "//evil.example/api/v4/projects/7",
            "\\\\evil.example\\api",
            "http://gitlab.example.com/api/v4/projects/7",
            "http://gitlab.example.com:443/api/v4/projects/7",
            "https://gitlab.example.com:8443/api/v4/projects/7",
            "https://user@gitlab.example.com/api/v4/projects/7",
            "https://gitlab.example.com.evil.example/api/v4/projects/7",
            "https://sub.gitlab.example.com/api/v4/projects/7",
            "https://gitlab.example.com@evil.example/api/v4/projects/7",
        ] {
            let secret = format!("{target}?private_token=SECRET");
            let script = Script::of([to(status, &secret), Step::json(FOUND)]);
            let error = client(&script).send(&GetProject::new(PROJECT)).await.unwrap_err();
            assert_eq!(error.kind(), ApiErrorKind::Redirected, "{status} {target}");
            assert_eq!(script.count(), 1, "{status} {target}");
            let said = format!("{error} {error:?} {:?}", error.advice());
            assert!(!said.contains("SECRET"), "{said}");
            assert!(said.contains("https://gitlab.example.com"), "{said}");

            let script = Script::of([to(status, &secret), Step::json("{}")]);
            let error = client(&script).send(&CreateNote::new(PROJECT, IID, "t")).await.unwrap_err();
            assert_eq!((error.kind(), script.count()), (ApiErrorKind::Redirected, 1));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn case_4_a_read_is_followed_at_home_with_its_credential() {
    for status in CODES {
        for target in [format!("{BASE}projects/7"), "/api/v4/projects/7".to_owned(), "7".to_owned()] {
            let script = Script::of([to(status, &target), Step::json(FOUND)]);
            let old: ProjectRef = "old/name".parse().unwrap();
            client(&script).send(&GetProject::new(old)).await.unwrap();
            assert_eq!(script.lines(), ["GET projects/old%2Fname", "GET projects/7"]);
            assert!(script.headers(1).contains_key("authorization"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn case_4_a_circle_ends_after_five_hops() {
    for circle in [true, false] {
        let script = Script::by(move |_, number| {
            to(
                302,
                &if circle { "/api/v4/projects/7".to_owned() } else { format!("/api/v4/projects/{number}") },
            )
        });
        let error = client(&script).send(&GetProject::new(PROJECT)).await.unwrap_err();
        assert_eq!((error.kind(), script.count()), (ApiErrorKind::Redirected, 6));
    }
    // Five are still followed.
    let script =
        Script::by(|_, number| if number < 5 { to(302, &number.to_string()) } else { Step::json(FOUND) });
    client(&script).send(&GetProject::new(PROJECT)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn case_5_a_redirected_write_is_an_error_and_never_a_read() {
    for status in CODES {
        let script = Script::of([to(status, "/api/v4/projects/9/merge_requests/42/notes")]);
        let client = client(&script);
        let error = client.send(&CreateNote::new(PROJECT, IID, "t")).await.unwrap_err();
        // "See other" is also how a server answers what it has done.
        let delivery = if status == 303 { Delivery::Unknown } else { Delivery::Refused };
        assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::Redirected, delivery));
        assert!(error.advice().unwrap().contains("its number, 9"), "{:?}", error.advice());
        let error = client.send(&UpdateNote::new(PROJECT, IID, NoteId::new(3), "t")).await.unwrap_err();
        assert_eq!(error.kind(), ApiErrorKind::Redirected);
        let error = client.send(&DeleteNote::new(PROJECT, IID, NoteId::new(3))).await.unwrap_err();
        assert_eq!(error.kind(), ApiErrorKind::Redirected);
        assert_eq!(script.count(), 3);
        assert!(script.lines().iter().all(|line| !line.starts_with("GET")));
    }
}

#[tokio::test(start_paused = true)]
async fn case_6_an_odd_location_is_an_error() {
    let long = format!("/api/v4/{}", "x".repeat(64 * 1024));
    for location in
        ["", "data:,x", "file:///etc/passwd", "urn:x", "javascript:1", "https://[", "mailto:a@b", &long]
    {
        let script = Script::of([to(301, location)]);
        let error = client(&script).send(&GetProject::new(PROJECT)).await.unwrap_err();
        assert_eq!((error.kind(), script.count()), (ApiErrorKind::Redirected, 1), "{location:.40}");
    }
    let script = Script::of([Step::status(301, "")]);
    assert_eq!(
        client(&script).send(&GetProject::new(PROJECT)).await.unwrap_err().kind(),
        ApiErrorKind::Redirected
    );
    // A redirect that leads out of the API is a sign-in page.
    let script = Script::of([to(302, "/users/sign_in")]);
    let error = client(&script).send(&GetProject::new(PROJECT)).await.unwrap_err();
    assert!(error.advice().unwrap().contains("/api/v4"), "{error}");
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_base_url_of_the_wrong_scheme_says_what_to_write() {
    let script = Script::of([to(301, "http://gitlab.example.com/api/v4/projects/9")]);
    let error = client(&script).send(&GetProject::new(PROJECT)).await.unwrap_err();
    assert!(error.advice().unwrap().contains("its number, 9"), "{:?}", error.advice());
}

const FILE: &str = "https://storage.example/bucket/file?X-Amz-Signature=SIGNED";

fn file() -> GetRawFile {
    GetRawFile::new(PROJECT, "large.bin", "main").lfs(true)
}

#[tokio::test(start_paused = true)]
async fn case_1_and_166_a_file_in_object_storage_is_read_there_without_the_credential() {
    for status in [302, 307] {
        let script = Script::of([
            to(status, FILE).header("set-cookie", "session=1"),
            Step::status(200, "bytes").header("content-length", "5"),
        ]);
        let opened = client(&script).open(&file()).await.unwrap();
        assert_eq!(opened.content_length(), Some(5));
        assert_eq!(opened.bytes(10).await.unwrap(), "bytes");
        assert_eq!(script.uris()[1], FILE);
        let headers = script.headers(1);
        let mut names: Vec<_> = headers.keys().map(http::HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "user-agent"]);
        assert!(script.headers(0).contains_key("authorization"));
    }
}

#[tokio::test(start_paused = true)]
async fn case_2_a_signed_address_goes_through_clear_text_only_where_gitlab_does() {
    for (status, target) in [
        (302, "http://storage.example/file?SIGNED"),
        (302, "http://gitlab.example.com/file?SIGNED"),
        (302, "https://user:password@storage.example/file?SIGNED"),
        (302, "ftp://storage.example/file?SIGNED"),
        (301, FILE),
        (303, FILE),
        (308, FILE),
        (300, FILE),
    ] {
        let script = Script::of([to(status, target), Step::status(200, "bytes")]);
        let error = client(&script).open(&file()).await.unwrap_err();
        assert_eq!((error.kind(), script.count()), (ApiErrorKind::Redirected, 1), "{status} {target}");
        assert!(!format!("{error} {error:?}").contains("SIGNED"), "{error:?}");
    }
    let script = Script::of([to(302, "http://storage.example/file"), Step::status(200, "bytes")]);
    let plain = Instance::parse("http://gitlab.example.com").unwrap();
    let client = Client::builder(plain).transport(script.clone()).clock(TestClock::new()).build().unwrap();
    assert_eq!(client.open(&file()).await.unwrap().bytes(10).await.unwrap(), "bytes");
}

#[tokio::test(start_paused = true)]
async fn what_object_storage_answers_is_no_word_about_the_token() {
    for (answer, kind, requests) in [
        (Step::status(401, "<Error/>"), ApiErrorKind::UnexpectedResponse, 4),
        (Step::status(403, "<Error><Code>AccessDenied</Code></Error>"), ApiErrorKind::UnexpectedResponse, 4),
        (Step::status(404, "<Error/>"), ApiErrorKind::UnexpectedResponse, 4),
        (Step::status(503, "slow down"), ApiErrorKind::Server, 8),
        (to(302, "https://elsewhere.example/file"), ApiErrorKind::Redirected, 2),
        (to(302, "https://gitlab.example.com/api/v4/user"), ApiErrorKind::Redirected, 2),
        (Step::Fail(TransportErrorKind::Connect, Delivery::NotSent), ApiErrorKind::Connection, 8),
        (Step::Fail(TransportErrorKind::Tls, Delivery::NotSent), ApiErrorKind::Connection, 2),
    ] {
        let script = Script::by(move |request, _| match request.uri().host() {
            Some("gitlab.example.com") => to(302, FILE),
            _ => answer.clone(),
        });
        let error = client(&script).open(&file()).await.unwrap_err();
        assert_eq!((error.kind(), script.count()), (kind, requests), "{error}");
        assert!(error.to_string().contains("https://storage.example"), "{error}");
        assert!(!format!("{error} {error:?}").contains("SIGNED"), "{error:?}");
        // Each attempt asks GitLab anew, which signs a new address.
        assert_eq!(script.uris().iter().filter(|uri| *uri == FILE).count(), requests / 2);
    }
}
