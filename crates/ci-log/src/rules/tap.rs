//! The Test Anything Protocol, and Perl's prove, which reads it.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("tap", role, pattern).with_kind(FailureKind::Test);
    let perl = |role, pattern: &'static str| Rule::new("perl", role, pattern).with_kind(FailureKind::Crash);
    vec![
        // A sum at the end, as node and tape write it; QUnit leaves the number of all tests out.
        test(Role::Counts, r"^# tests (?<run>\d+)$").with_keywords(["# tests "]),
        test(Role::Counts, r"^# fail (?<failed>\d+)$").with_keywords(["# fail "]),
        test(Role::Counts, r"^# skip(?:ped)? (?<skipped>\d+)$").with_keywords(["# skip"]),
        // Prove counts all files.
        test(Role::Counts, r"^Files=\d+, Tests=(?<run>\d+), ").with_keywords(["files="]),
        // A test that is known to fail.
        test(Role::Noise, r"^not ok (?<run>)\d+.* # (?i:todo|skip)").with_keywords(["not ok "]).closing(),
        test(Role::Noise, r"^\s*not ok \d+.* # (?i:todo|skip)").with_keywords(["not ok "]).closing(),
        test(Role::Noise, r"^ok (?<skipped>)\d+.* # (?i:skip)").with_keywords(["ok "]).closing(),
        test(Role::Noise, r"^ok (?<run>)\d+").with_keywords(["ok "]).closing(),
        test(Role::Noise, r"^\s+ok \d+").with_keywords(["ok "]).closing(),
        test(Role::Failure, r"^not ok (?<run>)(?<failed>)\d+(?: -)? (?<test>\S.*)$").with_keywords(["not ok "]),
        test(Role::Failure, r"^\s+not ok \d+(?: -)? (?<test>\S.*)$").with_keywords(["not ok "]),
        // The YAML below a test that failed.
        test(Role::Detail, r"^\s+(?:location|at): '?(?:\S+ \()?(?:file://)?(?<file>[^\s':()]+):(?<line>\d+):(?<column>\d+)\)?'?$")
            .with_keywords(["location: ", " at: "])
            .with_reach(12),
        test(Role::Detail, r"^\s+(?:error|message)\s*: '?(?<message>[^|>'\s].*?)'?$").with_keywords(["error", "message"]).with_reach(10),
        // Bats.
        test(Role::Detail, r"^#\s+\(?in test file (?<file>\S+), line (?<line>\d+)\)?$").with_keywords(["in test file "]).with_reach(3),
        test(Role::Detail, r"^#\s+(?<message>`.+' failed.*)$").with_keywords(["' failed"]).with_reach(4),
        test(Role::Frame, r"^# \(from function ").with_keywords(["(from function "]).with_reach(2),
        // Node says so of what holds a test that failed.
        test(Role::Noise, r"^\s+failureType: 'subtestsFailed'$").with_keywords(["'subtestsfailed'"]).within_report().with_reach(6).passing(),
        test(Role::Hint, r"^\s+(?:duration_ms|failureType|code|name|severity|type|operator|exitCode|signal)\s*:").with_keywords([":"]).within_report().with_reach(12),
        test(Role::Frame, r"^\s+(?:error|message)\s*: [|>]-?$").with_keywords(["error: |", "message: |", "error: >"]).with_reach(10),
        test(Role::Detail, r"^\s+(?<message>[^\s-].*)$").with_reach(1),
        // pgTAP.
        test(Role::Failure, r#"^#\s+Failed test \d+: "(?<test>.+)"$"#).with_keywords(["failed test "]),
        test(Role::Failure, r"^#\s+Failed test '(?<test>.+)'").with_keywords(["failed test '"]),
        test(Role::Detail, r"^#\s+at (?<file>\S+) line (?<line>\d+)\.$").with_keywords([" line "]).with_reach(3),
        test(Role::Detail, r"^#\s+(?<more>(?:got|expected|have|want): .+)$").with_keywords(["got: ", "expected: ", "have: ", "want: "]).with_reach(4),
        test(Role::Frame, r"^#\s+(?:got|expected|Structures begin|\$)").with_keywords(["#"]).with_reach(8),
        // Prove sums up what it has read.
        test(Role::Signal, r"^# (?<message>Looks like .+)$").with_keywords(["# looks like "]).with_weight(5.0),
        test(Role::Consequence, r"^(?<test>\S+)\s+\.{2,}\s+Dubious, test returned (?<message>.*)$")
            .with_keywords(["dubious, test returned"]),
        // A file that ended early: no test of it has told why.
        test(Role::Failure, r"^(?<test>\S+)\s+\(Wstat: (?<message>[1-9]\d* .*?)Tests: \d+ Failed: (?<failed>0)\)$").with_keywords(["(wstat: "]),
        test(Role::Consequence, r"^(?<test>\S+)\s+\(Wstat: \d+ .*?(?:Failed: (?<failed>\d+))?\)$").with_keywords(["(wstat: "]),
        test(Role::Detail, r"^  (?<more>(?:Failed tests?|Non-zero exit status|Parse errors): .+)$")
            .with_keywords(["failed test", "non-zero exit", "parse errors"])
            .with_reach(2),
        test(Role::Hint, r"^(?:\s*Failed \d+/\d+ (?:subtests|test programs)|Test Summary Report$|Result: FAIL$)")
            .with_keywords(["failed ", "test summary report", "result: fail"])
            .with_weight(1.5),
        // Perl itself.
        perl(Role::Failure, r"^(?<message>Can't locate \S+ in @INC.*?) at (?<file>\S+) line (?<line>\d+)\.?$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["can't locate "]),
        perl(Role::Failure, r"^(?<message>(?:syntax error|Global symbol .+|Can't locate .+|Undefined subroutine .+|Bareword .+|Can't call method .+)) at (?<file>\S+) line (?<line>\d+)[.,].*$")
            .with_keywords(["syntax error at ", "global symbol ", "can't locate ", "undefined subroutine ", "bareword ", "can't call method "]),
        perl(Role::Consequence, r"^(?<message>(?:BEGIN failed--|Compilation failed in require|Execution of \S+ aborted).*)$")
            .with_keywords(["begin failed--", "compilation failed in require", "aborted due to compilation"]),
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
