//! Invariant 9: what is public can grow, and what GitLab adds is no error.

use gitlab_core::types::{Commit, Job, MergeRequest, Pipeline};
use gitlab_rca_tests::source::{bracketed, code, line_of, words};
use gitlab_rca_tests::{files, manifest};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

#[test]
fn invariant_9_the_lints_that_keep_types_open_are_on() {
    let lints = manifest::section(&files::read("Cargo.toml"), "workspace.lints.clippy");
    for lint in ["exhaustive_enums", "exhaustive_structs", "allow_attributes_without_reason"] {
        // The checks turn every warning into an error.
        assert!(lints.contains(&format!("{lint} = \"warn\"")), "{lint} is not on: {lints:?}");
    }
}

#[test]
fn invariant_9_no_crate_closes_all_its_types_and_each_exception_says_why() {
    let mut wrong = Vec::new();
    for file in files::rust().into_iter().filter(|file| file.path.starts_with("crates/")) {
        let code = code(&file.text);
        for (at, _) in code.match_indices("clippy::exhaustive_") {
            let start = code.get(..at).and_then(|before| before.rfind('#')).unwrap_or_default();
            let attribute = code.get(start..).unwrap_or_default();
            let inner = attribute.starts_with("#!");
            let attribute = attribute.find('[').and_then(|open| bracketed(attribute.get(open..)?));
            let reason = attribute.is_some_and(|text| words(text).any(|word| word == "reason"));
            let line = line_of(&code, at);
            if inner && file.path.ends_with("/lib.rs") {
                wrong.push(format!("{}:{line} closes the types of a whole crate", file.path));
            }
            if !reason {
                wrong.push(format!("{}:{line} has no reason", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn invariant_9_no_type_refuses_fields_that_it_does_not_know() {
    let strict: Vec<String> = files::rust()
        .into_iter()
        .filter(|file| file.path.starts_with("crates/gitlab-core/"))
        .filter(|file| words(&code(&file.text)).any(|word| word == "deny_unknown_fields"))
        .map(|file| file.path)
        .collect();
    assert!(strict.is_empty(), "GitLab adds fields with every release: {strict:?}");
}

fn reads<T: DeserializeOwned>(what: &str, value: &Value) {
    if let Err(error) = serde_json::from_value::<T>(value.clone()) {
        panic!("{what}: {error}");
    }
}

#[test]
fn invariant_9_wire_types_take_fields_and_words_that_they_do_not_know() {
    reads::<Commit>(
        "commit",
        &json!({
            "id": "6104942438c14ec7bd21c6cd5bd995272b3faff6", "title": "Sanitize for network graph",
            "a_field_of_tomorrow": {"deep": [1, null, "x"]},
        }),
    );
    reads::<Pipeline>(
        "pipeline",
        &json!({
            "id": 46, "iid": 11, "project_id": 1, "status": "a_status_of_tomorrow", "source": "a_source_of_tomorrow",
            "ref": "main", "sha": "6104942438c14ec7bd21c6cd5bd995272b3faff6", "a_field_of_tomorrow": 1,
        }),
    );
    reads::<Job>(
        "job",
        &json!({
            "id": 7, "name": "test", "stage": "test", "status": "a_status_of_tomorrow",
            "failure_reason": "a_reason_of_tomorrow", "ref": "main", "a_field_of_tomorrow": true,
        }),
    );
    reads::<MergeRequest>(
        "merge request",
        &json!({
            "id": 1, "iid": 1, "project_id": 3, "title": "A title", "state": "a_state_of_tomorrow",
            "source_branch": "fix", "target_branch": "main", "detailed_merge_status": "a_status_of_tomorrow",
            "web_url": "https://gitlab.example.com/a/b/-/merge_requests/1", "a_field_of_tomorrow": [],
        }),
    );
}
