//! The Go compiler, `go test`, testify and golangci-lint.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let tool = "go";
    let test = |role, pattern: &'static str| Rule::new(tool, role, pattern).with_kind(FailureKind::Test);
    let mut rules = json();
    rules.extend(checkers());
    rules.extend([
        test(Role::Lead, r"^\s*=== RUN(?<run>)\s+(?<test>\S+)$").with_keywords(["=== run"]).closing(),
        test(Role::Lead, r"^\s*=== (?:CONT|NAME)\s+(?<test>\S+)$")
            .with_keywords(["=== cont", "=== name"])
            .closing(),
        test(Role::Noise, r"^\s*--- SKIP(?<skipped>): ").with_keywords(["--- skip: "]).closing(),
        test(Role::Noise, r"^\s*(?:--- (?:PASS|BENCH): |ok  \t|\?   \t)")
            .with_keywords(["--- pass: ", "--- bench: ", "ok  \t", "?   \t"])
            .closing(),
        test(Role::Failure, r"^\s*--- FAIL(?<failed>): (?<test>\S+)(?: \([\d.]+s\))?$")
            .with_keywords(["--- fail: "])
            .separate()
            .wrapping(),
        // gotestsum and ginkgo.
        test(Role::Failure, r"^=== FAIL: (?<test>\S+ \S+)(?: \(re-run \d+\))?(?: \([\d.]+s\))?$").with_keywords(["=== fail: "]),
        // A test that passes when it is run again, and the numbers of all runs so far.
        test(Role::Noise, r"^PASS \S+\.(?<test>\w+(?:/\S+)?) \(re-run \d+\)").with_keywords([" (re-run "]).passing(),
        test(Role::Counts, r"^DONE \d+ runs, (?<counts>\d+ tests?.*?)(?:, \d+ errors?)? in [\d.]+s$")
            .with_keywords(["done "])
            .replacing()
            .closing(),
        test(Role::Counts, r"^DONE (?<counts>\d+ tests?.*?)(?:, \d+ errors?)? in [\d.]+s$")
            .with_keywords(["done "])
            .closing(),
        test(Role::Counts, r"^(?:FAIL|SUCCESS)! -- (?<counts>\d+ Passed \| .*)$").with_keywords(["! -- "]).closing(),
        test(Role::Lead, "^(?:\u{2022}|\\S+) \\[(?:FAILED|PANICKED|TIMEDOUT)\\] \\[").with_keywords(["[failed] [", "[panicked] [", "[timedout] ["]),
        test(Role::Failure, r"^(?<test>[^\s\[/].* \[(?:It|BeforeEach|JustBeforeEach|AfterEach|BeforeSuite|AfterSuite)\].*)$")
            .with_keywords(["[it] ", "each] ", "suite]"])
            .within_report()
            .with_reach(1),
        test(Role::Detail, r"^  In \[\w+\] at: (?<file>/\S+\.go):(?<line>\d+).*$").with_keywords(["] at: /"]).replacing(),
        test(Role::Detail, r"^  \[(?:FAILED|PANICKED)\] (?<message>\S.*)$").with_keywords(["  [failed] ", "  [panicked] "]).with_reach(4),
        test(Role::Detail, r"^      (?<more><\S+>: .+)$").with_keywords([">: "]).with_reach(4),
        test(Role::Failure, r"^\s*\[(?:FAIL(?:ED)?|Fail|Panic!|PANICKED!?|Timeout|TIMEDOUT)\] (?<test>\S.*\[(?:It|(?:Before|JustBefore|After)Each|(?:Before|After)Suite)\].*)$")
            .with_keywords(["[fail] ", "[failed] ", "[panic!] ", "[panicked", "[timeout] ", "[timedout] "]),
        // gocheck.
        test(Role::Failure, r"^(?:FAIL|PANIC): (?<file>\S+\.go):(?<line>\d+): (?<test>\w+\.\w+)$").with_keywords(["fail: ", "panic: "]),
        test(Role::Detail, r"^\.\.\. (?<more>\S.*)$").with_keywords(["... "]).with_reach(6),
        test(Role::Counts, r"^OOPS: (?<counts>\d+ passed.*)$").with_keywords(["oops: "]).closing(),
        test(Role::Detail, r"^\s*(?<file>/\S+\.go):(?<line>\d+)$").with_keywords([".go:"]).with_reach(1).replacing(),
        test(Role::Detail, r"^\s+(?:\S+: )?(?<file>[\w./-]+\.go):(?<line>\d+): ?(?<message>.*)$")
            .with_places([".go"])
            .early(),
        // Testify.
        test(Role::Detail, r"^\s+Error:\s+(?<message>\S.*)$").with_keywords(["error:"]).with_reach(4),
        test(Role::Detail, r"^ +\tError: +\t(?<message>\S.*)$").with_keywords(["\terror:  "]).early(),
        test(Role::Detail, r"^\s+(?<more>(?:expected|actual)\s*: .*)$")
            .with_keywords(["expected", "actual"])
            .with_reach(6),
        test(Role::Detail, r"^panic: (?<message>.+?)(?: \[recovered(?:, repanicked)?\])?$").with_keywords(["panic: "]).with_reach(2),
        Rule::new(tool, Role::Failure, r"^WARNING: (?<message>DATA RACE)$")
            .with_kind(FailureKind::Crash)
            .with_keywords(["warning: data race"]),
        Rule::new(tool, Role::Frame, r"^ {6}(?<file>/\S+\.go):(?<line>\d+) \+0x[0-9a-f]+$").with_keywords([".go:"]),
        // The tests that ran when the time was over.
        Rule::new(tool, Role::Detail, r"^\t(?<test>(?:Test|Fuzz|Example)\S*) \([\dhms.]+\)$").with_keywords(["\ttest", "\tfuzz", "\texample"]).with_reach(2),
        Rule::new(tool, Role::Failure, r"^(?:panic|fatal error): (?<message>.+?)(?: \[recovered(?:, repanicked)?\])?$")
            .with_kind(FailureKind::Crash)
            .with_keywords(["panic: ", "fatal error: "]),
        // Frames of the runtime and of other modules say nothing about the place.
        Rule::new(tool, Role::Frame, r"^\t(?:/usr/local/go/|\S*/pkg/mod/|\S*/go/src/|_testmain)\S*:\d+")
            .with_keywords([".go:"]),
        Rule::new(tool, Role::Frame, r"^\t(?<file>\S+\.go):(?<line>\d+)(?: \+0x[0-9a-f]+)?$").with_keywords([".go:"]),
        Rule::new(tool, Role::Frame, r"^[\w./*()-]+\.[\w.*()]+\(.*\)$").with_reach(3),
        Rule::new(
            tool,
            Role::Failure,
            r"^(?<file>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): (?<message>(?:no required module provides|cannot find (?:package|module)|package \S+ is not in (?:std|GOROOT)|missing go\.sum entry).*)$",
        )
        .with_kind(FailureKind::Dependency)
        .with_places([".go"]),
        Rule::new(tool, Role::Failure, r"^(?:verifying|go: verifying) (?<message>\S+: checksum mismatch)$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["checksum mismatch"]),
        Rule::new(
            tool,
            Role::Failure,
            r"^(?:vet: )?(?<file>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): (?<message>.+)$",
        )
        .with_kind(FailureKind::Compile)
        .with_places([".go"]),
        // Go before 1.11, and some checks of go vet, give no column; programs log so, too.
        Rule::new(tool, Role::Consequence, r"^(?<file>[^\s:]+\.go):(?<line>\d+): (?<message>.+)$")
            .with_kind(FailureKind::Compile)
            .with_places([".go"])
            .with_weight(8.0),
        Rule::new(
            tool,
            Role::Failure,
            r"^go: (?<message>.*(?:unknown revision|missing go\.sum|cannot find module|no required module|invalid version|updates to go\.mod needed|errors parsing go\.mod).*)$",
        )
        .with_kind(FailureKind::Dependency)
        .with_keywords(["go: "]),
        test(Role::Consequence, r"^FAIL(?:\t(?<message>\S+).*)?$").with_keywords(["fail"]).closing(),
    ]);
    rules
}

/// `go test -json`: each line of output names its test.
fn json() -> Vec<Rule> {
    let test = |role, pattern: &'static str| {
        Rule::new("go", role, pattern).with_kind(FailureKind::Test).with_keywords(["\"action\":\""])
    };
    vec![
        test(
            Role::Lead,
            r#"^\{.*"Action":"output".*"Test":"(?<test>[^"]+)","Output":" *(?:\S+: )?(?<file>[\w./-]+\.go):(?<line>\d+): ?(?<message>.*?)(?:\\n)?"\}$"#,
        ),
        test(Role::Failure, r#"^\{.*"Action":"fail"(?<failed>).*"Test":"(?<test>[^"]+)""#)
            .separate()
            .closing(),
        test(Role::Failure, r#"^\{.*"Action":"output".*"Output":"panic: (?<message>test timed out after .+?)(?:\\n)?"\}$"#)
            .with_kind(FailureKind::Timeout),
        test(Role::Failure, r#"^\{.*"Action":"output".*"Output":"panic: (?<message>.+?)(?: \[recovered(?:, repanicked)?\])?(?:\\n)?"\}$"#)
            .with_kind(FailureKind::Crash),
        test(Role::Frame, r#"^\{.*"Action":"output".*"Output":"\\t(?:/usr/local/go/|\S*/pkg/mod/|\S*/go/src/|\S*/src/testing/|_testmain)\S*:\d+.*$"#),
        test(Role::Frame, r#"^\{.*"Action":"output".*"Output":"\\t(?<file>\S+\.go):(?<line>\d+)(?: \+0x[0-9a-f]+)?(?:\\n)?"\}$"#),
        test(Role::Failure, r#"^\{.*"Action":"build-output","Output":"(?:vet: )?(?<file>[^\s:"]+\.go):(?<line>\d+):(?<column>\d+): (?<message>.+?)(?:\\n)?"\}$"#)
            .with_kind(FailureKind::Compile),
        test(Role::Consequence, r#"^\{.*"Action":"output".*"Output":"FAIL\\t(?<message>\S+ \[(?:build|setup) failed\])(?:\\n)?""#),
        test(Role::Noise, r#"^\{.*"Action":"run"(?<run>).*"Test":""#),
        test(Role::Noise, r#"^\{.*"Action":"skip"(?<skipped>).*"Test":""#),
        test(Role::Noise, r#"^\{.*"Action":"(?:start|run|pause|cont|pass|bench|skip)""#),
    ]
}

fn checkers() -> Vec<Rule> {
    let lint = |tool: &'static str, role, pattern: &'static str| {
        Rule::new(tool, role, pattern).with_kind(FailureKind::Lint)
    };
    vec![
        Rule::new(
            "golangci-lint",
            Role::Failure,
            r"^(?<file>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): (?<message>.+ \([a-z]+\))$",
        )
        .with_kind(FailureKind::Lint)
        .with_places([".go"]),
        lint(
            "staticcheck",
            Role::Failure,
            r"^(?<file>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): (?<message>.+ \((?:SA|ST|S|U|QF)\d{4}\))$",
        )
        .with_keywords([" (sa", " (st", " (s1", " (u1", " (qf"]),
        lint(
            "gosec",
            Role::Failure,
            r"^\[(?<file>[^\]]+\.go):(?<line>\d+)\] - (?<message>G\d{3} .+?)(?: \(Confidence: .*)?$",
        )
        .with_keywords(["] - g"]),
        lint("gofmt", Role::Failure, r"^diff (?:-u )?(?<file>\S+\.go)(?:\.orig)? \S+\.go$")
            .with_keywords(["diff "]),
        lint("govulncheck", Role::Failure, r"^Vulnerability #\d+: (?<message>GO-\d+-\d+)$")
            .with_keywords(["vulnerability #"]),
        lint("govulncheck", Role::Detail, r"^    (?<more>[^\s].*)$").with_reach(1),
        lint("govulncheck", Role::Detail, r"^    (?<more>Found in: .+)$")
            .with_keywords(["found in: "])
            .with_reach(4),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn tests_with_subtests_verbose_or_not() {
        let expected = ["test TestTotal/with_tax cart_test.go:42:- total = 3, want 4"];
        let quiet = "\
--- FAIL: TestTotal (0.00s)
    --- FAIL: TestTotal/with_tax (0.00s)
        cart_test.go:42: total = 3, want 4
FAIL
FAIL\tacme.example/shop/cart\t0.004s
FAIL";
        assert_eq!(summaries(&read(quiet)), expected);
        let verbose = "\
=== RUN   TestErrorPath
--- PASS: TestErrorPath (0.00s)
=== RUN   TestTotal
=== RUN   TestTotal/with_tax
    cart_test.go:42: total = 3, want 4
--- FAIL: TestTotal (0.00s)
    --- FAIL: TestTotal/with_tax (0.00s)
FAIL
FAIL\tacme.example/shop/cart\t0.004s";
        assert_eq!(summaries(&read(verbose)), expected);
    }

    #[test]
    fn testify() {
        let log = read(
            "--- FAIL: TestName (0.00s)\n    user_test.go:17: \n        \tError Trace:\tuser_test.go:17\n        \tError:      \tNot equal: \n        \t            \texpected: \"a\"\n        \t            \tactual  : \"b\"",
        );
        assert_eq!(
            summaries(&log),
            ["test TestName user_test.go:17:- Not equal:; expected: \"a\"; actual  : \"b\""]
        );
    }

    #[test]
    fn panics_in_and_out_of_tests() {
        let log = read(
            "\
--- FAIL: TestStore (0.01s)
panic: runtime error: index out of range [3] with length 3 [recovered]
\tpanic: runtime error: index out of range [3] with length 3

goroutine 7 [running]:
testing.tRunner.func1.2({0x5a, 0xc0})
\t/usr/local/go/src/testing/testing.go:1632 +0x230
acme.example/shop/store.(*Store).Get(...)
\t/builds/shop/store/store.go:31
FAIL\tacme.example/shop/store\t0.010s",
        );
        assert_eq!(
            summaries(&log),
            [
                "test TestStore /builds/shop/store/store.go:31:- runtime error: index out of range [3] with length 3"
            ]
        );
        let log = read(
            "panic: no config\n\ngoroutine 1 [running]:\nmain.main()\n\t/builds/shop/main.go:9 +0x1d\nexit status 2",
        );
        assert_eq!(summaries(&log), ["crash - /builds/shop/main.go:9:- no config"]);
    }

    #[test]
    fn builds_and_modules() {
        let log = read(
            "# acme.example/shop/cart\ncart/cart.go:12:7: undefined: total\nFAIL\tacme.example/shop/cart [build failed]",
        );
        assert_eq!(summaries(&log), ["compile - cart/cart.go:12:7 undefined: total"]);
        let log = read(
            "go: acme.example/tax@v1.2.3: reading acme.example/tax/go.mod at revision v1.2.3: unknown revision v1.2.3",
        );
        assert_eq!(log.failures[0].kind.as_str(), "dependency");
    }

    #[test]
    fn a_run_that_passes() {
        assert_harmless(
            "=== RUN   TestFatalError\n    x_test.go:3: logged\n--- PASS: TestFatalError (0.00s)\nok  \tacme.example/shop\t0.002s",
        );
    }
}
