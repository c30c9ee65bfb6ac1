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
        rule("apt", Role::Lead, r"^The following packages have unmet dependencies:$").with_keywords(["have unmet dependencies:"]),
        rule("apt", Role::Failure, r"^ (?<message>\S+ : (?:Pre)?Depends: .+)$").with_keywords([" : depends: ", " : predepends: "]).within_report().with_reach(6),
        rule("pacman", Role::Failure, r"^error: (?<message>(?:target not found: .+|failed to (?:prepare|commit) transaction .+|failed retrieving file .+))$")
            .with_keywords(["error: target not found", "error: failed to prepare tr", "error: failed to commit tr", "error: failed retrieving"]),
        rule("zypper", Role::Failure, r"^(?<message>No provider of '.+' found\.|Package '.+' not found\.)$").with_keywords(["no provider of '", "package '"]),
        rule("homebrew", Role::Failure, r"^Error: (?<message>No available (?:formula|cask).+)$").with_keywords(["error: no available "]),
        rule("conda", Role::Failure, r"^(?<message>(?:PackagesNotFoundError|ResolvePackageNotFound|UnsatisfiableError|LibMambaUnsatisfiableError): .*)$")
            .with_keywords(["packagesnotfounderror: ", "resolvepackagenotfound: ", "unsatisfiableerror: "]),
        rule("conda", Role::Detail, r"^  - (?<more>\S.*)$").with_keywords(["  - "]).with_reach(2),
        rule("apk", Role::Failure, r"^ERROR: (?<message>(?:unable to select packages|\S+: (?:temporary error|package mentioned in index not found)).*)$")
            .with_keywords(["error: unable to select packages", ": temporary error", "package mentioned in index"]),
        rule("apk", Role::Detail, r"^  (?<more>\S+ \(no such package\):)$").with_keywords(["no such package"]).with_reach(3),
        rule("dnf", Role::Failure, r"^(?:Error: )?(?<message>(?:Unable to find a match|Failed to download metadata for repo|No package \S+ available).*)$")
            .with_keywords(["unable to find a match", "failed to download metadata", "no package "]),
    ]
}
