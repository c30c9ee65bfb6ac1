//! What bundles, formats and checks sources of the web: webpack, esbuild, Rollup, Vite, Next; Prettier and Biome.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = builds();
    rules.extend(formatters());
    rules
}

fn builds() -> Vec<Rule> {
    let build = |tool: &'static str, role, pattern: &'static str| {
        Rule::new(tool, role, pattern).with_kind(FailureKind::Compile)
    };
    vec![
        build(
            "webpack",
            Role::Failure,
            r"^ERROR in (?<file>\.{0,2}/?\S+\.\w+)(?: (?<line>\d+):(?<column>\d+)(?:-\S+)?)?$",
        )
        .with_keywords(["error in "]),
        build("webpack", Role::Detail, r"^(?<message>\S.*)$").with_reach(1),
        build("esbuild", Role::Failure, "^(?:\u{2718}|X) \\[ERROR\\] (?<message>\\S.*)$")
            .with_keywords([" [error] "]),
        build("esbuild", Role::Detail, r"^    (?<file>[^\s:]+):(?<line>\d+):(?<column>\d+):$")
            .with_keywords([":"])
            .with_reach(3),
        build("rollup", Role::Failure, r"^\[!\] (?:\(plugin \S+\) )?(?<message>\w*Error: .+)$")
            .with_keywords(["[!] "]),
        build("rollup", Role::Detail, r"^(?<file>\S+\.\w+) \((?<line>\d+):(?<column>\d+)\)$")
            .with_keywords([" ("])
            .with_reach(3),
        build("vite", Role::Lead, r"^error during build:$").with_keywords(["error during build:"]),
        build("vite", Role::Failure, r"^(?<message>\S.*)$").within_report().with_reach(1).closing(),
        build("next", Role::Lead, r"^(?<file>\./\S+?)(?::(?<line>\d+):(?<column>\d+))?$")
            .with_keywords(["./"]),
        build(
            "next",
            Role::Failure,
            r"^(?:Error: )?(?<message>(?:Type error|Syntax ?[Ee]rror|Module not found|Error): .+)$",
        )
        .with_keywords(["error: ", "module not found: "])
        .within_report()
        .with_reach(1),
    ]
}

fn formatters() -> Vec<Rule> {
    let lint = |tool: &'static str, role, pattern: &'static str| {
        Rule::new(tool, role, pattern).with_kind(FailureKind::Lint)
    };
    vec![
        lint("prettier", Role::Lead, r"^Checking formatting\.\.\.$").with_keywords(["checking formatting..."]),
        lint("prettier", Role::Consequence, r"^\[warn\] (?<message>Code style issues .+)$").with_keywords(["[warn] code style issues "]).closing(),
        lint("prettier", Role::Failure, r"^\[warn\] (?<file>\S+\.\w+)$").with_keywords(["[warn] "]).within_report().with_reach(5_000),
        lint("prettier", Role::Failure, r"^\[error\] (?<file>[^\s:]+\.\w+): (?<message>\w*Error: .+?)(?: \((?<line>\d+):(?<column>\d+)\))?$")
            .with_keywords(["[error] "]),
        // A bare list of files tells nothing without the command that printed it.
        lint("prettier", Role::Lead, r"\bprettier\b.* (?:-l|--list-different)\b").with_keywords(["prettier -l ", "--list-different"]),
        lint("prettier", Role::Consequence, r"^(?<file>[^\s:]+\.\w+)$").within_report().with_reach(2),
        lint("prettier", Role::Frame, r"^\[error\] [> ]*\d* *\|").with_keywords(["[error] "]).with_reach(4),
        lint("biome", Role::Lead, "^(?<file>\\S+?)(?::(?<line>\\d+):(?<column>\\d+))? (?:(?:lint|assist)/\\S+|format|parse|check|organizeImports)(?: +FIXABLE)? \u{2501}{3,}$")
            .with_keywords([" \u{2501}\u{2501}\u{2501}"]),
        lint("biome", Role::Failure, "^\\s+(?:\u{2716}|\u{d7}) (?<message>\\S.*)$").with_keywords(["\u{2716} ", "\u{d7} "]).within_report().with_reach(3),
        // Limits that the coverage of tests has to reach.
        lint(
            "coverage",
            Role::Failure,
            r"^(?:Jest: |ERROR: |FAIL |\[ERROR\] )?(?<message>(?:.*coverage threshold for .+ not met.*|Coverage for \w+ \([\d.]+%\) does not meet .+|Required test coverage of .+ not reached.*|Coverage failure: total of .+ is less than .+|(?:Line|Branch) coverage \([\d.]+%\) is below the expected .+|Rule violated for \w+ .+ covered ratio is .+|Code coverage below expected threshold.*))$",
        )
        .with_keywords([
            "coverage threshold for ",
            "does not meet ",
            "required test coverage of ",
            "coverage failure: ",
            " is below the expected ",
            "rule violated for ",
            "code coverage below",
        ]),
    ]
}
