//! What holds for every text.

#![expect(clippy::string_slice, reason = "spans lie on character boundaries, which the test checks first")]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use secret_redaction::{Redacted, Redactor};

static REDACTOR: LazyLock<Redactor> =
    LazyLock::new(|| Redactor::builder().value("correct-horse").build().unwrap_or_default());

/// Pieces that the rules look for, so that random texts come near to real secrets.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("glpat-".to_owned()),
        Just("password".to_owned()),
        Just("token".to_owned()),
        Just("_key".to_owned()),
        Just("Authorization: Bearer ".to_owned()),
        Just("://".to_owned()),
        Just("?private_token".to_owned()),
        Just("-----BEGIN PRIVATE KEY-----".to_owned()),
        Just("-----END PRIVATE KEY-----".to_owned()),
        Just("eyJ".to_owned()),
        Just("curl -u ".to_owned()),
        Just("[REDACTED:token]".to_owned()),
        Just("[REDACTED:".to_owned()),
        Just("correct-horse".to_owned()),
        "[=:@\"'., \\n/$-]{1,3}",
        "[0-9A-Za-z]{1,40}",
        "\\PC{0,4}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

fn outside(text: &str, redacted: &Redacted<'_>) -> Vec<String> {
    let mut parts = Vec::new();
    let mut done = 0;
    for span in &redacted.spans {
        parts.push(text[done..span.start].to_owned());
        done = span.end;
    }
    parts.push(text[done..].to_owned());
    parts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_rest_is_kept_and_masking_again_changes_no_mask(text in text()) {
        let redactor = &*REDACTOR;
        let once = redactor.redact(&text);
        let mut end = 0;
        for span in &once.spans {
            prop_assert!(span.start >= end && span.start < span.end && span.end <= text.len());
            prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            end = span.end;
        }
        let mut rebuilt = String::new();
        for (index, part) in outside(&text, &once).iter().enumerate() {
            rebuilt.push_str(part);
            if let Some(span) = once.spans.get(index) {
                rebuilt.push_str(&format!("[REDACTED:{}]", span.rule));
            }
        }
        prop_assert_eq!(&rebuilt, &once.text);
        prop_assert!(!once.text.contains("correct-horse"));
        // What stands near a mask may be seen in another light; the masks stay.
        let (mut done, mut written) = (0, 0);
        let mut masks = Vec::new();
        for span in &once.spans {
            let start = written + span.start - done;
            written = start + "[REDACTED:]".len() + span.rule.len();
            masks.push(start..written);
            done = span.end;
        }
        for again in &redactor.redact(&once.text).spans {
            let apart = masks.iter().all(|mask| again.end <= mask.start || mask.end <= again.start);
            prop_assert!(apart, "{:?} in {}", again, once.text);
        }
    }

    #[test]
    fn a_token_is_masked_wherever_it_stands(before in "[^0-9A-Za-z]{0,12}", token in "[0-9A-Za-z]{20}", after in "\\PC{0,12}") {
        prop_assume!(token.bytes().collect::<std::collections::HashSet<_>>().len() > 6);
        let text = format!("{before}glpat-{token}{after}");
        let redacted = Redactor::default().redact(&text).text.into_owned();
        prop_assert!(!redacted.contains(&token), "{}", redacted);
    }
}

#[test]
fn hostile_repetition_takes_linear_time() {
    let redactor = Redactor::default();
    for unit in [
        "glpat-",
        "password=",
        "password ",
        "token",
        "key=",
        "token=1",
        "_key=a1B",
        "?key=1",
        "-u a:bbb\\\n",
        "://",
        "://a:",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN ",
        "eyJ",
        "eyJaaaaaaaaa.",
        "[REDACTED:",
        "[REDACTED:a]",
        "password=x[REDACTED:a]",
        "Authorization: ",
        "machine a login b ",
        "curl -u ",
        "a",
        "SG.",
        "xoxb-1-",
        "\"auth\":",
    ] {
        let text = unit.repeat(100_000 / unit.len());
        let start = Instant::now();
        let _redacted = redactor.redact(&text);
        let took = start.elapsed();
        println!("{unit:?}: {took:?}");
        assert!(took < Duration::from_secs(10), "100 kB of {unit:?} took {took:?}");
    }
}
