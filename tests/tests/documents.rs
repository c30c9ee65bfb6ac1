//! What the documents promise: that their code compiles, their links lead somewhere, and their names exist.

#![allow(clippy::expect_used, reason = "this is test code: a panic is how it says what is wrong")]

use gitlab_rca_tests::files::{self, TextFile};
use gitlab_rca_tests::source::{code, words};
use gitlab_rca_tests::workspace::Workspace;
use std::collections::BTreeSet;
use std::path::Path;

/// The fences that open a block of code, with the numbers of their lines and what they say of their language.
fn blocks(text: &str) -> Vec<(usize, &str)> {
    let mut open = false;
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            if !open {
                found.push((index + 1, language));
            }
            open = !open;
        }
    }
    found
}

/// The documentation of a Rust file, as Markdown.
fn documentation(file: &TextFile) -> String {
    let lines = file.text.lines().map(|line| {
        let line = line.trim_start();
        line.strip_prefix("//!").or_else(|| line.strip_prefix("///")).unwrap_or_default()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_block_of_code_says_its_language_and_rust_is_compiled() {
    let compiled = files::read("tests/src/documents.rs");
    let mut wrong = Vec::new();
    for file in files::markdown() {
        for (line, language) in blocks(&file.text) {
            let is_rust = language.starts_with("rust");
            if language.is_empty() {
                wrong.push(format!("{}:{line} does not say its language", file.path));
            }
            if is_rust && !compiled.contains(&format!("\"../../{}\"", file.path)) {
                wrong.push(format!(
                    "{}:{line} is Rust, but tests/src/documents.rs does not name the file",
                    file.path
                ));
            }
            if is_rust && language.contains("ignore") {
                wrong.push(format!("{}:{line} is not compiled", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_example_in_the_documentation_is_ignored() {
    let mut wrong = Vec::new();
    for file in files::rust() {
        for (line, language) in blocks(&documentation(&file)) {
            if language.contains("ignore") {
                wrong.push(format!("{}:{line}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "examples that nobody compiles: {wrong:#?}");
}

#[test]
fn every_crate_has_a_front_page_with_its_four_parts() {
    let mut wrong = Vec::new();
    for package in Workspace::load().crates() {
        let page = files::all()
            .into_iter()
            .find(|file| file.path == format!("{}/src/lib.rs", package.folder))
            .map(|file| documentation(&file))
            .expect("a crate has a lib.rs");
        let lower = page.to_lowercase();
        let has_heading = |word: &str| {
            page.lines()
                .map(str::trim_start)
                .any(|line| line.starts_with("# ") && line.to_lowercase().contains(word))
        };
        let parts = [
            ("what it is not", lower.contains("what it is not")),
            (
                "what it is, in its first line",
                page.lines().next().is_some_and(|line| !line.trim().is_empty()),
            ),
            (
                "an example that compiles",
                blocks(&page).iter().any(|(_, language)| !language.contains("text")),
            ),
            ("how to replace its parts", has_heading("replac")),
        ];
        wrong.extend(
            parts
                .iter()
                .filter(|(_, is_there)| !is_there)
                .map(|(part, _)| format!("the front page of {} lacks {part}", package.name)),
        );
        if package.features.len() > 1 && !has_heading("feature") {
            wrong.push(format!("the front page of {} lacks a table of its features", package.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_feature_is_on_the_front_page_of_its_crate() {
    let mut wrong = Vec::new();
    for package in Workspace::load().crates() {
        let page = files::read(&format!("{}/src/lib.rs", package.folder));
        for feature in package.features.keys().filter(|name| *name != "default") {
            if !page.contains(&format!("`{feature}`")) {
                wrong.push(format!("{}: {feature}", package.name));
            }
        }
    }
    assert!(wrong.is_empty(), "features that no front page names: {wrong:#?}");
}

/// Text without what stands in code spans, in which nothing is a link.
fn outside_of_code(text: &str) -> String {
    let lines = text.lines().map(|line| match line.matches('`').count() % 2 {
        0 => line.split('`').step_by(2).collect(),
        // A span goes on in the next line.
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn links_between_documents_lead_to_files() {
    let mut wrong = Vec::new();
    for file in files::markdown() {
        let folder =
            files::root().join(&file.path).parent().map(Path::to_owned).expect("a file is in a folder");
        let text = outside_of_code(&file.text);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap_or_default();
            // In a page that rustdoc includes, rustdoc checks the names of items.
            let is_item = file.path.contains("/src/") && path.starts_with("crate::");
            if !is_item && !path.is_empty() && !path.contains("://") && !folder.join(path).exists() {
                wrong.push(format!("{} links to {target}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn tests_that_the_architecture_names_exist() {
    let page = files::read("docs/ARCHITECTURE.md");
    let mut names = BTreeSet::new();
    for file in files::rust() {
        let code = code(&file.text);
        let after_fn = code.match_indices("fn ").filter_map(|(at, found)| code.get(at + found.len()..));
        names.extend(after_fn.filter_map(|rest| words(rest).next().map(str::to_owned)));
    }
    let invariants = page.split("## Invariants").nth(1).and_then(|rest| rest.split("\n## ").next());
    let invariants = invariants.expect("the page has invariants");
    // A name of that many words in code is a test's.
    let is_test = |name: &&str| {
        name.matches('_').count() > 2 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let named: Vec<&str> = invariants.split('`').skip(1).step_by(2).filter(is_test).collect();
    assert!(named.len() >= 10, "{named:?}");
    let missing: Vec<&&str> = named.iter().filter(|name| !names.contains(**name)).collect();
    assert!(missing.is_empty(), "docs/ARCHITECTURE.md names tests that are not there: {missing:?}");
    let unnamed: Vec<&String> = names
        .iter()
        .filter(|name| name.starts_with("invariant_"))
        .filter(|name| {
            let number: String = name.chars().skip(10).take_while(char::is_ascii_digit).collect();
            !named.iter().any(|known| known.starts_with(&format!("invariant_{number}_")))
        })
        .collect();
    assert!(unnamed.is_empty(), "tests of invariants that docs/ARCHITECTURE.md does not have: {unnamed:?}");
}

#[test]
fn the_readme_lists_every_crate() {
    let readme = files::read("README.md");
    let workspace = Workspace::load();
    let missing: Vec<&str> = workspace
        .crates()
        .map(|package| package.name.as_str())
        .filter(|name| !readme.contains(&format!("`{name}`")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_changelog_has_this_version_and_its_lines_have_tags() {
    const TAGS: &[&str] = &["breaking", "added", "changed", "fixed", "removed", "security"];
    let changelog = files::read("CHANGELOG.md");
    for package in Workspace::load().crates() {
        let heading = format!("\n## {} (", package.version);
        assert!(changelog.contains(&heading), "no entry for {} {}", package.name, package.version);
    }
    let untagged: Vec<&str> = changelog
        .lines()
        .filter_map(|line| line.strip_prefix("- "))
        .filter(|line| !TAGS.iter().any(|tag| line.starts_with(&format!("**{tag}** "))))
        .collect();
    assert!(untagged.is_empty(), "{untagged:#?}");
}
