//! The same answers over a socket.
#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used, reason = "what goes wrong here fails the test that asks")]

mod common;

use common::{PROJECT, shop};
use gitlab_testkit::{Fault, GitLab, Server};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Sends a request as bytes and reads until the connection is closed.
async fn raw(server: &Server, method: &str, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(server.socket_address()).await.unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {}\r\nPRIVATE-TOKEN: maria-api\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        server.socket_address(),
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A connection that breaks is an answer too.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn it_speaks_http_on_loopback() {
    let gitlab = GitLab::new(shop()).unwrap();
    let server = gitlab.serve().await.unwrap();
    assert!(server.socket_address().ip().is_loopback());
    let path = format!("/api/v4/projects/{PROJECT}/merge_requests?per_page=1");
    let answer = raw(&server, "GET", &path, "").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("x-total: 2\r\n"));
    assert!(
        answer.contains(&format!("link: <http://{}/api/v4/projects/", server.socket_address())),
        "{answer}"
    );
    assert!(answer.contains(&format!("\"web_url\":\"{}shop/checkout", server.instance().web_url())));
    let posted = raw(
        &server,
        "POST",
        &format!("/api/v4/projects/{PROJECT}/merge_requests/2/notes"),
        r#"{"body":"over the wire"}"#,
    )
    .await;
    assert!(posted.starts_with("HTTP/1.1 201 Created\r\n"));
    assert_eq!(gitlab.merge_request_notes("shop/checkout", 2)[0].body, "over the wire");
}

#[tokio::test]
async fn a_scenario_with_a_url_keeps_it_as_behind_a_proxy() {
    let gitlab = GitLab::new(shop().url("https://gitlab.internal:8443/git")).unwrap();
    let server = gitlab.serve().await.unwrap();
    assert_eq!(server.instance().web_url().path(), "/git/");
    let answer = raw(&server, "GET", &format!("/git/api/v4/projects/{PROJECT}/merge_requests"), "").await;
    assert!(answer.contains("link: <http://gitlab.internal:8443/git/api/v4/projects/"), "{answer}");
}

#[tokio::test]
async fn faults_happen_on_the_wire() {
    let gitlab = GitLab::new(shop()).unwrap();
    let server = gitlab.serve().await.unwrap();
    gitlab.inject(Fault::reset());
    assert_eq!(raw(&server, "GET", "/api/v4/version", "").await, "");
    gitlab.inject(Fault::garbage());
    assert!(!raw(&server, "GET", "/api/v4/version", "").await.contains("HTTP/1.1"));
    gitlab.inject(Fault::cut(5));
    let cut = raw(&server, "GET", "/api/v4/version", "").await;
    let (head, body) = cut.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-length: ") && body.len() == 5, "{cut}");
    gitlab.inject(Fault::status(504));
    assert!(raw(&server, "GET", "/api/v4/version", "").await.starts_with("HTTP/1.1 504 "));
    assert!(raw(&server, "GET", "/api/v4/version", "").await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_dropped_server_listens_no_more() {
    let gitlab = GitLab::new(shop()).unwrap();
    let server = gitlab.serve().await.unwrap();
    let address = server.socket_address();
    drop(server);
    // The task ends at its next turn.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(TcpStream::connect(address).await.is_err());
}
