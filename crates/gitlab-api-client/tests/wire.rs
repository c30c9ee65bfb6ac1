//! What goes over the wire, and what comes back from servers that behave badly.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test says so")]

mod support;

use gitlab_api_client::endpoints::{
    CreateNote, GetCurrentUser, GetFile, GetJobTrace, GetProject, GetRelease, ListCommits, ListMergeRequests,
};
use gitlab_api_client::{Client, ClientBuilder, Limits, ReqwestTransport, RetryPolicy, Timeouts};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{ApiErrorKind, Delivery, Instance, JobId, MergeRequestIid, ProjectId, ProjectRef, Verdict};
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::TOKEN;
use support::server::{Act, Server, answer};

const PROJECT: ProjectId = ProjectId::new(7);
const FOUND: &[u8] = br#"{"id":7,"path_with_namespace":"a/b"}"#;

fn builder(base: &str) -> ClientBuilder {
    Client::builder(Instance::parse(base).unwrap())
        .transport(Arc::new(ReqwestTransport::builder().no_proxy().build().unwrap()))
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(TOKEN).unwrap())))
}

/// A client that sends once, so that each test sees its own fault.
fn once(base: &str) -> Client {
    builder(base)
        .retry(RetryPolicy::none())
        .timeouts(Timeouts::default().with_attempt(Duration::from_secs(3)))
        .build()
        .unwrap()
}

async fn error_of(acts: Vec<Act>) -> gitlab_core::ApiError {
    let server = Server::play(acts).await;
    once(&server.base()).send(&GetProject::new(PROJECT)).await.unwrap_err()
}

#[tokio::test]
async fn the_transport_keeps_its_contract() {
    let server =
        Server::play(vec![answer("404 Not Found", "", br#"{"message":"404 Project Not Found"}"#)]).await;
    let api = Instance::parse(&server.base()).unwrap().api_url();
    gitlab_core::contract::transport::check(&ReqwestTransport::builder().no_proxy().build().unwrap(), &api)
        .await;
}

#[tokio::test]
async fn case_159_the_request_line_is_as_it_should_be() {
    let server = Server::play(vec![answer("500 Oops", "", b"{}")]).await;
    let client = once(&format!("http://{}/gitlab/api/v4", server.address));
    let path: ProjectRef = "group/sub.group/project".parse().unwrap();
    let _ = client.send(&GetFile::new(path, "a/%2e%2e/b?c#d\\e ü.rs", "feature/x+y")).await;
    let _ = client.send(&GetRelease::new(PROJECT, "v1/0;,:@&=")).await;
    let _ = client.list(&ListCommits::new(PROJECT).path("a b&c=d").ref_name("ü"), 5).await;
    let _ = client.send(&CreateNote::new(PROJECT, MergeRequestIid::new(1), "text")).await;
    let heads = server.heads();
    let line = |number: usize| heads[number].lines().next().unwrap().to_owned();
    assert_eq!(
        line(0),
        "GET /gitlab/api/v4/projects/group%2Fsub.group%2Fproject/repository/files/a%2F%252e%252e%2Fb%3Fc%23d%5Ce%20%C3%BC.rs?ref=feature%2Fx%2By HTTP/1.1"
    );
    assert_eq!(line(1), "GET /gitlab/api/v4/projects/7/releases/v1%2F0%3B%2C%3A%40%26%3D HTTP/1.1");
    assert_eq!(
        line(2),
        "GET /gitlab/api/v4/projects/7/repository/commits?path=a+b%26c%3Dd&ref_name=%C3%BC&per_page=5 HTTP/1.1"
    );
    assert_eq!(line(3), "POST /gitlab/api/v4/projects/7/merge_requests/1/notes HTTP/1.1");
    for head in &heads {
        let head = head.to_ascii_lowercase();
        assert_eq!(head.matches("authorization:").count(), 1);
        assert!(
            !head.contains("private-token") && !head.contains("referer") && !head.contains("cookie"),
            "{head}"
        );
    }

    for bad in ["..", ".", "a/../b", "a\\..\\b", "a\0b", "a\r\nb", ""] {
        let error = client.send(&GetRelease::new(PROJECT, bad)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ApiErrorKind::InvalidRequest, Delivery::NotSent),
            "{bad:?}"
        );
    }
    assert_eq!(server.heads().len(), 4, "what is refused is not sent");
}

#[tokio::test]
async fn case_26_and_27_silence_and_drips_end_at_the_deadline() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n".to_vec();
    for acts in [
        vec![Act::Wait(Duration::from_secs(60))],
        vec![Act::Drip(head.clone(), Duration::from_millis(100))],
        vec![Act::Say(head.clone()), Act::Drip(vec![b' '; 1000], Duration::from_millis(100))],
        vec![Act::Say(b"HTTP/1.1 200 OK\r\n".to_vec()), Act::Forever(b"x-a: b\r\n".to_vec())],
        vec![Act::Forever(b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec())],
    ] {
        let server = Server::play(acts.clone()).await;
        let client = builder(&server.base())
            .retry(RetryPolicy::none())
            .timeouts(Timeouts::default().with_attempt(Duration::from_millis(400)))
            .build()
            .unwrap();
        let started = Instant::now();
        let error = client.send(&GetProject::new(PROJECT)).await.unwrap_err();
        assert!(started.elapsed() < Duration::from_millis(1_500), "{acts:?} took {:?}", started.elapsed());
        assert_eq!(
            (error.kind(), error.delivery()),
            (ApiErrorKind::Connection, Delivery::Unknown),
            "{error}"
        );
    }
}

#[tokio::test]
async fn case_27_a_stream_that_falls_silent_ends_in_an_error() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nfirst".to_vec();
    let server = Server::play(vec![Act::Say(head), Act::Wait(Duration::from_secs(60))]).await;
    let client = builder(&server.base())
        .timeouts(Timeouts::default().with_idle(Duration::from_millis(200)))
        .build()
        .unwrap();
    let mut log = client.open(&GetJobTrace::new(PROJECT, JobId::new(1))).await.unwrap();
    assert_eq!(log.content_length(), Some(1000));
    assert_eq!(log.chunk().await.unwrap().unwrap(), "first");
    let started = Instant::now();
    let error = log.chunk().await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(1));
    assert_eq!(error.kind(), ApiErrorKind::Connection);
    assert!(error.to_string().starts_with("read the log of job 1 of 7: no answer"), "{error}");
    assert!(log.chunk().await.unwrap().is_none(), "after an error there is nothing more");
}

#[tokio::test]
async fn case_28_a_cut_body_is_an_error_and_a_read_is_tried_again() {
    let short = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"id\"".to_vec();
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n".to_vec();
    for cut in [
        vec![Act::Say(short.clone())],
        vec![Act::Say(short), Act::Wait(Duration::from_millis(50)), Act::Reset],
        vec![Act::Say(chunked)],
    ] {
        let error = error_of(cut.clone()).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (ApiErrorKind::Connection, Delivery::Unknown),
            "{error:?}"
        );
        assert_eq!(error.verdict(), Verdict::Temporary);

        let server = Server::play_each(vec![cut, vec![answer("200 OK", "", FOUND)]]).await;
        builder(&server.base()).build().unwrap().send(&GetProject::new(PROJECT)).await.unwrap();
        assert_eq!(server.heads().len(), 2);
    }
}

#[tokio::test]
async fn case_29_json_that_ends_with_the_connection_and_too_early_is_tried_again() {
    let close = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"id\":7,\"path_with".to_vec();
    let server = Server::play_each(vec![vec![Act::Say(close)], vec![answer("200 OK", "", FOUND)]]).await;
    builder(&server.base()).build().unwrap().send(&GetProject::new(PROJECT)).await.unwrap();
}

#[tokio::test]
async fn case_29_a_log_whose_end_nothing_marks_says_so() {
    let packed = gzip_stored(b"log");
    let with_length = format!("content-length: {}\r\ncontent-encoding: gzip\r\n", packed.len());
    for (headers, body, is_marked) in [
        ("", b"log".as_slice(), false),
        ("connection: close\r\n", b"log", false),
        ("content-length: 3\r\n", b"log", true),
        ("transfer-encoding: chunked\r\n", b"3\r\nlog\r\n0\r\n\r\n", true),
        ("content-encoding: gzip\r\n", &packed, true),
        (&with_length, &packed, true),
    ] {
        let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\n");
        let server = Server::play(vec![Act::Say([head.as_bytes(), body].concat())]).await;
        let log = once(&server.base()).open(&GetJobTrace::new(PROJECT, JobId::new(1))).await.unwrap();
        assert_eq!(log.end_is_marked(), is_marked, "{headers:?}");
        assert_eq!(log.bytes(10).await.unwrap(), "log", "{headers:?}");
    }
    // The mark of the compression is looked at.
    let cut = [b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n", &packed[..packed.len() - 1]].concat();
    let server = Server::play(vec![Act::Say(cut)]).await;
    let log = once(&server.base()).open(&GetJobTrace::new(PROJECT, JobId::new(1))).await.unwrap();
    assert_eq!(log.bytes(10).await.unwrap_err().kind(), ApiErrorKind::Connection);
}

#[tokio::test]
async fn case_30_and_31_bad_framing_and_floods_are_errors() {
    let flood = |lines: usize, length: usize| {
        let header = format!("x-{}: b\r\n", "a".repeat(length));
        format!("HTTP/1.1 200 OK\r\n{}content-length: 2\r\n\r\n{{}}", header.repeat(lines)).into_bytes()
    };
    for acts in [
        Act::Say(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}".to_vec()),
        Act::Say(b"HTTP/1.1 200 OK\r\ncontent-length: 1152921504606846976\r\n\r\n{}".to_vec()),
        Act::Say(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n{}".to_vec()),
        Act::Say(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n".to_vec()),
        Act::Say(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()),
        Act::Say(flood(200, 10)),
        Act::Say(flood(1, 1024 * 1024)),
    ] {
        let error = error_of(vec![acts]).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (ApiErrorKind::Connection, Delivery::Unknown),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn case_33_the_limit_of_a_body_is_exact() {
    let server = Server::play(vec![answer("200 OK", "", FOUND)]).await;
    for (limit, fits) in [(FOUND.len() - 1, false), (FOUND.len(), true), (FOUND.len() + 1, true)] {
        let client =
            builder(&server.base()).limits(Limits::default().with_json_bytes(limit)).build().unwrap();
        let result = client.send(&GetProject::new(PROJECT)).await;
        assert_eq!(result.is_ok(), fits, "{limit}");
        if let Err(error) = result {
            assert_eq!(error.kind(), ApiErrorKind::BodyTooLarge);
        }
    }
}

#[tokio::test]
async fn case_34_odd_compression_gives_the_whole_or_an_error() {
    let packed = |parts: &[&[u8]]| parts.iter().flat_map(|part| gzip_stored(part)).collect::<Vec<u8>>();
    let gzip = "content-encoding: gzip\r\n";
    let (start, end) = FOUND.split_at(10);
    let whole = packed(&[FOUND]);
    let mut wrong_sum = whole.clone();
    let sum = wrong_sum.len() - 6;
    wrong_sum[sum] ^= 1;
    for (body, header, good) in [
        (whole.clone(), gzip, true),
        (packed(&[start, end]), gzip, true),
        (whole[..whole.len() - 12].to_vec(), gzip, false),
        (whole[..20].to_vec(), gzip, false),
        (wrong_sum, gzip, false),
        (FOUND.to_vec(), gzip, false),
        (packed(&[&whole]), "content-encoding: gzip, gzip\r\n", false),
        (whole.clone(), "content-encoding: zstd\r\n", false),
        (whole.clone(), "content-encoding: gzip\r\ncontent-encoding: gzip\r\n", false),
        ([&whole[..], b"more"].concat(), gzip, false),
        (FOUND.to_vec(), "content-encoding: identity\r\n", true),
        (whole, "", false),
    ] {
        let server = Server::play(vec![answer("200 OK", header, &body)]).await;
        let result = once(&server.base()).send(&GetProject::new(PROJECT)).await;
        assert_eq!(result.is_ok(), good, "{header:?} {} bytes: {result:?}", body.len());
    }
}

/// A gzip member that holds these bytes as they are.
fn gzip_stored(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(bytes);
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 },
        )
    });
    out.extend((!sum).to_le_bytes());
    out.extend(u32::from(length).to_le_bytes());
    out
}

#[tokio::test]
async fn case_35_a_write_on_a_connection_that_closes_is_sent_once() {
    let server = Server::play_each(vec![vec![]]).await;
    let client = builder(&server.base()).build().unwrap();
    let note = CreateNote::new(PROJECT, MergeRequestIid::new(1), "text");
    let error = client.send(&note).await.unwrap_err();
    assert_eq!((error.delivery(), server.heads().len()), (Delivery::Unknown, 1));
}

#[tokio::test]
async fn case_15_a_server_that_is_not_there_was_sent_nothing() {
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = nobody.local_addr().unwrap();
    drop(nobody);
    let error = once(&format!("http://{address}")).send(&GetCurrentUser::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::Connection, Delivery::NotSent));
    assert!(error.to_string().contains("could not be reached"), "{error}");

    let error = once("http://gitlab.invalid").send(&GetCurrentUser::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::Connection, Delivery::NotSent));
    assert!(error.advice().unwrap().contains("DNS"), "{error:?}");
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[tokio::test]
async fn case_15_a_handshake_that_breaks_off_was_sent_nothing_and_is_tried_again() {
    use tokio::io::AsyncReadExt;
    for reset in [false, true] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (count, connections) = tokio::sync::mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.send(()).unwrap();
                // What is left unread makes of the end a reset.
                let mut hello = vec![0; if reset { 1 } else { 4096 }];
                let _ = stream.read(&mut hello).await;
            }
        });
        let note = CreateNote::new(PROJECT, MergeRequestIid::new(1), "text");
        let error = builder(&format!("https://{address}")).build().unwrap().send(&note).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ApiErrorKind::Connection, Delivery::NotSent),
            "{error:?}"
        );
        assert_eq!(connections.len(), 4, "{error:?}");
        let source = std::error::Error::source(&error).unwrap();
        let source = source.downcast_ref::<gitlab_core::TransportError>().unwrap();
        assert_eq!(source.kind(), gitlab_core::TransportErrorKind::Connect, "{source:?}");
    }
}

#[tokio::test]
async fn case_1_nothing_reaches_another_server_by_a_redirect() {
    let other = Server::play(vec![answer("200 OK", "", FOUND)]).await;
    let note = CreateNote::new(PROJECT, MergeRequestIid::new(1), "text");
    for status in [301, 302, 303, 307, 308] {
        for host in ["127.0.0.1", "localhost"] {
            let location = format!("location: http://{host}:{}/api/v4/projects/7\r\n", other.address.port());
            let server = Server::play(vec![answer(&format!("{status} Moved"), &location, b"")]).await;
            let client = once(&server.base());
            let read = client.send(&GetProject::new(PROJECT)).await.unwrap_err();
            let written = client.send(&note).await.unwrap_err();
            assert_eq!((read.kind(), written.kind()), (ApiErrorKind::Redirected, ApiErrorKind::Redirected));
        }
    }
    assert!(other.heads().is_empty(), "{:?}", other.heads());
}

#[tokio::test]
async fn case_4_a_moved_project_is_found() {
    let server = httpmock::MockServer::start_async().await;
    let moved = server
        .mock_async(|when, then| {
            when.method("GET")
                .path("/api/v4/projects/old%2Fname/merge_requests")
                .query_param("state", "merged");
            then.status(301).header("location", "/api/v4/projects/7/merge_requests?state=merged&per_page=5");
        })
        .await;
    let found = server
        .mock_async(|when, then| {
            when.method("GET")
                .path("/api/v4/projects/7/merge_requests")
                .query_param("state", "merged")
                .header("authorization", format!("Bearer {TOKEN}"));
            then.status(200).body("[]");
        })
        .await;
    let client = once(&server.url("/api/v4"));
    let project: ProjectRef = "old/name".parse().unwrap();
    let merged = ListMergeRequests::new(project).state(gitlab_core::types::MergeRequestState::Merged);
    assert!(client.list(&merged, 5).await.unwrap().complete);
    assert_eq!((moved.calls_async().await, found.calls_async().await), (1, 1));
}
