//! How long a finding takes to become a note, and how often it asks for memory: 10 kB to 10 MB of three shapes.
//!
//! Besides criterion's figures it prints, for each shape, how the least times compare: with those of masking the same texts
//! alone, and of ten times as much text with the tenth part. These ratios hold on a slow machine, too, and on a busy one
//! where it is Unix: there only the time that the processor gave counts.

#![allow(clippy::print_stderr, reason = "this is how the bench says what it counted")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rca_note::{
    Confidence, EvidenceItem, EvidenceKind, Excerpt, Finding, FindingLink, NextStep, NextStepKind,
    NoteMarker, NoteRenderer, RcaNote, RootCause, Suspect, SuspectReason, TimelineEvent,
};
use secret_redaction::Redactor;
use url::Url;

const GITLAB: &str = "https://gitlab.example.com";

/// Lines as a job that compiles and tests writes them, with a failure and a secret now and then.
fn log(size: usize) -> String {
    let mut log = String::with_capacity(size + 200);
    let mut number = 0;
    while log.len() < size {
        number += 1;
        let written = match number % 100 {
            0 => writeln!(
                log,
                "\u{1b}[31merror[E0308]\u{1b}[0m: mismatched types\n  --> src/part_{number}.rs:{number}:5"
            ),
            50 => writeln!(
                log,
                "curl --header 'PRIVATE-TOKEN: glpat-3xYz5Qm8LkR2vN7wTb4J' {GITLAB}/api/v4/user"
            ),
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

fn base() -> Finding {
    Finding::new("Checkout refuses orders above 1,000 EUR")
        .with_summary("Job `rspec` of pipeline 7 fails since !42 rounds amounts; @jo deployed it at 12:00.")
        .with_confidence(Confidence::new(0.8).because("the failing test names the changed line"))
        .with_root_cause(
            RootCause::new("Amounts are rounded before they are compared.").with_service("checkout"),
        )
        .with_next_step(NextStep::new(NextStepKind::Mitigate, "Revert !42."))
        .with_link(FindingLink::new("Pipeline", format!("{GITLAB}/shop/checkout/-/pipelines/7")))
}

/// Five long excerpts, as an investigation makes them.
fn excerpts(size: usize) -> Finding {
    let log = log(size / 5);
    (0..5).fold(base(), |finding, number| {
        finding.with_evidence(
            EvidenceItem::new(EvidenceKind::Log, "rspec fails in checkout_spec.rb:42")
                .with_link(format!("{GITLAB}/shop/checkout/-/jobs/{number}"))
                .with_excerpt(Excerpt::new(log.as_str()).starting_at(1)),
        )
    })
}

/// Very many short entries.
fn entries(size: usize) -> Finding {
    (0..size / 700).fold(base(), |finding, number| {
        finding
            .with_evidence(
                EvidenceItem::new(
                    EvidenceKind::Commit,
                    "5fa2c71d changes lib/total.rb and spec/total_spec.rb, see #7",
                )
                .with_link(format!("{GITLAB}/shop/checkout/-/commit/5fa2c71d{number}")),
            )
            .with_suspect(
                Suspect::new("Round amounts before comparing")
                    .with_commit("5fa2c71d")
                    .with_author("Jo Doe")
                    .with_link(format!("{GITLAB}/shop/checkout/-/merge_requests/{number}"))
                    .with_reason(SuspectReason::new(
                        "path overlap",
                        0.4,
                        "changes lib/total.rb, which the trace names",
                    ))
                    .with_reason(SuspectReason::new(
                        "deployed just before",
                        0.2,
                        "12 minutes before the first alert",
                    )),
            )
            .with_event(TimelineEvent::undated("deployment of checkout to production by Jo Doe succeeded"))
    })
}

/// One long text, as a model that was not asked to be brief writes it.
fn prose(size: usize) -> Finding {
    let paragraph = "The job `rspec` fails in `checkout_spec.rb:42`, because !42 rounds the total (see #7) before it is \
                     compared with the limit of 1,000 EUR; @jo deployed it at 12:00.\n\n- it worked before\n- it fails since\n\n";
    base().with_summary(paragraph.repeat(size / paragraph.len() + 1))
}

fn renderer(limit: usize) -> NoteRenderer {
    let builder = RcaNote::builder().incident(NoteMarker::new("alert-4711")).limit(limit);
    match Url::parse(GITLAB) {
        Ok(gitlab) => builder.links_to(&gitlab).build(),
        Err(_) => builder.build(),
    }
}

/// A finding of about so many bytes.
type Make = fn(usize) -> Finding;

const SHAPES: [(&str, Make); 3] = [("excerpts", excerpts), ("entries", entries), ("prose", prose)];

fn render(criterion: &mut Criterion) {
    for (shape, finding) in SHAPES {
        let mut group = criterion.benchmark_group(format!("render/{shape}"));
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(1));
        for (name, size, limit) in [
            ("10 kB", 10_000, 4_000),
            ("100 kB", 100_000, 4_000),
            ("1 MB", 1_000_000, 4_000),
            ("10 MB", 10_000_000, 4_000),
            ("100 kB, limit 1,000,000", 100_000, 1_000_000),
        ] {
            let finding = finding(size);
            let renderer = renderer(limit);
            group.throughput(Throughput::Bytes(size as u64));
            group.bench_with_input(BenchmarkId::from_parameter(name), &finding, |bencher, finding| {
                bencher.iter(|| renderer.render(black_box(finding)));
            });
        }
        group.finish();
    }
}

/// The time that this thread has had.
#[cfg(unix)]
fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// The time that has passed.
#[cfg(not(unix))]
fn thread_time() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    START.elapsed()
}

/// The least time of many, in milliseconds: what else the machine does makes it longer, never shorter.
fn least(mut run: impl FnMut()) -> f64 {
    let started = Instant::now();
    let mut least = Duration::MAX;
    let mut runs = 0;
    while runs < 10 || (runs < 200 && started.elapsed() < Duration::from_secs(2)) {
        let start = thread_time();
        run();
        least = least.min(thread_time().saturating_sub(start));
        runs += 1;
    }
    least.as_secs_f64() * 1e3
}

fn ratios(_: &mut Criterion) {
    let renderer = renderer(RcaNote::DEFAULT_LIMIT);
    let redactor = Redactor::default();
    for (shape, finding) in SHAPES {
        let mut before = None;
        for size in [10_000, 100_000, 1_000_000, 10_000_000] {
            let finding = finding(size);
            let memory = allocation_counter::measure(|| {
                black_box(renderer.render(&finding));
            });
            let took = least(|| {
                black_box(renderer.render(black_box(&finding)));
            });
            let texts = finding.to_json();
            let masked = least(|| {
                black_box(redactor.redact(black_box(&texts)));
            });
            let growth = before.map(|before| format!(", {:.1} times the tenth of it", took / before));
            eprintln!(
                "{shape} of {} kB: {took:.2} ms, {:.1} times masking alone{}; {} allocations, {} kB in all, {} kB at most",
                size / 1_000,
                took / masked,
                growth.unwrap_or_default(),
                memory.count_total,
                memory.bytes_total / 1_000,
                memory.bytes_max / 1_000,
            );
            before = Some(took);
        }
    }
}

criterion_group!(benches, render, ratios);
criterion_main!(benches);
