//! Test frameworks of C and C++, and the build systems that run them: ctest, Meson and Bazel.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = google();
    rules.extend(catch());
    rules.extend(frameworks());
    rules.extend(small());
    rules.extend(runners());
    rules
}

fn google() -> Vec<Rule> {
    let google =
        |role, pattern: &'static str| Rule::new("googletest", role, pattern).with_kind(FailureKind::Test);
    let cmocka =
        |role, pattern: &'static str| Rule::new("cmocka", role, pattern).with_kind(FailureKind::Test);
    vec![
        google(Role::Lead, r"^\[ RUN      \] (?<test>\S+)$").with_keywords(["[ run      ]"]).closing(),
        google(Role::Lead, r"^(?<file>[^\s:]+):(?<line>\d+): Failure$").with_keywords([": failure"]),
        // The same as Visual C++ shows it.
        google(Role::Failure, r"^(?<file>\S[^()]*)\((?<line>\d+)\): error: (?<message>\S.*)$")
            .with_keywords(["): error: "])
            .within_report(),
        google(Role::Lead, r"^(?<more>Expected: .+)$").with_keywords(["expected: "]),
        google(Role::Lead, r"^(?<message>(?:Expected equality of these values:|Value of: .+|C\+\+ exception with description .+))$")
            .with_keywords(["expected equality", "value of: ", "c++ exception with description "]),
        google(Role::Failure, r"^\[  FAILED  \] (?<test>[\w/<>]+\.[\w/]+)(?:, where .*)?(?: \(\d+ ms\))?$")
            .with_keywords(["[  failed  ]"])
            .closing(),
        google(Role::Counts, r"^\[==========\] (?<run>\d+) tests? from \d+ test (?:suites?|cases?) ran\.")
            .with_keywords(["[==========] "])
            .closing(),
        google(Role::Counts, r"^\[  FAILED  \] (?<failed>\d+) tests?, listed below:$")
            .with_keywords(["[  failed  ]"]),
        google(Role::Counts, r"^\[  SKIPPED \] (?<skipped>\d+) tests?, listed below:$")
            .with_keywords(["[  skipped ]"]),
        google(Role::Noise, r"^\[  (?:FAILED|PASSED)  \] \d+ tests?")
            .with_keywords(["[  failed  ]", "[  passed  ]"]),
        cmocka(Role::Lead, r"^\[  ERROR   \] --- (?<message>\S.*)$").with_keywords(["[  error   ]"]),
        cmocka(Role::Lead, r"^\[   LINE   \] --- (?<file>[^\s:]+):(?<line>\d+): error: Failure!$").with_keywords(["[   line   ]"]),
        cmocka(Role::Failure, r"^\[  FAILED  \] (?<test>[A-Za-z_]\w*)$").with_keywords(["[  failed  ]"]).closing(),
        cmocka(Role::Counts, r"^\[==========\] .*: (?<run>\d+) test\(s\) run\.$").with_keywords([" test(s) run."]),
        cmocka(Role::Counts, r"^\[  FAILED  \] .*: (?<failed>\d+) test\(s\), listed below:$").with_keywords([" test(s), listed below"]),
        cmocka(Role::Counts, r"^\[  SKIPPED \] .*: (?<skipped>\d+) test\(s\), listed below:$").with_keywords([" test(s), listed below"]),
    ]
}

/// Catch2 and doctest, which took after it.
fn catch() -> Vec<Rule> {
    let catch = |role, pattern: &'static str| Rule::new("catch2", role, pattern).with_kind(FailureKind::Test);
    vec![
        // The name of the test stands between two lines, the place of the test below them.
        catch(Role::Lead, r"^-{79}$")
            .with_keywords(["----------"]),
        catch(Role::Lead, r"^(?<test>[^\s.-](?:[^:]|:\D)*?(?:[^):\d]|\D\)|[^:]\d))$").within_report().with_reach(1),
        catch(Role::Lead, r"^TEST CASE:  (?<test>\S.*)$").with_keywords(["test case:  "]),
        catch(Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+): FAILED:$").with_keywords([": failed:"]),
        catch(Role::Failure, r"^(?<file>\S[^()]*)\((?<line>\d+)\): FAILED:$").with_keywords(["): failed:"]),
        // Its reporter `compact`.
        catch(Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+): failed: (?<message>\S.*)$").with_keywords([": failed: "]),
        catch(Role::Failure, r"^(?<file>[^\s:(]+)(?::|\()(?<line>\d+)\)?: (?:FATAL )?ERROR: (?<message>(?:[A-Z_]+\(.*\) (?:is NOT correct|did NOT throw|threw a DIFFERENT|THREW).*|test case (?:CRASHED|THREW).*))$")
            .with_keywords([": error: ", ": fatal error: "]),
        catch(Role::Failure, r"^(?<file>[^\s:(]+)(?::|\()(?<line>\d+)\)?: (?:FATAL )?ERROR:(?: (?<message>\S.*))?\s*$")
            .with_keywords([": error:", ": fatal error:"])
            .within_report()
            .with_reach(60),
        // Tests that are to fail.
        catch(Role::Noise, r"^.+ so marking it as not failed!?$").with_keywords(["so marking it as not failed"]).passing(),
        catch(Role::Failure, r"^(?<message>.*[Mm]arking it as failed!)$").with_keywords(["marking it as failed!"]).within_report(),
        catch(Role::Detail, r"^  (?:values|with): (?<more>\S.*)$").with_keywords(["  values: ", "  with: "]).with_reach(1),
        catch(Role::Detail, r"^\s+(?<message>\S.*)$").with_reach(1),
        catch(Role::Detail, r"^  (?<more>\S.*)$").with_reach(3),
        catch(Role::Counts, r"^(?:\[doctest\] )?test cases:\s+(?<counts>\d+ \| .+)$")
            .with_keywords(["test cases: "])
            .closing(),
    ]
}

/// Boost.Test and Qt Test.
fn frameworks() -> Vec<Rule> {
    let boost =
        |role, pattern: &'static str| Rule::new("boost-test", role, pattern).with_kind(FailureKind::Test);
    let qt = |role, pattern: &'static str| Rule::new("qtest", role, pattern).with_kind(FailureKind::Test);
    vec![
        boost(Role::Failure, r#"^unknown location\(0\): fatal error:? in "(?<test>[^"]+)": (?<message>\S.*)$"#)
            .with_keywords(["unknown location(0): "]),
        boost(Role::Failure, r#"^(?<file>\S[^()]*)\((?<line>\d+)\): (?:fatal )?error:? in "(?<test>[^"]+)": (?<message>\S.*)$"#)
            .with_keywords(["error: in \"", "error in \""]),
        boost(Role::Detail, r"^(?<file>\S[^()]*)\((?<line>\d+)\): last checkpoint.*$").with_keywords(["last checkpoint"]).with_reach(1),
        boost(Role::Counts, r"^Running (?<run>\d+) test cases?\.\.\.$").with_keywords([" test case"]),
        boost(Role::Consequence, r#"^\*\*\* \d+ (?:failures?|errors?) (?:is|are|was|were)? ?detected.*$"#)
            .with_keywords(["*** "]),
        qt(Role::Failure, r"^(?:FAIL!  |XPASS  |QFATAL ): (?<test>[\w:]+\(.*?\)) (?<message>\S.*)$")
            .with_keywords(["fail!  : ", "xpass  : ", "qfatal : "]),
        qt(Role::Detail, r"^   +(?<more>(?:Actual|Expected) .*: .*)$").with_keywords(["   actual ", "   expected "]).with_reach(4),
        qt(Role::Detail, r"^   +Loc: \[(?<file>.+)\((?<line>\d+)\)\]$").with_keywords(["loc: ["]).with_reach(6).closing(),
        qt(Role::Noise, r"^(?:PASS|QDEBUG|QINFO|QWARN|SKIP|XFAIL|BPASS|RESULT) *: ").with_keywords(["   : ", "qdebug : ", "qinfo  : ", "qwarn  : ", "xfail  : ", "bpass  : ", "result : "]),
        qt(Role::Counts, r"^Totals: (?<counts>\d+ passed, \d+ failed, \d+ skipped)").with_keywords(["totals: "]).closing(),
    ]
}

/// Smaller frameworks: Unity, `CppUTest`, Criterion and Check.
fn small() -> Vec<Rule> {
    let test = |tool: &'static str, role, pattern: &'static str| {
        Rule::new(tool, role, pattern).with_kind(FailureKind::Test)
    };
    vec![
        test("unity", Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+):(?<test>\w+):FAIL(?:: ?(?<message>.+))?$").with_keywords([":fail"]),
        test("unity", Role::Counts, r"^(?<run>\d+) Tests (?<failed>\d+) Failures (?<skipped>\d+) Ignored").with_keywords([" tests "]).closing(),
        test("cpputest", Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+): error: Failure in TEST\((?<test>\w+, ?\w+)\)$")
            .with_keywords([": error: failure in test("]),
        test("cpputest", Role::Detail, r"^\t(?<message>\S.*)$").with_reach(1),
        test("cpputest", Role::Detail, r"^\t(?<more>but was\s.*)$").with_keywords(["but was"]).with_reach(2),
        test("cpputest", Role::Counts, r"^Errors \((?<failed>\d+) failures?, \d+ tests?, (?<run>\d+) ran, \d+ checks?, (?<skipped>\d+) ignored")
            .with_keywords(["errors ("])
            .closing(),
        test("criterion", Role::Lead, r"^\[----\] (?<file>[^\s:]+):(?<line>\d+): (?<message>\S.*)$").with_keywords(["[----] "]),
        test("criterion", Role::Failure, r"^\[FAIL\] (?<test>\w+::\w+)(?:: \(.*\))?$").with_keywords(["[fail] "]).closing(),
        test("criterion", Role::Counts, r"^\[====\] Synthesis: Tested: (?<run>\d+) \| Passing: \d+ \| Failing: (?<failed>\d+) ")
            .with_keywords(["synthesis: "]),
        test("check", Role::Counts, r"^\d+%: Checks: (?<run>\d+), Failures: (?<failed>\d+), Errors: (?<errored>\d+)$").with_keywords(["%: checks: "]),
        test("check", Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+):[FE]:[^:]*:(?<test>\w+):\d+: (?<message>.+)$")
            .with_keywords([":f:", ":e:"]),
    ]
}

fn runners() -> Vec<Rule> {
    let automake =
        |role, pattern: &'static str| Rule::new("automake", role, pattern).with_kind(FailureKind::Test);
    let ctest = |role, pattern: &'static str| Rule::new("ctest", role, pattern).with_kind(FailureKind::Test);
    let meson = |role, pattern: &'static str| Rule::new("meson", role, pattern).with_kind(FailureKind::Test);
    let bazel = |role, pattern: &'static str| Rule::new("bazel", role, pattern).with_kind(FailureKind::Test);
    vec![
        // The test harness of Automake, which sums up each folder.
        automake(Role::Failure, r"^(?:FAIL|XPASS): (?<test>[\w./+-]+)(?: \d+)?(?: - (?<message>.+))?$").with_keywords(["fail: ", "xpass: "]).closing(),
        automake(Role::Lead, r"^(?:PASS|SKIP|XFAIL): [\w./+-]+(?: \d+)?(?: - .+)?$").with_keywords(["pass: ", "skip: ", "xfail: "]),
        automake(Role::Failure, r"^ERROR: (?<test>[\w+-]*[./][\w./+-]+)(?: - (?<message>.+))?$").with_keywords(["error: "]).within_report()
        .closing(),
        automake(Role::Counts, r"^# (?:PASS|XFAIL): +(?<passed>\d+)$").with_keywords(["# pass: ", "# xfail: "]),
        automake(Role::Counts, r"^# (?:FAIL|XPASS|ERROR): +(?<run>(?<failed>\d+))$").with_keywords(["# fail: ", "# xpass: ", "# error: "]),
        automake(Role::Counts, r"^# SKIP: +(?<skipped>\d+)$").with_keywords(["# skip: "]),
        ctest(Role::Counts, r"^\d+% tests passed, (?<failed>\d+) tests? failed out of (?<run>\d+)$")
            .with_keywords(["% tests passed, "])
            .closing(),
        // With `-V`, before all that a test prints.
        ctest(Role::Noise, r"^(?:Test|MemCheck) command: ").with_keywords(["test command: ", "memcheck command: "]),
        ctest(Role::Noise, r"^\s*\d+/\d+ Test +#\d+: .*\*{3}(?<skipped>)(?:Skipped|Not Run \(Disabled\))").with_keywords(["***skipped", "***not run (disabled)"]).closing(),
        ctest(
            Role::Failure,
            r"^\s*\d+/\d+ Test +#\d+: (?<test>\S.*?) \.*\*{3}(?<message>[A-Z]\w+(?:: \w+)?).*$",
        )
        .with_keywords([".***"])
        .closing(),
        ctest(
            Role::Failure,
            r"^\s+\d+ - (?<test>\S.*?) \((?<message>Failed|Timeout|SEGFAULT|ILLEGAL|INTERRUPT|NUMERICAL|OTHER_FAULT|BAD_COMMAND|Not Run|(?:Child|Subprocess) \w+|Exit code 0x\w+)\)",
        )
        .with_keywords([
            "(failed)",
            "(timeout)",
            "(segfault)",
            "(illegal)",
            "(interrupt)",
            "(numerical)",
            "(other_fault)",
            "(bad_command)",
            "(not run)",
            "(child ",
            "(subprocess ",
            "(exit code 0x",
        ])
        .closing(),
        meson(Role::Failure, r"^\s*\d+/\d+ (?<test>\S.*?)\s{2,}(?<message>(?:FAIL|TIMEOUT|ERROR|INTERRUPT|UNEXPECTEDPASS)\s+[\d.]+ ?s(?:\s+.*\S)?)\s*$")
            .with_keywords(["  fail ", "  timeout ", "  error ", "  unexpectedpass "])
            .closing(),
        meson(Role::Counts, r"^Ok: {3,}(?<passed>\d+)\s*$").with_keywords(["ok:    "]),
        meson(Role::Counts, r"^(?:Fail|Unexpected Pass|Timeout): {3,}(?<run>(?<failed>\d+))\s*$")
            .with_keywords(["fail:    ", "unexpected pass:   ", "timeout:    "]),
        meson(Role::Counts, r"^Skipped: {3,}(?<skipped>\d+)\s*$").with_keywords(["skipped:    "]),
        meson(Role::Failure, r"^(?<file>\S*meson\.build):(?<line>\d+):(?<column>\d+): ERROR: (?<message>.+)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["meson.build:"]),
        bazel(Role::Failure, r"^(?<test>@?//\S+)\s+(?<message>(?:FAILED(?: TO BUILD)?|TIMEOUT|NO STATUS|REMOTE FAILURE)(?: in .*)?)$")
            .with_keywords(["  failed", "  timeout", "  no status", "  remote failure", " failed in "])
            .closing(),
        bazel(Role::Failure, r"^(?:FAIL|TIMEOUT): (?<test>@?//\S+) \((?:see .+|Exit .+)\)").with_keywords(["fail: ", "timeout: "]).closing(),
        bazel(Role::Counts, r"^Executed (?<run>\d+) out of \d+ tests?: .*?(?<failed>\d+) fails? (?:locally|remotely)").with_keywords([" out of "]).closing(),
        bazel(Role::Counts, r"^Executed (?<run>\d+) out of \d+ tests?: \d+ tests? pass(?:es)?\.").with_keywords([" out of "]).closing(),
        // What the failed action has printed stands below it.
        bazel(Role::Consequence, r"^ERROR: (?<file>/\S+?):(?<line>\d+):(?<column>\d+): (?<message>(?:.+ failed: \(.+|.* failed \(Exit \d+\).*))$")
            .with_kind(FailureKind::Script)
            .with_keywords([" failed: (", " failed (exit "])
            .with_weight(3.0)
            .closing(),
        bazel(Role::Failure, r"^ERROR: (?<file>/\S+?):(?<line>\d+):(?<column>\d+): (?<message>\S.*)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["error: /"]),
        bazel(Role::Consequence, r"^(?:ERROR: (?<message>Analysis of target .+|Build did NOT complete successfully|no such (?:package|target) .+)|FAILED: Build did NOT complete successfully.*)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["error: analysis of target", "build did not complete", "error: no such "]),
    ]
}
