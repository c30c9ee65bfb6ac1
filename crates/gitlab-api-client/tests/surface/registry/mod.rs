//! Every endpoint of the crate, with every parameter set.

mod beside;
mod history;
mod hooks;
mod issues;
mod merge_requests;
mod notes;
mod pipelines;
mod projects;

use super::sample::Sample;
use gitlab_core::{MergeRequestIid, ProjectRef, Timestamp};

/// Every request that the crate can make, at least once.
pub(crate) fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    samples.extend(beside::samples());
    samples.extend(history::samples());
    samples.extend(hooks::samples());
    samples.extend(issues::samples());
    samples.extend(merge_requests::samples());
    samples.extend(notes::samples());
    samples.extend(pipelines::samples());
    samples.extend(projects::samples());
    samples
}

/// The full name of the project of every sample. Nothing else holds it.
pub(crate) const PROJECT: &str = "sample-group/sample-project";
const SHA: &str = "0123456789abcdef0123456789abcdef01234567";
const IID: MergeRequestIid = MergeRequestIid::new(42);

fn project() -> ProjectRef {
    PROJECT.parse().unwrap()
}

fn moment() -> Timestamp {
    "2026-03-01T12:30:00Z".parse().unwrap()
}
