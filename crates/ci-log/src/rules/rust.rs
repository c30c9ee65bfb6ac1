//! rustc, clippy, rustfmt, cargo; libtest and nextest.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = compiler();
    rules.extend(tests());
    rules
}

/// Lines that other tools write as well: tried after theirs.
pub(super) fn vague_rules() -> Vec<Rule> {
    vec![
        // Many tools write `error:` so; only a place below it shows that it is a compiler's.
        Rule::new("rustc", Role::Consequence, r"^error: (?<message>.+)$")
            .with_keywords(["error: "])
            .with_weight(6.0),
    ]
}

fn compiler() -> Vec<Rule> {
    let tool = "rustc";
    vec![
        Rule::new(tool, Role::Noise, r"^warning(\[\S+\])?: ").with_keywords(["warning: ", "warning["]).closing(),
        // The linter of Deno writes as rustc does, with the name of the rule where rustc has a number.
        Rule::new("deno lint", Role::Failure, r"^error\[[a-z]+(?:-[a-z]+)+\]: (?<message>.+)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["error["]),
        Rule::new("deno lint", Role::Detail, r"^\s*--> (?<file>[^:]+):(?<line>\d+):(?<column>\d+)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["--> "])
            .with_reach(2),
        Rule::new(tool, Role::Failure, r"^(?<file>[^\s:]+\.rs):(?<line>\d+):(?<column>\d+): error(?:\[\w+\])?: (?<message>.+)$")
            .with_kind(FailureKind::Compile)
            .with_places([".rs"]),
        Rule::new(
            "cargo-deny",
            Role::Failure,
            r"^error\[(?:vulnerability|unmaintained|unsound|yanked|notice|rejected|unlicensed|banned|not-allowed|duplicate|source-not-allowed)\]: (?<message>.+)$",
        )
        .with_kind(FailureKind::Lint)
        .with_keywords(["error["]),
        Rule::new("cargo-deny", Role::Detail, "^\\s*\u{250c}\u{2500}+ (?<file>[^:]+):(?<line>\\d+):(?<column>\\d+)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["\u{250c}\u{2500}"])
            .with_reach(2),
        Rule::new(tool, Role::Failure, r"^error\[[\w:-]+\]: (?<message>.+)$")
            .with_kind(FailureKind::Compile)
            .with_keywords(["error["]),
        Rule::new(
            "cargo",
            Role::Failure,
            r"^error: (?<message>(no matching package|failed to (select a version|parse manifest|load manifest|get `|download|resolve|fetch|read `|load source)|the lock file |package `.*` cannot be built|unable to update).*)$",
        )
        .with_kind(FailureKind::Dependency)
        .with_keywords([
            "error: no matching package",
            "error: failed to ",
            "error: the lock file",
            "error: package `",
            "error: unable to update",
        ]),
        Rule::new(tool, Role::Failure, r"^error: (?<message>(linking with|failed to run custom build command for) .+)$")
            .with_kind(FailureKind::Compile)
            .with_keywords(["error: linking with", "error: failed to run custom"]),
        Rule::new(
            "cargo",
            Role::Consequence,
            r"^error: (?<message>(could not compile|aborting due to|build failed|(doc)?test failed|process didn't exit successfully|\d+ targets? failed|test run failed).*)$",
        )
        .with_kind(FailureKind::Compile)
        .with_keywords([
            "error: could not compile",
            "error: aborting",
            "error: build failed",
            "test failed, to rerun",
            "error: process didn't",
            "target failed",
            "targets failed",
            "error: test run failed",
        ]),
        Rule::new(tool, Role::Detail, r"^\s*--> (?<file>[^:]+):(?<line>\d+):(?<column>\d+)$")
            .with_kind(FailureKind::Compile)
            .with_keywords(["--> "])
            .with_reach(6),
        Rule::new(tool, Role::Detail, "^\\s*\u{250c}\u{2500}+ (?<file>[^:]+):(?<line>\\d+):(?<column>\\d+)$")
            .with_kind(FailureKind::Compile)
            .with_keywords(["\u{250c}\u{2500}"])
            .with_reach(6),
        Rule::new("cargo-audit", Role::Failure, r"^error: (?<message>\d+ vulnerabilit(?:y|ies) found!?)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["vulnerability found", "vulnerabilities found"]),
        Rule::new("rustfmt", Role::Failure, r"^Diff in (?<file>.+?)(?: at line |:)(?<line>\d+):?$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["diff in "]),
    ]
}

fn tests() -> Vec<Rule> {
    let tool = "cargo test";
    let test = |role, pattern: &'static str| Rule::new(tool, role, pattern).with_kind(FailureKind::Test);
    let panicked = ["panicked at "];
    vec![
        test(Role::Noise, r"^test .+ \.\.\. (ok|ignored|bench:)").with_keywords(["... ok", "... ignored", "... bench"]),
        test(Role::Failure, r"^test (?<test>.+?)(?: - should panic)? \.\.\. FAILED").with_keywords(["... failed"]).closing(),
        // A test that passes when nextest tries it again.
        test(Role::Noise, r"^\s+(?:TRY \d+ PASS|FLAKY \d+/\d+) \[[ >]*[\d.]+s\](?: \([^)]*\))?\s+\S+ (?<test>\S.*)$")
            .with_keywords([" pass [", "  flaky "])
            .passing(),
        test(Role::Failure, r"^---- (?<test>.+?) stdout ----$").with_keywords([" stdout ----"]),
        // Threads that a test starts, and tests that run in the main thread, belong to the test whose output this is.
        test(
            Role::Detail,
            r"^ *thread '[^']*'(?: \(\d+\))? panicked at (?<file>[^':]+):(?<line>\d+):(?<column>\d+):$",
        )
        .with_keywords(panicked)
        .with_reach(6),
        Rule::new(
            tool,
            Role::Failure,
            r"^ *thread '(?:main|<unnamed>|[\w-]*worker[\w-]*)'(?: \(\d+\))? panicked at (?:'(?<message>.*)', )?(?<file>[^':]+):(?<line>\d+):(?<column>\d+):?$",
        )
        .with_kind(FailureKind::Crash)
        .with_keywords(panicked),
        test(
            Role::Failure,
            r"^ *thread '(?<test>[^']+)'(?: \(\d+\))? panicked at (?:'(?<message>.*)', )?(?<file>[^':]+):(?<line>\d+):(?<column>\d+):?$",
        )
        .with_keywords(panicked),
        // Before Rust 1.73 the message stood here, and might go on for several lines.
        test(Role::Failure, r"^ *thread '(?<test>[^']+)' panicked at '(?<message>.+)$").with_keywords(panicked),
        test(
            Role::Detail,
            r"^\s*(?<more>(?:left|right): .*?),?(?:', (?<file>[^':]+):(?<line>\d+):(?<column>\d+))?$",
        )
        .with_keywords(["left: ", "right: "])
        .with_reach(4),
        test(Role::Detail, r"^note: (?<message>test did not panic as expected)(?: at (?<file>[^\s:]+):(?<line>\d+):(?<column>\d+))?$")
            .with_keywords(["note: test did not panic"])
            .with_reach(2),
        test(Role::Noise, r"^note: (run with|Some details)").with_keywords(["note: run with", "note: some details"]),
        // nextest indents what a test prints.
        test(Role::Detail, r"^(?: {4})?(?<message>\S.*)$").with_reach(1),
        test(Role::Frame, r"^\s+(?:\d+: +\S.*|at \S+:\d+(?::\d+)?)$").with_reach(6),
        // What nextest shows of the test's own output.
        test(Role::Hint, "^ {2}std(?:out|err) \u{2500}{3}$").with_keywords(["stdout \u{2500}", "stderr \u{2500}"]),
        test(
            Role::Failure,
            r"^\s+(?:FAIL|TIMEOUT|SIG[A-Z]+|ABORT) \[[ >]*[\d.]+s\](?: \([^)]*\))?\s+\S+ (?<test>\S.*)$",
        )
        .with_keywords([
            "fail [", "timeout [", "abort [", "sigabrt [", "sigsegv [", "sigkill [", "sigterm [", "sigbus [", "sigfpe [", "sigill [",
            "sigint [", "sigtrap [",
        ])
        .closing(),
        // Below the numbers that each failed test has printed of itself. Of all that were to run, some did.
        test(Role::Counts, r"^\s+Summary \[[^\]]*\]\s+(?<run>\d+)/\d+ tests? run: \d+ passed(?: \([^)]*\))?(?<outcomes>.*)$").with_keywords(["summary ["]).replacing().ending_build(),
        test(Role::Counts, r"^\s+Summary \[[^\]]*\]\s+(?<counts>\d+ tests? run: .*)$").with_keywords(["summary ["]).replacing().ending_build(),
        test(Role::Counts, r"^test result: \w+\. (?<counts>.+)$").with_keywords(["test result:"]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn compiler_errors_with_their_places_and_no_consequences() {
        let log = read(
            "\
   Compiling thiserror v2.0.17
   Compiling cart v0.1.0 (/builds/shop/cart)
warning: unused variable: `tax`
 --> src/cart.rs:7:9
  |
7 |     let tax = 3;
  |         ^^^ help: if this is intentional, prefix it with an underscore: `_tax`

error[E0308]: mismatched types
  --> src/cart.rs:42:18
   |
42 |     total(items, \"x\")
   |     -----        ^^^ expected `u64`, found `&str`
   |
note: function defined here
  --> src/total.rs:3:4

error: unused import: `std::fmt`
 --> src/lib.rs:1:5
  |
1 | use std::fmt;
  |     ^^^^^^^^
  |
  = note: `-D unused-imports` implied by `-D warnings`

error: aborting due to 2 previous errors; 1 warning emitted

For more information about this error, try `rustc --explain E0308`.
error: could not compile `cart` (lib) due to 2 previous errors; 1 warning emitted",
        );
        assert_eq!(
            summaries(&log),
            [
                "compile - src/cart.rs:42:18 mismatched types",
                "compile - src/lib.rs:1:5 unused import: `std::fmt`"
            ]
        );
        assert_eq!(log.failures[0].at, 9);
        assert_eq!(log.class.intermittent, Some(false));
    }

    #[test]
    fn a_test_that_is_reported_three_times_is_one_failure() {
        let log = read(
            "\
running 3 tests
test cart::tests::error_path ... ok
test cart::tests::total ... FAILED
test cart::tests::returns_err ... FAILED

failures:

---- cart::tests::total stdout ----

thread 'cart::tests::total' (4711) panicked at src/cart.rs:42:9:
assertion `left == right` failed: totals differ
  left: 3
 right: 4
stack backtrace:
   0: rust_begin_unwind
             at /rustc/abc/library/std/src/panicking.rs:692:5
   1: cart::tests::total
             at ./src/cart.rs:42:9
note: run with `RUST_BACKTRACE=full` for a verbose backtrace

---- cart::tests::returns_err stdout ----
Error: ParseIntError { kind: InvalidDigit }


failures:
    cart::tests::returns_err
    cart::tests::total

test result: FAILED. 1 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s

error: test failed, to rerun pass `--lib`",
        );
        assert_eq!(
            summaries(&log),
            [
                "test cart::tests::total src/cart.rs:42:9 assertion `left == right` failed: totals differ; left: 3; right: 4",
                "test cart::tests::returns_err -:-:- Error: ParseIntError { kind: InvalidDigit }"
            ]
        );
        assert_eq!(log.failures[0].at, 8);
        assert_eq!(log.failures[0].stack.len(), 4);
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.failed, tests.skipped), (Some(3), Some(2), Some(1)));
    }

    #[test]
    fn what_a_test_prints_is_not_its_failure() {
        let log = read(
            "\
---- vouchers::large stdout ----
GET https://shop.example/vouchers
error: nothing was found

thread 'vouchers::large' (4127) panicked at src/discount.rs:39:5:
attempt to subtract with overflow
---- vouchers::spawned stdout ----
asking
thread '<unnamed>' (4128) panicked at src/worker.rs:7:5:
no worker left",
        );
        assert_eq!(
            summaries(&log),
            [
                "test vouchers::large src/discount.rs:39:5 attempt to subtract with overflow",
                "test vouchers::spawned src/worker.rs:7:5 no worker left"
            ]
        );
    }

    #[test]
    fn the_panic_format_before_rust_1_73() {
        let log = read(
            "\
---- a stdout ----
thread 'a' panicked at 'assertion failed: `(left == right)`
  left: `1`,
 right: `2`', src/a.rs:10:5
---- b stdout ----
thread 'b' panicked at 'no luck', src/b.rs:3:1",
        );
        assert_eq!(
            summaries(&log),
            [
                "test a src/a.rs:10:5 assertion failed: `(left == right)`; left: `1`; right: `2`",
                "test b src/b.rs:3:1 no luck"
            ]
        );
    }

    #[test]
    fn nextest_and_panics_outside_of_tests() {
        let log = read(
            "\
        PASS [   0.003s] cart tests::adds
        FAIL [   0.004s] cart tests::total
  stderr ───
    thread 'tests::total' panicked at src/lib.rs:9:5:
    boom
     Summary [   0.010s] 2 tests run: 1 passed, 1 failed, 0 skipped
        FAIL [   0.004s] cart tests::total
error: test run failed",
        );
        assert_eq!(log.failures.len(), 1, "{:?}", log.failures);
        assert_eq!(log.failures[0].test.as_deref(), Some("tests::total"));
        assert_eq!(log.tests.unwrap().run, Some(2));

        let log =
            read("thread 'main' panicked at src/main.rs:3:10:\ncalled `Option::unwrap()` on a `None` value");
        assert_eq!(summaries(&log), ["crash - src/main.rs:3:10 called `Option::unwrap()` on a `None` value"]);
    }

    #[test]
    fn formatting_and_dependencies() {
        let log = read("Diff in /builds/shop/src/main.rs:12:\n-fn  a() {}\n+fn a() {}");
        assert_eq!(
            summaries(&log),
            ["lint - /builds/shop/src/main.rs:12:- Diff in /builds/shop/src/main.rs:12:"]
        );
        let log = read("error: no matching package named `carrt` found\nlocation searched: crates.io index");
        assert_eq!(summaries(&log), ["dependency - -:-:- no matching package named `carrt` found"]);
    }

    #[test]
    fn words_in_names_are_no_failures() {
        assert_harmless(
            "   Compiling error-chain v0.12.4\ntest error_handler::panics ... ok\ntest result: ok. 1 passed; 0 failed; 0 ignored",
        );
    }

    #[test]
    fn nextest_names_the_signal_that_ended_a_test() {
        for signal in ["SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGTRAP"] {
            let line = format!("{signal} [   0.004s] cart tests::total");
            let log = read(&format!("     {line}"));
            assert_eq!(summaries(&log), [format!("test tests::total -:-:- {line}")]);
        }
    }
}
