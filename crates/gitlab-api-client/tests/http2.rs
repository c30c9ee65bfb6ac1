//! What becomes of a write that a server of HTTP/2 turns away, or breaks off. The server is made of plain
//! frames, since it does what no library does.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing test says so")]

#[path = "support/certificates.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, reason = "this is only for tests")]
mod made;
mod support;
#[path = "support/tls.rs"]
#[allow(missing_docs, unreachable_pub, reason = "this is only for tests")]
mod tls;

use gitlab_api_client::endpoints::{CreateNote, GetProject};
use gitlab_api_client::{Client, ReqwestTransport};
use gitlab_core::{ApiError, ApiErrorKind, Delivery, Instance, MergeRequestIid, ProjectId};
use made::Certificate;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const HOST: &str = "gitlab.test";
const PROJECT: ProjectId = ProjectId::new(7);

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
/// Of DATA and HEADERS.
const END_STREAM: u8 = 1;
/// Of SETTINGS and PING.
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;
const ENHANCE_YOUR_CALM: u32 = 11;

/// What the server does with its first request. It answers all others.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// `RST_STREAM` with this code.
    Reset(u32),
    /// GOAWAY with this code, which says that this request was not looked at.
    GoAwayBefore(u32),
    /// GOAWAY with this code, which says that this request may have been, and then the end.
    GoAwayAfter(u32),
    /// The end of the connection.
    Hangup,
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(payload.len()).unwrap().to_be_bytes()[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

fn goaway(last: u32, code: u32) -> Vec<u8> {
    frame(GOAWAY, 0, 0, &[last.to_be_bytes(), code.to_be_bytes()].concat())
}

fn answer(stream: u32) -> Vec<u8> {
    // `:status: 200`, by its number in HPACK's table.
    let mut bytes = frame(HEADERS, END_HEADERS, stream, &[0x88]);
    bytes.extend(frame(DATA, END_STREAM, stream, br#"{"id":7,"body":"text","path_with_namespace":"a/b"}"#));
    bytes
}

async fn serve(fault: Fault) -> (u16, Arc<AtomicUsize>) {
    let acceptor = tls::acceptor(&Certificate::self_signed(HOST), &["h2"]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(stream) = acceptor.accept(stream).await else { continue };
            tokio::spawn(connection(stream, fault, Arc::clone(&counted)));
        }
    });
    (port, requests)
}

async fn connection(
    mut stream: tokio_rustls::server::TlsStream<tokio::net::TcpStream>,
    fault: Fault,
    requests: Arc<AtomicUsize>,
) -> std::io::Result<()> {
    stream.read_exact(&mut [0; 24]).await?; // "PRI * HTTP/2.0", and so on
    stream.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let mut payload = vec![0; usize::from(head[1]) << 8 | usize::from(head[2])];
        stream.read_exact(&mut payload).await?;
        let (kind, flags) = (head[3], head[4]);
        let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let is_first = match kind {
            SETTINGS | PING if flags & ACK == 0 => {
                let payload = if kind == PING { payload } else { Vec::new() };
                stream.write_all(&frame(kind, ACK, 0, &payload)).await?;
                continue;
            }
            HEADERS | DATA if flags & END_STREAM != 0 => requests.fetch_add(1, Ordering::SeqCst) == 0,
            _ => continue,
        };
        if !is_first {
            stream.write_all(&answer(id)).await?;
            continue;
        }
        match fault {
            Fault::Reset(code) => stream.write_all(&frame(RST_STREAM, 0, id, &code.to_be_bytes())).await?,
            Fault::GoAwayBefore(code) => stream.write_all(&goaway(id - 1, code)).await?,
            Fault::GoAwayAfter(code) => {
                stream.write_all(&goaway(id, code)).await?;
                return stream.shutdown().await;
            }
            Fault::Hangup => return stream.shutdown().await,
        }
    }
}

fn client(port: u16) -> Client {
    let transport = ReqwestTransport::builder()
        .no_proxy()
        .danger_accept_invalid_certificates(true)
        .resolve(HOST, [IpAddr::V4(Ipv4Addr::LOCALHOST)]);
    Client::builder(Instance::parse(&format!("https://{HOST}:{port}")).unwrap())
        .transport(Arc::new(transport.build().unwrap()))
        .build()
        .unwrap()
}

/// What becomes of a note, and how often the server saw it.
async fn note(fault: Fault) -> (Result<(), ApiError>, usize) {
    let (port, requests) = serve(fault).await;
    let note = CreateNote::new(PROJECT, MergeRequestIid::new(1), "text");
    let done = client(port).send(&note).await.map(drop);
    (done, requests.load(Ordering::SeqCst))
}

#[tokio::test]
async fn case_36_a_write_that_was_not_looked_at_is_sent_again() {
    for fault in [Fault::Reset(REFUSED_STREAM), Fault::GoAwayBefore(NO_ERROR)] {
        let (done, requests) = note(fault).await;
        assert!(done.is_ok() && requests == 2, "{fault:?}: {requests} requests, {done:?}");
    }
}

#[tokio::test]
async fn case_36_a_write_that_may_have_been_done_is_never_repeated() {
    for fault in [
        Fault::Reset(NO_ERROR),
        Fault::Reset(INTERNAL_ERROR),
        Fault::Reset(CANCEL),
        Fault::Reset(ENHANCE_YOUR_CALM),
        Fault::GoAwayAfter(NO_ERROR),
        Fault::GoAwayAfter(INTERNAL_ERROR),
        Fault::GoAwayAfter(REFUSED_STREAM),
        Fault::Hangup,
    ] {
        let (done, requests) = note(fault).await;
        let error = done.unwrap_err();
        assert_eq!(requests, 1, "{fault:?}: {error:?}");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ApiErrorKind::Connection, Delivery::Unknown),
            "{fault:?}: {error:?}"
        );
    }
}

#[tokio::test]
async fn case_36_a_read_is_sent_again_after_each_of_them() {
    for fault in [
        Fault::Reset(REFUSED_STREAM),
        Fault::Reset(INTERNAL_ERROR),
        Fault::GoAwayBefore(NO_ERROR),
        Fault::GoAwayBefore(ENHANCE_YOUR_CALM),
        Fault::GoAwayAfter(NO_ERROR),
        Fault::Hangup,
    ] {
        let (port, requests) = serve(fault).await;
        let found = client(port).send(&GetProject::new(PROJECT)).await;
        let requests = requests.load(Ordering::SeqCst);
        assert!(found.is_ok() && requests == 2, "{fault:?}: {requests} requests, {found:?}");
    }
}
