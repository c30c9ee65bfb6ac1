//! Masking of secrets: what is known is gone, what was masked stays as it is, and pieces give what the whole gives.
#![no_main]

use libfuzzer_sys::fuzz_target;
use secret_redaction::{RedactedSpan, Redactor, Rule};
use std::sync::LazyLock;

const KNOWN: &str = "correct-horse";

static REDACTOR: LazyLock<Redactor> = LazyLock::new(|| {
    let own = Rule::new("own", ["own"], "(?:-[0-9]{3}|[a-f]+\\n)+");
    Redactor::builder().value(KNOWN).rule(own).build().unwrap()
});

/// The same text in pieces of a length that depends on the text.
fn in_pieces(data: &str) -> (Vec<u8>, Vec<RedactedSpan>) {
    let length = data.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let mut stream = REDACTOR.stream();
    let mut masked = Vec::new();
    let mut spans = Vec::new();
    for piece in data.as_bytes().chunks(1 + length % 97) {
        spans.extend(stream.push(piece, &mut masked));
    }
    spans.extend(stream.finish(&mut masked));
    (masked, spans)
}

fuzz_target!(|data: &str| {
    let once = REDACTOR.redact(data);
    assert!(!once.text.contains(KNOWN));
    let (masked, spans) = in_pieces(data);
    assert_eq!(String::from_utf8_lossy(&masked), once.text);
    assert_eq!(spans, once.spans);
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
