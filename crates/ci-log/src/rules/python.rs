//! pytest, unittest, tracebacks, flake8, mypy, ruff and pip.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = pytest();
    rules.extend(tracebacks());
    rules.extend(tox());
    rules.extend([
        // Ruff's newer form: what it is, and below it where.
        Rule::new("python-lint", Role::Lead, r"^(?<message>[A-Z]{1,4}\d{3,4} \S.*)$").with_keywords([
            "[*] ",
            "undefined name ",
            "line too long ",
            "missing ",
            "unused ",
            "too many ",
            "never used",
            "instead",
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
        .with_keywords([".py:", ".pyi:"]),
        Rule::new(
            "pip",
            Role::Failure,
            r"^\s*ERROR: (?<message>(?:Could not find a version|No matching distribution|Cannot install|ResolutionImpossible|Failed building wheel|Could not install packages|THESE PACKAGES DO NOT MATCH).*)$",
        )
        .with_kind(FailureKind::Dependency)
        .with_keywords([
            "error: could not find a version",
            "error: no matching distribution",
            "error: cannot install",
            "error: resolutionimpossible",
            "error: failed building wheel",
            "error: could not install packages",
            "error: these packages do not match",
        ]),
    ]);
    rules
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
        test(Role::Failure, r"^_{2,} ERROR (?:at \w+ of|collecting) (?<test>\S.*?) _{2,}$").with_keywords(["__ error "]),
        test(Role::Failure, r"^_{2,} \[doctest\] (?<test>\S+) _{2,}$").with_keywords(["__ [doctest] "]),
        test(Role::Failure, r"^_{3,} (?<test>[A-Za-z][^\s]*(?:\[.*\])?) _{3,}$").with_keywords(["___ "]),
        test(Role::Failure, r"^(?:FAILED|ERROR) (?<test>\S+\.py(?:::.+?)?)(?: - (?<message>.+))?$")
            .with_keywords(["failed ", "error "])
            .closing(),
        test(Role::Failure, r"^(?:\[gw\d+\] \[ *\d+%\] FAILED (?<message>)\S+\.py|(?<test>\S+\.py::\S.*?) (?:FAILED|ERROR)(?:\s+\[ *\d+%\])?$)")
            .with_keywords([" failed", " error"])
            .closing(),
        test(Role::Detail, r"^E\s+(?<message>\S.*)$"),
        test(Role::Frame, r"^(?:E\s+\S|[^\s:]*(?:site-packages|/lib/python)[^\s:]*:\d+: )"),
        // The last of these lines is the innermost.
        test(Role::Frame, r"^(?<file>[^\s:]+\.py):(?<line>\d+):(?: in \S+| [A-Za-z_][\w.]*)?\s*$").replacing(),
        test(
            Role::Counts,
            r"^(?:=+ )?(?<counts>\d+ (?:failed|passed|skipped|errors?|deselected|xfailed|xpassed|warnings?)\b.*?) in [\d.]+ ?s.*$",
        )
        .with_keywords([" failed", " passed", " skipped", " error", " deselected"])
        .closing(),
    ]
}

fn tracebacks() -> Vec<Rule> {
    let unittest =
        |role, pattern: &'static str| Rule::new("unittest", role, pattern).with_kind(FailureKind::Test);
    let python =
        |role, pattern: &'static str| Rule::new("python", role, pattern).with_kind(FailureKind::Crash);
    let library = r#"^\s+File "[^"]*(?:site-packages|dist-packages|/lib/python\d|<frozen)[^"]*", line \d+"#;
    let frame = r#"^\s+File "(?<file>[^"]+)", line (?<line>\d+)(?:, in .+)?$"#;
    // The first line that is not indented ends a traceback, whatever the exception is called.
    let exception = r"^(?<message>[A-Za-z_][\w.]*(?:: .*)?)$";
    let start = r"^\s*Traceback \(most recent call last\):";
    let file = [", line "];
    vec![
        // What nose calls a test that cannot be loaded.
        unittest(Role::Failure, r"^ERROR: (?<test>Failure: [\w.]+) \((?<message>.*)\)$")
            .with_keywords(["error: failure: "]),
        unittest(
            Role::Failure,
            r"^(?:FAIL|ERROR): (?<test>(?:\w+|test\w*\(.*\)) \([\w.]+\)|[\w.]+\.test_\w+)",
        )
        .with_keywords(["fail: ", "error: "]),
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
