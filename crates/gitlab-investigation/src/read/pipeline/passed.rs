//! The last successful runs of jobs that failed.

use super::ENTRIES;
use crate::read::Session;
use crate::source::PipelineQuery;
use gitlab_core::types::{CiStatus, Pipeline};
use gitlab_core::{JobId, PipelineId, ProjectRef};
use std::collections::HashMap;

/// So many of the last successful pipelines are looked at for one that is older than the failed one.
const PIPELINES: usize = 5;

/// The jobs that passed in the last successful pipeline before this one, by name: of the same branch or tag where there
/// is one, else of the project. A merge request's own ref has seldom a successful one.
pub(super) async fn before(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
    ref_name: Option<&str>,
) -> HashMap<String, JobId> {
    let branch = ref_name.filter(|name| !name.starts_with("refs/merge-requests/"));
    let mut passed = None;
    if branch.is_some() {
        passed = pipeline(session, project, id, branch).await;
    }
    if passed.is_none() {
        passed = pipeline(session, project, id, None).await;
    }
    let Some(passed) = passed else { return HashMap::new() };
    let what = format!("jobs of pipeline {passed}");
    let most = session.at_most(ENTRIES);
    let answer = session.list(&what, session.source.pipeline_jobs(project, passed, most)).await;
    let jobs = session.or_gaps(&what, answer);
    jobs.into_iter()
        .filter(|job| job.status == CiStatus::Success && job.erased_at.is_none())
        .map(|job| (job.name, job.id))
        .collect()
}

async fn pipeline(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
    branch: Option<&str>,
) -> Option<PipelineId> {
    let what = format!("successful pipelines of {}", branch.unwrap_or("the project"));
    let query = PipelineQuery {
        ref_name: branch.map(str::to_owned),
        status: Some(CiStatus::Success),
        ..PipelineQuery::default()
    };
    let answer = session.list(&what, session.source.pipelines(project, &query, PIPELINES)).await;
    let pipelines = session.or_gap(&what, answer)?.items;
    let earlier = |pipeline: &&Pipeline| pipeline.id < id && pipeline.status == CiStatus::Success;
    pipelines.iter().find(earlier).map(|pipeline| pipeline.id)
}
