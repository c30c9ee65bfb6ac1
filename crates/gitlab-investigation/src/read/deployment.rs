//! Reads deployments and releases.

use super::Session;
use crate::evidence::ReleaseEvidence;
use crate::{DeploymentQuery, TimeRange, Window};
use futures_util::future::join_all;
use futures_util::join;
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
    pub(super) fn add(&mut self, deployment: Deployment, merge_requests: Option<Vec<MergeRequestIid>>) {
        if let Some(merge_requests) = merge_requests {
            self.merge_requests.insert(deployment.id, merge_requests);
        }
        if self.list.iter().all(|known| known.id != deployment.id) {
            self.list.push(deployment);
        }
    }
}

/// When the version was made that a deployment brought: rolling back, or playing an old job late, brings an old one.
pub(super) fn version_at(deployment: &Deployment) -> Option<Timestamp> {
    let job = deployment.deployable.as_ref();
    let commit = job.and_then(|job| job.commit.as_ref()).and_then(|commit| commit.committed_date);
    let pipeline = job.and_then(|job| job.pipeline.as_ref()).and_then(|pipeline| pipeline.created_at);
    commit.or(pipeline).or(deployment.created_at)
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
    let environment = window.environment_name().map(str::to_owned);
    let (mut list, live) = join!(
        in_window(session, project, environment.clone(), range),
        live(session, project, environment, range)
    );
    for deployment in live {
        if list.iter().all(|known| known.id != deployment.id) {
            list.push(deployment);
        }
    }
    let successful =
        list.iter().filter(|deployment| deployment.status == DeploymentStatus::Success).take(LISTED);
    let brought = successful.map(|deployment| brought(session, project, deployment.id));
    let merge_requests = join_all(brought).await.into_iter().flatten().collect();
    Deployments { list, merge_requests }
}

/// The deployments made up to the start of the incident. One that was under way then has changed since, so the end
/// of the window cannot be asked for.
async fn in_window(
    session: &Session<'_>,
    project: &ProjectRef,
    environment: Option<String>,
    range: &TimeRange,
) -> Vec<Deployment> {
    let what = "deployments in the window";
    let query =
        DeploymentQuery { environment, updated_after: Some(range.from), ..DeploymentQuery::default() };
    let most = session.at_most(session.limits.recent);
    let answer = session.list(what, session.source.deployments(project, &query, most)).await;
    let mut list = session.or_gaps(what, answer);
    list.retain(|deployment| deployment.created_at.is_none_or(|at| at <= range.to));
    list
}

/// The last success before the incident, which may be older than the window.
async fn live(
    session: &Session<'_>,
    project: &ProjectRef,
    environment: Option<String>,
    range: &TimeRange,
) -> Vec<Deployment> {
    let what = "the last deployment before the incident";
    let query = DeploymentQuery {
        environment,
        status: Some(DeploymentStatus::Success),
        updated_before: Some(range.to),
        ..DeploymentQuery::default()
    };
    let answer = session.list(what, session.source.deployments(project, &query, 1)).await;
    session.or_gap(what, answer).map(|listing| listing.items).unwrap_or_default()
}

/// The merge requests that a deployment brought.
pub(super) async fn brought(
    session: &Session<'_>,
    project: &ProjectRef,
    id: DeploymentId,
) -> Option<(DeploymentId, Vec<MergeRequestIid>)> {
    let what = format!("merge requests of deployment {id}");
    let question = session.source.deployment_merge_requests(project, id, MERGE_REQUESTS);
    let answer = session.list(&what, question).await;
    let merge_requests = session.or_gaps(&what, answer);
    (!merge_requests.is_empty())
        .then(|| (id, merge_requests.into_iter().map(|merge_request| merge_request.iid).collect()))
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
            name: release.name,
            sha: release.commit.map(|commit| commit.id),
            released_at: release.released_at.or(release.created_at),
        })
        .collect()
}
