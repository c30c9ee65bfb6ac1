//! Jest, Vitest, Mocha; `TypeScript`, `ESLint`; npm, yarn and Node.

use super::{Role, Rule, bundlers};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = jest();
    rules.extend(vitest());
    rules.extend(mocha());
    rules.extend(node_test());
    rules.extend(sources());
    rules.extend(bundlers::rules());
    rules.extend(packages());
    rules
}

/// Frames of a stack trace: those of dependencies and of Node say nothing about the place.
fn frames(tool: &'static str) -> [Rule; 2] {
    let at = [" at "];
    [
        Rule::new(tool, Role::Frame, r"^\s+at .*(?:node_modules/|node:|\(internal/|<anonymous>\))")
            .with_keywords(at),
        Rule::new(
            tool,
            Role::Frame,
            r"^\s+at (?:.*\()?(?:file://|webpack:/+(?:[\w-]+/)?\./)?(?<file>[^()\s:]+):(?<line>\d+):(?<column>\d+)\)?(?: \{)?$",
        )
        .with_keywords(at),
    ]
}

fn jest() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("jest", role, pattern).with_kind(FailureKind::Test);
    let mut rules = vec![
        test(
            Role::Noise,
            "^\\s*\u{25cf} (?:Console|Deprecation Warning|Validation Warning|Cannot log after)",
        )
        .with_keywords(["\u{25cf} "])
        .closing(),
        test(
            Role::Consequence,
            r"^\s*FAIL\s+(?<scope>(?:\S+\s+)?(?<message>\S+\.[cm]?[jt]sx?))(?: \([\d.]+ m?s\))?$",
        )
        .with_keywords(["fail "]),
        // A file that cannot even be loaded has no tests; the message follows.
        test(Role::Failure, "^\\s*\u{25cf} Test suite failed to run$")
            .with_keywords(["\u{25cf} test suite failed"]),
        test(
            Role::Failure,
            "^\\s*\u{25cf} (?<message>(?:\\w+ )?Validation Error|Multiple configurations found):$",
        )
        .with_kind(FailureKind::Configuration)
        .with_keywords(["validation error:", "multiple configurations found:"]),
        test(Role::Failure, "^\\s*\u{25cf} (?<test>\\S.*)$").with_keywords(["\u{25cf} "]),
        test(Role::Detail, r"^\s{4}(?<message>\S.*)$").with_reach(2),
        test(Role::Detail, r"^\s+(?<more>(?:Expected|Received)[\w ]*: .+)$")
            .with_keywords(["expected", "received"])
            .with_reach(10),
        test(Role::Counts, r"^Tests:\s+(?<counts>.+ total)$").with_keywords(["tests: "]).closing(),
    ];
    rules.extend(frames("jest"));
    rules
}

fn vitest() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("vitest", role, pattern).with_kind(FailureKind::Test);
    vec![
        // A project's name stands between bars, or on colour between blanks.
        test(Role::Failure, r"^\s*FAIL\s+(?:\|[^|]+\| |[^|>]+ {2})?(?<test>\S+\.[cm]?[jt]sx?(?: > .+)+)$")
            .with_keywords(["fail "]),
        // A file that cannot be loaded.
        test(Role::Failure, r"^\s*FAIL\s+(?:\|[^|]+\| |[^|>]+ {2})?\S+\.[cm]?[jt]sx?(?: \[ \S+ \])$")
            .with_keywords(["fail "]),
        test(Role::Detail, r"^(?<message>(?:\w*Error|Error)\b.*)$").with_reach(2),
        test(Role::Frame, "^\\s+\u{276f} .*node_modules/").with_keywords(["node_modules/"]),
        test(Role::Frame, "^\\s+\u{276f} (?:\\S+ )?(?<file>[^\\s:]+):(?<line>\\d+):(?<column>\\d+)$")
            .with_keywords(["\u{276f} "]),
        test(Role::Counts, r"^\s+Tests\s+(?<counts>\d+ (?:failed|passed|skipped|todo).*)$")
            .with_keywords([" tests "]),
    ]
}

fn mocha() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("mocha", role, pattern).with_kind(FailureKind::Test);
    let mut rules = vec![
        test(Role::Counts, r"^\s+(?<counts>\d+ (?:passing|pending))(?: \([\w.]+\))?$")
            .with_keywords([" passing", " pending"]),
        test(Role::Consequence, r"^\s+(?<counts>\d+ failing)$").with_keywords([" failing"]),
        test(Role::Failure, r"^\s+\d+\) (?<test>\S.*?):?$").within_report(),
        // The test's name stands below the number, a line for each suite around it.
        test(Role::Failure, r"^\s+\d+\)\s*$").within_report(),
        test(Role::Detail, r"^\s{7,}(?<subtest>\S.*?):?$").with_reach(1),
        test(
            Role::Detail,
            r"^\s+(?<message>Error: Timeout of \d+ms exceeded\. .* \((?<file>/\S+\.[cm]?[jt]sx?)\))$",
        )
        .with_keywords(["error: timeout of "])
        .with_reach(4),
        test(Role::Detail, r"^\s+(?<message>(?:Uncaught )?\w*(?:Error|Exception)\b.*)$").with_reach(4),
    ];
    rules.extend(frames("mocha"));
    rules
}

/// Node's own test runner.
fn node_test() -> Vec<Rule> {
    let test =
        |role, pattern: &'static str| Rule::new("node:test", role, pattern).with_kind(FailureKind::Test);
    let mut rules = vec![
        test(Role::Lead, r"^test at (?<file>[^\s:]+):(?<line>\d+):(?<column>\d+)$")
            .with_keywords(["test at "]),
        test(Role::Failure, "^\\s*\u{2716} (?<test>\\S.*?) \\([\\d.]+ms\\)$")
            .with_keywords(["\u{2716} "])
            .within_report()
            .with_reach(1),
        // While the tests run, with what holds a test that failed.
        test(Role::Hint, "^\\s*\u{2716} \\S.*? \\([\\d.]+ms\\)$").with_keywords(["\u{2716} "]),
        test(Role::Noise, "^\u{2716} failing tests:$").with_keywords(["\u{2716} failing tests:"]).closing(),
        test(Role::Detail, r"^\s+(?<message>\w*(?:Error|Exception)\b.*)$").with_reach(2),
        test(Role::Counts, "^\u{2139} tests (?<run>\\d+)$").with_keywords(["\u{2139} tests "]).closing(),
        test(Role::Counts, "^\u{2139} (?<outcomes>(?:fail|skipped|todo) \\d+)$").with_keywords([
            "\u{2139} fail ",
            "\u{2139} skipped ",
            "\u{2139} todo ",
        ]),
    ];
    rules.extend(frames("node:test"));
    rules
}

fn sources() -> Vec<Rule> {
    vec![
        Rule::new(
            "typescript",
            Role::Failure,
            r"^(?<file>[^\s(:]+\.[cm]?tsx?)(?:\((?<line>\d+),(?<column>\d+)\): )error (?<message>TS\d+: .+)$",
        )
        .with_kind(FailureKind::Compile)
        .with_keywords(["error ts"]),
        Rule::new(
            "typescript",
            Role::Failure,
            r"^(?<file>[^\s:]+\.[cm]?tsx?):(?<line>\d+):(?<column>\d+) - error (?<message>TS\d+: .+)$",
        )
        .with_kind(FailureKind::Compile)
        .with_keywords(["error ts"]),
        Rule::new("typescript", Role::Failure, r"^error (?<message>TS\d+: .+)$")
            .with_kind(FailureKind::Compile)
            .with_keywords(["error ts"]),
        // Angular's form, webpack's loader and Deno's.
        Rule::new(
            "typescript",
            Role::Failure,
            r"^(?:Error|ERROR): (?<file>[^\s:]+\.[cm]?tsx?):(?<line>\d+):(?<column>\d+) - error (?<message>TS-?\d+: .+)$",
        )
        .with_kind(FailureKind::Compile)
        .with_keywords(["error ts"]),
        Rule::new("typescript", Role::Failure, r"^\[tsl\] ERROR in (?<file>[^\s()]+)\((?<line>\d+),(?<column>\d+)\)$")
            .with_kind(FailureKind::Compile)
            .with_keywords(["[tsl] error in "]),
        Rule::new("typescript", Role::Detail, r"^\s+(?<message>TS\d+: .+)$").with_keywords(["ts"]).with_reach(1),
        Rule::new("typescript", Role::Failure, r"^(?:error: )?(?<message>TS\d+ \[ERROR\]: .+)$")
            .with_kind(FailureKind::Compile)
            .with_keywords([" [error]: "]),
        Rule::new("typescript", Role::Detail, r"^    at (?:file://)?(?<file>\S+):(?<line>\d+):(?<column>\d+)$")
            .with_keywords([" at "])
            .with_reach(6),
        Rule::new("eslint", Role::Failure, r"^(?<message>ESLint found too many warnings \(maximum: \d+\)\.)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["eslint found too many warnings"]),
        Rule::new("eslint", Role::Failure, r"^(?<message>ESLint couldn't find .+)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["eslint couldn't find "]),
        // Warnings fail a job only where none is allowed.
        Rule::new("eslint", Role::Hint, r"^\s+\d+:\d+\s+warning\s+\S.*$").with_keywords([" warning "]),
        Rule::new("eslint", Role::Lead, r"^(?<file>[^\s:]*[/\\][^\s:]+\.(?:[cm]?[jt]sx?|vue|svelte|astro|ya?ml|mdx?|html|graphql))$")
            .with_keywords([".js", ".ts", ".vue", ".svelte", ".mjs", ".cjs", ".astro", ".yml", ".yaml", ".md", ".html", ".graphql"]),
        Rule::new("eslint", Role::Failure, r"^\s+(?<line>\d+):(?<column>\d+)\s+error\s+(?<message>.+)$")
            .with_kind(FailureKind::Lint)
            .with_keywords([" error "]),
    ]
}

fn packages() -> Vec<Rule> {
    let npm = ["npm err", "npm error"];
    let mut rules = vec![
        // What npm writes below each report, whatever went wrong.
        Rule::new("npm", Role::Noise, r"^npm (?:ERR!|error)\s+(?:A complete log of this run can be found in:.*|/\S+\.log|This is probably not a problem with npm\..*|Please include the following file with any support request:)$")
            .with_keywords(npm)
            .closing(),
        Rule::new(
            "npm",
            Role::Failure,
            r"^npm (?:ERR!|error) code (?<message>ERESOLVE|E4\d\d|ETARGET|EINTEGRITY|EUSAGE|EBADENGINE|EBADPLATFORM|ENOLOCK|EJSONPARSE)$",
        )
        .with_kind(FailureKind::Dependency)
        .with_keywords(npm),
        // Up to version 4 a report begins with the machine.
        Rule::new("npm", Role::Noise, r#"^npm ERR! (?:(?:Linux|Darwin|Windows_NT) \d|argv "|node v\d|npm  v\d)"#).with_keywords(npm),
        // A report begins with a code by name, or with the script of a workspace.
        Rule::new("npm", Role::Consequence, r"^npm (?:ERR!|error) (?<message>code E[A-Z_]+|Lifecycle script .+ failed with error):?\s*$")
            .with_kind(FailureKind::Script)
            .with_keywords(npm)
            .closing(),
        Rule::new("npm", Role::Detail, r"^npm (?:ERR!|error) (?<more>\S.*)$").with_keywords(npm).with_reach(2),
        Rule::new("npm", Role::Failure, r"^npm (?:ERR!|error) (?<message>[Mm]issing script: .+)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["npm err! missing script", "npm error missing script"]),
        Rule::new("npm", Role::Hint, r"^npm (?:ERR!|error)\s*$").with_keywords(npm),
        Rule::new("npm", Role::Consequence, r"^npm (?:ERR!|error)\s+(?<more>\S.*)$")
            .with_kind(FailureKind::Script)
            .with_keywords(npm)
            .with_reach(2)
            .closing(),
        // An installation only says so and goes on.
        Rule::new("npm", Role::Signal, r"^(?<message>(?:found )?\d+ (?:(?:low|moderate|high|critical) severity )?vulnerabilit(?:y|ies)\b.*)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["vulnerabilit"]),
        Rule::new(
            "yarn",
            Role::Failure,
            r"^error (?<message>(?:Couldn't find|An unexpected error|Your lockfile needs|Found incompatible module).*)$",
        )
        .with_kind(FailureKind::Dependency)
        .with_keywords([
            "error couldn't find",
            "error an unexpected error",
            "error your lockfile",
            "error found incompatible",
        ]),
        Rule::new("yarn", Role::Consequence, r"^error Command failed with exit code \d+\.$")
            .with_kind(FailureKind::Script)
            .with_keywords(["error command failed"]),
        Rule::new("yarn", Role::Noise, r"^info Visit https://\S+ for documentation about this command\.$")
            .with_keywords(["info visit "]),
        Rule::new(
            "pnpm",
            Role::Consequence,
            "^\\s*(?:\u{2009})?(?:ELIFECYCLE|ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL|ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL)\\W+(?<message>\\S.*)$",
        )
        .with_kind(FailureKind::Script)
        .with_keywords(["elifecycle", "_first_fail"]),
        Rule::new("pnpm", Role::Failure, "^(?:\\s|\u{2009})*(?<message>ERR_PNPM_\\w+\\W+\\S.*)$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["err_pnpm_"]),
        // The codes with which Yarn 2 and later end an installation.
        Rule::new(
            "yarn",
            Role::Failure,
            "^\u{27a4} (?<message>YN00(?:01|09|16|18|27|28|35|41|82): .+)$",
        )
        .with_kind(FailureKind::Dependency)
        .with_keywords(["\u{27a4} yn00"]),
        // An exception that nobody catches: the place, the line, and then what it is.
        Rule::new("node", Role::Lead, r"^(?:node:internal\S*:\d+|(?:file://)?(?<file>/[^\s:]+\.[cm]?[jt]s):(?<line>\d+))$")
            .with_keywords(["node:internal"])
            .with_places([".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"]),
        Rule::new("node", Role::Failure, r"^(?:Uncaught )?Error(?: \[\w+\])?: (?<message>Cannot find (?:module|package) .+)$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["cannot find module", "cannot find package"]),
        Rule::new("node", Role::Failure, r"^\[UnhandledPromiseRejection: (?<message>.+?)\](?: \{)?$")
            .with_kind(FailureKind::Crash)
            .with_keywords(["[unhandledpromiserejection: "]),
        Rule::new("node", Role::Failure, r"^(?:Uncaught )?(?<message>[A-Z]\w*(?:Error|Exception)(?: \[\w+\])?: .+)$")
            .with_kind(FailureKind::Crash)
            .with_keywords(["error", "exception"])
            .within_report()
            .with_reach(6),
    ];
    rules.extend(frames("node"));
    rules
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn jest() {
        let log = read(
            "\
PASS src/error.test.js
FAIL src/cart.test.js
  \u{25cf} cart \u{203a} adds tax

    expect(received).toBe(expected) // Object.is equality

    Expected: 4
    Received: 3

      10 |   it('adds tax', () => {
    > 11 |     expect(total([1, 2])).toBe(4);
         |                           ^

      at Object.toBe (src/cart.test.js:11:27)
      at processTicks (node:internal/process/task_queues:95:5)

Summary of all failing tests
FAIL src/cart.test.js
  \u{25cf} cart \u{203a} adds tax

    expect(received).toBe(expected) // Object.is equality

Test Suites: 1 failed, 1 passed, 2 total
Tests:       1 failed, 1 skipped, 3 passed, 5 total",
        );
        assert_eq!(
            summaries(&log),
            [
                "test cart \u{203a} adds tax src/cart.test.js:11:27 expect(received).toBe(expected) // Object.is equality; Expected: 4; Received: 3"
            ]
        );
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.failed, tests.skipped), (Some(4), Some(1), Some(1)));
    }

    #[test]
    fn a_file_that_jest_cannot_load() {
        let log = read(
            "FAIL src/cart.test.js\n  \u{25cf} Test suite failed to run\n\n    Cannot find module './tax' from 'src/cart.js'\n\n      at Resolver.resolve (node_modules/jest-resolve/index.js:9:1)\n      at Object.<anonymous> (src/cart.js:3:13)\n\nTests:       0 total",
        );
        assert_eq!(
            summaries(&log),
            ["test - src/cart.js:3:13 Cannot find module './tax' from 'src/cart.js'"]
        );
        assert_eq!(log.tests.unwrap().run, Some(0));
    }

    #[test]
    fn vitest() {
        let log = read(
            " FAIL  src/cart.test.ts > cart > adds tax\nAssertionError: expected 3 to be 4\n \u{276f} src/cart.test.ts:11:27\n\n      Tests  1 failed | 3 passed (4)",
        );
        assert_eq!(
            summaries(&log),
            [
                "test src/cart.test.ts > cart > adds tax src/cart.test.ts:11:27 AssertionError: expected 3 to be 4"
            ]
        );
        assert_eq!(log.tests.unwrap().run, Some(4));
    }

    #[test]
    fn mocha() {
        let log = read(
            "\
  cart
    \u{2713} is empty at first
    1) adds tax

  1 passing (12ms)
  1 failing

  1) cart
       totals
         adds tax:

      AssertionError: expected 3 to equal 4
      + expected - actual

      at Context.<anonymous> (test/cart.js:12:14)
      at processImmediate (node:internal/timers:466:21)",
        );
        assert_eq!(
            summaries(&log),
            ["test cart totals adds tax test/cart.js:12:14 AssertionError: expected 3 to equal 4"]
        );
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.failed), (Some(2), Some(1)));
    }

    #[test]
    fn compilers_and_linters() {
        let log = read(
            "\
src/cart.ts(12,5): error TS2322: Type 'string' is not assignable to type 'number'.
src/user.ts:3:9 - error TS2304: Cannot find name 'tax'.

/builds/shop/src/a.js
   1:10  error  'tax' is defined but never used  no-unused-vars
   4:2   warning  Unexpected console statement  no-console
   7:1   error  'total' is not defined           no-undef

\u{2716} 3 problems (2 errors, 1 warning)",
        );
        assert_eq!(
            summaries(&log),
            [
                "compile - src/cart.ts:12:5 TS2322: Type 'string' is not assignable to type 'number'.",
                "compile - src/user.ts:3:9 TS2304: Cannot find name 'tax'.",
                "lint - /builds/shop/src/a.js:1:10 'tax' is defined but never used  no-unused-vars",
                "lint - /builds/shop/src/a.js:7:1 'total' is not defined           no-undef"
            ]
        );
    }

    #[test]
    fn npm() {
        let log = read(
            "npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree\nnpm ERR! A complete log of this run can be found in: x",
        );
        assert_eq!(log.failures.len(), 1);
        assert!(log.failures[0].message.starts_with("ERESOLVE; ERESOLVE unable to resolve dependency tree"));
        let log = read("npm ERR! code ELIFECYCLE\nnpm ERR! errno 1");
        assert_eq!(log.failures[0].kind.as_str(), "script");
    }

    #[test]
    fn a_run_that_passes() {
        assert_harmless(
            "PASS src/fatal-error.test.js\n  \u{2713} throws an error (3 ms)\nTests:       3 passed, 3 total",
        );
    }
}
