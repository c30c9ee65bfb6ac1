//! Secrets that a job printed: masked before anything of its log is cut or kept.

#![cfg(feature = "gitlab-api-client")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "helpers of a test, over its own ASCII text"
)]

mod support;

use gitlab_investigation::{Evidence, Investigation, Limits};
use gitlab_testkit::{Fault, GitLab, Role, Scenario, Token};
use std::fmt::Write as _;
use support::{TOKEN, client, reference};

const PIPELINE: u64 = 8001;

/// A private key of 60 lines, each of which is its own.
fn key() -> Vec<String> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut state = 7_u64;
    let mut digit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(DIGITS[usize::try_from(state >> 58).unwrap()])
    };
    (0..60).map(|_| (0..64).map(|_| digit()).collect()).collect()
}

fn armoured(key: &[String]) -> String {
    format!("-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n", key.join("\n"))
}

/// Ordinary lines, so that the key stands in the middle of something.
fn noise(lines: usize) -> String {
    let mut text = String::new();
    for line in 0..lines {
        writeln!(text, "   Compiling part-{line} v0.1.{line} (/builds/shop/cart/part-{line})").unwrap();
    }
    text
}

const PANIC: &str = "thread 'cart::tenth_off' panicked at src/discount.rs:2:5:\n\
     assertion `left == right` failed\n  left: 2\n right: 20\n";
const END: &str = "ERROR: Job failed: exit code 101\n";

fn gitlab(log: &str) -> GitLab {
    let scenario = Scenario::new()
        .user("olu")
        .token(Token::personal(TOKEN, "olu").scopes(["read_api"]))
        .project("shop/cart", |project| {
            project
                .member("olu", Role::Reporter)
                .commit("start", |commit| commit.author("olu").at("-9d").file("README.md", "cart\n"))
                .pipeline("start", |pipeline| {
                    pipeline.id(PIPELINE).job("unit", |job| job.id(9101).failed("script_failure").trace(log))
                })
        });
    GitLab::new(scenario).unwrap()
}

async fn investigate(gitlab: &GitLab, limits: Limits) -> Evidence {
    let pipeline = format!("{}/shop/cart/-/pipelines/{PIPELINE}", gitlab.instance());
    Investigation::of(reference(&pipeline, gitlab)).limits(limits).run(&client(gitlab)).await
}

/// No line of the key is anywhere in the evidence, however it is written down.
fn assert_hidden(evidence: &Evidence, key: &[String]) {
    let forms = [
        ("JSON", evidence.to_json().unwrap()),
        ("Debug", format!("{evidence:?}")),
        ("Markdown", evidence.to_markdown(usize::MAX)),
    ];
    for (name, text) in forms {
        // A piece of a line counts as well: what is kept of a long line is cut.
        let shown =
            key.iter().filter(|line| text.contains(&line[..16]) || text.contains(&line[48..])).count();
        assert_eq!(shown, 0, "lines of the key in {name}");
    }
}

fn log_of(evidence: &Evidence) -> &ci_log::JobLog {
    evidence.pipelines[0].jobs[0].log.as_ref().unwrap()
}

#[tokio::test]
async fn a_key_that_begins_before_what_is_kept() {
    let key = key();
    let log = [&noise(200), &armoured(&key), PANIC, END].concat();
    let evidence = investigate(&gitlab(&log), Limits::default()).await;
    assert_hidden(&evidence, &key);
    let log = log_of(&evidence);
    assert_eq!(log.failures[0].file.as_deref(), Some("src/discount.rs"), "the error itself is still found");
    let masked = log.tail.iter().filter(|line| line.text == "[REDACTED:private-key]").count();
    assert!(masked > 30, "the tail holds lines of the key, masked: {masked}");
}

#[tokio::test]
async fn a_key_that_the_limit_of_bytes_cuts() {
    let key = key();
    let before = [PANIC, &noise(200)].concat();
    let log = [&before, &armoured(&key), END].concat();
    // In the middle of a line of the key, and behind the tenth letter of its last kept line.
    for more in [32 + 40 * 65 + 30, 32 + 50 * 65 + 10] {
        let limits = Limits { log_bytes: (before.len() + more) as u64, ..Limits::default() };
        let evidence = investigate(&gitlab(&log), limits).await;
        assert_hidden(&evidence, &key);
        let last = &log_of(&evidence).tail.last().unwrap().text;
        assert_eq!(last, "[REDACTED:private-key]");
        let gaps: Vec<_> = evidence.gaps.iter().filter(|gap| gap.what.contains("log of job 9101")).collect();
        assert!(matches!(gaps[..], [gap] if gap.why.contains("only its first")), "{gaps:?}");
    }
}

#[tokio::test]
async fn a_key_in_a_log_that_breaks_off() {
    let key = key();
    let log = [&noise(200), &armoured(&key), PANIC, END].concat();
    let gitlab = gitlab(&log);
    let read = noise(200).len() + 32 + 55 * 65 + 30;
    gitlab.inject(Fault::cut(read).on("GET", "/projects/*/jobs/*/trace").always());
    let evidence = investigate(&gitlab, Limits::default()).await;
    assert_hidden(&evidence, &key);
    assert_eq!(log_of(&evidence).bytes, read as u64);
    let gaps: Vec<_> = evidence.gaps.iter().filter(|gap| gap.what.contains("log of job 9101")).collect();
    let [gap] = gaps[..] else { panic!("one gap tells of one fault: {gaps:?}") };
    assert!(gap.why.starts_with(&format!("it broke off after {read} bytes: ")), "{gap:?}");
    assert!(!gap.advice.as_deref().unwrap_or_default().contains("raise the limit"), "{gap:?}");
}

#[tokio::test]
async fn a_key_at_the_very_end() {
    let key = key();
    let whole = [&noise(20), PANIC, &armoured(&key)].concat();
    let without_an_end = whole.trim_end().trim_end_matches("-----END RSA PRIVATE KEY-----").trim_end();
    for log in [&whole, without_an_end] {
        let evidence = investigate(&gitlab(log), Limits::default()).await;
        assert_hidden(&evidence, &key);
        assert!(!log_of(&evidence).failures.is_empty());
    }
}

#[tokio::test]
async fn a_runner_that_cut_the_log_inside_of_a_key_is_still_heard() {
    let key = key();
    let cut = format!("-----BEGIN RSA PRIVATE KEY-----\n{}\n", key.join("\n"));
    let log = [&noise(20), PANIC, &cut, "Job's log exceeded limit of 4194304 bytes.\n", END].concat();
    let evidence = investigate(&gitlab(&log), Limits::default()).await;
    assert_hidden(&evidence, &key);
    let log = log_of(&evidence);
    assert!(log.truncation.is_some() && log.exit.is_some());
}

#[tokio::test]
async fn a_secret_on_the_line_behind_its_name() {
    let log = [PANIC, "deploy password:\n  \"hunter2-hunter2\"\n", END].concat();
    let evidence = investigate(&gitlab(&log), Limits::default()).await;
    assert!(!evidence.to_json().unwrap().contains("hunter2"));
}
