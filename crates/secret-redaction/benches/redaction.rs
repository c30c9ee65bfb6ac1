//! How fast texts are masked, beside a bare search for the rules' keywords with the crate aho-corasick over the same bytes in
//! the same run: its fastest automaton, which only counts what it finds and decides nothing.
//!
//! The texts are made up; `REDACTION_TEXTS=one.log:two.diff` adds files to them.

#![allow(clippy::expect_used, reason = "a bench may fail as a test does")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use secret_redaction::Redactor;

const SIZE: usize = 4 << 20;

/// A build that compiles and tests, with the words that rules look for and hardly a secret.
fn log() -> String {
    let mut log = String::new();
    let mut number = 0;
    while log.len() < SIZE {
        number += 1;
        let written = match number % 40 {
            0 => {
                writeln!(log, "\x1b[0KGET https://registry.example.com/v2/part-{number}/manifests/1.{number}")
            }
            7 => writeln!(
                log,
                "warning: unused variable: `token_{number}` in src/auth/session_{number}.rs:{number}:9"
            ),
            19 => writeln!(log, "test auth::api_key_{number}_is_refused ... ok ({number} ms)"),
            31 => writeln!(log, "Restoring cache key=gems-{number}-protected --user-agent=\"runner\""),
            n if n % 3 == 0 => writeln!(log, "test part_{number}::tests::reads_what_it_wrote ... ok"),
            _ => writeln!(
                log,
                "   Compiling part-{number} v0.1.{number} (/builds/group/project/crates/part-{number})"
            ),
        };
        debug_assert!(written.is_ok(), "a string takes every text");
    }
    log
}

/// Source code that goes and comes.
fn diff() -> String {
    let mut diff = String::new();
    let mut number = 0;
    while diff.len() < SIZE {
        number += 1;
        let written = writeln!(
            diff,
            "diff --git a/src/session_{number}.rs b/src/session_{number}.rs\n@@ -{number},6 +{number},7 @@ impl Session {{\n     \
             let token = self.tokens.get(&key)?;\n-    if token.is_expired() {{ return Err(AuthError::Expired); }}\n+    \
             let secret = config.secret.as_ref().ok_or(AuthError::Missing(key_{number}))?;\n+    token.verify(secret, \
             &self.clock)?;\n     self.cache.insert(key.clone(), value_{number});\n     Ok(token)\n }}"
        );
        debug_assert!(written.is_ok(), "a string takes every text");
    }
    diff
}

/// Nothing but keywords: the worst that a text can be.
fn keywords(redactor: &Redactor) -> String {
    let words: Vec<_> = redactor.rules().flat_map(|(_, keywords)| keywords).collect();
    let mut text = String::new();
    for (number, word) in words.iter().cycle().enumerate() {
        text.push_str(word);
        if number % 12 == 0 {
            text.push('\n');
        }
        if text.len() >= SIZE {
            break;
        }
    }
    text
}

/// The files that `REDACTION_TEXTS` names, parted by colons, each with its name.
fn texts_from_env() -> Vec<(String, String)> {
    let files = std::env::var("REDACTION_TEXTS").unwrap_or_default();
    let named = files.split(':').filter(|file| !file.is_empty());
    named
        .map(|file| {
            let bytes = std::fs::read(file).expect("REDACTION_TEXTS names files");
            let name = file.rsplit('/').next().unwrap_or(file);
            (name.to_owned(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

fn redaction(criterion: &mut Criterion) {
    let redactor = Redactor::default();
    let words: BTreeSet<_> =
        redactor.rules().flat_map(|(_, keywords)| keywords).map(str::to_ascii_lowercase).collect();
    let bare = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(&words)
        .expect("a few hundred keywords");
    let mut texts = vec![
        ("log".to_owned(), log()),
        ("diff".to_owned(), diff()),
        ("keywords".to_owned(), keywords(&redactor)),
    ];
    texts.extend(texts_from_env());
    let mut group = criterion.benchmark_group("redaction");
    group.sample_size(10).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    for (name, text) in &texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("aho-corasick", name), text, |bencher, text| {
            bencher.iter(|| bare.find_iter(black_box(text)).count());
        });
        group.bench_with_input(BenchmarkId::new("redact", name), text, |bencher, text| {
            bencher.iter(|| redactor.redact(black_box(text)).spans.len());
        });
        group.bench_with_input(BenchmarkId::new("stream", name), text, |bencher, text| {
            bencher.iter(|| {
                redactor.copy(black_box(text.as_bytes()), std::io::sink()).expect("a sink takes all")
            });
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("small");
    group.sample_size(20).measurement_time(Duration::from_secs(1)).warm_up_time(Duration::from_millis(300));
    let line = "   Compiling part-7 v0.1.7 (/builds/group/project/crates/part-7)";
    group.throughput(Throughput::Bytes(line.len() as u64));
    group.bench_function("a line without secrets", |bencher| {
        bencher.iter(|| redactor.redact(black_box(line)).is_clean());
    });
    group.bench_function("a default redactor", |bencher| bencher.iter(Redactor::default));
    group.bench_function("a redactor with a value", |bencher| {
        bencher.iter(|| Redactor::builder().value("correct-horse").build().is_ok());
    });
    group.finish();
}

criterion_group!(benches, redaction);
criterion_main!(benches);
