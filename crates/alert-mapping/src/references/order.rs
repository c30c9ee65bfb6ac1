//! Which reference comes first, and where they contradict each other.

use super::found::{Conflict, ConflictKind, FoundReference, Naming};
use gitlab_core::{GitLabReference, ProjectRef, ReferenceTarget};

const RULE: &str = "what a GitLab key names comes before a text that mentions another project; then a GitLab key \
                    before a URL, a URL before a short form, that before a general key and all before the service \
                    mapping; among equals what stands first";

/// Puts the best first; see [`crate::Alert::references`].
pub(super) fn sort(references: &mut [FoundReference]) {
    let keyed: Vec<GitLabReference> = references
        .iter()
        .filter(|found| matches!(found.naming, Naming::GitLabKey(_)))
        .map(|found| found.reference.clone())
        .collect();
    // Where a GitLab key says which project is meant, another project in a text is only mentioned.
    let is_by_the_way = |found: &FoundReference| {
        matches!(found.naming, Naming::Url | Naming::ShortForm)
            && !keyed.is_empty()
            && keyed.iter().all(|keyed| differ(keyed, &found.reference))
    };
    references.sort_by_cached_key(|found| {
        (is_by_the_way(found), rank(found.reference.target()), found.naming.rank())
    });
}

fn rank(target: &ReferenceTarget) -> u8 {
    match target {
        ReferenceTarget::MergeRequest { .. } => 0,
        ReferenceTarget::Deployment { .. } | ReferenceTarget::EnvironmentDeployment { .. } => 1,
        ReferenceTarget::Job { .. } => 2,
        ReferenceTarget::Pipeline { .. } => 3,
        ReferenceTarget::Commit { .. } => 4,
        ReferenceTarget::Compare { .. } => 5,
        ReferenceTarget::File { .. } => 6,
        ReferenceTarget::Commits { .. } => 7,
        ReferenceTarget::Branch { .. } => 8,
        ReferenceTarget::Tag { .. } => 9,
        ReferenceTarget::Release { .. } => 10,
        ReferenceTarget::Issue { .. }
        | ReferenceTarget::Incident { .. }
        | ReferenceTarget::WorkItem { .. } => 11,
        ReferenceTarget::Environment { .. } => 12,
        ReferenceTarget::Project => 14,
        _ => 13,
    }
}

/// Where references that are sorted already name two different merge requests or projects.
pub(super) fn conflicts(references: &[FoundReference]) -> Vec<Conflict> {
    let merge_requests = references
        .iter()
        .filter(|found| matches!(found.reference.target(), ReferenceTarget::MergeRequest { .. }));
    let merge_requests = conflict(ConflictKind::MergeRequest, merge_requests, |one, other| {
        one.target() != other.target() || differ(one, other)
    });
    let projects = conflict(ConflictKind::Project, references.iter(), differ);
    merge_requests.into_iter().chain(projects).collect()
}

fn conflict<'r>(
    kind: ConflictKind,
    mut references: impl Iterator<Item = &'r FoundReference>,
    differ: impl Fn(&GitLabReference, &GitLabReference) -> bool,
) -> Option<Conflict> {
    let chosen = references.next()?;
    let mut others: Vec<FoundReference> = Vec::new();
    for found in references {
        let is_new = |known: &FoundReference| differ(&known.reference, &found.reference);
        if is_new(chosen) && others.iter().all(is_new) {
            others.push(found.clone());
        }
    }
    (!others.is_empty()).then(|| Conflict { kind, chosen: chosen.clone(), others, rule: RULE })
}

/// Whether two references are of different projects, as far as can be told: a number and a path may be one project.
fn differ(one: &GitLabReference, other: &GitLabReference) -> bool {
    let installations = match (one.instance(), other.instance()) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    };
    let projects = match (one.project(), other.project()) {
        (ProjectRef::Id(one), ProjectRef::Id(other)) => one != other,
        (ProjectRef::Path(one), ProjectRef::Path(other)) => {
            !one.as_str().eq_ignore_ascii_case(other.as_str())
        }
        _ => false,
    };
    installations || projects
}
