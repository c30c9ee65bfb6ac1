//! pytest, unittest, Robot Framework, tracebacks; linters and type checkers; pip, Poetry, uv and Pipenv.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = pytest();
    rules.extend(robot());
    rules.extend(checkers());
    rules.extend(packages());
    rules.extend(other_tests());
    rules.extend(tracebacks());
    rules.extend(tox());
    rules
}

/// Robot Framework: the test and its outcome, below it what was wrong; the same of suites, with their numbers below.
fn robot() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("robot", role, pattern).with_kind(FailureKind::Test);
    vec![
        test(Role::Lead, r"^(?<test>\S.*?)(?: :: .*?)? +\| FAIL \|$").with_keywords(["| fail |"]),
        // The numbers of a suite hold those of the suites in it; those of the critical tests alone are older than version 4.
        test(Role::Counts, r"^\d+ tests?(?: total)?, (?<passed>\d+) passed, (?<failed>\d+) failed(?:, (?<skipped>\d+) skipped\.?)?$")
            .with_keywords([" test, ", " tests, ", " test total, ", " tests total, "])
            .replacing(),
        test(Role::Hint, r"^\d+ critical tests?, \d+ passed").with_keywords([" critical test"]),
        // Pabot runs suites side by side and says no more of them.
        test(Role::Consequence, r"^\S+ \S+ \[PID:\d+\] \[\d+\](?: \[ID:\d+\])? (?<message>(?:FAILED|Execution failed in) .+)$")
            .with_keywords([" [pid:"])
            .closing(),
        test(Role::Hint, r"^Output:  \S.*\.xml$").with_keywords(["output:  "]).ending_build(),
        test(Role::Failure, r"^(?<message>(?:Parent suite |Suite )?(?:[Ss]etup|[Tt]eardown) failed):$").within_report().with_reach(1),
        test(Role::Detail, r"^(?<more>[^\s=-].*[^|])$").with_reach(1),
        test(Role::Failure, r"^(?<message>[^\s=-](?:.*[^|])?)$").within_report().with_reach(1).closing(),
    ]
}

/// Linters and type checkers.
fn checkers() -> Vec<Rule> {
    let lint = |tool: &'static str, role, pattern: &'static str| {
        Rule::new(tool, role, pattern).with_kind(FailureKind::Lint)
    };
    vec![
        // Ruff's newer form: what it is, and below it where.
        Rule::new("python-lint", Role::Lead, r"^(?<message>(?:[A-Z]{1,4}\d{3,4}|invalid-syntax:) \S.*)$").with_keywords([
            "[*] ",
            "undefined name ",
            "line too long ",
            "missing ",
            "unused ",
            "too many ",
            "never used",
            "instead",
            "invalid-syntax: ",
        ]),
        Rule::new("python-lint", Role::Failure, r"^\s*--> (?<file>\S+\.(?:pyi?|ipynb)):(?<line>\d+):(?<column>\d+)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["--> "]),
        Rule::new("python-lint", Role::Failure, r"^(?<message>[Ww]ould reformat:? (?<file>\S+\.pyi?))$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["would reformat"]),
        Rule::new(
            "python-lint",
            Role::Failure,
            r"^(?<file>[^\s:]+\.pyi?):(?<line>\d+):(?:(?<column>\d+):)? (?<message>(?:error: |[A-Z]{1,4}\d{3,4}:? ).+)$",
        )
        .with_kind(FailureKind::Lint)
        .with_places([".py", ".pyi"]),
        lint("pyright", Role::Failure, r"^\s+(?<file>\S+\.pyi?):(?<line>\d+):(?<column>\d+) - error: (?<message>.+)$")
            .with_keywords([" - error: "]),
        lint("pydocstyle", Role::Lead, r"^(?<file>\S+\.py):(?<line>\d+) (?:at|in) .+:$")
            .with_keywords([" at module level", " in public ", " in private "]),
        lint("pydocstyle", Role::Failure, r"^\s+(?<message>D\d{3}: .+)$").with_keywords([" d1", " d2", " d3", " d4"]).within_report().with_reach(1),
        lint("bandit", Role::Failure, r"^>> Issue: (?<message>\[B\d{3}:\w+\] .+)$").with_keywords([">> issue: "]),
        lint("bandit", Role::Detail, r"^\s+Location: (?<file>[^\s:]+):(?<line>\d+)(?::(?<column>\d+))?$").with_keywords(["location: "]).with_reach(5),
        // What another tool printed for it tells more.
        lint("pre-commit", Role::Consequence, r"^(?<message>\S.*?)\.{3,}Failed$").with_keywords(["...failed"]).with_weight(8.0),
        lint("pre-commit", Role::Hint, r"^- (?:hook id|exit code|duration|files were modified).*$")
            .with_keywords(["- hook id", "- exit code", "- duration", "- files were"])
            .within_report()
            .with_reach(4),
        lint("mkdocs", Role::Lead, r"^(?:WARNING|ERROR)\s+-\s+(?<message>\S.*)$").with_keywords(["warning -", "error   -", "error -", "warning  -"]),
        lint("mkdocs", Role::Failure, r"^Aborted with .+ in strict mode!?$").with_keywords(["in strict mode"]),
    ]
}

/// pip, Poetry, uv and Pipenv.
fn packages() -> Vec<Rule> {
    let package = |tool: &'static str, role, pattern: &'static str| {
        Rule::new(tool, role, pattern).with_kind(FailureKind::Dependency)
    };
    vec![
        package("pip", Role::Failure, "^\\s*\u{d7} (?<message>\\S.* did not run successfully\\.)$").with_keywords([" did not run successfully"]),
        package("pip", Role::Consequence, r"^\s*ERROR: (?<message>(?:Failed building wheel for|Could not build wheels for|Failed to build ).+)$")
            .with_keywords(["error: failed building wheel", "error: could not build wheels", "error: failed to build "])
            .with_weight(8.0),
        Rule::new(
            "pip",
            Role::Failure,
            r"^\s*ERROR: (?<message>(?:Could not find a version|No matching distribution|Cannot install|ResolutionImpossible|Could not install packages|Could not open requirements file|THESE PACKAGES DO NOT MATCH).*)$",
        )
        .with_kind(FailureKind::Dependency)
        .with_keywords([
            "error: could not find a version",
            "error: no matching distribution",
            "error: cannot install",
            "error: resolutionimpossible",
            "error: could not open requirements file",
            "error: could not install packages",
            "error: these packages do not match",
        ]),
        package("poetry", Role::Failure, r"^\s*(?<message>(?:(?:Because|So, because|And because|Thus,) .+)?version solving failed\.)$").with_keywords(["version solving failed"]),
        package("poetry", Role::Failure, r"^(?:Error: )?(?<message>(?:pyproject\.toml changed significantly since poetry\.lock|poetry\.lock is not up to date with pyproject\.toml).*)$")
            .with_keywords(["poetry.lock was last generated", "poetry.lock is not up to date"]),
        package("uv", Role::Failure, "^\\s+\u{d7} (?<message>(?:No solution found|Failed to (?:build|download|download and build|fetch|resolve)|Request failed) ?.*)$")
            .with_keywords(["\u{d7} no solution", "\u{d7} failed to ", "\u{d7} request failed"]),
        package("uv", Role::Detail, "^\\s+(?:\u{2570}\u{2500}\u{25b6}|\u{251c}\u{2500}\u{25b6}) (?<more>\\S.*)$").with_keywords(["\u{2500}\u{25b6} "]).with_reach(4),
        package("uv", Role::Failure, r"^error: (?<message>The lockfile at `uv\.lock` needs to be updated.*)$").with_keywords(["error: the lockfile at `uv"]),
        package("pipenv", Role::Failure, r"^(?<message>Your Pipfile\.lock \(\w+\) is out of date.*)$").with_keywords(["your pipfile.lock "]),
    ]
}

/// tox says which environment failed; what ran in it has said why.
fn tox() -> Vec<Rule> {
    let tox = |role, kind, pattern: &'static str| Rule::new("tox", role, pattern).with_kind(kind);
    vec![
        tox(Role::Failure, FailureKind::Dependency, r"^(?:ERROR: |\S+: )(?<message>could not install deps .+)$")
            .with_keywords(["could not install deps "]),
        tox(
            Role::Failure,
            FailureKind::Configuration,
            r"^(?:ERROR:\s+)?(?<message>\S+: (?:InterpreterNotFound: .+|skipped because could not find python interpreter .+))$",
        )
        .with_keywords(["interpreternotfound: ", "could not find python interpreter"]),
        tox(
            Role::Consequence,
            FailureKind::Script,
            r"^(?:ERROR: (?<message>InvocationError for command .+)|ERROR:\s+\S+: commands failed|  \S+: FAIL code \d+ .*|\S+: exit \d+ \(.* seconds\) .*|  evaluation failed :\( .*)$",
        )
        .with_keywords(["invocationerror for command", ": commands failed", ": fail code ", ": exit ", "evaluation failed :("]),
    ]
}

fn pytest() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("pytest", role, pattern).with_kind(FailureKind::Test);
    vec![
        // The heading of tox's own summary.
        test(Role::Noise, r"^_{3,} summary _{3,}$").with_keywords(["___ summary ___"]).closing(),
        test(Role::Noise, r"^=+ (?:warnings summary|slowest|PASSES|short test summary)")
            .with_keywords(["== warnings summary", "== slowest", "== passes", "== short test summary"])
            .closing(),
        // What a test printed may hold tracebacks of its own.
        test(Role::Noise, r"^-+ (?:Captured (?:stdout|stderr|log)|live log) \w+ -+$").with_keywords(["- captured std", "- captured log", "- live log "]).closing(),
        // A test with subtests: each of these is reported for itself.
        test(Role::Noise, r"^contains \d+ failed subtests?$").with_keywords(["contains "]).passing(),
        test(Role::Noise, r"^FAILED \S+ - contains \d+ failed subtests?$").with_keywords(["failed subtest"]),
        test(Role::Failure, r"^_{2,} (?<test>[A-Za-z]\S*(?:\[.*?\])?) (?:\[.+\]|\(.+\))(?: \(.+\))? _{2,}$").with_keywords(["_ ["
            , "] __", ") __"]).separate(),
        test(Role::Failure, r"^SUBFAIL(?:ED)?[\[(].*[\])] (?<test>\S+\.py::.+?)(?: - (?<message>.+))?$").with_keywords(["subfail"]).closing(),
        test(Role::Failure, r"^(?<test>\S+\.py::\S.*?) (?:\S+ )?SUBFAIL(?:ED)?[\[(].*$").with_keywords([" subfail"]).closing(),
        test(Role::Failure, r"^_{2,} ERROR (?:at \w+ of|collecting) (?<test>\S.*?) _{2,}$").with_keywords(["__ error "]),
        test(Role::Failure, r"^_{2,} \[doctest\] (?<test>\S+) _{2,}$").with_keywords(["__ [doctest] "]),
        test(Role::Failure, r"^_{3,} (?<test>[A-Za-z][^\s]*(?:\[.*\])?) _{3,}$").with_keywords(["___ "]).separate(),
        test(Role::Failure, r"^(?:FAILED|ERROR) (?<test>\S+\.py(?:::.+?)?)(?: - (?<message>.+))?$")
            .with_keywords(["failed ", "error "])
            .closing(),
        test(Role::Failure, r"^\[gw\d+\] \[ *\d+%\] (?:FAILED|ERROR) (?<test>\S+\.py::\S.*)$").with_keywords(["] failed ", "] error "]).closing(),
        test(Role::Failure, r"^(?<test>\S+\.py::\S.*?) (?:FAILED|ERROR)(?:\s+\[ *\d+%\])?$")
            .with_keywords([" failed", " error"])
            .closing(),
        // A worker of xdist that has died.
        test(Role::Detail, r"^(?<message>worker '\w+' crashed while running '(?<test>[^']+)')$").with_keywords(["' crashed while running '"]).with_reach(3),
        // pytest itself, or a plugin, broke.
        test(Role::Noise, r#"^INTERNALERROR>\s+File "[^"]*(?:site-packages|dist-packages|/lib/python\d|<frozen)"#).with_keywords(["internalerror>"]),
        test(Role::Lead, r#"^INTERNALERROR>\s+File "(?<file>[^"]+)", line (?<line>\d+)"#).with_keywords(["internalerror>"]),
        test(Role::Failure, r"^INTERNALERROR> (?<message>[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt|Failed)\b.*)$")
            .with_kind(FailureKind::Crash)
            .with_keywords(["internalerror>"]),
        test(Role::Failure, r"^(?<message>ImportError while loading conftest '(?<file>[^']+)'\.)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["while loading conftest"]),
        test(Role::Failure, r"^(?:ERROR: (?:file or directory )?|pytest: error: )(?<message>(?:not found: |unrecognized arguments: |argument ).+)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["not found: ", "pytest: error: "]),
        test(Role::Detail, r"^E\s+(?<message>\S.*)$"),
        // With `--tb=line` a line for each failure, right below the heading; the tests are named further down.
        test(Role::Lead, r"^=+ FAILURES =+$").with_keywords(["= failures ="]),
        test(Role::Failure, r"^(?<file>[^\s:]+\.py):(?<line>\d+): (?<message>assert .+|[A-Za-z_][\w.]*(?:: .+)?)$")
            .within_report()
            .with_reach(1),
        // The traceback as Python itself writes it, with `--tb=native`.
        test(Role::Frame, r#"^  File "[^"]*(?:site-packages|dist-packages|/lib/python\d|<frozen)[^"]*", line \d+"#).with_keywords([", line "]),
        test(Role::Frame, r#"^  File "(?<file>[^"]+)", line (?<line>\d+), in .+$"#).with_keywords([", line "]).replacing(),
        test(Role::Detail, r"^(?<message>[A-Za-z_][\w.]*(?:Error|Exception|Failed|Exit|Interrupt)(?:: .*)?)$").with_reach(2),
        test(Role::Frame, r"^(?:E\s+\S|[^\s:]*(?:site-packages|/lib/python)[^\s:]*:\d+: )"),
        // The last of these lines is the innermost.
        test(Role::Frame, r"^(?<file>[^\s:]+\.py):(?<line>\d+):(?: in \S+| [A-Za-z_][\w.]*)?\s*$").replacing(),
        test(
            Role::Counts,
            r"^(?:=+ )?(?<counts>\d+ (?:failed|passed|skipped|errors?|deselected|xfailed|xpassed|warnings?)\b.*?) in [\d.]+ ?s.*$",
        )
        .with_keywords([" failed", " passed", " skipped", " error", " deselected", " xfailed", " xpassed"])
        .closing(),
    ]
}

/// Trial, which names the tests below their common traceback, and stestr.
fn other_tests() -> Vec<Rule> {
    let trial = |role, pattern: &'static str| Rule::new("trial", role, pattern).with_kind(FailureKind::Test);
    let stestr =
        |role, pattern: &'static str| Rule::new("stestr", role, pattern).with_kind(FailureKind::Test);
    let file = [", line "];
    let library = r#"^\s+File "[^"]*(?:site-packages|dist-packages|/lib/python\d|<frozen)[^"]*", line \d+"#;
    let frame = r#"^\s+File "(?<file>[^"]+)", line (?<line>\d+), in .+$"#;
    vec![
        trial(Role::Noise, r"^\[(?:SKIPPED|TODO|SUCCESS!\?!)\]$")
            .with_keywords(["[skipped]", "[todo]", "[success!"])
            .closing(),
        trial(Role::Lead, r"^\[(?:FAIL|ERROR)\]$").with_keywords(["[fail]", "[error]"]),
        trial(Role::Failure, r"^Traceback \(most recent call last\):")
            .with_keywords(["traceback ("])
            .within_report()
            .with_reach(1),
        trial(Role::Frame, library).with_keywords(file).with_reach(6),
        trial(Role::Frame, frame).with_keywords(file).with_reach(6).replacing(),
        trial(Role::Detail, r"^(?<test>(?:\w+\.){2,}test\w*)$").with_keywords([".test"]).with_reach(12),
        trial(Role::Detail, r"^(?<message>[A-Za-z_][\w.]*: .*)$").with_reach(3),
        stestr(Role::Failure, r"^\{\d+\} (?<test>\S+) \[[\d.]+s\] \.\.\. FAILED$")
            .with_keywords(["... failed"]),
        stestr(Role::Failure, r"^(?<test>(?:\w+\.){2,}test\w*(?:\[.*\])?(?:\(.*\))?)$")
            .with_keywords([".test"])
            .within_report(),
        stestr(Role::Frame, r"^\s+Traceback \(most recent call last\):")
            .with_keywords(["traceback ("])
            .with_reach(6),
        stestr(Role::Frame, library).with_keywords(file).with_reach(6),
        stestr(Role::Frame, frame).with_keywords(file).with_reach(6).replacing(),
        stestr(Role::Detail, r"^    (?<message>[A-Za-z_][\w.]*(?:Error|Exception|Timeout)\w*(?:: .*)?)$")
            .with_reach(5)
            .closing(),
        stestr(Role::Lead, r"^Failed \d+ tests - output below:$").with_keywords([" tests - output below"]),
        // Below it stands a list as anybody may write one.
        stestr(Role::Lead, r"^Ran: (?<run>\d+) tests in [\d.]+ sec\.$")
            .with_keywords([" tests in "])
            .closing(),
        stestr(Role::Counts, r"^ - Skipped: (?<skipped>\d+)$")
            .with_keywords([" - skipped: "])
            .within_report()
            .with_reach(6),
        stestr(Role::Counts, r"^ - Failed: (?<failed>\d+)$")
            .with_keywords([" - failed: "])
            .within_report()
            .with_reach(6),
    ]
}

fn tracebacks() -> Vec<Rule> {
    let unittest =
        |role, pattern: &'static str| Rule::new("unittest", role, pattern).with_kind(FailureKind::Test);
    let python =
        |role, pattern: &'static str| Rule::new("python", role, pattern).with_kind(FailureKind::Crash);
    let library =
        r#"^[\s|]+File "[^"]*(?:site-packages|dist-packages|/lib/python\d|<frozen)[^"]*", line \d+"#;
    let frame = r#"^[\s|]+File "(?<file>[^"]+)", line (?<line>\d+)(?:, in .+)?$"#;
    // The first line that is not indented ends a traceback, whatever the exception is called.
    let exception = r"^(?: +\| )?(?<message>[A-Za-z_][\w.]*(?:: .*)?)$";
    // A group of exceptions draws lines along them.
    let start = r"^[\s|+]*(?:Exception Group )?Traceback \(most recent call last\):";
    let file = [", line "];
    vec![
        // What nose calls a test that cannot be loaded.
        unittest(Role::Failure, r"^ERROR: (?<test>Failure: [\w.]+) \((?<message>.*)\)$")
            .with_keywords(["error: failure: "]),
        unittest(
            Role::Failure,
            r"^(?:FAIL|ERROR): (?<test>(?:\w+|test\w*\(.*\)) \([\w.]+\)|[\w.]+\.test_\w+(?:\(.*\))?|Doctest: [\w.]+)",
        )
        .with_keywords(["fail: ", "error: "]),
        // zope.testrunner, which counts the tests of each layer.
        unittest(Role::Failure, r"^(?:Failure|Error) in test (?<test>\w+ \([\w.]+\))")
            .with_keywords(["failure in test ", "error in test "]),
        unittest(Role::Counts, r"^\s+Ran (?<counts>\d+ tests with \d+ failures, \d+ errors.*?) in ")
            .with_keywords([" tests with "])
            .closing(),
        // The traceback of a module that cannot be loaded stands below it.
        unittest(Role::Frame, r"^ImportError: Failed to import test module: ")
            .with_keywords(["failed to import test module"])
            .with_reach(3),
        unittest(Role::Frame, start).with_keywords(["traceback ("]).with_reach(5),
        unittest(Role::Frame, library).with_keywords(file).with_reach(6),
        unittest(Role::Frame, frame).with_keywords(file).with_reach(6).replacing(),
        unittest(Role::Detail, exception).with_reach(3).closing(),
        unittest(Role::Counts, r"^Ran (?<counts>\d+ tests?) in [\d.]+s").with_keywords(["ran "]).closing(),
        unittest(Role::Counts, r"^(?:FAILED|OK) \((?<outcomes>(?:[A-Za-z ]+=\d+(?:, )?)+)\)$")
            .with_keywords(["failed (", "ok ("]),
        // A program may log a traceback and go on.
        python(Role::Consequence, start).with_keywords(["traceback ("]).with_weight(8.0),
        python(Role::Frame, library).with_keywords(file).with_reach(6),
        python(Role::Frame, frame).with_keywords(file).with_reach(6).replacing(),
        // The program that it ran has told more.
        python(Role::Detail, r"^(?<message>(?:subprocess\.)?CalledProcessError: .*)$")
            .with_keywords(["calledprocesserror: "])
            .with_reach(3)
            .with_weight(-6.0)
            .closing(),
        python(Role::Detail, exception).with_reach(3).closing(),
        // Source text that is none has no traceback.
        python(Role::Lead, r#"^\s+File "(?<file>[^"]+)", line (?<line>\d+)$"#).with_keywords(file),
        // pip reports it of sources for another version of Python, and goes on. Other languages have such errors, too: the place
        // above tells.
        python(Role::Consequence, r"^(?:Sorry: )?(?<message>(?:SyntaxError|IndentationError|TabError): .+)$")
            .with_kind(FailureKind::Compile)
            .with_keywords(["syntaxerror: ", "indentationerror: ", "taberror: "])
            .with_weight(8.0)
            .within_report()
            .with_reach(4),
        python(Role::Failure, r"^\S*python[\d.]*: (?<message>(?:No module named|can't open file) .+)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords([": no module named ", ": can't open file "]),
        python(
            Role::Failure,
            r"^\S+: error: (?<message>(?:unrecognized arguments|the following arguments are required): .+)$",
        )
        .with_kind(FailureKind::Configuration)
        .with_keywords(["error: unrecognized arguments", "error: the following arguments are"]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn pytest_reports_once_what_it_prints_twice() {
        let log = read(
            "\
collected 4 items

tests/test_cart.py ..F                                                   [ 75%]
tests/test_user.py E                                                     [100%]

==================================== ERRORS ====================================
_________________________ ERROR at setup of test_login _________________________

    @pytest.fixture
    def db():
>       return connect('missing')
E       RuntimeError: no database

tests/conftest.py:7: RuntimeError
=================================== FAILURES ===================================
______________________________ TestCart.test_total _____________________________

self = <tests.test_cart.TestCart object at 0x7f>

    def test_total(self):
>       assert total([1, 2]) == 4
E       assert 3 == 4
E        +  where 3 = total([1, 2])

tests/test_cart.py:12: AssertionError
=========================== short test summary info ============================
FAILED tests/test_cart.py::TestCart::test_total - assert 3 == 4
ERROR tests/test_user.py::test_login - RuntimeError: no database
==================== 1 failed, 2 passed, 1 error in 0.12s ======================",
        );
        assert_eq!(
            summaries(&log),
            [
                "test tests/test_user.py::test_login tests/conftest.py:7:- RuntimeError: no database",
                "test tests/test_cart.py::TestCart::test_total tests/test_cart.py:12:- assert 3 == 4"
            ]
        );
        assert_eq!(log.failures[1].at, 16);
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.failed, tests.errored), (Some(4), Some(1), Some(1)));
    }

    #[test]
    fn unittest_takes_the_innermost_line_of_the_project() {
        let log = read(
            "\
..F
======================================================================
FAIL: test_total (tests.test_cart.CartTest)
----------------------------------------------------------------------
Traceback (most recent call last):
  File \"/builds/shop/tests/test_cart.py\", line 12, in test_total
    self.assertEqual(total([1, 2]), 4)
  File \"/usr/lib/python3.11/unittest/case.py\", line 866, in assertEqual
    assertion_func(first, second, msg=msg)
AssertionError: 3 != 4

----------------------------------------------------------------------
Ran 3 tests in 0.001s

FAILED (failures=1, skipped=1)",
        );
        assert_eq!(
            summaries(&log),
            [
                "test test_total (tests.test_cart.CartTest) /builds/shop/tests/test_cart.py:12:- AssertionError: 3 != 4"
            ]
        );
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.failed, tests.skipped), (Some(3), Some(1), Some(1)));
    }

    #[test]
    fn nose_and_doctests() {
        let log = read(
            "\
======================================================================
ERROR: Failure: ImportError (No module named 'tax')
----------------------------------------------------------------------
Traceback (most recent call last):
  File \"/builds/shop/tests/test_cart.py\", line 9, in <module>
    import tax
ImportError: No module named 'tax'

----------------------------------------------------------------------
Ran 3 tests in 0.015s

FAILED (SKIP=1, errors=1)",
        );
        assert_eq!(
            summaries(&log),
            ["test Failure: ImportError /builds/shop/tests/test_cart.py:9:- No module named 'tax'"]
        );
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.errored, tests.skipped), (Some(3), Some(1), Some(1)));
        let log = read(
            "__________________ [doctest] shop.cart.total __________________\n009     >>> total([1, 2])\nExpected:\n    4\nGot:\n    3\n\n/builds/shop/cart.py:9: DocTestFailure",
        );
        assert_eq!(log.failures[0].test.as_deref(), Some("shop.cart.total"));
        assert_eq!(log.failures[0].file.as_deref(), Some("/builds/shop/cart.py"));
    }

    #[test]
    fn a_script_that_dies() {
        let log = read(
            "Traceback (most recent call last):\n  File \"deploy.py\", line 3, in <module>\n    main()\n    ~~~~^^\nacme.errors.Boom: no such stage",
        );
        assert_eq!(summaries(&log), ["crash - deploy.py:3:- acme.errors.Boom: no such stage"]);
        assert_eq!(log.failures[0].stack.len(), 1);
    }

    #[test]
    fn linters_and_pip() {
        let log = read(
            "src/cart.py:3:80: E501 line too long (92 > 79 characters)\nsrc/user.py:9: error: Missing return statement  [return]",
        );
        assert_eq!(
            summaries(&log),
            [
                "lint - src/cart.py:3:80 E501 line too long (92 > 79 characters)",
                "lint - src/user.py:9:- error: Missing return statement  [return]"
            ]
        );
        let log = read("ERROR: No matching distribution found for acme==9");
        assert_eq!(summaries(&log), ["dependency - -:-:- No matching distribution found for acme==9"]);
    }

    #[test]
    fn a_run_that_passes() {
        assert_harmless(
            "tests/test_error.py::test_failed PASSED [100%]\n======= 1 passed, 1 warning in 0.05s =======",
        );
    }
}
