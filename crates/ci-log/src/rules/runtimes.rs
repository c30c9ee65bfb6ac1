//! Test runners of JavaScript beside the big ones: AVA, Deno, Bun and Cucumber.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = ava();
    rules.extend(deno());
    rules.extend(bun());
    rules.extend(cucumber());
    rules
}

fn ava() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("ava", role, pattern).with_kind(FailureKind::Test);
    vec![
        // What the assertion says may follow the name here. Below all tests it stands alone, and under it the place.
        test(Role::Hint, "^\\s+(?:\u{2718}|\u{2716}) \\[(?:fail|unexpected pass)\\]: \\S")
            .with_keywords([" [fail]: ", " [unexpected pass]: "]),
        test(Role::Lead, "^  \u{2500}$").with_keywords(["  \u{2500}"]),
        test(Role::Failure, r"^  (?<file>\S+\.[cm]?[jt]sx?):(?<line>\d+)$")
            .with_keywords([".js:", ".mjs:", ".cjs:", ".jsx:", ".ts:", ".mts:", ".cts:", ".tsx:"])
            .within_report(),
        test(Role::Frame, "^  \u{203a} ").with_keywords(["  \u{203a} "]).with_reach(30),
        test(Role::Detail, r"^  (?<message>[^\s\xe2].*)$").with_reach(8),
        test(Role::Lead, "^  (?<test>[A-Za-z0-9_$'\"`(\\[].*)$").within_report(),
        test(Role::Counts, r"^  (?<run>(?<failed>\d+)) tests? failed$")
            .with_keywords([" test failed", " tests failed"])
            .closing(),
        test(Role::Counts, r"^  (?<passed>\d+) tests? passed$")
            .with_keywords([" test passed", " tests passed"]),
        test(Role::Counts, r"^  (?<skipped>\d+) tests? skipped$")
            .with_keywords([" test skipped", " tests skipped"]),
    ]
}

fn deno() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("deno", role, pattern).with_kind(FailureKind::Test);
    vec![
        test(Role::Lead, r"^(?<test>\S.*) => \S+:\d+:\d+$").with_keywords([
            " => ./",
            " => file:",
            " => http",
        ]),
        test(Role::Consequence, r"^error: (?<message>Test failed)$")
            .with_keywords(["error: test failed"])
            .closing(),
        test(Role::Failure, r"^error: (?<message>.+)$")
            .with_keywords(["error: "])
            .within_report()
            .with_reach(1),
        test(Role::Frame, r"^\s+at .*(?:https?://|ext:|node:|jsr:)").with_keywords([" at "]),
        test(Role::Frame, r"^\s+at (?:.*\()?(?:file://)?(?<file>/[^()\s:]+):(?<line>\d+):(?<column>\d+)\)?$")
            .with_keywords([" at "]),
        test(Role::Counts, r"^(?:FAILED|ok) \| (?<counts>\d+ passed.*? \| \d+ failed.*?)(?: \([^()]*\))?$")
            .with_keywords([" passed"])
            .closing(),
    ]
}

/// Bun writes the name below what went wrong.
fn bun() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("bun", role, pattern).with_kind(FailureKind::Test);
    vec![
        test(Role::Lead, r"^bun test v").with_keywords(["bun test v"]),
        test(Role::Lead, "^(?:\u{2713}|\\(pass\\)) .+ \\[[\\d.]+m?s\\]$").within_report(),
        test(Role::Failure, "^(?:\u{2717}|\\(fail\\)) (?<test>\\S.*?)(?: \\[[\\d.]+m?s\\])?$")
            .with_keywords(["\u{2717} ", "(fail) "])
            .within_report()
            .closing(),
        test(Role::Lead, r"^(?:error|\w*Error): (?<message>\S.*)$")
            .with_keywords(["error: "])
            .within_report(),
        test(Role::Detail, r"^\s+at (?:.*\()?(?<file>/?[^()\s:]+):(?<line>\d+):(?<column>\d+)\)?$")
            .with_keywords([" at "])
            .early()
            .within_report(),
        test(Role::Counts, r"^ (?<passed>\d+) pass$").with_keywords([" pass"]),
        test(Role::Counts, r"^ (?<run>(?<failed>\d+)) fail$").with_keywords([" fail"]),
        test(Role::Counts, r"^ (?<skipped>\d+) (?:skip|todo)$").with_keywords([" skip", " todo"]),
    ]
}

/// Cucumber in all its languages, and Behave.
fn cucumber() -> Vec<Rule> {
    let test =
        |role, pattern: &'static str| Rule::new("cucumber", role, pattern).with_kind(FailureKind::Test);
    vec![
        test(
            Role::Failure,
            r"^\s*\d+\) Scenario(?: Outline)?: (?<test>\S.*?)(?: # (?<file>\S+\.feature):(?<line>\d+))?$",
        )
        .with_keywords([") scenario"]),
        test(
            Role::Failure,
            r"^cucumber (?:-\S+ \S+ )*(?<file>\S+\.feature):(?<line>\d+)(?: # (?:Scenario(?: Outline)?|Example): (?<test>\S.*))?$",
        )
        .with_keywords(["cucumber "])
        .closing(),
        test(Role::Lead, r"^(?:Failing scenarios|Failed scenarios|--- Failed scenarios):\s*$").with_keywords(["failing scenarios:", "failed scenarios:"]),
        // Behat gives no names.
        test(Role::Failure, r"^\s+(?<file>\S+\.feature):(?<line>\d+)(?: \(on line \d+\))?$")
            .with_keywords([".feature:"])
            .within_report()
            .with_reach(60)
            .closing(),
        test(Role::Failure, r"^\s*(?:file://)?(?<file>\S+\.feature):(?<line>\d+)\s+(?:# )?(?<test>\S.*)$")
            .with_places([".feature"])
            .within_report()
            .with_reach(60)
            .closing(),
        test(Role::Detail, r"^\s+(?<message>(?:\w*(?:Error|Exception)\b|expected).*)$").with_reach(12),
        test(Role::Counts, r"^\s*\d+ scenarios? \((?<counts>.+)\)$").with_keywords([" scenario"]).closing(),
        test(Role::Counts, r"^(?<counts>\d+ scenarios? passed, \d+ failed, \d+ skipped.*)$")
            .with_keywords([" scenario"])
            .closing(),
    ]
}
