//! What a note costs in memory: it grows with the finding at most, and not with what nobody gets to see.

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use rca_note::{EvidenceItem, EvidenceKind, Excerpt, Finding, NoteMarker, RcaNote, Suspect, SuspectReason};

const LINE: &str = "ERROR at Foo#bar (foo.rb:42) /close @all password=hunter2 `x` <b> 5fa2c71d\n";

fn one_text(size: usize) -> Finding {
    let text = LINE.repeat(size / LINE.len());
    Finding::new("t").with_summary(text.clone()).with_evidence(
        EvidenceItem::new(EvidenceKind::Log, text.clone()).with_excerpt(Excerpt::new(text).starting_at(1)),
    )
}

fn many_entries(size: usize) -> Finding {
    (0..size / LINE.len()).fold(Finding::new("t"), |finding, _| {
        let reason = SuspectReason::new("words", 0.5, "names it");
        finding
            .with_suspect(Suspect::new(LINE).with_reason(reason))
            .with_evidence(EvidenceItem::new(EvidenceKind::Job, LINE).with_excerpt(Excerpt::new(LINE)))
    })
}

fn cost(finding: &Finding) -> AllocationInfo {
    let renderer = RcaNote::builder().incident(NoteMarker::new("alert-1")).build();
    black_box(renderer.render(finding));
    measure(|| {
        black_box(renderer.render(finding));
    })
}

#[test]
fn case_125_memory_grows_with_the_finding_and_no_faster() {
    for (shape, finding) in [("one text", one_text as fn(usize) -> Finding), ("many entries", many_entries)] {
        let costs = [30_000, 300_000, 3_000_000].map(|size| cost(&finding(size)));
        for (small, large) in costs.iter().zip(costs.iter().skip(1)) {
            println!(
                "{shape}: {} allocations, then {}; {} bytes in all, then {}",
                small.count_total, large.count_total, small.bytes_total, large.bytes_total
            );
            assert!(large.count_total < small.count_total * 12, "{shape}: {costs:#?}");
            assert!(large.bytes_total < small.bytes_total * 12, "{shape}: {costs:#?}");
        }
    }
}

#[test]
fn of_a_long_text_only_what_can_be_seen_is_worked_on() {
    let [small, large] = [1_000_000, 3_000_000].map(|size| cost(&one_text(size)));
    assert!(large.count_total <= small.count_total + 10, "{small:?} {large:?}");
    assert!(large.bytes_max < small.bytes_max + 10_000, "{small:?} {large:?}");
}
