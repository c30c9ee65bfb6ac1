//! A small answer that unpacks to a huge one. Alone in its process, because it measures the process.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use gitlab_api_client::endpoints::{GetJobTrace, GetProject};
use gitlab_api_client::{Client, ReqwestTransport};
use gitlab_core::{ApiErrorKind, Instance, JobId, ProjectId};
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::server::{Act, Server};

const UNPACKED: usize = 512 * 1024 * 1024;

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

/// The most memory that the process ever had, in bytes; nothing where the system does not tell.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

#[tokio::test]
async fn case_32_a_bomb_is_too_large_and_costs_no_memory() {
    let packed = gzip_of_zeros(UNPACKED);
    assert!(packed.len() < 4 * 1024 * 1024);
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n";
    let server = Server::play(vec![Act::Say([head.as_bytes(), &packed].concat())]).await;
    drop(packed);
    let client = Client::builder(Instance::parse(&server.base()).unwrap())
        .transport(Arc::new(ReqwestTransport::builder().no_proxy().build().unwrap()))
        .build()
        .unwrap();
    let (before, started) = (peak(), Instant::now());

    let error = client.send(&GetProject::new(ProjectId::new(7))).await.unwrap_err();
    assert_eq!(error.kind(), ApiErrorKind::BodyTooLarge);
    assert!(error.message().unwrap().contains("33554432"), "{error}");

    // Read as a stream, the same holds by the reader's own count.
    let opened = client.open(&GetJobTrace::new(ProjectId::new(7), JobId::new(1))).await.unwrap();
    assert_eq!(opened.content_length(), None, "the length of what is packed says nothing");
    let error = opened.bytes(1024 * 1024).await.unwrap_err();
    assert_eq!(error.kind(), ApiErrorKind::BodyTooLarge);

    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    match (before, peak()) {
        (Some(before), Some(after)) => {
            // The 32 MiB that are allowed, twice over while the buffer grows, are not 512.
            let grown = after - before;
            println!("grown by {} MiB in {:?}", grown / 1024 / 1024, started.elapsed());
            assert!(grown <= 80 * 1024 * 1024, "grown by {grown} bytes");
        }
        _ => println!("skipped: this system does not tell the memory of a process"),
    }
}
