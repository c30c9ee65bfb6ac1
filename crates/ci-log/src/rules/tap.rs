//! The Test Anything Protocol, and Perl's prove, which reads it.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("tap", role, pattern).with_kind(FailureKind::Test);
    vec![
        // A test that is known to fail.
        test(Role::Noise, r"^\s*not ok \d+.* # (?i:todo|skip)").with_keywords(["not ok "]).closing(),
        test(Role::Noise, r"^\s*ok \d+").with_keywords(["ok "]).closing(),
        test(Role::Failure, r"^\s*not ok \d+(?: -)? (?<test>\S.*)$").with_keywords(["not ok "]),
        test(Role::Failure, r"^#\s+Failed test '(?<test>.+)'").with_keywords(["failed test '"]),
        test(Role::Detail, r"^#\s+at (?<file>\S+) line (?<line>\d+)\.$").with_keywords([" line "]).with_reach(3),
        test(Role::Detail, r"^#\s+(?<more>(?:got|expected): .+)$").with_keywords(["got: ", "expected: "]).with_reach(4),
        test(Role::Frame, r"^#\s+(?:got|expected|Structures begin|\$)").with_keywords(["#"]).with_reach(8),
        // Prove sums up what it has read.
        test(Role::Signal, r"^# (?<message>Looks like .+)$").with_keywords(["# looks like "]).with_weight(5.0),
        test(Role::Consequence, r"^(?<test>\S+)\s+\.{2,}\s+Dubious, test returned (?<message>.*)$")
            .with_keywords(["dubious, test returned"]),
        test(Role::Consequence, r"^(?:\s*Failed \d+/\d+ (?:subtests|test programs)|Test Summary Report$|Result: FAIL$|  (?:Failed tests?|Non-zero exit status|Parse errors): |\S+\s+\(Wstat: \d+ )")
            .with_keywords(["failed ", "test summary report", "result: fail", "non-zero exit", "parse errors", "(wstat: "]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn a_failed_assertion() {
        let log = read(
            "ok 1 - is empty\nnot ok 2 - adds tax\n#   Failed test 'adds tax'\n#   at t/cart.t line 42.\n#          got: '3'\n#     expected: '4'",
        );
        assert_eq!(summaries(&log), ["test adds tax t/cart.t:42:- got: '3'; expected: '4'"]);
    }

    #[test]
    fn a_run_that_passes() {
        assert_harmless(
            "ok 1 - error is raised\nnot ok 2 - later # TODO not done\nt/cart.t .. ok\nResult: PASS",
        );
    }
}
