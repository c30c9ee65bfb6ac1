//! `PHPUnit`, PHP itself and composer.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("phpunit", role, pattern).with_kind(FailureKind::Test);
    vec![
        test(Role::Consequence, r"^There (?:was|were) \d+ (?:failure|error)s?:$").with_keywords(["there was ", "there were "]),
        test(Role::Noise, r"^There (?:was|were) \d+ ").with_keywords(["there was ", "there were "]).closing(),
        test(Role::Failure, r"^\d+\) (?<test>[\w\\]+::\S.*|(?:\w+\\)+\w+|\w+Test)$").within_report(),
        // Codeception names the file below the test.
        test(Role::Failure, r"^\d+\) (?<test>\w+: \S.*)$").within_report(),
        test(Role::Detail, r"^ Test  (?<file>[^\s:]+\.php)(?::\w+)?$").with_keywords([" test  "]).with_reach(1),
        test(Role::Hint, r"^ Step  ").with_keywords([" step  "]).within_report().with_reach(2),
        test(Role::Detail, r"^ Fail  (?<message>\S.*)$").with_keywords([" fail  "]).with_reach(4),
        test(Role::Detail, r"^  \[[\w\\]+\] (?<message>\S.*)$").with_keywords(["  ["]).with_reach(4),
        test(Role::Frame, r"^#\d+ +\S+\.php:[A-Za-z_]\w*$").with_keywords([".php:"]),
        test(Role::Detail, r"^(?:  )?(?<message>\S.*)$").with_reach(1),
        test(Role::Frame, r"^#\d+ +(?<file>\S+\.php):(?<line>\d+)$").with_keywords([".php:"]).replacing(),
        // The form `testdox`.
        test(Role::Failure, "^ \u{2718} (?<test>\\S.*)$").with_keywords([" \u{2718} "]),
        test(Role::Frame, "^   (?:\u{2502}|\u{2510}|\u{251c})\\s*(?<file>/\\S+\\.php):(?<line>\\d+)\\s*$").with_keywords([".php:"]).with_reach(12),
        test(Role::Detail, "^   (?:\u{2502}|\u{2510}|\u{251c})\\s*(?<message>[A-Za-z].*)$").with_reach(2),
        test(Role::Frame, r"^\S*/vendor/\S+\.php:\d+$").with_keywords([".php:"]),
        test(Role::Frame, r"^(?<file>\S+\.php):(?<line>\d+)$").with_keywords([".php:"]),
        test(Role::Counts, r"^(?<counts>Tests: \d+, Assertions: .+)$").with_keywords(["tests: "]).closing(),
        test(Role::Counts, r"^OK \((?<counts>\d+ tests?), ").with_keywords(["ok ("]).closing(),
        // Pest.
        test(Role::Failure, "^\\s+FAILED  (?<test>\\S.*? > \\S.*?)(?:\\s{2,}.*)?$").with_keywords(["failed  "]),
        test(Role::Frame, r"^\s+at (?<file>\S+\.php):(?<line>\d+)$").with_keywords([".php:"]),
        test(Role::Counts, r"^\s+Tests:\s+(?<counts>\d+ (?:failed|passed|skipped|todo).*) \(\d+ assertions\)$")
            .with_keywords(["tests: "])
            .closing(),
        Rule::new(
            "php",
            Role::Failure,
            r"^(?:PHP )?(?:Fatal|Parse) error:\s+(?<message>.+?) in (?<file>\S+?)(?: on line |:)(?<line>\d+)$",
        )
        .with_kind(FailureKind::Crash)
        .with_keywords(["fatal error: ", "parse error: "]),
        Rule::new("composer", Role::Failure, r"^\s*(?<message>Your (?:requirements could not be resolved|lock file does not contain).*)$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["your requirements could not", "your lock file does not"]),
        Rule::new("composer", Role::Detail, r"^    - (?<more>\S.*)$").with_keywords(["    - "]).with_reach(4),
        Rule::new("composer", Role::Consequence, r"^Script (?<message>.+ returned with error code \d+)$")
            .with_kind(FailureKind::Script)
            .with_keywords([" returned with error code "]),
        Rule::new("phpcs", Role::Lead, r"^FILE: (?<file>\S.*\.\w+)$").with_keywords(["file: "]),
        Rule::new("phpcs", Role::Failure, r"^\s*(?<line>\d+) \| ERROR\s+\| (?:\[.\] )?(?<message>\S.*)$")
            .with_kind(FailureKind::Lint)
            .with_keywords([" | error "]),
        Rule::new("php-cs-fixer", Role::Failure, r"^\s+\d+\) (?<file>\S+\.php)(?: \((?<message>[\w, /\\]+)\))?$")
            .with_kind(FailureKind::Lint)
            .with_keywords([".php"]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn phpunit() {
        let log = read(
            "\
..F

There was 1 failure:

1) Acme\\CartTest::testTotal with data set #0 (1, 2)
Failed asserting that 3 matches expected 4.

/builds/shop/vendor/phpunit/phpunit/src/Constraint.php:9
/builds/shop/tests/CartTest.php:42

FAILURES!
Tests: 3, Assertions: 5, Failures: 1, Skipped: 1.",
        );
        assert_eq!(
            summaries(&log),
            [
                "test Acme\\CartTest::testTotal with data set #0 (1, 2) /builds/shop/tests/CartTest.php:42:- Failed asserting that 3 matches expected 4."
            ]
        );
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.failed, tests.skipped), (Some(3), Some(1), Some(1)));
    }

    #[test]
    fn fatal_errors_and_composer() {
        let log = read(
            "PHP Fatal error:  Uncaught Error: Call to undefined function tax() in /builds/shop/src/Cart.php:7",
        );
        assert_eq!(
            summaries(&log),
            ["crash - /builds/shop/src/Cart.php:7:- Uncaught Error: Call to undefined function tax()"]
        );
        let log = read("Your requirements could not be resolved to an installable set of packages.");
        assert_eq!(log.failures[0].kind.as_str(), "dependency");
    }

    #[test]
    fn a_run_that_passes() {
        assert_harmless("OK (5 tests, 10 assertions)");
    }
}
