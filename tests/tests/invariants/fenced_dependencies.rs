//! Invariant 2: what is large or changes fast is named by one crate only.

use gitlab_rca_tests::files;
use gitlab_rca_tests::source::{code, line_of, words};
use gitlab_rca_tests::workspace::Workspace;

/// A package of others, and the one crate of ours that may name it.
const FENCED: &[(&str, &str)] = &[
    ("reqwest", "gitlab-api-client"),
    ("oauth2", "gitlab-auth"),
    ("sqlx", "gitlab-sql-store"),
    ("rmcp", "gitlab-agent-tools"),
];

#[test]
fn invariant_2_only_one_manifest_names_each_fenced_dependency() {
    let workspace = Workspace::load();
    let mut wrong = Vec::new();
    for package in workspace.members() {
        for dependency in &package.dependencies {
            for (fenced, owner) in FENCED {
                if dependency.name == *fenced && package.name != *owner {
                    wrong.push(format!(
                        "{}/Cargo.toml names {fenced}, which only {owner} may",
                        package.folder
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn invariant_2_only_one_crate_names_each_fenced_dependency_in_its_source() {
    let mut wrong = Vec::new();
    for file in files::rust() {
        let code = code(&file.text);
        for (fenced, owner) in FENCED {
            if file.path.starts_with(&format!("crates/{owner}/")) || !words(&code).any(|word| word == *fenced)
            {
                continue;
            }
            let line = line_of(&code, code.find(fenced).unwrap_or_default());
            wrong.push(format!("{}:{line} names {fenced}, which only {owner} may", file.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
