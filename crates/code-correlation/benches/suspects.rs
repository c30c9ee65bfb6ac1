//! How long the ranking of a thousand candidates takes: with paths and hunk headers, and with whole changes and the log
//! of a failure.

use std::hint::black_box;
use std::time::Duration;

use code_correlation::change::ChangeSet;
use code_correlation::suspect::{Candidate, Failure, rank};
use criterion::{Criterion, criterion_group, criterion_main};

const CANDIDATES: usize = 1_000;

/// A commit as teams make them: a title, a body, five files, three hunks each.
struct Commit {
    id: String,
    message: String,
    paths: Vec<String>,
    hunks: Vec<String>,
    changes: ChangeSet,
}

fn commit(number: usize) -> Commit {
    let words = ["cart", "voucher", "payment", "session", "invoice", "shipping", "customer"];
    let word = |at: usize| words.get(at % words.len()).copied().unwrap_or_default();
    let paths: Vec<_> = (0..5)
        .map(|file| {
            format!("src/{}/{}_{}.rs", word(number + file), word(number / 7 + file), (number * 3 + file) % 90)
        })
        .collect();
    let hunks: Vec<_> = (0..15)
        .map(|hunk| {
            format!(
                "@@ -{0},6 +{0},7 @@ impl {1} {{ fn {2}_{hunk}(&self)",
                hunk * 40 + 1,
                word(hunk),
                word(number + hunk)
            )
        })
        .collect();
    let diff: String = paths
        .iter()
        .zip(hunks.chunks(3))
        .map(|(path, hunks)| {
            let body: String =
                hunks.iter().map(|header| format!("{header}\n a\n b\n c\n+d\n e\n f\n g\n")).collect();
            format!("--- a/{path}\n+++ b/{path}\n{body}")
        })
        .collect();
    Commit {
        id: format!("{number:040x}"),
        message: format!(
            "{}: round the totals of the {} once\n\nThe {} was rounded for each line, so that sums were off by a cent.\n",
            word(number),
            word(number + 1),
            word(number + 2)
        ),
        changes: ChangeSet::from_patch(&diff),
        paths,
        hunks,
    }
}

fn suspects(c: &mut Criterion) {
    let commits: Vec<_> = (0..CANDIDATES).map(commit).collect();
    let trace: String = (0..60)
        .map(|frame| {
            format!(
                "  {frame}: shop::cart::total_{frame}\n             at ./src/cart/voucher_{frame}.rs:{}:7\n",
                frame * 11
            )
        })
        .collect();
    let failure =
        Failure::new().with_tests(["cart::voucher_12::tests::totals_are_rounded"]).with_trace(&trace);
    let listed: Vec<_> = commits
        .iter()
        .map(|commit| {
            Candidate::new(&commit.id)
                .with_message(&commit.message)
                .with_paths(commit.paths.iter().map(String::as_str))
                .with_hunks(commit.hunks.iter().map(String::as_str))
        })
        .collect();
    let whole: Vec<_> = commits
        .iter()
        .map(|commit| Candidate::new(&commit.id).with_message(&commit.message).with_changes(&commit.changes))
        .collect();
    let mut group = c.benchmark_group("suspects");
    group.sample_size(20).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    group.bench_function("1,000 candidates by paths and hunk headers", |b| {
        b.iter(|| rank(black_box(&failure), black_box(&listed)));
    });
    group.bench_function("1,000 candidates by whole changes", |b| {
        b.iter(|| rank(black_box(&failure), black_box(&whole)));
    });
    group.finish();
}

criterion_group!(benches, suspects);
criterion_main!(benches);
