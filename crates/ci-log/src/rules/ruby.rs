//! `RSpec`, minitest, `RuboCop`, bundler and Ruby itself.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let spec = |role, pattern: &'static str| Rule::new("rspec", role, pattern).with_kind(FailureKind::Test);
    let mini =
        |role, pattern: &'static str| Rule::new("minitest", role, pattern).with_kind(FailureKind::Test);
    vec![
        spec(Role::Consequence, r"^Failures:\s*$").with_keywords(["failures:"]),
        // Several failures of one example.
        spec(Role::Detail, r"^\s+\d+\.\d+\) Failure/Error: (?<more>\S.*)$").with_keywords([") failure/error:"]),
        spec(Role::Failure, r"^\s+\d+\) (?<test>\S.*)$").within_report(),
        spec(Role::Failure, r"^An error occurred (?:while loading|in an? \S+ hook|in) (?<file>\S+?)\.?$")
            .with_keywords(["an error occurred while loading", "an error occurred in"]),
        spec(Role::Frame, r"^# (?<file>\./\S+):(?<line>\d+):in ").with_keywords(["# ./"]).replacing(),
        spec(Role::Frame, r"^# (?:\S+:\d+:in |  \S|$)").with_keywords(["# "]),
        spec(Role::Detail, r"^\s*Failure/Error: (?<message>.+)$").with_keywords(["failure/error:"]).with_reach(3),
        spec(Role::Detail, r"^\s+(?<more>(?:expected|got|[A-Z]\w*(?:::\w+)*Error):? .+)$").with_reach(8),
        spec(Role::Frame, r"^\s+# (?:/\S*/gems/|/usr/|<)").with_keywords([" # "]),
        spec(Role::Frame, r"^\s+# (?<file>\S+):(?<line>\d+):in ").with_keywords([" # "]),
        spec(Role::Failure, r"^rspec (?<file>\./\S+?):(?<line>\d+) # (?<test>.+)$").with_keywords(["rspec ./"]).closing(),
        spec(Role::Failure, r"^rspec '(?<file>\./\S+?)\[[\d:]+\]' # (?<test>.+)$").with_keywords(["rspec './"]).closing(),
        spec(Role::Counts, r"^(?<counts>\d+ examples?, \d+ failures?.*)$").with_keywords([" example, ", " examples, "]).closing(),
        mini(Role::Lead, r"^(?:\s+\d+\) )?(?:Failure|Error):$").with_keywords(["failure:", "error:"]),
        mini(Role::Failure, r"^(?<test>[A-Z][^#]*#test_\S*?(?: .*?)??)(?: \[(?<file>[^\]:]+):(?<line>\d+)\]:?|:)$")
            .with_keywords(["#test_"])
            .within_report()
            .with_reach(1),
        // The gem minitest-reporters: while the tests run, or a line for each of them.
        mini(Role::Failure, r"^ *(?:FAIL|ERROR) (?<test>[A-Z][\w:]*#test_\S.*?) \([\d.]+s\)$").with_keywords(["fail ", "error "]),
        mini(Role::Failure, r"^  (?<test>test_\S.*?) +(?:FAIL|ERROR) \([\d.]+s\)$").with_keywords(["  test_"]),
        // The gem test-unit.
        mini(Role::Failure, r"^(?:Failure|Error): (?<test>test\w*(?: .+)?\([\w:]+\))(?:: (?<message>.+))?$")
            .with_keywords(["failure: test", "error: test"]),
        // The lines of the source that test-unit shows.
        mini(Role::Frame, r"^ +(?:=> *)?\d+: ").with_reach(3),
        mini(Role::Frame, r"^\s*(?:\S*/gems/|/usr/)\S+\.rb:\d+:in ").with_keywords([".rb:"]).with_reach(8),
        mini(Role::Frame, r"^\s*(?<file>[^\s:]+\.rb):(?<line>\d+):in ").with_keywords([".rb:"]).with_reach(8),
        mini(Role::Detail, r"^\s*(?:Minitest::UnexpectedError:\s+)?(?<message>\S.*)$").with_reach(1),
        mini(Role::Counts, r"^(?<counts>\d+ (?:runs|tests), \d+ assertions, \d+ failures, \d+ errors, \d+ (?:skips|pendings, \d+ omissions))")
            .with_keywords([" assertions, "])
            .closing(),
        Rule::new(
            "rubocop",
            Role::Failure,
            r"^(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+): (?<message>[CWEFR]: .+)$",
        )
        .with_kind(FailureKind::Lint)
        .with_keywords([": c: ", ": w: ", ": e: ", ": f: ", ": r: "]),
        // The form `simple`.
        Rule::new("rubocop", Role::Lead, r"^== (?<file>\S+) ==$").with_keywords(["== "]),
        Rule::new("rubocop", Role::Failure, r"^(?:[CWEFR]):\s*(?<line>\d+):\s*(?<column>\d+): (?<message>.+)$")
            .with_kind(FailureKind::Lint)
            .within_report(),
        Rule::new("brakeman", Role::Lead, r"^Confidence: (?:High|Medium|Weak)$").with_keywords(["confidence: "]),
        Rule::new("brakeman", Role::Failure, r"^Message: (?<message>\S.*)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["message: "])
            .within_report()
            .with_reach(6),
        Rule::new("brakeman", Role::Detail, r"^File: (?<file>\S+)$").with_keywords(["file: "]).with_reach(4),
        Rule::new("brakeman", Role::Detail, r"^Line: (?<line>\d+)$").with_keywords(["line: "]).with_reach(4),
        Rule::new("brakeman", Role::Failure, r"^(?<file>\S+\.rb)\t(?<line>\d+)\t(?<message>.+)$")
            .with_kind(FailureKind::Lint)
            .with_keywords([".rb\t"]),
        Rule::new("bundler-audit", Role::Lead, r"^(?:Criticality|Advisory|CVE|GHSA): ").with_keywords(["criticality: ", "advisory: ", "cve: ", "ghsa: "]),
        Rule::new("bundler-audit", Role::Failure, r"^Title: (?<message>\S.*)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["title: "])
            .within_report()
            .with_reach(6),
        Rule::new(
            "bundler",
            Role::Failure,
            r"^(?<message>(?:Could not find gem|Could not find \S+ in (?:any of the sources|locally)|Bundler could not find compatible versions|Your Ruby version is \S+, but your Gemfile specified|Your bundle is locked to|The dependencies in your gemfile changed|The gemspecs for path gems changed|You are trying to install in deployment mode|An error occurred while installing).*)$",
        )
        .with_kind(FailureKind::Dependency)
        .with_keywords([
            "could not find gem",
            "could not find ",
            "bundler could not find",
            "your ruby version is ",
            "your bundle is locked to",
            "the dependencies in your gemfile",
            "the gemspecs for path gems",
            "install in deployment mode",
            "an error occurred while installing",
        ]),
        Rule::new("bundler", Role::Failure, r"^(?:Gem::Ext::BuildError: )?ERROR: (?<message>Failed to build gem native extension\.)$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["failed to build gem native"]),
        // Rake tells of a task that failed; what its command printed tells more.
        Rule::new("rake", Role::Signal, r"^rake aborted!$")
            .with_kind(FailureKind::Script)
            .with_keywords(["rake aborted!"])
            .with_weight(5.0),
        Rule::new("rake", Role::Detail, r"^(?<message>Command failed with status \(\d+\).*)$")
            .with_keywords(["command failed with status"])
            .with_reach(2)
            .with_weight(-4.0),
        Rule::new("rake", Role::Detail, r"^(?<message>\S.*)$").with_reach(1),
        Rule::new("rake", Role::Frame, r"^\S+:\d+:in [`']").with_keywords([":in "]),
        // A program may report an exception and go on.
        Rule::new("ruby", Role::Consequence, r"^(?<file>[^\s:]+\.rb):(?<line>\d+):in [`'].*': (?<message>.+)$")
            .with_kind(FailureKind::Crash)
            .with_places([".rb"])
            .with_weight(8.0),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn rspec() {
        let log = read(
            "\
..F

Failures:

  1) Cart#total adds tax
     Failure/Error: expect(cart.total).to eq(4)

       expected: 4
            got: 3

       (compared using ==)
     # /usr/local/bundle/gems/rspec-core-3.13/lib/x.rb:1:in `y'
     # ./spec/cart_spec.rb:12:in `block (3 levels) in <top (required)>'

Finished in 0.02 seconds (files took 0.1 seconds to load)
3 examples, 1 failure, 1 pending

Failed examples:

rspec ./spec/cart_spec.rb:9 # Cart#total adds tax",
        );
        assert_eq!(
            summaries(&log),
            [
                "test Cart#total adds tax ./spec/cart_spec.rb:12:- expect(cart.total).to eq(4); expected: 4; got: 3"
            ]
        );
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.failed, tests.skipped), (Some(3), Some(1), Some(1)));
    }

    #[test]
    fn minitest_rubocop_and_bundler() {
        let log = read(
            "  1) Failure:\nCartTest#test_total [test/cart_test.rb:9]:\nExpected: 4\n  Actual: 3\n\n3 runs, 3 assertions, 1 failures, 0 errors, 0 skips",
        );
        assert_eq!(summaries(&log), ["test CartTest#test_total test/cart_test.rb:9:- Expected: 4"]);
        assert_eq!(log.tests.unwrap().run, Some(3));
        let log = read("app/cart.rb:3:5: C: Style/StringLiterals: Prefer single-quoted strings");
        assert_eq!(log.failures[0].kind.as_str(), "lint");
        let log = read("Could not find gem 'acme (>= 2)' in locally installed gems.");
        assert_eq!(log.failures[0].kind.as_str(), "dependency");
    }

    #[test]
    fn a_run_that_passes() {
        assert_harmless("3 examples, 0 failures\n3 runs, 3 assertions, 0 failures, 0 errors, 0 skips");
    }
}
