//! Checkers of Java, Kotlin and Groovy; the console of `JUnit` 5, Gradle's test logger and clojure.test.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = checkers();
    rules.extend(compilers());
    rules.extend(consoles());
    rules.extend(clojure());
    rules
}

fn checkers() -> Vec<Rule> {
    let lint = |tool: &'static str, role, pattern: &'static str| {
        Rule::new(tool, role, pattern).with_kind(FailureKind::Lint)
    };
    vec![
        // By itself and by Ant's task; by Maven's plugin, which names a group before the check.
        lint(
            "checkstyle",
            Role::Failure,
            r"^(?:\s*\[ant:checkstyle\] |\s*\[checkstyle\] )?\[(?:ERROR|WARN)\] (?<file>[^\s:]+\.\w+):(?<line>\d+)(?::(?<column>\d+))?: (?<message>.+ \[\w+\])$",
        )
        .with_keywords(["[error] ", "[warn] "]),
        lint(
            "checkstyle",
            Role::Failure,
            r"^\[(?:ERROR|WARN)\] (?<file>\S+\.\w+):\[(?<line>\d+)(?:,(?<column>\d+))?\] (?<message>\(\w+\) \w+: .+)$",
        )
        .with_keywords(["[error] ", "[warn] "]),
        lint("detekt", Role::Failure, r"^(?<file>[^\s:]+\.kts?):(?<line>\d+):(?<column>\d+): (?<message>.+ \[\w+\])$")
            .with_places([".kt", ".kts"]),
        lint("ktlint", Role::Failure, r"^(?<file>[^\s:]+\.kts?):(?<line>\d+):(?<column>\d+): (?<message>.+ \([\w:-]+\))$")
            .with_places([".kt", ".kts"]),
        lint("pmd", Role::Failure, r"^(?<file>[^\s:]+\.\w+):(?<line>\d+):\t(?<message>\S.*)$").with_places([".java", ".kt", ".js", ".cls", ".xml", ".jsp", ".scala"]),
        lint("pmd", Role::Failure, r"^\[\w+\] PMD Failure: (?<message>\S.*)$").with_keywords(["pmd failure: "]),
        lint(
            "spotbugs",
            Role::Failure,
            r"^\[ERROR\] (?:High|Medium|Low): (?<message>\S.*?)\s+(?:At|In) (?<file>\w+\.\w+):\[lines? (?<line>\d+)",
        )
        .with_keywords([":[line"]),
        // Without Maven it reports, and does not say whether that fails anything.
        lint("spotbugs", Role::Signal, r"^[HML] [A-Z] \w+: (?<message>\S.*?)\s+(?:At|In) (?<file>\w+\.\w+):\[lines? (?<line>\d+)")
            .with_keywords([":[line"])
            .with_weight(4.0),
        lint("spotless", Role::Failure, r"^(?:\[ERROR\] .*|> )(?<message>The following files had format violations:)$")
            .with_keywords(["had format violations:"]),
        lint("spotless", Role::Detail, r"^ +(?<file>\S+\.\w+)$").with_reach(1),
        lint("android-lint", Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+): Error: (?<message>.+ \[[A-Z]\w+(?: from .+)?\])$")
            .with_keywords([": error: "]),
    ]
}

fn compilers() -> Vec<Rule> {
    let compile = |tool: &'static str, role, pattern: &'static str| {
        Rule::new(tool, role, pattern).with_kind(FailureKind::Compile)
    };
    vec![
        compile("kotlinc", Role::Failure, r"^(?<file>[^\s:]+\.kts?):(?<line>\d+):(?<column>\d+): error: (?<message>.+)$")
            .with_places([".kt", ".kts"]),
        compile("groovyc", Role::Failure, r"^(?<file>[^\s:]+\.(?:groovy|gradle)): (?<line>\d+): (?<message>.+)$")
            .with_keywords([".groovy: ", ".gradle: "]),
        compile("clojure", Role::Failure, r"^Syntax error (?:\(\w+\) )?(?:compiling|reading source|macroexpanding)(?: \S+)? at \((?<file>[^\s:]+):(?<line>\d+)(?::(?<column>\d+))?\)\.$")
            .with_keywords(["syntax error "]),
        compile("clojure", Role::Detail, r"^(?<message>\S.*)$").with_reach(1),
    ]
}

fn consoles() -> Vec<Rule> {
    let junit = |role, pattern: &'static str| Rule::new("junit", role, pattern).with_kind(FailureKind::Test);
    let logger = |role, pattern: &'static str| {
        Rule::new("gradle-test-logger", role, pattern).with_kind(FailureKind::Test)
    };
    vec![
        junit(Role::Failure, r"^  JUnit (?:Jupiter|Vintage|Platform Suite):(?<test>\S.*)$").with_keywords([
            "  junit jupiter:",
            "  junit vintage:",
            "  junit platform",
        ]),
        junit(Role::Detail, r"^    => (?<message>\S.*)$").with_keywords(["    => "]).with_reach(3),
        junit(Role::Frame, r"^ {7}(?:org\.junit|java\.|jdk\.|org\.opentest4j|\[\.\.\.\])").with_reach(8),
        junit(
            Role::Frame,
            r"^ {7}(?:\S+/)?[\w.$<>]+\((?<file>[\w$]+\.(?:java|kt|scala|groovy)):(?<line>\d+)\)$",
        )
        .with_reach(8),
        // The plugin gradle-test-logger: the class, and below it its tests.
        Rule::new("gradle-test-logger", Role::Lead, r"^> Task \S+$").with_keywords(["> task "]),
        logger(Role::Lead, r"^(?<suite>[a-z]\w*(?:\.\w+)*\.[A-Z][\w$]*)$").within_report(),
        // Gradle itself may report it, too.
        logger(
            Role::Consequence,
            "^\\s+(?:\u{2718} )?Test (?<test>\\S.*?)(?: FAILED)?(?: \\([\\d.]+m?s\\))?$",
        )
        .with_keywords([" failed", "\u{2718} test "])
        .with_weight(8.0)
        .within_report(),
        logger(Role::Lead, "^\\s+(?:\u{2714} )?Test \\S.*? (?:PASSED|SKIPPED)(?: \\([\\d.]+m?s\\))?$")
            .with_keywords([" passed", " skipped"])
            .within_report()
            .closing(),
        logger(Role::Detail, r"^\s*(?<message>[\w.$]+(?:Error|Exception|Failure|Failed)\b(?::.*)?)$")
            .with_reach(3),
        logger(Role::Frame, r"^\s+at (?:\S+/)?(?:org\.junit|java\.|jdk\.|org\.opentest4j|org\.assertj)")
            .with_keywords([" at "]),
        logger(
            Role::Frame,
            r"^\s+at (?:[^()]+\()?(?<file>[\w$]+\.(?:java|kt|scala|groovy)):(?<line>\d+)\)?$",
        )
        .with_keywords([" at "]),
    ]
}

fn clojure() -> Vec<Rule> {
    let test =
        |role, pattern: &'static str| Rule::new("clojure.test", role, pattern).with_kind(FailureKind::Test);
    vec![
        test(Role::Failure, r"^(?:FAIL|ERROR) in \((?<test>[^)]+)\) \((?<file>[^\s:()]+):(?<line>\d+)\)$")
            .with_keywords(["fail in (", "error in ("]),
        test(Role::Detail, r"^expected: (?<message>\S.*)$").with_keywords(["expected: "]).with_reach(8),
        test(Role::Detail, r"^  actual: (?<more>\S.*)$").with_keywords(["actual: "]).with_reach(8),
        test(Role::Counts, r"^Ran (?<run>\d+) tests containing \d+ assertions\.$")
            .with_keywords([" tests containing "]),
        test(Role::Counts, r"^(?<failed>\d+) failures, (?<errored>\d+) errors\.$")
            .with_keywords([" failures, "]),
    ]
}
