//! What a repository, its jobs and its releases are asked: answers in headers, keysets, streams and redirects.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing test says so")]

mod support;

use gitlab_api_client::endpoints::{
    GetFileMetadata, GetJobArtifactFile, GetJobArtifacts, GetLatestRelease, ListBranches, ListJobs, ListTree,
    latest_release,
};
use gitlab_core::{ApiErrorKind, JobId, ProjectId, ProjectRef};
use support::{BASE, Script, Step, client};

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

fn entry(name: &str) -> String {
    format!(r#"{{"id":"a1","name":"{name}","type":"blob","path":"src/{name}","mode":"100644"}}"#)
}

fn linked(body: &str, query: &str) -> Step {
    Step::json(body).header("link", format!("<{BASE}projects/7/elsewhere?{query}>; rel=\"next\""))
}

#[tokio::test(start_paused = true)]
async fn a_tree_is_read_by_page_token_until_there_is_no_link() {
    let next = "pagination=keyset&path=src&per_page=100&page_token=c3";
    let script = Script::of([
        linked(&format!("[{},{}]", entry("a"), entry("b")), next),
        Step::json(&format!("[{}]", entry("c"))),
    ]);
    let tree = client(&script).list(&ListTree::new(PROJECT).folder("src"), 500).await.unwrap();
    let names: Vec<&str> = tree.items.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!((names.as_slice(), tree.complete), (["a", "b", "c"].as_slice(), true));
    assert_eq!(
        script.lines(),
        [
            "GET projects/7/repository/tree?pagination=keyset&path=src&per_page=100".to_owned(),
            format!("GET projects/7/repository/tree?{next}"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn an_old_gitlab_that_knows_no_keyset_is_read_by_number() {
    let page = |name: &str, next: &str| {
        Step::json(&format!(r#"[{{"name":"{name}"}}]"#)).header("x-next-page", next).header("x-per-page", "1")
    };
    let script = Script::of([page("a", "2"), page("b", "")]);
    let branches = client(&script).list(&ListBranches::new(PROJECT), 500).await.unwrap();
    assert_eq!((branches.items.len(), branches.complete), (2, true));
    assert!(script.lines()[1].contains("page=2"));
}

#[tokio::test(start_paused = true)]
async fn a_folder_that_is_not_there_is_an_empty_list_or_not_found_by_version() {
    let missing = ListTree::new(PROJECT).folder("nowhere");
    let before_15 = client(&Script::of([Step::json("[]")])).list(&missing, 500).await.unwrap();
    assert!(before_15.items.is_empty() && before_15.complete);
    let script = Script::of([Step::status(404, r#"{"message":"404 invalid revision or path Not Found"}"#)]);
    let since = client(&script).list(&missing, 500).await.unwrap_err();
    assert_eq!(since.kind(), ApiErrorKind::NotFound);
}

#[tokio::test(start_paused = true)]
async fn the_jobs_of_a_project_are_read_by_keyset() {
    let job = |id: u64| format!(r#"[{{"id":{id},"name":"a","status":"success"}}]"#);
    let next = "cursor=abc&order_by=id&pagination=keyset&per_page=100&sort=desc";
    let script = Script::of([linked(&job(2), next), Step::json(&job(1))]);
    let jobs = client(&script).list(&ListJobs::new(PROJECT), 500).await.unwrap();
    assert_eq!(jobs.items.iter().map(|job| job.id.get()).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(script.lines()[0], "GET projects/7/jobs?pagination=keyset&order_by=id&sort=desc&per_page=100");
}

#[tokio::test(start_paused = true)]
async fn artifacts_are_a_stream_of_bytes() {
    let script = Script::of([Step::status(200, "PK\u{3}\u{4}").header("content-length", "4")]);
    let mut archive = client(&script).open(&GetJobArtifacts::new(PROJECT, JobId::new(11))).await.unwrap();
    assert_eq!(archive.content_length(), Some(4));
    assert_eq!(archive.chunk().await.unwrap().unwrap().as_ref(), b"PK\x03\x04");
    assert!(archive.chunk().await.unwrap().is_none());
    assert_eq!(script.headers(0)["accept"], "*/*");

    let script = Script::of([Step::status(200, "<html>")]);
    let file = GetJobArtifactFile::latest(PROJECT, "feature/x", "pages", "public/index.html");
    let file = client(&script).open(&file).await.unwrap();
    assert_eq!(file.bytes(100).await.unwrap().as_ref(), b"<html>");
    assert_eq!(script.lines(), ["GET projects/7/jobs/artifacts/feature%2Fx/raw/public/index.html?job=pages"]);
}

#[tokio::test(start_paused = true)]
async fn the_latest_release_is_where_gitlab_redirects_to() {
    let script = Script::by(|_, number| match number {
        0 => Step::status(302, "").header("location", "/api/v4/projects/7/releases/v1%2F0"),
        _ => Step::json(r#"{"tag_name":"v1/0"}"#),
    });
    let release = client(&script).send(&GetLatestRelease::new(PROJECT)).await.unwrap();
    assert_eq!(release.tag_name, "v1/0");
    assert_eq!(
        script.lines(),
        ["GET projects/7/releases/permalink/latest", "GET projects/7/releases/v1%2F0"]
    );
    assert!(script.headers(1).contains_key("authorization"));
}

#[tokio::test(start_paused = true)]
async fn an_older_gitlab_finds_the_latest_release_in_the_list() {
    let list = |releases: &'static str| {
        Script::by(move |_, number| if number == 0 { Step::status(404, "") } else { Step::json(releases) })
    };
    let project = ProjectRef::from(PROJECT);
    let script = list(r#"[{"tag_name":"v3","upcoming_release":true},{"tag_name":"v2"},{"tag_name":"v1"}]"#);
    let release = latest_release(&client(&script), &project).await.unwrap().unwrap();
    assert_eq!(release.tag_name, "v2");
    let asked = script.lines();
    assert_eq!(asked.len(), 2);
    assert!(asked[1].starts_with("GET projects/7/releases?order_by=released_at&sort=desc"), "{asked:?}");

    assert_eq!(latest_release(&client(&list("[]")), &project).await.unwrap(), None);
    let hidden = latest_release(&client(&Script::of([Step::status(404, "")])), &project).await.unwrap_err();
    assert_eq!(hidden.kind(), ApiErrorKind::NotFound);
    let refused = Script::of([Step::status(403, "")]);
    assert_eq!(
        latest_release(&client(&refused), &project).await.unwrap_err().kind(),
        ApiErrorKind::Forbidden
    );
    assert_eq!(refused.lines().len(), 1);
}

#[cfg(feature = "reqwest")]
mod wire {
    use super::*;
    use crate::support::server::{Act, Server, answer};
    use gitlab_api_client::{Client, ReqwestTransport};
    use gitlab_core::Instance;
    use std::sync::Arc;

    fn client_of(server: &Server) -> Client {
        Client::builder(Instance::parse(&server.base()).unwrap())
            .transport(Arc::new(ReqwestTransport::builder().no_proxy().build().unwrap()))
            .build()
            .unwrap()
    }

    #[tokio::test]
    async fn an_answer_to_head_that_tells_of_a_body_and_has_none_is_read() {
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 1476\r\ncontent-encoding: gzip\r\nconnection: close\r\n\
                    X-Gitlab-Blob-Id: 79f7\r\nX-Gitlab-Size: 1476\r\nX-Gitlab-File-Path: src/\u{fc}.rs\r\n\r\n";
        let server = Server::play(vec![Act::Say(head.as_bytes().to_vec())]).await;
        let file = client_of(&server).head(&GetFileMetadata::new(PROJECT, "src/ü.rs", "main")).await.unwrap();
        assert_eq!((file.size, file.file_path.as_str()), (1476, "src/ü.rs"));
        let line = server.heads()[0].lines().next().unwrap().to_owned();
        assert_eq!(line, "HEAD /api/v4/projects/7/repository/files/src%2F%C3%BC.rs?ref=main HTTP/1.1");
    }

    #[tokio::test]
    async fn case_159_the_parts_of_an_artifact_s_path_are_on_the_wire_as_they_should_be() {
        let server = Server::play(vec![answer("200 OK", "", b"x")]).await;
        let path = "a b/%2e%2e/c?d#e;f/\u{202e}ü";
        let endpoint = GetJobArtifactFile::new(PROJECT, JobId::new(11), path);
        client_of(&server).open(&endpoint).await.unwrap();
        assert_eq!(
            server.heads()[0].lines().next().unwrap(),
            "GET /api/v4/projects/7/jobs/11/artifacts/a%20b/%252e%252e/c%3Fd%23e%3Bf/%E2%80%AE%C3%BC HTTP/1.1"
        );
    }
}
