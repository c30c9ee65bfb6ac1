//! Words of a rendered text that some filter of GitLab would replace.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

/// Characters without which there is no mention, issue, label, snippet, alert, bracketed reference, inline diff, placeholder or
/// formula. No text of ours has them outside of code either.
const MARKS: &[char] = &[
    '@', '#', '~', '$', '^', '[', ']', '{', '}', '\u{ff20}', '\u{fe6b}', '\u{ff03}', '\u{fe5f}', '\u{ff04}',
];

/// What the filters look for around the characters that ordinary texts do have.
const PATTERNS: &[(&str, &str)] = &[
    ("merge request", r"![0-9]"),
    ("milestone", r#"%["\w]"#),
    ("epic", r"&[0-9]"),
    ("emoji", r":[a-zA-Z0-9_+-]*[A-Za-z_+-][a-zA-Z0-9_+-]*:|(?:^|[^a-zA-Z0-9]):[0-9]+:"),
    ("commit", r"(?i)(?-u:\b)[0-9a-f]{7,40}(?-u:\b)"),
    ("issue of another tracker", r"(?-u:\b)[A-Z][A-Z0-9_]*-[0-9]"),
    ("address", r"(?i)[a-z][a-z0-9+.-]*://|(?-u:\b)www\."),
    ("macro", r"::\w"),
    ("description", r"(?m)^\s*:\s"),
];

/// Everything in a text outside of code that would be replaced, in words.
pub(crate) fn found(text: &str) -> Vec<String> {
    static SET: LazyLock<RegexSet> =
        LazyLock::new(|| RegexSet::new(PATTERNS.iter().map(|(_, pattern)| pattern)).unwrap());
    static EACH: LazyLock<Vec<Regex>> =
        LazyLock::new(|| PATTERNS.iter().map(|(_, pattern)| Regex::new(pattern).unwrap()).collect());
    let mut found: Vec<String> = text
        .split_whitespace()
        .filter(|word| word.contains(MARKS))
        .map(|word| format!("reference {word:?}"))
        .collect();
    for index in SET.matches(text) {
        let ((name, _), regex) = (PATTERNS[index], &EACH[index]);
        found.extend(regex.find_iter(text).map(|place| format!("{name} {:?}", place.as_str())));
    }
    found
}

#[test]
fn it_finds_every_kind() {
    for text in [
        "@root",
        "a @group/sub b",
        "(@all)",
        "\u{ff20}root",
        "#1",
        "g/p#1",
        "\u{ff03}1",
        "!2",
        "g/p!2",
        "%m",
        "%\"a b\"",
        "&3",
        "g&3",
        "$4",
        "$x$",
        "~bug",
        "~\"a b\"",
        "^alert#1",
        "[vulnerability:1]",
        "[[_TOC_]]",
        "[TOC]",
        "{+ a +}",
        "[- a -]",
        "%{project_name}",
        ":tada:",
        ":+1:",
        ":100a:",
        ":100:",
        "(:1234:)",
        "5fa2c71d",
        "5FA2C71",
        "5fa2c71d9e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c",
        "1234567",
        "ABC-123",
        "GH-1",
        "https://e.example",
        "HTTP://e",
        "www.e.example",
        "::include",
        ": term",
    ] {
        assert!(!found(text).is_empty(), "{text:?}");
    }
}

#[test]
fn it_leaves_ordinary_words_alone() {
    for text in [
        "done!",
        "50%",
        "a & b",
        "12:30:45",
        "file.rb:42:",
        "file.rb:42",
        "123456",
        "a-1",
        "x, y; z.",
        "100 %",
        "why?",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text:?}");
    }
}
