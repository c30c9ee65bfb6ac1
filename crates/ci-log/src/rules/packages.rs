//! Package managers of distributions: apt and dpkg, apk, dnf and yum.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let rule = |tool: &'static str, role, pattern: &'static str| {
        Rule::new(tool, role, pattern).with_kind(FailureKind::Dependency)
    };
    vec![
        // What dpkg said before tells more.
        rule("apt", Role::Consequence, r"^E: (?<message>Sub-process .* returned an error code.*)$").with_keywords(["e: sub-process "]),
        // `apt-get update` goes on with the lists that it has.
        rule("apt", Role::Consequence, r"^E: (?<message>(?:Failed to fetch|Some index files failed) .+)$")
            .with_keywords(["e: failed to fetch ", "e: some index files failed "])
            .with_weight(4.0),
        rule(
            "apt",
            Role::Failure,
            r"^E: (?<message>(?:Unable to locate package|Package '|Version '|Couldn't find any package|Unable to correct problems|Unmet dependencies|The repository '|Could not get lock|Unable to acquire the dpkg|Unable to fetch some archives).*)$",
        )
        .with_keywords([
            "e: unable to ",
            "e: package '",
            "e: version '",
            "e: couldn't find any package",
            "e: unmet dependencies",
            "e: the repository '",
            "e: could not get lock",
        ]),
        rule("apt", Role::Failure, r"^dpkg: (?<message>error processing .+)$").with_keywords(["dpkg: error processing "]),
        rule("apt", Role::Detail, r"^ (?<more>\S.*)$").with_reach(1),
        rule("apk", Role::Failure, r"^ERROR: (?<message>(?:unable to select packages|\S+: (?:temporary error|package mentioned in index not found|No such file)).*)$")
            .with_keywords(["error: unable to select packages", ": temporary error", "package mentioned in index"]),
        rule("apk", Role::Detail, r"^  (?<more>\S+ \(no such package\):)$").with_keywords(["no such package"]).with_reach(3),
        rule("dnf", Role::Failure, r"^(?:Error: )?(?<message>(?:Unable to find a match|Failed to download metadata for repo|Nothing to do|No package \S+ available).*)$")
            .with_keywords(["unable to find a match", "failed to download metadata", "no package "]),
    ]
}
