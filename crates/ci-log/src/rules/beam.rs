//! Elixir's compiler and `ExUnit`, Erlang's compiler and Common Test.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let unit = |role, pattern: &'static str| Rule::new("exunit", role, pattern).with_kind(FailureKind::Test);
    let elixir =
        |role, pattern: &'static str| Rule::new("elixir", role, pattern).with_kind(FailureKind::Compile);
    let common =
        |role, pattern: &'static str| Rule::new("common-test", role, pattern).with_kind(FailureKind::Test);
    let eunit = |role, pattern: &'static str| Rule::new("eunit", role, pattern).with_kind(FailureKind::Test);
    vec![
        eunit(Role::Failure, r"^\s+(?<test>\w.*?)(?: \(.*\))?\.{3}(?:\[[\d.]+ s\] )?\*failed\*$").with_keywords(["*failed*"]),
        eunit(Role::Frame, r"^in (?:function|call from) .* \((?<file>\S+\.erl), line (?<line>\d+)\)$").with_keywords([".erl, line "]).replacing(),
        eunit(Role::Detail, r"^\*\*(?<message>(?:error|throw|exit):.+)$").with_keywords(["**error:", "**throw:", "**exit:"]),
        eunit(Role::Detail, r"^\s+(?<more>\{(?:expected|value),.+?\})\}?\]?\}?$").with_keywords(["{expected,", "{value,"]).with_reach(8),
        eunit(Role::Counts, r"^  Failed: (?<failed>\d+)\.  Skipped: (?<skipped>\d+)\.  Passed: (?<passed>\d+)\.$").with_keywords(["  failed: "]).closing(),
        // The list of rebar3, which has the form of RSpec's.
        Rule::new("rspec", Role::Frame, r"^\s+%% (?<file>\S+\.erl):(?<line>\d+):in ").with_kind(FailureKind::Test).with_keywords(["%% "]).with_reach(8),
        unit(Role::Failure, r"^\s+\d+\) (?<test>[A-Z][\w.]*): failure on setup_all callback.*$").with_keywords([": failure on setup_all"]),
        unit(Role::Failure, r"^\s+\d+\) (?<test>(?:test|property|doctest|feature) .+ \([\w.]+\))$")
            .with_keywords([") test ", ") property ", ") doctest ", ") feature "]),
        unit(Role::Frame, r"^\s+(?:\([\w ]+ [\d.]+\w*\) )?(?:lib|deps|src)/\S+:\d+: "),
        unit(Role::Detail, r"^\s+(?<file>\S+\.exs?):(?<line>\d+)$").with_keywords([".ex:", ".exs:"]),
        unit(Role::Detail, r"^     (?<message>[A-Z*(]\S*.*)$").with_reach(2),
        unit(Role::Detail, r"^     (?<more>(?:left|right):\s.+)$").with_reach(8),
        unit(Role::Frame, r"^\s+(?:stacktrace|code|arguments|left|right|message):"),
        unit(Role::Counts, r"^(?<counts>(?:\d+ \w+, )*\d+ tests?, \d+ failures?.*)$").with_keywords([" failure"]).closing(),
        // From 1.15 on: what is wrong, the line, and below it where.
        elixir(Role::Noise, r"^\s+warning: ").with_keywords(["  warning: "]).closing(),
        elixir(Role::Lead, r"^\s+error: (?<message>\S.*)$").with_keywords(["  error: "]),
        elixir(Role::Failure, "^\\s+\u{2514}\u{2500} (?<file>[^\\s:]+\\.exs?):(?<line>\\d+)(?::(?<column>\\d+))?.*$")
            .with_keywords(["\u{2514}\u{2500} "])
            .within_report()
            .with_reach(10),
        elixir(Role::Consequence, r"^\*\* \(CompileError\) (?<message>.+ \(errors have been logged\))$").with_keywords(["errors have been logged"]),
        elixir(Role::Failure, r"^\*\* \(Mix\) (?<message>mix format failed .+)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["mix format failed"]),
        elixir(Role::Detail, r"^  \* (?<file>\S+\.exs?)$").with_keywords(["  * "]).with_reach(4),
        elixir(Role::Failure, r"^(?<message>Compilation failed due to warnings while using .+)$").with_keywords(["compilation failed due to warnings"]),
        Rule::new("credo", Role::Failure, "^\u{2503} \\[[A-Z]\\] \\S+ (?<message>\\S.*)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["\u{2503} ["]),
        Rule::new("credo", Role::Detail, "^\u{2503}\\s+(?<file>[^\\s:]+\\.exs?):(?<line>\\d+)(?::(?<column>\\d+))?(?: .*)?$")
            .with_keywords([".ex:", ".exs:"])
            .with_reach(2),
        Rule::new("dialyzer", Role::Failure, r"^(?<file>[^\s:]+\.exs?):(?<line>\d+):(?:(?<column>\d+):)?(?<message>[a-z_]+)$")
            .with_kind(FailureKind::Lint)
            .with_places([".ex", ".exs"]),
        Rule::new("dialyzer", Role::Detail, r"^(?<more>[A-Z].*)$").with_reach(1),
        elixir(Role::Consequence, r"^== Compilation error (?:in|on) file (?<file>\S+) ==$").with_keywords(["== compilation error"]),
        elixir(Role::Failure, r"^\*\* \(\w*(?:Compile|Syntax|Token|Missing)\w*Error\) (?:(?<file>[^\s:]+):(?<line>\d+):(?:(?<column>\d+):)? )?(?<message>.+)$")
            .with_keywords(["** ("]),
        elixir(Role::Failure, r"^\*\* \((?<message>(?:Mix|[A-Z][\w.]*Error|exit|throw)\).*)$")
            .with_kind(FailureKind::Crash)
            .with_keywords(["** ("]),
        Rule::new("erlang", Role::Noise, r"^\S+\.[eh]rl:\d+:(?:\d+:)? Warning: ").with_places([".erl", ".hrl"]),
        Rule::new("erlang", Role::Failure, r"^(?<file>\S+\.[ehxy]rl):(?<line>\d+):(?:(?<column>\d+):)? (?<message>.+)$")
            .with_kind(FailureKind::Compile)
            .with_places([".erl", ".hrl", ".xrl", ".yrl"]),
        common(Role::Failure, r"^(?<test>\w+:\w+) failed on line (?<line>\d+)$").with_keywords([" failed on line "]),
        common(Role::Detail, r"^Reason: (?<message>.+)$").with_keywords(["reason: "]).with_reach(3),
        common(Role::Detail, r"^Failure/Error: (?<message>\S.*)$").with_keywords(["failure/error: "]).with_reach(3),
        common(Role::Detail, r"^ +line: (?<line>\d+)$").with_keywords(["line: "]).with_reach(4),
        common(Role::Detail, r"^ +(?<more>(?:expected|got): .+)$").with_keywords(["expected: ", "got: "]).with_reach(4),
        common(Role::Detail, r"^%%% \w+_SUITE ==> (?<message>\{.*)$").with_keywords(["_suite ==> {"]).with_reach(2),
        common(Role::Counts, r"^Failed (?<failed>\d+) tests?\. (?:Skipped (?<skipped>\d+) \(\d+, \d+\) tests?\. )?Passed (?<passed>\d+) tests?\.$").with_keywords([" tests. passed "," test. passed ", "tests. skipped ", "test. skipped "]),
        common(Role::Failure, r"^(?:%%% )?(?<test>\w+_SUITE ==> [\w.]+(?: \(.*\))?): FAILED$").with_keywords([": failed"]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn exunit() {
        let log = read(
            "\
..

  1) test adds tax (Shop.CartTest)
     test/shop/cart_test.exs:12
     Assertion with == failed
     code:  assert Cart.total(cart) == 4
     left:  3
     right: 4
     stacktrace:
       test/shop/cart_test.exs:14: (test)

Finished in 0.1 seconds
3 tests, 1 failure",
        );
        assert_eq!(
            summaries(&log),
            [
                "test test adds tax (Shop.CartTest) test/shop/cart_test.exs:12:- Assertion with == failed; left:  3; right: 4"
            ]
        );
    }

    #[test]
    fn compilers() {
        let log = read(
            "== Compilation error in file lib/shop/cart.ex ==\n** (CompileError) lib/shop/cart.ex:3: undefined function tax/1",
        );
        assert_eq!(log.failures[0].file.as_deref(), Some("lib/shop/cart.ex"));
        let log = read(
            "src/cart.erl:7: variable 'Tax' is unbound\nsrc/cart.erl:9: Warning: variable 'X' is unused",
        );
        assert_eq!(summaries(&log), ["compile - src/cart.erl:7:- variable 'Tax' is unbound"]);
    }

    #[test]
    fn common_test() {
        let log = read("cart_SUITE:adds_tax failed on line 42\nReason: {badmatch,3}");
        assert_eq!(summaries(&log), ["test cart_SUITE:adds_tax -:42:- {badmatch,3}"]);
    }

    #[test]
    fn a_run_that_passes() {
        assert_harmless(
            "Compiling 3 files (.ex)\n..\nFinished in 0.1 seconds\n2 doctests, 3 tests, 0 failures",
        );
    }
}
