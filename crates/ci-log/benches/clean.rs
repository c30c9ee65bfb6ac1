//! How fast a log is read, beside a copy of the same bytes, a bare search for line feeds, the crate anstream and one alternation
//! of the rules' expressions, in the same run.
//!
//! `clean` makes plain text of a log, `lines` reads it line by line without rules, and `read` looks for failures too. `extract`
//! does that in the text that is clean already, as two forms of the alternation do: `alternation` says of each line whether some rule
//! knows it, for which the first bytes of most lines are enough, and `alternation_find` where what a rule knows starts and ends. Both
//! have built their automaton before they are timed: on a text that is new to them they are slower by far. Speeds are those of the
//! log as it was. `CI_LOG_FILES` adds files, in one text, to the made-up logs.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use ci_log::clean::{LogCleaner, Part};
use ci_log::rules::RuleSet;
use ci_log::{LogOptions, LogReader};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use regex::bytes::{Regex, RegexBuilder};

const SIZE: usize = 4 << 20;
/// As it comes from the network.
const PIECE: usize = 16 << 10;

/// A build that compiles and tests, with a failure now and then.
fn plain() -> Vec<u8> {
    let mut log = String::from("section_start:1700000000:step_script\r\x1b[0K$ cargo test\n");
    let mut number = 0;
    while log.len() < SIZE {
        number += 1;
        let written = match number % 1000 {
            0 => writeln!(log, "error[E0308]: mismatched types\n  --> src/part_{number}.rs:{number}:5"),
            n if n % 3 == 0 => writeln!(log, "test part_{number}::tests::reads_what_it_wrote ... ok"),
            _ => writeln!(
                log,
                "   Compiling part-{number} v0.1.{number} (/builds/group/project/crates/part-{number})"
            ),
        };
        debug_assert!(written.is_ok(), "a string takes every text");
    }
    log.push_str("section_end:1700000900:step_script\r\x1b[0KERROR: Job failed: exit code 101\n");
    log.into_bytes()
}

/// The same with colours on every line.
fn coloured(plain: &[u8]) -> Vec<u8> {
    plain
        .split(|byte| *byte == b'\n')
        .flat_map(|line| [b"\x1b[0m\x1b[1;32m", line, b"\x1b[0;m\r\n"].concat())
        .collect()
}

/// The same as a runner with timestamps writes it.
fn stamped(plain: &[u8]) -> Vec<u8> {
    plain
        .split(|byte| *byte == b'\n')
        .flat_map(|line| [b"2025-03-07T13:51:12.206590Z 01O ", line, b"\n"].concat())
        .collect()
}

/// One expression that knows every line that some rule knows, for a line or for a text of many.
fn alternation(many_lines: bool) -> Option<Regex> {
    let rules = RuleSet::standard();
    let patterns: Vec<String> = rules.iter().map(|rule| format!("(?:{})", unnamed(rule.pattern()))).collect();
    RegexBuilder::new(&patterns.join("|"))
        .unicode(false)
        .multi_line(many_lines)
        .size_limit(1 << 30)
        .dfa_size_limit(1 << 30)
        .build()
        .ok()
}

/// Groups of the same name may not stand in one expression.
fn unnamed(pattern: &str) -> String {
    let mut parts = pattern.split("(?<");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        all.push('(');
        all.push_str(part.split_once('>').map_or(part, |(_, rest)| rest));
    }
    all
}

/// The bytes and lines of the clean text.
fn clean(log: &[u8]) -> (usize, usize) {
    let mut cleaner = LogCleaner::new();
    let (mut bytes, mut lines) = (0, 0);
    let mut count = |part: Part<'_>| {
        if let Part::Text(run) = part {
            bytes += black_box(run.bytes()).len();
            lines += run.line_count();
        }
    };
    for piece in log.chunks(PIECE) {
        cleaner.push(piece, &mut count);
    }
    cleaner.finish(&mut count);
    (bytes, lines)
}

fn read(options: LogOptions, log: &[u8]) -> usize {
    let mut reader = LogReader::new(options);
    for piece in log.chunks(PIECE) {
        reader.push(piece);
    }
    reader.finish().lines
}

/// The files that `CI_LOG_FILES` names, as one log.
fn logs_from_env() -> Option<Vec<u8>> {
    let files = std::env::var_os("CI_LOG_FILES")?;
    Some(std::env::split_paths(&files).filter_map(|path| std::fs::read(path).ok()).flatten().collect())
}

fn logs(criterion: &mut Criterion) {
    let plain = plain();
    let mut logs = vec![("coloured", coloured(&plain)), ("stamped", stamped(&plain)), ("plain", plain)];
    let (any, any_of_text) = (alternation(false), alternation(true));
    logs.extend(logs_from_env().map(|log| ("files", log)));
    let mut group = criterion.benchmark_group("log");
    group.sample_size(20).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    for (name, log) in &logs {
        let text = ci_log::clean::to_text(log).into_bytes();
        group.throughput(Throughput::Bytes(log.len() as u64));
        group.bench_with_input(BenchmarkId::new("newline_scan", name), log, |bencher, log| {
            bencher.iter(|| memchr::memchr_iter(b'\n', black_box(log)).count());
        });
        group.bench_with_input(BenchmarkId::new("copy", name), log, |bencher, log| {
            let mut copy = vec![0; log.len()];
            bencher.iter(|| black_box(&mut copy).copy_from_slice(black_box(log)));
        });
        group.bench_with_input(BenchmarkId::new("anstream", name), log, |bencher, log| {
            bencher.iter(|| anstream::adapter::strip_bytes(black_box(log)).into_vec().len());
        });
        if let Some(any) = &any {
            group.bench_with_input(BenchmarkId::new("alternation", name), &text, |bencher, text| {
                bencher.iter(|| {
                    black_box(text).split(|byte| *byte == b'\n').filter(|line| any.is_match(line)).count()
                });
            });
        }
        if let Some(any) = &any_of_text {
            group.bench_with_input(BenchmarkId::new("alternation_find", name), &text, |bencher, text| {
                bencher.iter(|| any.find_iter(black_box(text)).count());
            });
        }
        group.bench_with_input(BenchmarkId::new("clean", name), log, |bencher, log| {
            bencher.iter(|| clean(black_box(log)));
        });
        group.bench_with_input(BenchmarkId::new("lines", name), log, |bencher, log| {
            bencher.iter(|| read(LogOptions::default().with_rules(RuleSet::empty()), black_box(log)));
        });
        group.bench_with_input(BenchmarkId::new("read", name), log, |bencher, log| {
            bencher.iter(|| read(LogOptions::default(), black_box(log)));
        });
        group.bench_with_input(BenchmarkId::new("extract", name), &text, |bencher, text| {
            bencher.iter(|| read(LogOptions::default(), black_box(text)));
        });
    }
    group.finish();
}

criterion_group!(benches, logs);
criterion_main!(benches);
