//! Masking of secrets: what is known is gone, and what was masked stays as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use secret_redaction::Redactor;
use std::sync::LazyLock;

const KNOWN: &str = "correct-horse";

static REDACTOR: LazyLock<Redactor> = LazyLock::new(|| Redactor::builder().value(KNOWN).build().unwrap());

fuzz_target!(|data: &str| {
    let once = REDACTOR.redact(data);
    assert!(!once.text.contains(KNOWN));
    let mut end = 0;
    let mut masks = Vec::new();
    let mut written = 0;
    for span in &once.spans {
        assert!(span.start >= end && span.start < span.end && data.get(span.start..span.end).is_some());
        let start = written + span.start - end;
        written = start + "[REDACTED:]".len() + span.rule.len();
        masks.push(start..written);
        end = span.end;
    }
    for mask in &masks {
        assert!(once.text[mask.clone()].starts_with("[REDACTED:"));
    }
    for span in &REDACTOR.redact(&once.text).spans {
        assert!(
            masks.iter().all(|mask| span.end <= mask.start || mask.end <= span.start),
            "{span:?} in {}",
            once.text
        );
    }
    for line in REDACTOR.redact_lines(data.lines()) {
        assert!(!line.contains(KNOWN));
    }
});
