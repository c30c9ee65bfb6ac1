//! The pipelines that trigger jobs started, in this or other projects.

use super::passed::{self, Triggers};
use super::{ENTRIES, assemble, jobs, parts, place_of};
use crate::evidence::{Gap, JobEvidence, JobOutcome, PipelineEvidence, Upstream};
use crate::read::Session;
use crate::read::once::beside;
use futures_util::future::join_all;
use gitlab_core::types::{Bridge, CiStatus};
use gitlab_core::{PipelineId, ProjectRef};

/// The downstream pipelines, down to the depth allowed, and the trigger jobs that could not start one. What the same
/// trigger jobs started when all went well is looked for meanwhile.
pub(super) async fn pipelines(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
    depth: usize,
    above: Triggers<'_>,
) -> (Vec<PipelineEvidence>, Vec<JobEvidence>) {
    beside(above.clone(), each(session, project, id, depth, above)).await
}

async fn each(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
    depth: usize,
    above: Triggers<'_>,
) -> (Vec<PipelineEvidence>, Vec<JobEvidence>) {
    let what = format!("bridges of pipeline {id}");
    let most = session.at_most(ENTRIES);
    let answer = session.list(&what, session.source.pipeline_bridges(project, id, most)).await;
    let bridges = session.or_gaps(&what, answer);
    let stuck = bridges.iter().filter(|bridge| bridge.downstream_pipeline.is_none());
    let stuck = stuck.filter_map(|bridge| without_pipeline(session, id, bridge)).collect();
    let below = bridges.into_iter().map(|bridge| behind(session, project, id, depth, bridge, above.clone()));
    (join_all(below).await.into_iter().flatten().collect(), stuck)
}

/// A trigger job without a pipeline failed to start one, has not run, or started one that may not be seen.
fn without_pipeline(session: &Session<'_>, id: PipelineId, bridge: &Bridge) -> Option<JobEvidence> {
    let job = &bridge.job;
    match job.status {
        CiStatus::Failed => {
            let outcome = if job.allow_failure { JobOutcome::AllowedToFail } else { JobOutcome::Failed };
            Some(jobs::evidence(job, outcome, None))
        }
        CiStatus::Success | CiStatus::Running => {
            session.gap(
                Gap::new(
                    format!("downstream pipeline of {} in pipeline {id}", job.name),
                    "GitLab does not show it to this token",
                )
                .with_advice("make the token's user a member of the downstream project"),
            );
            None
        }
        // Created, manual, skipped, …: there is none.
        _ => None,
    }
}

async fn behind(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
    depth: usize,
    bridge: Bridge,
    above: Triggers<'_>,
) -> Vec<PipelineEvidence> {
    let Some(pipeline) = bridge.downstream_pipeline else { return Vec::new() };
    if !session.claim_pipeline(pipeline.id) {
        return Vec::new();
    }
    // Older servers do not say which project it is in; its page does.
    let place = place_of(session, project, &pipeline);
    let read = if depth < session.limits.downstream_depth {
        let trigger = bridge.job.name.clone();
        let search = passed::search_below(session, &place, pipeline.clone(), trigger, above);
        parts(session, &place, &pipeline, depth + 1, search).await
    } else {
        if pipeline.status != CiStatus::Success {
            let what = format!("jobs of downstream pipeline {}", pipeline.id);
            session.gap(Gap::limit(&what, depth, "steps downstream"));
        }
        super::Parts::default()
    };
    assemble(session, &place, pipeline, Some(Upstream { pipeline: id, bridge: bridge.job.name }), read)
}
