//! Shells and what tests them: coreutils, PowerShell, Pester, Bats and shUnit2.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = shells();
    rules.extend(powershell());
    rules.extend(tests());
    rules
}

fn shells() -> Vec<Rule> {
    let shell =
        |role, pattern: &'static str| Rule::new("shell", role, pattern).with_kind(FailureKind::Configuration);
    vec![
        shell(Role::Failure, r"^(?:\S*sh|\S*/script\S*|\S+\.sh): (?:-c: )?(?:line )?(?:\d+: )?(?<message>(?:[Ss]yntax error.*|.*unexpected (?:EOF|end of file).*))$")
            .with_keywords(["syntax error", "unexpected eof", "unexpected end of file"]),
        shell(Role::Failure, r"^(?:\S*/)?env: (?<message>.+: No such file or directory)$").with_keywords(["env: "]),
        shell(Role::Failure, r"^\S+\.sh: line \d+: (?<message>\S.*: (?:command not found|unbound variable|parameter not set|[Pp]ermission denied|[Nn]o such file or directory))$")
            .with_keywords([".sh: line "]),
        // A script may well go on after one of these.
        Rule::new(
            "",
            Role::Signal,
            r"^(?:\S*/)?(?<message>(?:cp|mv|rm|mkdir|rmdir|ln|chmod|chown|cat|ls|tar|touch|install|rsync|sed|find|head|tail|cd|unzip|gzip|xz|sha256sum|md5sum|diff|grep|dd|stat|readlink|source|test|\[): .+: (?:No such file or directory|Permission denied|File exists|Not a directory|Is a directory|Operation not permitted|Read-only file system|Directory not empty))$",
        )
        .with_keywords([
            ": no such file or directory",
            ": permission denied",
            ": file exists",
            ": not a directory",
            ": is a directory",
            ": operation not permitted",
            ": read-only file system",
            ": directory not empty",
        ])
        .with_kind(FailureKind::Configuration)
        .with_weight(3.5),
    ]
}

fn powershell() -> Vec<Rule> {
    let powershell =
        |role, pattern: &'static str| Rule::new("powershell", role, pattern).with_kind(FailureKind::Crash);
    vec![
        // The concise view of PowerShell 7.
        powershell(Role::Signal, r"^[\w.-]+: (?<file>\S.*\.psm?1):(?<line>\d+)$")
            .with_places([".ps1", ".psm1"])
            .with_weight(6.0),
        powershell(Role::Frame, r"^Line \|$").with_keywords(["line |"]).with_reach(1),
        powershell(Role::Frame, r"^\s+\d+ \| ").with_keywords([" | "]).with_reach(2),
        powershell(Role::Frame, r"^\s+\|\s+~+\s*$").with_keywords(["~"]).with_reach(3),
        powershell(Role::Detail, r"^\s+\| (?<message>\S.*)$").with_keywords([" | "]).with_reach(3),
    ]
}

fn tests() -> Vec<Rule> {
    let pester =
        |role, pattern: &'static str| Rule::new("pester", role, pattern).with_kind(FailureKind::Test);
    let bats = |role, pattern: &'static str| Rule::new("bats", role, pattern).with_kind(FailureKind::Test);
    let shunit =
        |role, pattern: &'static str| Rule::new("shunit2", role, pattern).with_kind(FailureKind::Test);
    vec![
        pester(Role::Failure, r"^\s*\[-\] (?<test>\S.*?) [\d.]+m?s(?: \(.*\))?$").with_keywords(["[-] "]),
        pester(Role::Noise, r"^\s*\[[+!?]\] \S.* [\d.]+m?s(?: \(.*\))?$").with_keywords(["[+] ", "[!] ", "[?] "]).closing(),
        pester(Role::Frame, r"^\s*at (?:.+, )?(?<file>\S+\.ps1): ?(?:line )?(?<line>\d+)$").with_keywords([".ps1:"]).with_reach(8),
        pester(Role::Detail, r"^\s+(?<message>\S.*)$").with_reach(1),
        pester(Role::Counts, r"^Tests Passed: (?<passed>\d+), Failed: (?<failed>\d+), Skipped: (?<skipped>\d+),").with_keywords(["tests passed: "]),
        // The form of a terminal; the other one is the Test Anything Protocol.
        bats(Role::Failure, "^ (?:\u{2717}) (?<test>\\S.*)$").with_keywords([" \u{2717} "]),
        bats(Role::Detail, r"^#?\s+\((?:in .+ )?(?:in|from) (?:test )?(?:file|function) .*?(?<file>\S+\.(?:bats|sh|bash)), line (?<line>\d+)[),]?$")
            .with_keywords([", line "])
            .with_reach(4),
        bats(Role::Detail, r"^\s+(?<message>`.+' failed.*)$").with_keywords(["' failed"]).with_reach(4),
        bats(Role::Counts, r"^(?<counts>\d+ tests?, \d+ failures?(?:, \d+ skipped)?)(?: in [\d.]+ seconds)?$").with_keywords([" failure"]).closing(),
        shunit(Role::Lead, r"^(?<test>test\w+)$").with_keywords(["test"]),
        shunit(Role::Failure, r"^ASSERT:(?<message>\S.*)$").with_keywords(["assert:"]).closing(),
        shunit(Role::Counts, r"^Ran (?<run>\d+) tests?\.$").with_keywords(["ran "]),
    ]
}
