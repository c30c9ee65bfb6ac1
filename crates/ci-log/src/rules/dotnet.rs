//! `dotnet test`, `NUnit` and xUnit; `MSBuild` and `NuGet`; uncaught exceptions of .NET.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = tests();
    rules.extend(consoles());
    rules.extend(builds());
    rules
}

/// Frames of a stack trace; those of .NET itself have no place.
fn frames(tool: &'static str) -> [Rule; 2] {
    [
        Rule::new(tool, Role::Frame, r"^\s+at .+\) in (?<file>\S.*):line (?<line>\d+)$")
            .with_keywords([":line "]),
        Rule::new(tool, Role::Frame, r"^\s+at [\w.`<>\[\]]+\(.*\)$").with_keywords([" at "]),
    ]
}

fn tests() -> Vec<Rule> {
    let test =
        |role, pattern: &'static str| Rule::new("dotnet test", role, pattern).with_kind(FailureKind::Test);
    let mut rules = vec![
        test(Role::Failure, r"^  (?:Failed|X) (?<test>\S.*?) \[(?:< )?[\d.,]+ ?(?:ms|s|m|min|h)[^\]]*\]$")
            .with_keywords(["  failed ", "  x "]),
        // Before .NET Core 3.
        test(Role::Failure, r"^Failed   (?<test>[A-Za-z_][\w.+]*\.\w+(?:\(.*\))?)$").with_keywords(["failed   "]),
        test(Role::Counts, r"^Total tests: \d+\. Passed: (?<passed>\d+)\. Failed: (?<failed>\d+)\. Skipped: (?<skipped>\d+)\.")
            .with_keywords(["total tests: "])
            .closing(),
        // The adapter of xUnit says it while the run goes on.
        test(Role::Failure, r"^\[xUnit\.net [\d:.]+\]\s+(?<test>\S.*?) \[FAIL\]$").with_keywords(["[xunit.net "]).closing(),
        test(Role::Noise, r"^\[xUnit\.net [\d:.]+\]").with_keywords(["[xunit.net "]),
        // What `dotnet test` writes from .NET 9 on.
        test(
            Role::Failure,
            r"^\s*(?<file>\S[^()]*)\((?<line>\d+)\): error TESTERROR: (?<test>.+?) \([\d.,]+ ?m?s\): (?:Error Message: )?(?<message>.+)$",
        )
        .with_keywords(["error testerror: "]),
        test(Role::Lead, r"^\s+(?:(?<file>\S[^()]*)\((?<line>\d+)\): )?error TESTERROR:\s*$").with_keywords(["error testerror:"]),
        test(
            Role::Failure,
            r"^\s+(?<test>\S.*?) \((?:< )?\d[\d.,]* ?(?:ms|[dhms])(?: \d+(?:ms|[dhms]))*\): Error Message: *(?<message>.*)$",
        )
        .with_keywords(["): error message:"])
        .within_report()
        .with_reach(1),
        test(Role::Frame, r"^  from \S.*\.(?:dll|exe)\b").with_keywords(["  from "]).with_reach(1),
        test(Role::Frame, r"^\s*(?:Error Message|Stack Trace|Standard Output Messages):$")
            .with_keywords(["error message:", "stack trace:", "standard output messages:"])
            .with_reach(8),
        test(Role::Detail, r"^ {1,3}(?<message>\S.*)$").with_reach(1),
        test(Role::Detail, r"^\s*(?<more>(?:Expected|Actual|But was): .+)$")
            .with_keywords(["expected: ", "actual: ", "but was: "])
            .with_reach(8),
        test(Role::Counts, r"^(?:Failed|Passed|Skipped)!\s+- (?<counts>Failed: .+), Duration: ")
            .with_keywords(["!  - failed: ", "! - failed: "])
            .closing(),
        test(Role::Counts, r"^(?:Test summary: )(?<counts>total: \d+, .+)$").with_keywords(["test summary: total"]).closing(),
        test(Role::Lead, r"^Total tests: \d+$").with_keywords(["total tests: "]).closing(),
        test(Role::Counts, r"^ +(?<counts>(?:Passed|Failed|Skipped): \d+)$")
            .with_keywords([" passed: ", " failed: ", " skipped: "])
            .within_report()
            .with_reach(4),
        // Microsoft.Testing.Platform.
        // Anything may say `failed to … (3s)`: a name has a capital letter or a full stop.
        test(Role::Failure, r"^failed (?:\((?:canceled|try \d+)\) )?(?<test>(?:[A-Z_]|[a-z]\S*\.\S).*?) \((?:\d+(?:\.\d+)?(?:ms|[dhms]) ?)+\)$").with_keywords(["failed "]),
        test(Role::Noise, r"^passed \(try \d+\) (?<test>\S.*?) \((?:\d+(?:ms|[dhms]) ?)+\)$").with_keywords(["passed (try "]).passing(),
        test(Role::Detail, r"^  (?<message>\S.*)$").with_reach(1),
        test(Role::Frame, r"^\s+at .+ in (?<file>\S.*):(?<line>\d+)$").with_keywords([" in "]),
        test(Role::Lead, r"^Test run summary: ").with_keywords(["test run summary: "]),
        test(Role::Counts, r"^  succeeded: (?<passed>\d+)$").with_keywords(["  succeeded: "]).within_report().with_reach(8),
        test(Role::Counts, r"^  failed: (?<run>(?<failed>\d+))$").with_keywords(["  failed: "]).within_report().with_reach(8),
        test(Role::Counts, r"^  skipped: (?<skipped>\d+)$").with_keywords(["  skipped: "]).within_report().with_reach(8),
        test(Role::Consequence, r"^(?<message>Test Run (?:Failed|Aborted)\.)").with_keywords(["test run failed", "test run aborted"]),
    ];
    rules.extend(frames("dotnet test"));
    rules
}

/// The consoles of `NUnit` and xUnit.
fn consoles() -> Vec<Rule> {
    let nunit = |role, pattern: &'static str| Rule::new("nunit", role, pattern).with_kind(FailureKind::Test);
    let xunit = |role, pattern: &'static str| Rule::new("xunit", role, pattern).with_kind(FailureKind::Test);
    let mut rules = vec![
        nunit(Role::Failure, r"^\d+\) (?:Failed|Error|Invalid) : (?<test>\S.*)$").with_keywords([
            ") failed : ",
            ") error : ",
            ") invalid : ",
        ]),
        nunit(Role::Frame, r"^at .+\) in (?<file>\S.*):line (?<line>\d+)$").with_keywords([":line "]),
        nunit(Role::Detail, r"^\s*(?<message>\S.*)$").with_reach(1),
        nunit(Role::Detail, r"^\s+(?<more>(?:Expected|But was): .+)$")
            .with_keywords(["expected: ", "but was: "])
            .with_reach(4),
        nunit(Role::Counts, r"^\s*Test Count: \d+, (?<counts>Pass(?:ed)?: .+)$")
            .with_keywords(["test count: "])
            .closing(),
        // NUnit 2.
        nunit(Role::Counts, r"^(?<counts>Tests run: \d+, Errors: \d+, Failures: \d+), Inconclusive: ")
            .with_keywords(["tests run: "])
            .closing(),
        xunit(Role::Failure, r"^    (?<test>[A-Za-z_][\w.+]*\.\w.*?) \[FAIL\]$").with_keywords([" [fail]"]),
        xunit(Role::Detail, r"^      (?<message>\S.*)$").with_reach(1),
        xunit(Role::Detail, r"^      (?<more>(?:Expected|Actual): .+)$")
            .with_keywords(["expected: ", "actual: "])
            .with_reach(6),
        xunit(Role::Frame, r"^      Stack Trace:$").with_keywords(["stack trace:"]),
        xunit(Role::Frame, r"^        (?<file>\S[^()]*)\((?<line>\d+),\d+\): at .+$")
            .with_keywords(["): at "]),
        xunit(Role::Counts, r"^\s+\S+\s+(?<counts>Total: \d+, Errors: \d+, Failed: \d+, Skipped: \d+), ")
            .with_keywords(["total: "])
            .closing(),
    ];
    rules.extend(frames("nunit"));
    rules
}

fn builds() -> Vec<Rule> {
    let mut rules = vec![
        Rule::new("nuget", Role::Failure, r"^\s*(?<file>\S.*proj) ?: error (?<message>NU\d+: .+?)(?: \[\S+\])?$")
            .with_kind(FailureKind::Dependency)
            .with_keywords([": error nu"]),
        Rule::new(
            "dotnet format",
            Role::Failure,
            r"^\s*(?<file>\S[^()]*)\((?<line>\d+),(?<column>\d+)\): error (?<message>(?:WHITESPACE|IMPORTS|FINALNEWLINE|CHARSET|ENDOFLINE): .+?)(?: \[\S+proj\])?$",
        )
        .with_kind(FailureKind::Lint)
        .with_keywords([": error whitespace", ": error imports", ": error finalnewline", ": error charset", ": error endofline"]),
        Rule::new("msbuild", Role::Failure, r"^\s*(?:MSBUILD|CSC|VBC|FSC|EXEC|\S.*proj) ?: (?:fatal )?error (?<message>[A-Z]+\d+: .+?)(?: \[\S+proj\])?$")
            .with_kind(FailureKind::Compile)
            .with_keywords([": error ", ": fatal error "]),
        Rule::new("msbuild", Role::Consequence, r"^Build FAILED\.$").with_kind(FailureKind::Compile).with_keywords(["build failed."]),
        Rule::new("dotnet", Role::Failure, r"^Unhandled exception\. (?<message>.+)$")
            .with_kind(FailureKind::Crash)
            .with_keywords(["unhandled exception. "]),
    ];
    rules.extend(frames("dotnet"));
    rules
}
