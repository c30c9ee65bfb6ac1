//! How fast a text of 1 MB is made harmless, once it is cleaned and masked: as words and code spans, as one code span, in the
//! summary of details, and in a fence.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use secret_redaction::Redactor;

// No part of the crate's interface, and slower behind it: what cannot be seen of a text is not written.
#[allow(dead_code, unused_imports, reason = "the crate uses the rest")]
#[path = "../src/inert/mod.rs"]
mod inert;
#[allow(dead_code, unused_imports, reason = "the crate uses the rest")]
#[path = "../src/prose/mod.rs"]
mod prose;

use inert::{Inert, Written};

const SIZE: usize = 1_000_000;

/// What most texts are like, what is full of marks, and what has few ASCII characters.
const TEXTS: [(&str, &str); 3] = [
    ("words", "The job fails since the rounding was changed, which happens before the total is compared.\n"),
    ("marks", "#1 `x` @all <b> | ``y`` /close !2 :tada: [a](b) 5fa2c71d lib/total.rb:42 50% ~bug & done.\n"),
    (
        "letters",
        "Die Prüfung schlägt fehl, 検査 に 失敗 しました, проверка не пройдена. \u{1f469}\u{1f3fd} e\u{301}\n",
    ),
];

type Form = fn(&Inert) -> Vec<Written>;

const FORMS: [(&str, Form); 5] = [
    ("line", |text| vec![text.line(usize::MAX)]),
    ("blocks", |text| text.blocks(usize::MAX)),
    ("code", |text| vec![text.code(usize::MAX)]),
    ("summary", |text| vec![text.summary(usize::MAX)]),
    ("fence", |text| text.fences(Some(1), &[usize::MAX, 100, 10])),
];

fn escape(criterion: &mut Criterion) {
    let redactor = Redactor::default();
    for (name, form) in FORMS {
        let mut group = criterion.benchmark_group(format!("inert/{name}"));
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(200))
            .measurement_time(Duration::from_millis(500));
        group.throughput(Throughput::Bytes(SIZE as u64));
        for (kind, text) in TEXTS {
            let text = Inert::prose(&text.repeat(SIZE / text.len()), &redactor);
            group.bench_with_input(BenchmarkId::from_parameter(kind), &text, |bencher, text| {
                bencher.iter(|| form(black_box(text)));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, escape);
criterion_main!(benches);
