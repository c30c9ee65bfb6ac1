//! Answers that stand in headers, and paths of files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test says so")]

mod support;

use gitlab_api_client::endpoints::GetFileMetadata;
use gitlab_core::{ApiErrorKind, ProjectId};
use support::{Script, Step, client};

const PROJECT: ProjectId = ProjectId::new(7);

fn found() -> Step {
    Step::status(200, "")
        .header("x-gitlab-blob-id", "79f7bbd25901e8334750839545a9bd021f0e4c83")
        .header("x-gitlab-size", "1476")
        .header("x-gitlab-file-path", "src/a.rs")
}

#[tokio::test(start_paused = true)]
async fn what_stands_in_headers_is_an_answer() {
    let script = Script::of([found()]);
    let file = client(&script).head(&GetFileMetadata::new(PROJECT, "src/a.rs", "main")).await.unwrap();
    assert_eq!((file.size, file.file_path.as_str()), (1476, "src/a.rs"));
    assert_eq!(script.lines(), ["HEAD projects/7/repository/files/src%2Fa.rs?ref=main"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_there_is_none_and_every_other_error_stays_one() {
    let endpoint = GetFileMetadata::new(PROJECT, "src/a.rs", "main");
    let script = Script::of([Step::status(404, "")]);
    assert_eq!(client(&script).head_opt(&endpoint).await.unwrap(), None);
    assert_eq!(client(&script).head(&endpoint).await.unwrap_err().kind(), ApiErrorKind::NotFound);
    assert!(client(&Script::of([found()])).head_opt(&endpoint).await.unwrap().is_some());
    for (status, kind) in [(401, ApiErrorKind::Unauthenticated), (403, ApiErrorKind::Forbidden)] {
        let error = client(&Script::of([Step::status(status, "")])).head_opt(&endpoint).await.unwrap_err();
        assert_eq!(error.kind(), kind);
    }
}

#[tokio::test(start_paused = true)]
async fn headers_are_asked_for_again_when_the_server_fails() {
    let script = Script::of([Step::status(502, ""), found()]);
    let endpoint = GetFileMetadata::new(PROJECT, "src/a.rs", "main");
    assert!(client(&script).head(&endpoint).await.is_ok());
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_header_that_a_proxy_removed_is_named() {
    let script = Script::of([Step::status(200, "").header("x-gitlab-size", "1476")]);
    let endpoint = GetFileMetadata::new(PROJECT, "src/a.rs", "main");
    let error = client(&script).head(&endpoint).await.unwrap_err();
    assert_eq!(error.kind(), ApiErrorKind::UnexpectedResponse);
    assert_eq!(error.message(), Some("the header x-gitlab-blob-id is missing or cannot be read"));
    assert!(error.advice().unwrap().contains("proxy"));
}

#[tokio::test(start_paused = true)]
async fn case_159_a_path_that_climbs_is_refused_before_anything_is_sent() {
    let script = Script::of([found()]);
    let error = client(&script).head(&GetFileMetadata::new(PROJECT, "a/../b", "main")).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ApiErrorKind::InvalidRequest, 0));
}
