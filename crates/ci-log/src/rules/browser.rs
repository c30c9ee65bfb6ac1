//! Cypress and Playwright, Karma and Jasmine.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = playwright();
    rules.extend(cypress());
    rules.extend(webdriver_io());
    rules.extend(others());
    rules.extend(karma_mocha_reporter());
    rules
}

fn playwright() -> Vec<Rule> {
    let test =
        |role, pattern: &'static str| Rule::new("playwright", role, pattern).with_kind(FailureKind::Test);
    vec![
        test(
            Role::Failure,
            "^\\s+\\d+\\) (?<test>(?:\\[[^\\]]+\\] \u{203a} )?\\S+\\.[cm]?[jt]sx?:\\d+:\\d+ \u{203a} .+?)(?: |\u{2500})*$",
        )
        .with_keywords(["\u{203a} "]),
        // The list while it runs, and the sum.
        test(Role::Hint, "^\\s+(?:\u{2718}|\u{2717}|x) +\\d+ \\S.* \u{203a} ").with_keywords(["\u{203a} "]),
        test(Role::Detail, r"^    (?<message>(?:\w*Error|Test timeout of \d+ms exceeded)\b.*)$").with_reach(3),
        test(Role::Detail, r"^    (?<more>(?:Expected|Received)[\w ]*: .+)$")
            .with_keywords(["expected", "received"])
            .with_reach(8),
        test(Role::Frame, r"^\s+at .*(?:node_modules/|node:)").with_keywords([" at "]),
        test(Role::Frame, r"^\s+at (?:.*\()?(?<file>[^()\s:]+):(?<line>\d+):(?<column>\d+)\)?$").with_keywords([" at "]),
        // What passed when it was tried again stands below its own number.
        test(Role::Lead, r"^  (?<counts>\d+ flaky)$").with_keywords([" flaky"]),
        test(Role::Lead, "^    (?<test>(?:\\[[^\\]]+\\] \u{203a} )?\\S+\\.[cm]?[jt]sx?:\\d+:\\d+ \u{203a} .+?)(?: |\u{2500})*$")
            .with_keywords(["\u{203a} "])
            .within_report()
            .with_reach(1)
            .passing(),
        test(Role::Counts, r"^  (?<counts>\d+ (?:failed|skipped|passed))(?: \([\d.]+(?:ms|s|m|h)\))?$")
            .with_keywords([" failed", " skipped", " passed"])
            .within_report()
            .with_reach(1_000_000)
            .closing(),
        test(Role::Lead, r"^Running \d+ tests? using \d+ workers?").with_keywords([" worker"]),
        Rule::new("playwright", Role::Failure, r"^(?:Error: )?(?:browserType\.launch: )?(?<message>Executable doesn't exist at .+)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["executable doesn't exist at "]),
    ]
}

/// Cypress reports its tests as Mocha does, whose rules read them.
fn cypress() -> Vec<Rule> {
    let cypress = |role, pattern: &'static str| Rule::new("cypress", role, pattern);
    vec![
        cypress(
            Role::Failure,
            r"^\s*(?<message>(?:The cypress npm package is installed, but the Cypress binary is missing|Cypress failed to (?:start|verify)|Cypress could not verify that this server is running|Cypress verification timed out|Your `?configFile`? (?:is invalid|threw an error)|Can't run because no spec files were found|We detected that the .* process just crashed).*)$",
        )
        .with_kind(FailureKind::Configuration)
        .with_keywords([
            "cypress npm package is installed",
            "cypress failed to ",
            "cypress could not verify",
            "cypress verification timed out",
            "your `configfile`",
            "your configfile",
            "no spec files were found",
            "process just crashed",
        ]),
        cypress(Role::Consequence, "^\\s+(?<message>\u{2716}\\s+\\d+ of \\d+ failed .*)$")
            .with_kind(FailureKind::Test)
            .with_keywords([" failed ("]),
        // The table that sums up what stands above.
        cypress(Role::Noise, "^\\s+\u{2502} (?:\u{2714}|\u{2716}|Tests:|Passing:|Failing:|Pending:|Skipped:)")
            .with_kind(FailureKind::Test)
            .with_keywords(["\u{2502} "]),
    ]
}

/// `WebdriverIO`, which puts the number of the worker before the lines of it, and the browser too before those of a report.
fn webdriver_io() -> Vec<Rule> {
    let test =
        |role, pattern: &'static str| Rule::new("webdriverio", role, pattern).with_kind(FailureKind::Test);
    vec![
        // While it runs.
        test(Role::Failure, r#"^\[\d+-\d+\] \w*Error in "(?<test>.+)"$"#).with_keywords(["error in \""]),
        test(Role::Detail, r"^(?<message>\w*Error\b.*)$").with_reach(1),
        test(Role::Consequence, r"^\[\d+-\d+\] (?<message>FAILED in .+)$").with_keywords(["] failed in "]),
        // The report of each worker at the end.
        test(Role::Counts, r"^\[[^\]]+ #\d+-\d+\] (?<counts>\d+ (?:passing|skipped))(?: \(.+\))?$")
            .with_keywords([" passing", " skipped"]),
        test(Role::Consequence, r"^\[[^\]]+ #\d+-\d+\] (?<counts>\d+ failing)(?: \(.+\))?$").with_keywords([" failing"]),
        test(Role::Failure, r"^\[[^\]]+ #\d+-\d+\] \d+\) (?<test>\S.*)$").within_report(),
        test(Role::Detail, r"^\[[^\]]+ #\d+-\d+\] (?<message>\S.*)$").with_reach(1),
        test(Role::Frame, r"^(?:\[[^\]]+ #\d+-\d+\])?\s+at .*(?:node_modules|node:|<anonymous>\)|<Jasmine>)").with_keywords([" at "]),
        test(
            Role::Frame,
            r"^(?:\[[^\]]+ #\d+-\d+\])?\s+at (?:.*\()?(?:file://)?(?<file>[^()\s:]+):(?<line>\d+):(?<column>\d+)\)?$",
        )
        .with_keywords([" at "]),
    ]
}

/// The reporter karma-mocha-reporter: a tree of suites, below it a line for each browser and the message.
///
/// It is a tool of its own: below what Karma itself reports, any line may be indented like a suite.
fn karma_mocha_reporter() -> Vec<Rule> {
    let test = |role, pattern: &'static str| {
        Rule::new("karma-mocha-reporter", role, pattern).with_kind(FailureKind::Test)
    };
    vec![
        test(Role::Lead, r"^FAILED TESTS:$").with_keywords(["failed tests:"]),
        test(Role::Lead, r"^  (?<suite>\S.*)$").within_report(),
        test(Role::Failure, "^    +\u{2716} (?<test>\\S.*)$").with_keywords(["\u{2716} "]).within_report(),
        test(Role::Frame, r"^\s+(?:[A-Z]\w+ )+[\d.]+ \([^)]+\)$").with_reach(1),
        test(Role::Frame, r"^\s+at .*(?:node_modules/|<Jasmine>)").with_keywords([" at "]),
        test(
            Role::Frame,
            r"^\s+at (?:.*\()?(?:webpack:/+)?(?<file>[^()\s:]+):(?<line>\d+):(?<column>\d+)\)?$",
        )
        .with_keywords([" at "]),
        test(Role::Detail, r"^ {4,}(?<message>\S.*)$").with_reach(2),
        test(
            Role::Counts,
            "^(?:\u{2714}|\u{2716}|\u{2139}) (?<counts>\\d+ tests? (?:completed|failed|skipped))$",
        )
        .with_keywords([" completed", " failed", " skipped"]),
    ]
}

fn others() -> Vec<Rule> {
    let karma = |role, pattern: &'static str| Rule::new("karma", role, pattern).with_kind(FailureKind::Test);
    let jasmine =
        |role, pattern: &'static str| Rule::new("jasmine", role, pattern).with_kind(FailureKind::Test);
    vec![
        karma(Role::Noise, r": Executed \d+ of \d+ SUCCESS ").with_keywords([": executed "]),
        karma(Role::Failure, r"^(?:[A-Z]\w+ )+[\d.]+ \([^)]+\):? (?<test>\S.*) FAILED$")
            .with_keywords([" failed"]),
        karma(Role::Detail, r"^\t(?<message>\S.*)$").with_reach(1),
        karma(Role::Frame, r"^\s+at .*(?:node_modules/|<Jasmine>)").with_keywords([" at "]),
        karma(
            Role::Frame,
            r"^\s+at (?:.*\()?(?:webpack:/+)?(?<file>[^()\s:]+):(?<line>\d+):(?<column>\d+)\)?$",
        )
        .with_keywords([" at "]),
        karma(Role::Counts, r"^TOTAL: (?<counts>\d+ (?:FAILED|SUCCESS).*)$")
            .with_keywords(["total: "])
            .closing(),
        jasmine(Role::Lead, r"^Failures:$").with_keywords(["failures:"]),
        // Those that are pending are listed in the same way, but have no message.
        jasmine(Role::Lead, r"^(?:\d+\)|Suite error:) (?<test>\S.*)$")
            .with_keywords([") ", "suite error: "])
            .within_report()
            .with_reach(100),
        jasmine(Role::Failure, r"^  Message:$").with_keywords(["  message:"]).within_report().with_reach(1),
        jasmine(Role::Frame, r"^  (?:Message|Stack):$").with_keywords(["message:", "stack:"]).with_reach(8),
        jasmine(Role::Detail, r"^    (?<message>\S.*)$").with_reach(1),
        jasmine(Role::Frame, r"^\s+at .*(?:node_modules/|<Jasmine>)").with_keywords([" at "]),
        jasmine(Role::Frame, r"^\s+at (?:.*\()?(?<file>[^()\s:]+):(?<line>\d+):(?<column>\d+)\)?$")
            .with_keywords([" at "]),
        jasmine(Role::Counts, r"^(?<counts>\d+ specs?, \d+ failures?.*)$")
            .with_keywords([" spec, ", " specs, "])
            .closing(),
    ]
}
