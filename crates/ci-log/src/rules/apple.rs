//! Swift and Xcode, with what xcpretty makes of their output.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("xctest", role, pattern).with_kind(FailureKind::Test);
    let swift =
        |role, pattern: &'static str| Rule::new("swift-testing", role, pattern).with_kind(FailureKind::Test);
    let build =
        |role, pattern: &'static str| Rule::new("xcode", role, pattern).with_kind(FailureKind::Compile);
    vec![
        test(
            Role::Failure,
            r"^(?:<unknown>:0|(?<file>\S[^:]*):(?<line>\d+)): error: -\[(?<test>[\w.]+ \w+)\] : (?<message>.+)$",
        )
        .with_keywords([": error: -["]),
        // On Linux.
        test(
            Role::Failure,
            r"^(?:<unknown>:0|(?<file>\S[^:]*):(?<line>\d+)): error: (?<test>\w+(?:\.\w+)+) : (?<message>.+)$",
        )
        .with_keywords([": error: "]),
        test(Role::Failure, "^\\s*(?:\u{2717}|\u{2716}) (?<test>\\w+), (?<message>.+)$").with_keywords(["\u{2717} ", "\u{2716} "]),
        // xcbeautify: tests that ran side by side, and those of Swift Testing.
        test(Role::Failure, "^ +\u{2716} \\[(?<class>[\\w.]+)\\] (?<test>\\w+) on '.*' \\([\\d.]+ seconds\\)$").with_keywords(["\u{2716} ["]),
        swift(Role::Failure, "^ +\u{2716} (?<test>\"[^\"]+\"|\\S+\\(.*?\\)) \\([\\d.]+ seconds\\) \\d+ issue\\(s\\)$").with_keywords([" issue(s)"]),
        // The list with which xcpretty ends.
        test(Role::Failure, r"^  (?<test>test[A-Z_]\w*), (?<message>\S.*)$").with_keywords(["  test"]),
        test(Role::Detail, r"^  (?<file>/[^\s:]+):(?<line>\d+)$").with_keywords(["  /"]).with_reach(2),
        test(Role::Hint, r"^  ```$").with_keywords(["  ```"]).within_report().with_reach(12),
        // Each suite and the bundle around it are summed up in the same words; the outermost counts.
        test(Role::Lead, r"^Test Suite '(?:All tests|Selected tests)' (?:passed|failed) at ").with_keywords(["test suite '"]),
        test(Role::Counts, r"^\s+Executed (?<counts>\d+ tests?, with .+)$")
            .with_keywords(["executed "])
            .within_report()
            .with_reach(1)
            .closing(),
        test(Role::Noise, r"^\s+Executed \d+ tests?, with ").with_keywords(["executed "]).closing(),
        test(Role::Counts, r"^Executed (?<counts>\d+ tests?, with .+)$").with_keywords(["executed "]).closing(),
        swift(
            Role::Failure,
            "^(?:\u{2718}|\u{2716}|\u{100b73}|\u{1008a5})? *Test (?<test>\"[^\"]+\"|[^\\s\"]+\\(.*?\\)) recorded an issue (?:with .*? )?at (?<file>[^\\s:]+):(?<line>\\d+):(?<column>\\d+): (?<message>.+)$",
        )
        .with_keywords([" recorded an issue "]),
        swift(Role::Counts, r"Test run with (?<run>\d+) tests?(?: in \d+ suites?)? (?:failed|passed) after ")
            .with_keywords(["test run with "])
            .closing(),
        swift(Role::Noise, r#"^\S*\s*Test (?:"[^"]+"|[^\s"]+\(.*?\)) (?:with \d+ test cases? )?failed(?<failed>) after [\d.]+ seconds"#)
            .with_keywords([" failed after "])
            .closing(),
        swift(Role::Noise, r"(?:Test|Suite) .+ failed after [\d.]+ seconds with \d+ issues?\.$")
            .with_keywords([" failed after "])
            .closing(),
        build(Role::Failure, r"^(?:.*: )?error: (?<message>(?:No signing certificate|No profiles for|Signing for|Provisioning profile) .+)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["error: no signing", "error: no profiles", "error: signing for", "error: provisioning"]),
        build(Role::Failure, "^\u{274c}\\s+(?<file>/[^:]+):(?<line>\\d+):(?<column>\\d+): (?<message>.+)$")
            .with_keywords(["\u{274c}"]),
        build(Role::Failure, "^\u{274c}\\s+error: (?<message>.+)$").with_keywords(["\u{274c}"]),
        Rule::new("swiftlint", Role::Failure, r"^(?<file>/[^:]+):(?<line>\d+):(?:(?<column>\d+):)? error: (?<message>.+ Violation: .+ \(\w+\))$")
            .with_kind(FailureKind::Lint)
            .with_keywords([" violation: "]),
        // A warning fails a job only where the script says so.
        Rule::new("swiftlint", Role::Signal, r"^(?<file>/[^:]+):(?<line>\d+):(?:(?<column>\d+):)? warning: (?<message>.+ Violation: .+ \(\w+\))$")
            .with_kind(FailureKind::Lint)
            .with_keywords([" violation: "])
            .with_weight(4.0),
        Rule::new("cocoapods", Role::Failure, r"^\[!\] (?<message>(?:CocoaPods could not|Unable to find a (?:specification|pod)|Unable to satisfy|Error installing|No podspec found|Invalid `Podfile`|The version of CocoaPods).*)$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["[!] "]),
        Rule::new("swift-package", Role::Failure, r"^error: (?<message>(?:Dependencies could not be resolved|no such module|the package manifest|manifest parse error|package '.+' is using Swift tools).*)$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["error: dependencies could not", "error: no such module", "error: the package manifest", "error: manifest parse", "is using swift tools"]),
        build(Role::Failure, r"^xcodebuild: error: (?<message>.+)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["xcodebuild: error: "]),
        build(Role::Consequence, r"^\*\* (?<message>(?:BUILD|TEST|ARCHIVE|ANALYZE|CLEAN) FAILED) \*\*$")
            .with_keywords([" failed **"]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn xctest() {
        let log = read(
            "/builds/shop/Tests/CartTests.swift:42: error: -[ShopTests.CartTests testTotal] : XCTAssertEqual failed: (\"3\") is not equal to (\"4\")\n** TEST FAILED **",
        );
        assert_eq!(
            summaries(&log),
            [
                "test ShopTests.CartTests testTotal /builds/shop/Tests/CartTests.swift:42:- XCTAssertEqual failed: (\"3\") is not equal to (\"4\")"
            ]
        );
    }

    #[test]
    fn builds() {
        let log =
            read("\u{274c}  /builds/shop/Cart.swift:7:5: cannot find 'tax' in scope\n\n    tax()\n    ^");
        assert_eq!(summaries(&log), ["compile - /builds/shop/Cart.swift:7:5 cannot find 'tax' in scope"]);
        let log = read(
            "xcodebuild: error: Unable to find a destination matching the provided destination specifier:",
        );
        assert_eq!(log.failures[0].kind.as_str(), "configuration");
    }

    #[test]
    fn a_run_that_passes() {
        assert_harmless(
            "** BUILD SUCCEEDED **\n\t Executed 3 tests, with 0 failures (0 unexpected) in 0.1 (0.2) seconds",
        );
    }
}
