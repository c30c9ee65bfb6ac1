//! What a hostile server can make the client hold in memory. Alone in its process, because it measures the
//! process, with the server in it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test says so")]

mod support;

use gitlab_api_client::endpoints::{GetJobTrace, GetProject};
use gitlab_api_client::{Client, ReqwestTransport, RetryPolicy, Timeouts};
use gitlab_core::{ApiErrorKind, Instance, JobId, ProjectId};
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::server::{Act, Server};

const PROJECT: ProjectId = ProjectId::new(7);
const MIB: u64 = 1024 * 1024;
/// What a call may take over the idle program.
const ALLOWED: u64 = 32 * MIB;
const UNPACKED: usize = 512 * 1024 * 1024;
/// The deadline of one attempt, and what its end may take besides on a busy machine.
const ATTEMPT: Duration = Duration::from_millis(700);
const SLACK: Duration = Duration::from_millis(1_300);

/// Zeros, packed by fixed Huffman codes: one literal, and then "258 times what came before" again and again.
fn gzip_of_zeros(length: usize) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let (mut bits, mut count) = (0_u32, 0);
    let mut push = |value: u32, width: u32| {
        bits |= value << count;
        count += width;
        while count >= 8 {
            out.push((bits & 0xff) as u8);
            bits >>= 8;
            count -= 8;
        }
    };
    push(0b011, 3);
    push(0b0000_1100, 8);
    for _ in 0..length / 258 {
        // Code 285 (11000101, its first bit first) for the length, code 0 for the distance of one.
        push(0b1010_0011, 8);
        push(0, 5);
    }
    out
}

fn status_line(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// The memory at hand, after which the highest mark is counted from here.
fn idle() -> Option<u64> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    status_line("VmRSS:")
}

/// The most memory since [`idle`].
fn peak() -> Option<u64> {
    status_line("VmHWM:")
}

async fn client(acts: Vec<Act>) -> Client {
    let server = Server::play(acts).await;
    Client::builder(Instance::parse(&server.base()).unwrap())
        .transport(Arc::new(ReqwestTransport::builder().no_proxy().build().unwrap()))
        .retry(RetryPolicy::none())
        .timeouts(Timeouts::default().with_attempt(ATTEMPT))
        .build()
        .unwrap()
}

fn headers(lines: usize, length: usize) -> Act {
    let header = format!("x-a: {}\r\n", "a".repeat(length));
    Act::Say(format!("HTTP/1.1 200 OK\r\n{}content-length: 2\r\n\r\n{{}}", header.repeat(lines)).into_bytes())
}

fn say(text: &str) -> Act {
    Act::Say(text.as_bytes().to_vec())
}

#[tokio::test]
async fn case_26_27_30_31_and_32_what_a_server_sends_costs_at_most_32_mib() {
    let bomb = [
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n".as_slice(),
        &gzip_of_zeros(UNPACKED),
    ]
    .concat();
    assert!(bomb.len() < 4 * 1024 * 1024);
    let slow = Duration::from_millis(20);
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n";
    let connection = ApiErrorKind::Connection;
    let scenes = [
        (
            "endless chunks of one byte",
            vec![
                say("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"),
                Act::Forever(b"1\r\n \r\n".repeat(4_096)),
            ],
            connection,
        ),
        (
            "a length that lies",
            vec![say("HTTP/1.1 200 OK\r\ncontent-length: 16000000000\r\n\r\n{}"), Act::Wait(2 * ATTEMPT)],
            connection,
        ),
        (
            "a length of 2^60",
            vec![say("HTTP/1.1 200 OK\r\ncontent-length: 1152921504606846976\r\n\r\n{}")],
            connection,
        ),
        ("silence", vec![Act::Wait(2 * ATTEMPT)], connection),
        ("a dripping head", vec![Act::Drip(head.as_bytes().to_vec(), slow)], connection),
        ("a dripping body", vec![say(head), Act::Drip(vec![b' '; 1_000], slow)], connection),
        (
            "a head without end",
            vec![say("HTTP/1.1 200 OK\r\n"), Act::Forever(b"x-a: b\r\n".repeat(512))],
            connection,
        ),
        ("103 without end", vec![Act::Forever(b"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(512))], connection),
        ("101 headers", vec![headers(100, 10)], connection),
        ("200 kB in 200 headers", vec![headers(200, 1_000)], connection),
        ("200 kB in 50 headers", vec![headers(50, 4_000)], connection),
        ("200 kB in one header", vec![headers(1, 200_000)], connection),
        ("a header of 1 MiB", vec![headers(1, 1024 * 1024)], connection),
        // Those that fill the buffer come last: what the allocator keeps of it counts as idle afterwards.
        ("a bomb of gzip", vec![Act::Say(bomb)], ApiErrorKind::BodyTooLarge),
        (
            "endless zeros",
            vec![say("HTTP/1.1 200 OK\r\n\r\n"), Act::Forever(vec![b'0'; 65_536])],
            ApiErrorKind::BodyTooLarge,
        ),
    ];
    for (name, acts, kind) in scenes {
        let client = client(acts).await;
        let (before, started) = (idle(), Instant::now());
        let error = client.send(&GetProject::new(PROJECT)).await.unwrap_err();
        let (took, after) = (started.elapsed(), peak());
        assert_eq!(error.kind(), kind, "{name}: {error:?}");
        // Unpacking without optimizations takes a while; its end is the limit, which is checked above.
        assert!(took <= ATTEMPT + SLACK, "{name} took {took:?}");
        match (before, after) {
            (Some(before), Some(after)) => {
                let grown = after.saturating_sub(before);
                println!("{name}: {} KiB over idle, {took:?}", grown / 1024);
                assert!(grown <= ALLOWED, "{name}: {grown} bytes over idle");
            }
            _ => println!("skipped: this system does not tell the memory of a process"),
        }
    }
}

#[tokio::test]
async fn case_32_a_bomb_that_is_read_as_a_stream_ends_at_the_count_of_its_reader() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n";
    let client = client(vec![Act::Say([head.as_slice(), &gzip_of_zeros(UNPACKED)].concat())]).await;
    let opened = client.open(&GetJobTrace::new(PROJECT, JobId::new(1))).await.unwrap();
    assert_eq!(opened.content_length(), None, "the length of what is packed says nothing");
    let error = opened.bytes(1024 * 1024).await.unwrap_err();
    assert_eq!(error.kind(), ApiErrorKind::BodyTooLarge);
}
