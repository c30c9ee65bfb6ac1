//! GHC, Tasty and cabal.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let ghc = |role, pattern: &'static str| Rule::new("ghc", role, pattern).with_kind(FailureKind::Compile);
    let tasty = |role, pattern: &'static str| Rule::new("tasty", role, pattern).with_kind(FailureKind::Test);
    let hspec = |role, pattern: &'static str| Rule::new("hspec", role, pattern).with_kind(FailureKind::Test);
    let hunit = |role, pattern: &'static str| Rule::new("hunit", role, pattern).with_kind(FailureKind::Test);
    let sources = [".hs:", ".lhs:", ".hsc:"];
    vec![
        // HLint's hints, which name no option of the compiler.
        Rule::new("hlint", Role::Failure, r"^(?<file>[^\s:]+\.l?hs):(?<line>\d+):(?<column>\d+)(?:-\d+)?: (?:Suggestion|Error): (?<message>\S.*)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(sources),
        Rule::new("hlint", Role::Failure, r"^(?<file>[^\s:]+\.l?hs):(?<line>\d+):(?<column>\d+)-\d+: Warning: (?<message>\S.*)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(sources),
        Rule::new("hlint", Role::Failure, r"^(?<file>[^\s:]+\.l?hs):\((?<line>\d+),(?<column>\d+)\)-\(\d+,\d+\): (?:Suggestion|Error|Warning): (?<message>\S.*)$")
            .with_kind(FailureKind::Lint)
            .with_keywords([".hs:(", ".lhs:("]),
        // With -Werror a warning is an error.
        ghc(
            Role::Failure,
            r"^(?<file>[^\s:]+\.(?:l?hs|hsc)):(?<line>\d+):(?<column>\d+)(?:-\d+)?: error:?(?: \[[^\]]*\])*:?(?<message>.*)$",
        )
        .with_keywords(sources),
        ghc(
            Role::Signal,
            r"^(?<file>[^\s:]+\.(?:l?hs|hsc)):(?<line>\d+):(?<column>\d+)(?:-\d+)?: (?i:warning):?(?: \[[^\]]*\])*(?<message>.*)$",
        )
        .with_keywords(sources)
        .with_weight(2.0),
        // GHC before 8 does not say that it is an error.
        ghc(Role::Failure, r"^(?<file>[^\s:]+\.(?:l?hs|hsc)):(?<line>\d+):(?<column>\d+)(?:-\d+)?:\s*$").with_keywords(sources),
        ghc(Role::Detail, "^ {4}(?:\u{2022} )?(?<message>\\S.*)$").with_reach(1),
        ghc(Role::Failure, r"^(?:<no location info>: error: ?)?(?<message>Failing due to -Werror\.)$").with_keywords(["failing due to -werror"]),
        tasty(Role::Failure, r"^\s+(?<test>\S.*?):\s+FAIL(?: \([\d.]+s\))?$").with_keywords(["fail"]),
        tasty(Role::Detail, r"^\s+(?<file>\S+\.hs):(?<line>\d+):(?:\d+:?)?$").with_keywords([".hs:"]).with_reach(2),
        tasty(Role::Detail, r"^ {4,}(?<more>(?:expected|but got): .+)$").with_keywords(["expected: ", "but got: "]).with_reach(4),
        tasty(Role::Noise, r"^\s+Use (?:-p '|--\w+-replay)").with_keywords([" use -p '", "-replay"]).closing(),
        tasty(Role::Detail, r"^ {4,}(?<message>\S.*)$").with_reach(1),
        tasty(Role::Noise, r"^\s+\S.*:\s+OK(?: \([\d.]+s\))?$").with_keywords([": ok", "  ok"]).closing(),
        tasty(Role::Counts, r"^(?<failed>\d+) out of (?<run>\d+) tests failed").with_keywords([" tests failed"]).closing(),
        tasty(Role::Counts, r"^All (?<run>\d+) tests passed").with_keywords([" tests passed"]).closing(),
        // HUnit's own runner, which writes its numbers after each test.
        hunit(Role::Failure, r"^### (?:Failure|Error) in: +(?<test>\S.*)$").with_keywords(["### failure in: ", "### error in: "]),
        hunit(Role::Detail, r"^(?<file>[^\s:]+\.hs):(?<line>\d+)(?::\d+)?$").with_keywords([".hs:"]).with_reach(1),
        hunit(Role::Detail, r"^ ?(?<more>(?:expected|but got): .+)$").with_keywords(["expected: ", "but got: "]).with_reach(3),
        hunit(Role::Detail, r"^(?<message>[^\s#].*)$").with_reach(1),
        hunit(Role::Counts, r"^Cases: \d+  Tried: (?<run>\d+)  Errors: (?<errored>\d+)  Failures: (?<failed>\d+)$").with_keywords(["cases: "]).replacing(),
        // The place stands above the number and the test's name.
        hspec(Role::Lead, r"^  (?<file>\S+\.hs):(?<line>\d+):(?<column>\d+):\s*$").with_places([".hs"]),
        hspec(Role::Failure, r"^  \d+\) (?<test>\S.*)$").with_keywords([") "]).within_report().with_reach(1),
        hspec(Role::Detail, r"^ {7,}(?<more>\S.*)$").with_reach(2),
        hspec(Role::Counts, r"^(?<counts>\d+ examples?, \d+ failures?(?:, \d+ pending)?)$")
            .with_keywords([" example, ", " examples, "])
            .closing(),
        Rule::new("stack", Role::Consequence, r"^(?:Error: \[S-7282\]|\s*Stack failed to execute the build plan\.|--  While building package .+|Process exited with code: ExitFailure .+)$")
            .with_kind(FailureKind::Script)
            .with_keywords(["[s-7282]", "stack failed to execute", "while building package ", "exitfailure "]),
        Rule::new("stack", Role::Failure, r"^(?:Error: (?:\[S-\d+\] ?)?|\s+)(?<message>Stack failed to construct a build plan.*)$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["failed to construct a build plan"]),
        Rule::new("cabal", Role::Failure, r"^(?:Error: )?(?:cabal: )?(?<message>Could not resolve dependencies:)$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["could not resolve dependencies:"]),
        Rule::new("cabal", Role::Detail, r"^(?<more>\[__\d+\] .+)$").with_keywords(["[__"]).with_reach(6),
        Rule::new("cabal", Role::Consequence, r"^(?:Error: )?(?:cabal: )?(?<message>Failed to build .+)$")
            .with_kind(FailureKind::Compile)
            .with_keywords(["failed to build "]),
        Rule::new("cabal", Role::Consequence, r"^Test suite (?<message>\S+: FAIL)$").with_keywords([": fail"]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn ghc_old_and_new() {
        let log = read(
            "\
src/Cart.hs:7:5: error: [GHC-88464]
    Variable not in scope: tax :: Int
  |
7 |     tax
  |     ^^^
src/User.hs:3:1:
    Could not find module \u{2018}Tax\u{2019}",
        );
        assert_eq!(
            summaries(&log),
            [
                "compile - src/Cart.hs:7:5 Variable not in scope: tax :: Int",
                "compile - src/User.hs:3:1 Could not find module \u{2018}Tax\u{2019}"
            ]
        );
    }

    #[test]
    fn tasty() {
        let log = read(
            "    adds tax:    FAIL (0.02s)\n      expected: 4\n       but got: 3\n    is empty:    OK\n\n1 out of 2 tests failed (0.03s)",
        );
        assert_eq!(log.failures.len(), 1);
        assert_eq!(log.failures[0].test.as_deref(), Some("adds tax"));
    }

    #[test]
    fn a_build_that_works() {
        assert_harmless(
            "[1 of 2] Compiling Cart.Error ( src/Cart/Error.hs, dist/Error.o )\n    errors:   OK (0.01s)",
        );
    }
}
