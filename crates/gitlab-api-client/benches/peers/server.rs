//! A server on loopback that has its answers ready: what it takes is the same for everybody, and little.

use crate::payload;
use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

const PER_PAGE: u64 = 100;
/// The most that any work asks for.
const COMMIT_PAGES: u64 = 500;
const MERGE_REQUEST_PAGES: u64 = 100;

#[derive(Default)]
struct Answers {
    commits: Vec<OnceLock<String>>,
    merge_requests: Vec<OnceLock<String>>,
    log: Vec<u8>,
}

/// Serves until the process is ended. `latency` goes before each answer, `connecting` before the first of a
/// connection.
pub(crate) fn serve(latency: Duration, connecting: Duration) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let empty = |pages: u64| (0..=pages).map(|_| OnceLock::new()).collect();
    let answers = Arc::new(Answers {
        commits: empty(COMMIT_PAGES),
        merge_requests: empty(MERGE_REQUEST_PAGES),
        log: payload::log(),
    });
    println!("{}", listener.local_addr().unwrap().port());
    for stream in listener.incoming().flatten() {
        let answers = Arc::clone(&answers);
        thread::spawn(move || {
            stream.set_nodelay(true).unwrap();
            thread::sleep(connecting);
            // The other side may go whenever it likes.
            drop(converse(stream, &answers, latency));
        });
    }
}

fn converse(mut stream: TcpStream, answers: &Answers, latency: Duration) -> io::Result<()> {
    let mut buffer = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let end = loop {
            if let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end + 4;
            }
            match stream.read(&mut chunk)? {
                0 => return Ok(()),
                count => buffer.extend_from_slice(&chunk[..count]),
            }
        };
        let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
        buffer.drain(..end);
        if !latency.is_zero() {
            thread::sleep(latency);
        }
        let target = head.split(' ').nth(1).unwrap_or_default();
        answer(&mut stream, target, answers)?;
    }
}

fn answer(stream: &mut TcpStream, target: &str, answers: &Answers) -> io::Result<()> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let query: HashMap<&str, &str> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
    // The number of the project is the number of entries that its lists have.
    let path = path.strip_prefix("/api/v4/projects/").unwrap_or(path);
    let (project, path) = path.split_once('/').unwrap_or((path, ""));
    let total: u64 = project.parse().unwrap_or(0);
    if path == "repository/commits" {
        return page(stream, &query, total, false, &answers.commits, payload::commits);
    }
    if path == "merge_requests" {
        return page(stream, &query, total, true, &answers.merge_requests, payload::merge_requests);
    }
    if let Some(megabytes) = path.strip_prefix("jobs/").and_then(|rest| rest.strip_suffix("/trace")) {
        let megabytes: usize = megabytes.parse().unwrap_or(1);
        let length = megabytes * answers.log.len();
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: {length}\r\n\r\n")?;
        return (0..megabytes).try_for_each(|_| stream.write_all(&answers.log));
    }
    if let Some(iid) = path.strip_prefix("merge_requests/") {
        let mut body = String::new();
        payload::merge_request(&mut body, iid.parse().unwrap_or(1));
        return send(stream, "", &body);
    }
    write!(stream, "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
}

fn page(
    stream: &mut TcpStream,
    query: &HashMap<&str, &str>,
    total: u64,
    totals: bool,
    pages: &[OnceLock<String>],
    write: fn(std::ops::Range<u64>) -> String,
) -> io::Result<()> {
    let page: u64 = query.get("page").map_or(1, |text| text.parse().unwrap_or(1));
    let last = total.div_ceil(PER_PAGE).max(1);
    let next = if page < last { (page + 1).to_string() } else { String::new() };
    let mut headers =
        format!("x-page: {page}\r\nx-per-page: {PER_PAGE}\r\nx-next-page: {next}\r\nx-prev-page: \r\n");
    if totals {
        headers.push_str(&format!("x-total: {total}\r\nx-total-pages: {last}\r\n"));
    }
    if page > last {
        return send(stream, &headers, "[]");
    }
    let first = (page - 1) * PER_PAGE + 1;
    send(stream, &headers, pages[page as usize].get_or_init(|| write(first..first + PER_PAGE)))
}

fn send(stream: &mut TcpStream, headers: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    // What GitLab sends besides, so that heads are as long as its heads are.
    let head = format!(
        "HTTP/1.1 200 OK\r\nserver: nginx\r\ndate: Sat, 07 Mar 2026 12:00:00 GMT\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\ncache-control: max-age=0, private, must-revalidate\r\netag: W/\"0123456789abcdef0123456789abcdef\"\r\n\
         vary: Origin\r\n{headers}x-content-type-options: nosniff\r\nx-frame-options: SAMEORIGIN\r\n\
         x-gitlab-meta: {{\"correlation_id\":\"01JAAAAAAAAAAAAAAAAAAAAAAA\",\"version\":\"1\"}}\r\nx-request-id: 01JAAAAAAAAAAAAAAAAAAAAAAA\r\n\
         x-runtime: 0.051234\r\nstrict-transport-security: max-age=63072000\r\nratelimit-limit: 2000\r\nratelimit-observed: 1\r\n\
         ratelimit-remaining: 1999\r\nratelimit-reset: 1772884860\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())
}
