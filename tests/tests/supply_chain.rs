//! What we build on. Licences, bans and doubled packages are in deny.toml; here is what needs no tool.

use gitlab_rca_tests::files;
use gitlab_rca_tests::manifest;
use gitlab_rca_tests::workspace::{Workspace, major_minor};

#[test]
fn every_package_declares_the_same_rust_version_licence_and_purpose() {
    let shared = manifest::section(&files::read("Cargo.toml"), "workspace.package");
    for line in ["rust-version = \"1.88\"", "license = \"MIT OR Apache-2.0\"", "edition = \"2024\""] {
        assert!(shared.contains(&line.to_owned()), "{line} is not in {shared:?}");
    }
    for package in Workspace::load().members() {
        assert_eq!(package.rust_version, Some((1, 88)), "{}", package.name);
        assert_eq!(package.license.as_deref(), Some("MIT OR Apache-2.0"), "{}", package.name);
        let manifest = files::read(&format!("{}/Cargo.toml", package.folder));
        assert!(manifest.contains("\ndescription = \""), "{} does not say what it is for", package.name);
        assert_eq!(package.published, package.folder.starts_with("crates/"), "{}", package.name);
    }
}

#[test]
fn nothing_that_users_build_needs_a_newer_rust_than_we_promise() {
    let promised = major_minor("1.88");
    let workspace = Workspace::load_with_all_features();
    let shipped = workspace.shipped();
    assert!(shipped.len() > 20, "this is not all: {}", shipped.len());
    let newer: Vec<String> = shipped
        .iter()
        .filter(|package| package.rust_version > promised)
        .map(|package| format!("{} {} needs Rust {:?}", package.name, package.version, package.rust_version))
        .collect();
    assert!(newer.is_empty(), "{newer:#?}");
}

#[test]
fn everything_comes_from_the_registry_and_has_a_licence() {
    let wrong: Vec<String> = Workspace::load()
        .packages()
        .filter(|package| {
            let is_ours = package.source.is_none() && !package.folder.is_empty();
            let is_registry = package.source.as_deref().is_some_and(|source| source.starts_with("registry+"));
            package.license.is_none() || !(is_ours || is_registry)
        })
        .map(|package| format!("{} {}", package.name, package.version))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn versions_stand_in_the_root_manifest_only() {
    let mut wrong = Vec::new();
    for package in Workspace::load().members() {
        let manifest = files::read(&format!("{}/Cargo.toml", package.folder));
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for line in manifest::section(&manifest, section) {
                let inherits = line.contains(".workspace = true") || line.contains("workspace = true,");
                let is_dependency = line.contains('=') && !line.starts_with([']', '"']);
                if is_dependency && !inherits && !line.contains("{ workspace = true }") {
                    wrong.push(format!("{}: {line}", package.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn both_licences_are_there() {
    for (file, words) in [("LICENSE-MIT", "MIT License"), ("LICENSE-APACHE", "Apache License")] {
        assert!(files::read(file).contains(words), "{file}");
    }
}
