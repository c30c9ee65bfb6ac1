//! Words that mean trouble in the output of any tool, and lines in which they do not.

use super::{Role, Rule};
use crate::failure::FailureKind;

/// Words that may tell of trouble.
const WORDS: [&str; 14] = [
    "error",
    "fail",
    "fatal",
    "exception",
    "traceback",
    "panic",
    "abort",
    "critical",
    "cannot ",
    "unable to",
    "denied",
    "undefined",
    "not found",
    "timed out",
];

/// The ends of names of source files.
const SOURCES: [&str; 40] = [
    ".c", ".cc", ".cpp", ".h", ".hpp", ".rs", ".go", ".py", ".rb", ".js", ".jsx", ".ts", ".tsx", ".java",
    ".kt", ".scala", ".swift", ".m", ".cs", ".php", ".pl", ".sh", ".lua", ".vim", ".el", ".clj", ".hs",
    ".ex", ".exs", ".css", ".scss", ".less", ".html", ".md", ".yml", ".yaml", ".json", ".xml", ".tex",
    ".sql",
];

pub(super) fn rules() -> Vec<Rule> {
    let rule = |role, pattern: &'static str| Rule::new("", role, pattern).with_keywords(WORDS);
    vec![
        // One expression for all of them: many lines hold such a word.
        rule(
            Role::Noise,
            concat!(
                r"(?i)\b(?:0|no|zero|without)(?: \w+)? (?:errors?|failures?|failed|failing|exceptions?|problems?|issues?)\b",
                r"|\b(?:errors?|failures?|failed|failing)\s*[:=]\s*0\b",
                r"|(?:\b(?:ok|passed|succeeded|skipped|done|PASS)|\xe2\x9c\x93|\xe2\x9c\x94)\s*(?:\(.*\)|\[.*\]|in [\d.]+ ?m?s)?$",
                r"|^\s*(?:\xe2\x9c\x93|\xe2\x9c\x94|ok \d|PASS(?:ED)?\b|=== RUN|--- PASS)",
                r"|^\s*(?:compiling|checking|downloading|downloaded|installing|installed|fetching|get:\d+|unpacking|setting up|selecting|preparing|collecting|adding|updating|building wheel|using cached|running|creating|requirement already|warn(?:ing)?\b|npm warn|info\b|debug\b|note:|help:|\[info\]|\[debug\])",
            ),
        ),
        rule(Role::Signal, r"^\s*\[?(?:ERROR|FATAL|CRITICAL|Fatal|Error|error|fatal|panic)\]?\s*(?:\([^)]*\))?[:!\]]\s*(?<message>\S.*)$")
            .with_kind(FailureKind::Unknown)
            .with_weight(5.0),
        rule(Role::Signal, r"^(?:\S+ ){0,4}?\[?(?:ERROR|FATAL|CRITICAL)\]?[\s:]+(?<message>[^\s\d].*|\d{3}.*)$")
            .with_keywords(["error", "fatal", "critical"])
            .with_weight(4.0),
        rule(Role::Signal, r"^\s*(?:Caused by: |Uncaught |Unhandled )?(?<message>[A-Za-z_][\w.:$]*(?:Error|Exception|Failure)(?:: .*)?)$")
            .with_keywords(["error", "exception", "failure"])
            .with_weight(4.0),
        // The line itself is the message.
        rule(Role::Signal, r"^\S.*(?: failed| FAILED| failure|FAILURE)")
            .with_keywords([" failed", "failure"])
            .with_weight(3.0),
        // How libraries for logs write the level.
        Rule::new("", Role::Signal, r"^(?:ERRO|FATA)\[\d+\] (?<message>\S.*)$").with_keywords(["erro[", "fata["]).with_weight(5.0),
        Rule::new("", Role::Signal, r#"\blevel=(?:error|fatal|panic|critical)\b.*?\bmsg=(?:"(?<message>[^"]+)|\S)"#)
            .with_keywords(["level=error", "level=fatal", "level=panic", "level=critical"])
            .with_weight(4.0),
        // A word alone is a heading.
        rule(Role::Signal, r"^\s*(?<message>\[?(?:ERROR|FAILURE|FAILED|FAIL|FATAL)\]?)[:.!]?$").with_weight(3.0),
        // Sums of what was reported before.
        rule(Role::Consequence, r"(?i)^\W*(?:\d+ (?:out )?of \d+ .*\bfail|failed \d+[ /]|\d+ \w+(?: \w+)? failed\b|(?:build|tests?|checks?) (?:has |have |run )?failed\W*$)")
            .with_keywords(["fail"]),
        // Test runners number what failed; linters and others mark it.
        Rule::new("", Role::Signal, r"^\s*\d+\) (?<message>\S.*)$")
            .with_keywords([") "])
            .with_weight(6.0),
        Rule::new("", Role::Signal, "^\\s*(?:\u{2716}|\u{2717}|\u{2718}|\u{274c}|\u{d7}) (?<message>\\S.*)$")
            .with_keywords(["\u{2716}", "\u{2717}", "\u{2718}", "\u{274c}", "\u{d7}"])
            .with_weight(4.0),
        // Most linters and compilers write the place first.
        Rule::new("", Role::Noise, r"^\S+:\d+(?::\d+)?:? (?i:warning|info|note)\b").with_places(SOURCES),
        Rule::new("", Role::Signal, r"^(?<file>[^\s:]+\.[A-Za-z]\w{0,7}):(?<line>\d+)(?::(?<column>\d+))?:? (?<message>\S.*)$")
            .with_places(SOURCES)
            .with_weight(3.5),
        rule(
            Role::Hint,
            r"(?i)(?:^|[^\w./=-])(?:errors?|fail(?:ed|ure|ures|s|ing)?|fatal|exception|panic(?:ked)?|abort(?:ed|ing)?|critical|cannot|unable to|denied|undefined|not found|timed out)(?:[^\w./=-]|[.:](?:\s|$)|$)",
        )
        .with_weight(1.5),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn an_unknown_tool_is_still_heard() {
        let log = read("frobnicating 12 things\nERROR: cannot frobnicate thing 7\nbye");
        assert_eq!(summaries(&log), ["unknown - -:-:- cannot frobnicate thing 7"]);
        assert_eq!(log.failures[0].tool, None);
        let log = read("2026-01-02 10:00:00 [FATAL] store is corrupt");
        assert_eq!(summaries(&log), ["unknown - -:-:- store is corrupt"]);
        assert_eq!(log.excerpts[0].lines[0].text, "2026-01-02 10:00:00 [FATAL] store is corrupt");
    }

    #[test]
    fn words_that_report_nothing() {
        assert_harmless(
            "\
$ grep -c error build.log || true
0 errors, 0 warnings
Found no errors in 12 files
Tests: 12, Failures: 0, Errors: 0
src/error_handler.rs
Compiling error-chain v0.12.4
copying build/error/fatal.html
  adds an error to the form ... ok
checking for error_at_line... yes",
        );
    }
}
