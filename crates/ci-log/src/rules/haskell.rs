//! GHC, Tasty and cabal.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let ghc = |role, pattern: &'static str| Rule::new("ghc", role, pattern).with_kind(FailureKind::Compile);
    let tasty = |role, pattern: &'static str| Rule::new("tasty", role, pattern).with_kind(FailureKind::Test);
    let sources = [".hs:", ".lhs:", ".hsc:"];
    vec![
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
        tasty(Role::Noise, r"^\s+\S.*:\s+OK(?: \([\d.]+s\))?$").with_keywords([" ok"]).closing(),
        tasty(Role::Consequence, r"^\d+ out of \d+ tests failed").with_keywords([" tests failed"]).closing(),
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
