//! sbt with scalac, `ScalaTest`, specs2 and `MUnit`.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = tests();
    rules.extend(builds());
    rules
}

fn tests() -> Vec<Rule> {
    let scalatest =
        |role, pattern: &'static str| Rule::new("scalatest", role, pattern).with_kind(FailureKind::Test);
    let specs = |role, pattern: &'static str| Rule::new("specs2", role, pattern).with_kind(FailureKind::Test);
    let munit = |role, pattern: &'static str| Rule::new("munit", role, pattern).with_kind(FailureKind::Test);
    let zio = |role, pattern: &'static str| Rule::new("zio-test", role, pattern).with_kind(FailureKind::Test);
    let utest = |role, pattern: &'static str| Rule::new("utest", role, pattern).with_kind(FailureKind::Test);
    let sbt = |role, pattern: &'static str| Rule::new("sbt", role, pattern).with_kind(FailureKind::Test);
    vec![
        scalatest(Role::Lead, r"^(?:\[\w+\] )?(?<suite>[A-Z][\w.]*):$").with_keywords(["spec:", "test:", "tests:", "suite:"]),
        scalatest(Role::Failure, r"^(?:\[\w+\] )?\s*- (?<test>\S.*?) \*\*\* FAILED \*\*\*(?: \(.*\))?$")
            .with_keywords([" *** failed ***"]),
        // A suite that could not be run to its end.
        scalatest(Role::Failure, r"^(?:\[\w+\] )?(?<suite>(?<test>[A-Za-z][\w.$]*)) \*\*\* ABORTED \*\*\*").with_keywords([" *** aborted ***"]),
        scalatest(Role::Detail, r"^(?:\[\w+\] )?\s+(?<message>\S.*?) \((?<file>[\w$]+\.scala):(?<line>\d+)\)$")
            .with_keywords([".scala:"])
            .with_reach(4),
        scalatest(Role::Detail, r"^(?:\[\w+\] )?\s+(?<message>[\w.$]+(?:Error|Exception)\b.*)$").with_reach(2),
        scalatest(Role::Frame, r"^(?:\[\w+\] )?\s+(?:at \S+\((?<file>[\w$]+\.scala):(?<line>\d+)\)|at \S+\(.*\)|\.\.\.)$")
            .with_reach(3),
        scalatest(Role::Noise, r"^(?:\[\w+\] )?(?:\*\*\* \d+ TESTS? FAILED \*\*\*|Total number of tests run: )")
            .with_keywords(["test failed ***", "tests failed ***", "total number of tests run: "])
            .closing(),
        // Below sbt the sum of sbt counts, which holds the tests of all frameworks.
        scalatest(Role::Noise, r"^\[info\] Tests: succeeded \d+, ").with_keywords(["tests: succeeded "]),
        scalatest(Role::Counts, r"^(?<counts>Tests: succeeded \d+, failed \d+, canceled \d+, ignored \d+, pending \d+)$")
            .with_keywords(["tests: succeeded "]),
        specs(Role::Lead, r"^\[info\] (?<suite>[A-Z]\w*(?:Spec|Specs|Specification))$").with_keywords(["[info] "]),
        specs(Role::Failure, r"^\[error\]\s+[x!] (?<test>\S.*?)(?: \(\d+(?: ms|\.?\d* seconds?)\))?$").with_keywords(["] x ", "  x ", "] ! ", "  ! "]),
        specs(Role::Detail, r"^\[error\]\s+(?<message>\S.*?) \((?<file>[\w$]+\.scala):(?<line>\d+)\)$")
            .with_keywords([".scala:"])
            .with_reach(3),
        specs(Role::Noise, r"^\[info\] \d+ examples?, ").with_keywords([" example, ", " examples, "]).closing(),
        munit(Role::Failure, r"^(?:\[\w+\] )?==> X (?<test>\S.*?)(?:\s+[\d.]+s)? (?<message>[\w.$]+(?:Exception|Error)): (?:(?<file>\S+\.scala):(?<line>\d+)\b:? ?(?<more>.*)|.*)$")
            .with_keywords(["==> x "]),
        // A line that names a test that failed looks like one that was left out; what was wrong stands below it.
        // It is looked for below a suite or a test that passed: elsewhere a line like it is an item of a list. None of them says by
        // itself that tests ran.
        Rule::new("zio-test", Role::Lead, r"^\+ [A-Z][^=]*$"),
        Rule::new("zio-test", Role::Lead, r"^ +\+ \S"),
        Rule::new("zio-test", Role::Lead, r"^ +- (?<test>\S.*?)(?: - \d+ m?s)?$").within_report(),
        zio(Role::Failure, "^ {4,}\u{2717} (?<message>\\S.*)$").with_keywords(["\u{2717} "]).within_report().with_reach(1),
        zio(Role::Failure, r#"^ +(?<message>Timeout of .+ exceeded\.|Exception in thread "zio-fiber-.+)$"#)
            .with_keywords(["timeout of ", "exception in thread \"zio-fiber-"])
            .within_report()
            .with_reach(1),
        zio(Role::Detail, r"^ +at (?<file>/\S+\.scala):(?<line>\d+) *$").with_keywords([".scala:"]).with_reach(12),
        zio(Role::Frame, r"^\s+at \S+\((?<file>[\w$]+\.scala):(?<line>\d+)\)$").with_keywords([".scala:"]).with_reach(12),
        zio(Role::Counts, r"^(?<passed>\d+) tests passed\. (?<failed>\d+) tests failed\. (?<skipped>\d+) tests ignored\.$")
            .with_keywords([" tests ignored."])
            .closing(),
        // Version 1.
        zio(Role::Counts, r"^(?:\[info\] )?Ran \d+ tests? in .+: (?<passed>\d+) succeeded, (?<skipped>\d+) ignored, (?<failed>\d+) failed$")
            .with_keywords([" succeeded, "]),
        munit(Role::Noise, r"^(?:\[\w+\] )?==> [iso] ").with_keywords(["==> i ", "==> s ", "==> o "]).closing(),
        munit(Role::Frame, r"^(?:\[\w+\] )?    at (?:munit|scala|java)\.").with_keywords(["    at "]),
        munit(Role::Frame, r"^(?:\[\w+\] )?    at \S+\((?<file>[\w$]+\.scala):(?<line>\d+)\)$").with_keywords(["    at "]),
        utest(Role::Failure, r"^X (?<test>(?:[\w$]+\.)+\S.*?) \d+ms\s*$"),
        utest(Role::Detail, r"^  (?<message>\S.*)$").with_reach(1),
        utest(Role::Frame, r"^    (?:utest|scala|java)\.\S+\(\S*\)$").with_reach(12),
        utest(Role::Frame, r"^    \S+\((?<file>[\w$]+\.scala):(?<line>\d+)\)$").with_keywords([".scala:"]).with_reach(12),
        sbt(Role::Counts, r"^\[\w+\] (?:Failed|Passed|Error): Total \d+, (?<counts>Failed \d+, .+)$")
            .with_keywords([": total "])
            .closing(),
        sbt(Role::Consequence, r"^\[error\] (?<message>Failed tests:|Error during tests:|\(.*\) sbt\.TestsFailedException: .*)$")
            .with_keywords(["failed tests:", "error during tests:", "testsfailedexception"]),
    ]
}

fn builds() -> Vec<Rule> {
    let compile =
        |role, pattern: &'static str| Rule::new("scalac", role, pattern).with_kind(FailureKind::Compile);
    vec![
        compile(Role::Failure, r"^\[error\] (?<file>\S+\.scala):(?<line>\d+):(?:(?<column>\d+):)? (?<message>.+)$")
            .with_places([".scala"]),
        compile(Role::Failure, r"^(?<file>[^\s:]+\.scala):(?<line>\d+): error: (?<message>.+)$").with_places([".scala"]),
        // Scala 3 writes the message below the source text.
        compile(Role::Failure, r"^(?:\[error\] )?-- (?:\[E\d+\] )?[\w ]*Error: (?<file>\S+\.scala):(?<line>\d+):(?<column>\d+)[ -]*$")
            .with_keywords(["error: "]),
        compile(Role::Frame, r"^(?:\[error\] )?(?:\d+ ?\||\s*\|\s*\^+\s*$)").with_reach(4),
        compile(Role::Detail, r"^(?:\[error\] )?\s*\|\s*(?<message>\S.*)$").with_reach(5),
        Rule::new("sbt", Role::Failure, r"^\[error\] (?:\(.*\) )?(?<message>(?:\S+ResolveException: |Error downloading |not found: https?:).*)$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["resolveexception", "error downloading ", "not found: http"]),
        Rule::new("sbt", Role::Consequence, r"^\[error\] (?<message>\((?:.* / )*\w+\) .*)$")
            .with_kind(FailureKind::Script)
            .with_keywords(["[error] ("]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{read, summaries};

    #[test]
    fn tests_of_zio_stand_below_their_suite() {
        let report = |first: &str| format!("{first}\n    - adds tax\n      \u{2717} 3 was not equal to 4");
        for first in ["+ CartSpec", "  + is empty - 12 ms"] {
            assert_eq!(
                summaries(&read(&report(first))),
                ["test adds tax -:-:- 3 was not equal to 4"],
                "{first}"
            );
        }
        for other in ["+ echo list", "+ LIST=1"] {
            assert_eq!(read(&report(other)).failures[0].test, None, "{other}");
        }
        let log = read("  + shop\n[INFO] BUILD FAILURE\n[INFO] Total time:  1.0 s");
        assert_eq!(log.tests.and_then(|tests| tests.run), Some(0), "no line told of a test");
    }
}
