//! What comes out piece by piece is what comes out at once.

use std::sync::LazyLock;

use proptest::prelude::*;
use secret_redaction::{Redactor, Rule};

static REDACTOR: LazyLock<Redactor> = LazyLock::new(|| {
    Redactor::builder()
        .value("correct-horse")
        .rule(Rule::new("acme", ["acme"], "(?:-[0-9]{3}|[a-f]+\\n)+"))
        .build()
        .unwrap_or_default()
});

/// Feeds `text` in pieces of these lengths, over and over.
fn in_pieces(redactor: &Redactor, text: &[u8], lengths: &[usize]) -> (Vec<u8>, Vec<(usize, usize, String)>) {
    let mut stream = redactor.stream();
    let mut masked = Vec::new();
    let mut spans = Vec::new();
    let mut rest = text;
    for length in lengths.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, after) = rest.split_at((*length).clamp(1, rest.len()));
        spans.extend(stream.push(piece, &mut masked));
        rest = after;
    }
    spans.extend(stream.finish(&mut masked));
    (masked, spans.into_iter().map(|span| (span.start, span.end, span.rule.into_owned())).collect())
}

fn at_once(redactor: &Redactor, text: &str) -> (Vec<u8>, Vec<(usize, usize, String)>) {
    let redacted = redactor.redact(text);
    let spans =
        redacted.spans.into_iter().map(|span| (span.start, span.end, span.rule.into_owned())).collect();
    (redacted.text.into_owned().into_bytes(), spans)
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("glpat-3xYz5Qm8LkR2vN7wTb4J".to_owned()),
        Just("glpat-".to_owned()),
        Just("DB_PASSWORD=".to_owned()),
        Just("<token>\n  k3J9dQ72mXw81LpZ\n</token>".to_owned()),
        Just("Authorization: Bearer ".to_owned()),
        Just("https://ci:".to_owned()),
        Just("@host/".to_owned()),
        Just("-----BEGIN PRIVATE KEY-----\n".to_owned()),
        Just("-----END PRIVATE KEY-----\n".to_owned()),
        Just("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n".to_owned()),
        Just("Private-Lines: 2\n".to_owned()),
        Just("acme-123-456abc\n".to_owned()),
        Just("curl \\\n -u ".to_owned()),
        Just("[REDACTED:token]".to_owned()),
        Just("[REDACTED:".to_owned()),
        Just("correct-horse".to_owned()),
        "[=:@\"'., \\n/$-]{1,3}",
        "[0-9A-Za-z]{1,40}",
        "[0-9A-Za-z]{300,700}",
        "\\PC{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cutting_gives_the_same(
        pieces in prop::collection::vec(piece(), 0..60),
        often in 1_usize..40,
        lengths in prop::collection::vec(prop_oneof![1_usize..20, 1_usize..9_000, Just(100_000)], 1..6),
    ) {
        // Long enough that what is done with is dropped.
        let text = pieces.concat().repeat(often);
        prop_assert_eq!(in_pieces(&REDACTOR, text.as_bytes(), &lengths), at_once(&REDACTOR, &text));
    }
}

/// Long words with a name and its operator again and again.
fn repeated() -> impl Strategy<Value = String> {
    prop_oneof![
        piece(),
        Just("token=1".repeat(50)),
        Just("?key=1".repeat(90)),
        Just("password=a.".repeat(35))
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cutting_of_long_words_gives_the_same(
        pieces in prop::collection::vec(repeated(), 0..20),
        often in prop_oneof![9 => 1_usize..3, 1 => Just(30)],
        lengths in prop::collection::vec(1_usize..9_000, 1..6),
    ) {
        let text = pieces.concat().repeat(often);
        prop_assert_eq!(in_pieces(&REDACTOR, text.as_bytes(), &lengths), at_once(&REDACTOR, &text));
    }
}

#[test]
fn a_secret_of_any_length_is_masked_once() {
    let redactor = Redactor::default();
    for length in [300, 5_000, 70_000, 300_000] {
        let text = format!("{}\ntoken=glpat-{} after\n", "x\n".repeat(90_000), "k3J9dQ72".repeat(length / 8));
        let whole = at_once(&redactor, &text);
        assert_eq!(whole.1.len(), 1, "{length}");
        assert!(whole.0.ends_with(b"] after\n"));
        for lengths in [vec![7], vec![1_000, 33_333], vec![1_000_000]] {
            assert!(in_pieces(&redactor, text.as_bytes(), &lengths) == whole, "{length} in {lengths:?}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_stay() {
    let text = [b"\xff\xfe\x00 DB_PASSWORD=hunter2\xc3 \x80".as_slice(), &[0x80; 9]].concat();
    let (masked, spans) = in_pieces(&Redactor::default(), &text, &[3]);
    assert_eq!(spans.len(), 1);
    assert!(masked.starts_with(b"\xff\xfe\x00 DB_PASSWORD=[REDACTED:password] \x80"), "{masked:?}");
}

#[test]
fn what_is_decided_is_written_at_once() {
    let mut stream = Redactor::default().stream();
    let mut masked = Vec::new();
    let line = "   Compiling serde v1.0.229 (/builds/group/project/vendor/serde)\n";
    for _ in 0..20 {
        stream.push(line.as_bytes(), &mut masked);
    }
    assert!(masked.len() > 15 * line.len(), "{}", masked.len());
}

#[test]
fn copying_tells_how_many_secrets_there_were() {
    let text = "DB_PASSWORD=hunter2\n".repeat(10_000);
    let mut masked = Vec::new();
    assert_eq!(Redactor::default().copy(text.as_bytes(), &mut masked).unwrap(), 10_000);
    assert_eq!(masked, "DB_PASSWORD=[REDACTED:password]\n".repeat(10_000).as_bytes());
}
