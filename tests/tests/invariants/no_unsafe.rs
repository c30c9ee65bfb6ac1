//! Invariant 10: no unsafe code.

use gitlab_rca_tests::source::{code, words};
use gitlab_rca_tests::workspace::Workspace;
use gitlab_rca_tests::{files, manifest};

#[test]
fn invariant_10_every_package_inherits_the_lints_that_forbid_unsafe_code() {
    let lints = manifest::section(&files::read("Cargo.toml"), "workspace.lints.rust");
    assert!(lints.contains(&"unsafe_code = \"forbid\"".to_owned()), "{lints:?}");
    for package in Workspace::load().members() {
        let lints = manifest::section(&files::read(&format!("{}/Cargo.toml", package.folder)), "lints");
        assert_eq!(lints, ["workspace = true"], "{} has lints of its own", package.name);
    }
}

#[test]
fn invariant_10_no_source_says_unsafe() {
    let unsafe_files: Vec<String> = files::rust()
        .into_iter()
        .filter(|file| words(&code(&file.text)).any(|word| word == "unsafe"))
        .map(|file| file.path)
        .collect();
    assert!(unsafe_files.is_empty(), "{unsafe_files:?}");
}
