//! Reads deployments and releases.

use super::Session;
use crate::evidence::ReleaseEvidence;
use crate::{DeploymentQuery, TimeRange, Window};
use futures_util::future::join_all;
use gitlab_core::types::{Deployment, DeploymentStatus};
use gitlab_core::{DeploymentId, MergeRequestIid, ProjectRef, Timestamp};
use std::collections::HashMap;

/// How many deployments are asked for the merge requests that they brought.
const LISTED: usize = 5;
/// How many merge requests of one deployment are asked for.
const MERGE_REQUESTS: usize = 100;

/// Deployments as they were read, with the merge requests that the latest ones brought.
#[derive(Debug, Default)]
pub(super) struct Deployments {
    pub(super) list: Vec<Deployment>,
    pub(super) merge_requests: HashMap<DeploymentId, Vec<MergeRequestIid>>,
}

impl Deployments {
    /// Adds the one that the investigation started from, which may lie outside of the window.
    pub(super) fn add(&mut self, deployment: Deployment) {
        if self.list.iter().all(|known| known.id != deployment.id) {
            self.list.push(deployment);
        }
    }
}

/// When a deployment was done, as far as this GitLab tells.
pub(super) fn done_at(deployment: &Deployment) -> Option<Timestamp> {
    let job = deployment.deployable.as_ref().and_then(|job| job.finished_at);
    deployment.finished_at.or(job).or(deployment.updated_at).or(deployment.created_at)
}

pub(super) async fn deployments(
    session: &Session<'_>,
    project: &ProjectRef,
    window: &Window,
    range: &TimeRange,
) -> Deployments {
    let what = "deployments in the window";
    let query =
        DeploymentQuery { environment: window.environment_name().map(str::to_owned), window: Some(*range) };
    let most = session.limits.recent;
    let answer = session.list(what, session.source.deployments(project, &query, most)).await;
    let list = session.or_gaps(what, answer);

    let successful =
        list.iter().filter(|deployment| deployment.status == DeploymentStatus::Success).take(LISTED);
    let brought = successful.map(|deployment| async move {
        let id = deployment.id;
        let what = format!("merge requests of deployment {id}");
        let question = session.source.deployment_merge_requests(project, id, MERGE_REQUESTS);
        let answer = session.list(&what, question).await;
        let listing = session.or_gap(&what, answer)?;
        Some((id, listing.items.into_iter().map(|merge_request| merge_request.iid).collect()))
    });
    let merge_requests = join_all(brought).await.into_iter().flatten().collect();
    Deployments { list, merge_requests }
}

pub(super) async fn releases(
    session: &Session<'_>,
    project: &ProjectRef,
    range: &TimeRange,
) -> Vec<ReleaseEvidence> {
    let what = "releases";
    let answer = session.list(what, session.source.releases(project, session.limits.recent)).await;
    // Older releases than the latest ones tell nothing about an incident, so a longer list is no gap.
    let releases = session.or_gap(what, answer).map(|listing| listing.items).unwrap_or_default();
    releases
        .into_iter()
        .filter(|release| release.released_at.or(release.created_at).is_none_or(|at| range.contains(at)))
        .map(|release| ReleaseEvidence {
            tag: release.tag_name,
            name: release.name.as_deref().map(|name| session.mask(name)),
            sha: release.commit.map(|commit| commit.id),
            released_at: release.released_at.or(release.created_at),
        })
        .collect()
}
