//! Reads what else was merged in the window, and judges what of it was live.

use super::deployment::{Deployments, done_at, version_at};
use super::{Session, change};
use crate::TimeRange;
use crate::evidence::{DeploymentEvidence, Liveness, MergeRequestEvidence, RecentChange};
use code_correlation::change::ChangeSet;
use futures_util::future::join_all;
use gitlab_core::types::{Deployment, DeploymentStatus, MergeRequest, MergeRequestState};
use gitlab_core::{DeploymentId, GitLabReference, MergeRequestIid, ReferenceTarget, Timestamp, WebUrl};
use std::collections::{HashMap, HashSet};

/// What was merged in the window, latest first, with what the latest of it changed.
#[derive(Debug, Default)]
pub(super) struct Recent {
    list: Vec<(MergeRequest, Option<ChangeSet>)>,
    /// The start of the incident.
    until: Option<Timestamp>,
}

pub(super) async fn merged(session: &Session<'_>, reference: &GitLabReference, range: &TimeRange) -> Recent {
    let project = reference.project();
    // What the investigation starts from is read elsewhere.
    let start = match reference.target() {
        ReferenceTarget::MergeRequest { iid } => Some(*iid),
        _ => None,
    };
    let what = "merge requests merged in the window";
    let most = session.at_most(session.limits.recent);
    let answer = session.list(what, session.source.merged_merge_requests(project, range, most)).await;
    let mut list = session.or_gaps(what, answer);
    // The list is filtered by the last change, which may be a comment long after the merge.
    list.retain(|merge_request| {
        merge_request.state == MergeRequestState::Merged
            && merge_request.merged_at.is_none_or(|at| range.contains(at))
    });
    list.sort_by_key(|merge_request| std::cmp::Reverse(merge_request.merged_at));
    let with_changes = list.into_iter().enumerate().map(|(place, merge_request)| async move {
        let changes = if place < session.limits.recent_changes && start != Some(merge_request.iid) {
            change::diffs_of_merge_request(session, project, merge_request.iid).await
        } else {
            None
        };
        (merge_request, changes)
    });
    Recent { list: join_all(with_changes).await, until: Some(range.to) }
}

/// Says which deployment was live in each environment when the incident began, and which changes with it.
/// The merge request under investigation is not among the others.
pub(super) fn judge(
    recent: &Recent,
    deployments: Deployments,
    subject: Option<&MergeRequestEvidence>,
    environment: Option<&str>,
) -> (Vec<RecentChange>, Vec<DeploymentEvidence>) {
    let Deployments { mut list, merge_requests } = deployments;
    list.sort_by_key(|deployment| std::cmp::Reverse((done_at(deployment), deployment.id)));
    let before = |deployment: &&Deployment| {
        deployment.status == DeploymentStatus::Success
            && recent.until.is_none_or(|until| done_at(deployment).is_none_or(|done| done <= until))
    };
    let mut seen = HashSet::new();
    let live: Vec<&Deployment> =
        list.iter().filter(before).filter(|deployment| seen.insert(name_of(deployment))).collect();
    let of_incident: Vec<&Deployment> = live
        .iter()
        .copied()
        .filter(|deployment| environment.is_none_or(|name| name == name_of(deployment)))
        .collect();

    let changes = recent
        .list
        .iter()
        .filter(|(merge_request, ..)| subject.is_none_or(|subject| subject.iid != merge_request.iid))
        .map(|(merge_request, changes)| RecentChange {
            iid: merge_request.iid,
            title: merge_request.title.clone(),
            description: merge_request.description.clone(),
            author: merge_request.author.as_ref().map(|user| user.username.clone()),
            target_branch: merge_request.target_branch.clone(),
            merged_at: merge_request.merged_at,
            sha: merge_request.commit_shas().next().cloned(),
            other_shas: merge_request.commit_shas().skip(1).cloned().collect(),
            live: liveness(merge_request, &of_incident, &list, &merge_requests),
            changes: changes.clone(),
            url: merge_request.web_url.as_ref().and_then(WebUrl::to_url),
        })
        .collect();
    let live: HashSet<_> = live.iter().map(|deployment| deployment.id).collect();
    let deployments = list
        .iter()
        .map(|deployment| evidence(deployment, live.contains(&deployment.id), &merge_requests))
        .collect();
    (changes, deployments)
}

fn liveness(
    merge_request: &MergeRequest,
    live: &[&Deployment],
    all: &[Deployment],
    brought: &HashMap<DeploymentId, Vec<MergeRequestIid>>,
) -> Liveness {
    if live.is_empty() {
        return Liveness::Unknown;
    }
    for deployment in live {
        let (name, version) = (name_of(deployment), version_at(deployment));
        // What earlier deployments brought is there still, unless they brought a newer version: then this one
        // rolled back.
        let below = all.iter().filter(|other| {
            other.status == DeploymentStatus::Success
                && name_of(other) == name
                && done_at(other) <= done_at(deployment)
                && version_at(other) <= version
        });
        let listed =
            below.filter_map(|other| brought.get(&other.id)).flatten().any(|iid| *iid == merge_request.iid);
        let itself =
            deployment.sha.as_ref().is_some_and(|sha| merge_request.commit_shas().any(|own| own == sha));
        if listed || itself {
            return Liveness::Live;
        }
        if deployment.ref_name.as_deref() == Some(merge_request.target_branch.as_str())
            && let (Some(merged), Some(version)) = (merge_request.merged_at, version)
        {
            if merged <= version {
                return Liveness::Live;
            }
            if live.len() == 1 {
                return Liveness::NotLive;
            }
        }
    }
    Liveness::Unknown
}

fn name_of(deployment: &Deployment) -> &str {
    deployment.environment.as_ref().map_or("", |environment| environment.name.as_str())
}

fn evidence(
    deployment: &Deployment,
    live_at_incident: bool,
    brought: &HashMap<DeploymentId, Vec<MergeRequestIid>>,
) -> DeploymentEvidence {
    DeploymentEvidence {
        id: deployment.id,
        environment: name_of(deployment).to_owned(),
        status: deployment.status.clone(),
        ref_name: deployment.ref_name.clone(),
        sha: deployment.sha.clone(),
        deployed_by: deployment.user.as_ref().map(|user| user.username.clone()),
        job: deployment.deployable.as_ref().map(|job| job.id),
        pipeline: deployment
            .deployable
            .as_ref()
            .and_then(|job| job.pipeline.as_ref())
            .map(|pipeline| pipeline.id),
        created_at: deployment.created_at,
        finished_at: done_at(deployment).filter(|_| {
            matches!(
                deployment.status,
                DeploymentStatus::Success | DeploymentStatus::Failed | DeploymentStatus::Canceled
            )
        }),
        live_at_incident,
        merge_requests: brought.get(&deployment.id).cloned(),
    }
}
