//! The bare socket: HTTP/1.1 with as little reading as will do, and nothing decoded. What it takes is what the server,
//! the kernel and the latency take.

use super::{Work, timed};
use crate::measure::Run;
use futures_util::future::join_all;
use std::cell::Cell;
use std::hint::black_box;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(super) async fn run(in_flight: usize, work: Work, port: u16) -> Run {
    match work {
        Work::Commits(count) => timed(list(in_flight, port, count, "repository/commits")).await,
        Work::MergeRequests(count) => timed(list(in_flight, port, count, "merge_requests")).await,
        Work::Trace(megabytes) => {
            timed(async { Connection::open(port).await.get(&format!("1/jobs/{megabytes}/trace")).await })
                .await
        }
        Work::Singles(_) | Work::FanOut => panic!("it is not compared at {work:?}"),
    }
}

/// The first page, and then the others, each connection the next that is left. As there are 100 entries a page,
/// the number of entries is known without decoding any.
async fn list(in_flight: usize, port: u16, count: u64, what: &str) -> u64 {
    let next = Cell::new(2);
    let pages = count.div_ceil(100);
    let mut first = Connection::open(port).await;
    black_box(first.get(&format!("{count}/{what}?per_page=100")).await);
    let mut connections = vec![first];
    connections.extend(join_all((1..in_flight).map(|_| Connection::open(port))).await);
    let workers = connections.into_iter().map(|mut connection| {
        let next = &next;
        async move {
            while next.get() <= pages {
                let page = next.replace(next.get() + 1);
                black_box(connection.get(&format!("{count}/{what}?per_page=100&page={page}")).await);
            }
        }
    });
    join_all(workers).await;
    count
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, buffer: vec![0; 64 * 1024] }
    }

    /// Reads an answer, and gives the length of its body.
    async fn get(&mut self, path: &str) -> u64 {
        let request = format!("GET /api/v4/projects/{path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        self.stream.write_all(request.as_bytes()).await.unwrap();
        let mut filled = 0;
        let (head, length) = loop {
            filled += self.stream.read(&mut self.buffer[filled..]).await.unwrap();
            if let Some(end) = self.buffer[..filled].windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let head = std::str::from_utf8(&self.buffer[..end]).unwrap();
                let length = head.split("content-length: ").nth(1).unwrap().split('\r').next().unwrap();
                break (end + 4, length.parse::<u64>().unwrap());
            }
        };
        let mut left = length - (filled - head) as u64;
        while left > 0 {
            let most = usize::try_from(left).unwrap().min(self.buffer.len());
            let count = self.stream.read(&mut self.buffer[..most]).await.unwrap();
            black_box(&self.buffer[..count]);
            left -= count as u64;
        }
        length
    }
}
