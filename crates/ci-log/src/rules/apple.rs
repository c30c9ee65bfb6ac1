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
            r"^(?<file>\S[^:]*):(?<line>\d+): error: -?\[?(?<test>[\w.]+[ .]\w+)\]? : (?<message>.+)$",
        )
        .with_keywords([": error: -[", " : "]),
        test(Role::Failure, "^\\s*\u{2717} (?<test>\\w+), (?<message>.+)$").with_keywords(["\u{2717} "]),
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
        swift(Role::Noise, r"(?:Test|Suite) .+ failed after [\d.]+ seconds with \d+ issues?\.$")
            .with_keywords([" failed after "])
            .closing(),
        build(Role::Failure, r"^(?:.*: )?error: (?<message>(?:No signing certificate|No profiles for|Signing for|Provisioning profile) .+)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["error: no signing", "error: no profiles", "error: signing for", "error: provisioning"]),
        build(Role::Failure, "^\u{274c}\\s+(?<file>/[^:]+):(?<line>\\d+):(?<column>\\d+): (?<message>.+)$")
            .with_keywords(["\u{274c}"]),
        build(Role::Failure, "^\u{274c}\\s+error: (?<message>.+)$").with_keywords(["\u{274c}"]),
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
