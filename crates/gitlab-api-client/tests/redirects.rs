//! Redirects: what is followed, and that nothing goes elsewhere.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use gitlab_api_client::endpoints::{
    CreateMergeRequestNote, DeleteMergeRequestNote, GetProject, UpdateMergeRequestNote,
};
use gitlab_core::{ApiErrorKind, Delivery, MergeRequestIid, NoteId, ProjectId, ProjectRef};
use support::{BASE, Script, Step, client};

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
            let error =
                client(&script).send(&CreateMergeRequestNote::new(PROJECT, IID, "t")).await.unwrap_err();
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
        let error = client.send(&CreateMergeRequestNote::new(PROJECT, IID, "t")).await.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::Redirected, Delivery::Refused));
        assert!(error.advice().unwrap().contains("its number, 9"), "{:?}", error.advice());
        let error =
            client.send(&UpdateMergeRequestNote::new(PROJECT, IID, NoteId::new(3), "t")).await.unwrap_err();
        assert_eq!(error.kind(), ApiErrorKind::Redirected);
        let error =
            client.send(&DeleteMergeRequestNote::new(PROJECT, IID, NoteId::new(3))).await.unwrap_err();
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
