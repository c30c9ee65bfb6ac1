//! What an [`EvidenceSource`] and an [`Analyst`] must hold, as functions to call from a test.

#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "a broken contract fails the test that calls it, as an assertion does"
)]

use crate::{Analyst, Evidence, EvidenceSource};
use gitlab_core::{ApiErrorKind, MergeRequestIid, ProjectRef};

/// Checks a source on a merge request that has at least one commit and one changed file.
///
/// # Panics
///
/// When the contract is broken.
pub async fn evidence_source(source: &dyn EvidenceSource, project: &ProjectRef, iid: MergeRequestIid) {
    let read = source.merge_request(project, iid).await.expect("the merge request can be read");
    assert_eq!(read.iid, iid, "the merge request that was asked for is the one that is given");

    let commits = source.merge_request_commits(project, iid, 100).await.expect("its commits can be read");
    assert!(!commits.items.is_empty(), "the merge request has commits");
    let one = source.merge_request_commits(project, iid, 1).await.expect("one commit can be read");
    assert_eq!(one.items.len(), 1, "no more entries than were asked for");
    assert_eq!(one.complete, commits.items.len() == 1, "a list that was cut says so");
    assert_eq!(
        one.items.first().map(|commit| &commit.id),
        commits.items.first().map(|commit| &commit.id),
        "the newest commit comes first, however many are asked for"
    );

    let diffs = source.merge_request_diffs(project, iid, 1000).await.expect("its changed files can be read");
    assert!(!diffs.items.is_empty(), "the merge request changes files");
    let mut left_out = diffs.items.clone();
    for diff in &mut left_out {
        (diff.diff, diff.collapsed) = (String::new(), Some(true));
    }
    match source.fill_merge_request_diffs(project, iid, &mut left_out, 1 << 20).await {
        Ok(()) => assert!(
            left_out.iter().zip(&diffs.items).all(|(filled, diff)| filled.diff == diff.diff),
            "what was left out is what the list would have said"
        ),
        Err(error) => assert_eq!(error.kind(), ApiErrorKind::Unsupported, "it is read, or cannot be"),
    }

    let absent = MergeRequestIid::new(u64::from(u32::MAX));
    let error = source.merge_request(project, absent).await.expect_err("what is not there is an error");
    assert!(
        matches!(error.kind(), ApiErrorKind::NotFound | ApiErrorKind::Unsupported),
        "what is not there is said to be not found, not {:?}",
        error.kind()
    );
}

/// Checks that an analyst concludes something from `evidence`, whatever it holds, and says who it is.
///
/// # Panics
///
/// When the contract is broken.
pub async fn analyst(analyst: &dyn Analyst, evidence: &Evidence) {
    let finding = analyst.analyse(evidence).await.expect("an analyst concludes something");
    assert!(!finding.title.trim().is_empty(), "a finding has a title");
    assert!(finding.made_by.is_some(), "a finding says who made it");
}
