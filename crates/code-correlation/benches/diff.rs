//! Throughput of the diff reader beside a bare scan for newlines and beside the crate diffy, over the same text in the
//! same run: the ratios are what counts, since all move with the machine.
//!
//! diffy reads one file at a time, so it is given the files one by one, cut beforehand.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use code_correlation::change::ChangeSet;
use code_correlation::diff::FileDiffs;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// A diff of many files with hunks as they are in practice: six lines of context about a few changed ones.
fn text(files: usize) -> String {
    let mut text = String::new();
    for file in 0..files {
        let path = format!("src/module_{}/file_{file}.rs", file % 50);
        let _ = writeln!(
            text,
            "diff --git a/{path} b/{path}\nindex 1f2e3d4..5c6b7a8 100644\n--- a/{path}\n+++ b/{path}"
        );
        for hunk in 0..6 {
            let start = hunk * 100 + 1;
            let _ = writeln!(text, "@@ -{start},9 +{start},10 @@ impl Service for Handler{hunk} {{");
            for line in 0..3 {
                let _ = writeln!(text, "         let before_{line} = self.state.lookup(key_{line})?;");
            }
            text.push_str("-        self.cache.insert(key, value.clone());\n-        Ok(())\n-    }\n");
            text.push_str("+        let value = self.cache.entry(key).or_insert(value);\n+        tracing::debug!(?value);\n");
            text.push_str("+        Ok(())\n+    }\n");
            for line in 0..3 {
                let _ = writeln!(text, "         // the rest of the function follows here, line {line}");
            }
        }
    }
    text
}

fn diff(c: &mut Criterion) {
    let text = text(4_000);
    let bytes = text.as_bytes();
    let mut group = c.benchmark_group("diff");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.sample_size(20).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    // Places and not their number: merely counting them is another, quicker task.
    group.bench_function("newline scan", |b| {
        b.iter(|| memchr::memchr_iter(b'\n', black_box(bytes)).fold(0, |sum, at| sum ^ at));
    });
    group.bench_function("read sections", |b| {
        b.iter(|| {
            FileDiffs::new(black_box(bytes)).filter_map(Result::ok).map(|file| file.additions()).sum::<u64>()
        });
    });
    // As much as diffy does: every line is looked at.
    group.bench_function("read lines", |b| {
        b.iter(|| {
            FileDiffs::new(black_box(bytes))
                .filter_map(Result::ok)
                .flat_map(|file| file.hunks)
                .map(|hunk| hunk.lines().map(|line| line.text.len()).sum::<usize>())
                .sum::<usize>()
        });
    });
    let files: Vec<&[u8]> = text
        .split("diff --git ")
        .filter_map(|section| section.find("--- ").and_then(|at| section.get(at..)))
        .map(str::as_bytes)
        .collect();
    assert_eq!(files.len(), 4_000);
    assert!(files.iter().all(|file| diffy::Patch::from_bytes(file).is_ok()), "diffy reads all of it");
    group.bench_function("diffy", |b| {
        b.iter(|| {
            black_box(&files)
                .iter()
                .filter_map(|file| diffy::Patch::from_bytes(file).ok())
                .map(|patch| patch.hunks().len())
                .sum::<usize>()
        });
    });
    // A change set holds what it read of all files, so it stands beside diffy with all of its patches held.
    group.bench_function("diffy, all files kept", |b| {
        b.iter(|| {
            let patches = black_box(&files).iter().filter_map(|file| diffy::Patch::from_bytes(file).ok());
            patches.collect::<Vec<_>>().len()
        });
    });
    group.bench_function("change set", |b| b.iter(|| ChangeSet::from_patch(black_box(bytes)).stats));
    group.finish();
}

criterion_group!(benches, diff);
criterion_main!(benches);
