//! References to things in GitLab, in free text and alone: what is found is where it says, and can be written.
#![no_main]

use gitlab_core::{GitLabReference, Instance, ProjectPath, ReferenceTarget, references_in, urls_in};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static INSTANCES: LazyLock<Vec<Instance>> = LazyLock::new(|| {
    ["https://gitlab.com", "https://example.com/gitlab", "http://[::1]:8080"]
        .iter()
        .map(|address| Instance::parse(address).unwrap())
        .collect()
});

/// Whether the address of this reference says no more than it. A project's page is only its path, and in that of a
/// project in a subgroup the last parts may look like a page of an old GitLab: `group/project/issues/7`.
fn is_unambiguous(reference: &GitLabReference) -> bool {
    let path = reference.project().path().map_or("", ProjectPath::as_str);
    !matches!(reference.target(), ReferenceTarget::Project) || path.matches('/').count() == 1
}

/// Whether its short form is no URL without a scheme: a group may be called like the host.
fn is_no_host(reference: &GitLabReference) -> bool {
    let path = reference.project().path().map_or("", ProjectPath::as_str);
    let first = path.split('/').next().unwrap_or_default();
    INSTANCES.iter().all(|instance| !instance.host().eq_ignore_ascii_case(first))
}

/// What is written is read as the same.
fn assert_round(reference: &GitLabReference) {
    let instance = reference.instance().unwrap_or(&INSTANCES[0]);
    assert!(INSTANCES.contains(instance));
    let short = reference.to_string();
    assert!(!short.contains(char::is_control), "{short:?}");
    if !is_unambiguous(reference) {
        return;
    }
    let url = reference.to_url(instance).map(String::from);
    for written in url.iter().chain(Some(&short).filter(|_| is_no_host(reference))) {
        let again = GitLabReference::parse(written, &INSTANCES)
            .unwrap_or_else(|error| panic!("{reference:?} is written as {written}: {error}"));
        assert_eq!(again.project(), reference.project(), "{written}");
        assert_eq!(again.target(), reference.target(), "{written}");
    }
}

fuzz_target!(|data: &str| {
    let mut end = 0;
    for (range, reference) in references_in(data, &INSTANCES) {
        assert!(range.start >= end && range.end > range.start, "{range:?} after {end}");
        end = range.end;
        assert!(data.get(range).is_some());
        assert_round(&reference);
    }
    for (range, url) in urls_in(data) {
        assert!(data.get(range).is_some());
        assert!(matches!(url.scheme(), "http" | "https"));
    }
    if let Ok(reference) = GitLabReference::parse(data, &INSTANCES) {
        assert_round(&reference);
    }
});
