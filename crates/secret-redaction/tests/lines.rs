//! What holds for every text that is masked line by line.

use std::sync::LazyLock;

use proptest::prelude::*;
use secret_redaction::Redactor;

static REDACTOR: LazyLock<Redactor> =
    LazyLock::new(|| Redactor::builder().value("correct-horse").build().unwrap_or_default());

/// A line whose secrets, if any, lie inside of it: its ends belong to none.
fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("glpat-".to_owned()),
        Just("glpat-3xYz5Qm8LkR2vN7wTb4J".to_owned()),
        Just("password=".to_owned()),
        Just("DEPLOY_TOKEN: ".to_owned()),
        Just("Authorization: Bearer ".to_owned()),
        Just("://ci:".to_owned()),
        Just("@host".to_owned()),
        Just("correct-horse".to_owned()),
        Just("-----END PRIVATE KEY-----".to_owned()),
        Just("PRIVATE KEY".to_owned()),
        Just("[REDACTED:token]".to_owned()),
        "[=:@\"'., /$-]{1,3}",
        "[0-9A-Za-z]{1,40}",
        "\\PC{0,4}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| format!(". {} .", pieces.concat()))
}

/// What may stand before every line that a program prints.
fn prefix() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "    ",
        "#9 3.142 ",
        "2026-01-02T03:04:05.678Z ",
        "web_1  | ",
        "[server] ",
        "> ",
    ])
}

/// What another stream may print between the lines of a key.
fn sentence() -> impl Strategy<Value = String> {
    "[a-z]{2,9} [a-z.]{2,20}\\."
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn without_secrets_over_line_breaks_it_is_the_same_as_all_at_once(lines in prop::collection::vec(line(), 0..12)) {
        let mut one_by_one = REDACTOR.lines();
        let masked: Vec<_> = lines.iter().map(|line| one_by_one.mask(line).into_owned()).collect();
        prop_assert_eq!(masked, REDACTOR.redact_lines(lines.iter().map(String::as_str)));
    }

    #[test]
    fn case_122_a_key_that_is_cut_anywhere_is_never_shown(
        prefix in prefix(),
        width in prop::sample::select(vec![64_usize, 70, 76]),
        key in "[0-9A-Za-z+/]{1,3000}",
        foreign in prop::collection::vec((any::<prop::sample::Index>(), sentence()), 0..6),
        ended in any::<bool>(),
    ) {
        let mut lines: Vec<(bool, String)> =
            key.as_bytes().chunks(width).map(|line| (true, format!("{prefix}{}", String::from_utf8_lossy(line)))).collect();
        // Another stream that comes between.
        for (place, text) in foreign {
            lines.insert(place.index(lines.len() + 1), (false, text));
        }
        let mut redactor = Redactor::default().lines();
        let _begin = redactor.mask(&format!("{prefix}-----BEGIN OPENSSH PRIVATE KEY-----"));
        for (is_key, line) in &lines {
            let masked = redactor.mask(line);
            if *is_key {
                prop_assert_eq!(masked, "[REDACTED:private-key]", "{}", line);
            } else {
                prop_assert_eq!(masked, line.as_str());
            }
        }
        if ended {
            let _end = redactor.mask(&format!("{prefix}-----END OPENSSH PRIVATE KEY-----"));
            prop_assert_eq!(redactor.mask("failed"), "failed", "the key is over");
        }
    }

    #[test]
    fn any_text_is_masked_without_a_panic(lines in prop::collection::vec("(-----BEGIN |-----END |PRIVATE KEY|-----|\\\\n|[A-Za-z0-9é]{0,30}| ){0,8}", 0..8)) {
        let mut redactor = Redactor::default().lines();
        for line in &lines {
            let _masked = redactor.mask(line);
        }
    }
}
