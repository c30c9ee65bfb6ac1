//! Invariant 3: our crates know each other as the table says, and no more.

use gitlab_rca_tests::files;
use gitlab_rca_tests::workspace::{Kind, Package, Workspace};
use std::collections::BTreeSet;

/// What one crate may know of the others.
struct Arrow {
    from: &'static str,
    /// Always.
    always: &'static [&'static str],
    /// Behind a feature of the same name.
    optional: &'static [&'static str],
    /// In its own tests, examples and benches, beside the above.
    tests: &'static [&'static str],
}

const ARROWS: &[Arrow] = &[
    Arrow { from: "gitlab-core", always: &[], optional: &[], tests: &[] },
    Arrow { from: "secret-redaction", always: &[], optional: &[], tests: &[] },
    Arrow { from: "ci-log", always: &[], optional: &[], tests: &[] },
    Arrow { from: "code-correlation", always: &[], optional: &[], tests: &[] },
    Arrow { from: "rca-note", always: &["secret-redaction"], optional: &[], tests: &[] },
    Arrow { from: "gitlab-auth", always: &["gitlab-core"], optional: &[], tests: &["gitlab-testkit"] },
    Arrow {
        from: "gitlab-api-client",
        always: &["gitlab-core"],
        optional: &["secret-redaction"],
        tests: &["gitlab-auth", "gitlab-testkit"],
    },
    Arrow { from: "alert-mapping", always: &["gitlab-core"], optional: &[], tests: &[] },
    Arrow {
        from: "gitlab-investigation",
        always: &["gitlab-core", "ci-log", "code-correlation", "rca-note", "secret-redaction"],
        optional: &["gitlab-api-client"],
        tests: &["gitlab-auth", "gitlab-testkit"],
    },
    Arrow {
        from: "gitlab-write-back",
        always: &["gitlab-core", "rca-note"],
        optional: &["gitlab-api-client"],
        tests: &["gitlab-auth", "gitlab-testkit"],
    },
    Arrow {
        from: "gitlab-testkit",
        always: &["gitlab-core"],
        optional: &[],
        tests: &["gitlab-api-client", "gitlab-auth"],
    },
];

/// Crates that may know every other: the facade here, and the two packages that are not published.
const KNOW_ALL: &[&str] = &["gitlab-rca", "gitlab-rca-examples", "gitlab-rca-tests"];

fn ours<'p>(
    package: &'p Package,
    names: &'p BTreeSet<String>,
) -> impl Iterator<Item = (&'p str, Kind, bool)> {
    let ours = package.dependencies.iter().filter(|dependency| names.contains(&dependency.name));
    ours.map(|dependency| (dependency.name.as_str(), dependency.kind, dependency.optional))
}

#[test]
fn invariant_3_no_arrow_beyond_the_table() {
    let workspace = Workspace::load();
    let names: BTreeSet<String> = workspace.members().map(|package| package.name.clone()).collect();
    let mut wrong = Vec::new();
    for package in workspace.members().filter(|package| !KNOW_ALL.contains(&package.name.as_str())) {
        let Some(arrow) = ARROWS.iter().find(|arrow| arrow.from == package.name) else {
            wrong.push(format!("{} is not in the table", package.name));
            continue;
        };
        for (to, kind, optional) in ours(package, &names) {
            let allowed = match (kind, optional) {
                _ if arrow.always.contains(&to) => true,
                (Kind::Development, _) => arrow.optional.contains(&to) || arrow.tests.contains(&to),
                (_, true) => arrow.optional.contains(&to),
                (_, false) => false,
            };
            if !allowed {
                wrong.push(format!("{} may not know {to} ({kind:?}, optional: {optional})", package.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn invariant_3_the_facade_does_not_ship_the_testkit_by_default() {
    let workspace = Workspace::load();
    let shipped = gitlab_rca_tests::workspace::tree("gitlab-rca", &[]);
    assert!(!shipped.contains("gitlab-testkit"), "a user of the facade would build the testkit");
    assert!(workspace.member("gitlab-testkit").is_some());
}

#[test]
fn invariant_3_the_table_in_the_document_is_this_one() {
    let page = files::read("docs/ARCHITECTURE.md");
    let mut wrong = Vec::new();
    for arrow in ARROWS {
        let start = format!("| `{}` |", arrow.from);
        let Some(row) = page.lines().find(|line| line.starts_with(&start)) else {
            wrong.push(format!("no row for {}", arrow.from));
            continue;
        };
        let knows = row.trim_end_matches('|').rsplit('|').next().unwrap_or_default();
        let said: BTreeSet<&str> = knows.split('`').skip(1).step_by(2).collect();
        let held: BTreeSet<&str> = arrow.always.iter().chain(arrow.optional).copied().collect();
        if said != held {
            wrong.push(format!("{}: the page says {said:?}, the test {held:?}", arrow.from));
        }
    }
    assert!(wrong.is_empty(), "docs/ARCHITECTURE.md and this table differ: {wrong:#?}");
}
