//! Reads pipelines: their failed jobs with the logs, their test reports, and those that they started.

use super::{Session, file, log};
use crate::PipelineQuery;
use crate::evidence::{FailedTest, Gap, JobEvidence, JobOutcome, PipelineEvidence, TestSummary, Upstream};
use futures_util::future::{BoxFuture, join_all};
use futures_util::{FutureExt, join};
use gitlab_core::types::{Bridge, CiStatus, Job, Pipeline, TestCaseStatus, TestReport};
use gitlab_core::{CommitSha, MergeRequestIid, PipelineId, ProjectRef};
use std::collections::HashMap;

/// A test report may hold thousands of failures with megabytes of output each.
const FAILED_TESTS: usize = 50;
const TEST_OUTPUT_CHARS: usize = 4_000;
/// How many entries of a pipeline are asked for: GitLab runs at most a few thousand jobs in one.
const JOBS: usize = 3_000;

/// What a pipeline consists of, apart from its own fields.
#[derive(Debug, Default)]
pub(super) struct Parts {
    job_count: Option<usize>,
    jobs: Vec<JobEvidence>,
    tests: Option<TestSummary>,
    downstream: Vec<PipelineEvidence>,
}

/// The pipelines of a merge request.
pub(super) async fn of_merge_request(
    session: &Session<'_>,
    project: &ProjectRef,
    iid: MergeRequestIid,
) -> Vec<PipelineEvidence> {
    let what = format!("pipelines of merge request !{iid}");
    let most = session.limits.recent;
    let answer = session.list(&what, session.source.merge_request_pipelines(project, iid, most)).await;
    let pipelines = session.or_gaps(&what, answer);
    details(session, project, &what, pipelines).await
}

/// The pipelines that ran on a commit.
pub(super) async fn of_commit(
    session: &Session<'_>,
    project: &ProjectRef,
    sha: &CommitSha,
) -> Vec<PipelineEvidence> {
    let query = PipelineQuery { sha: Some(sha.clone()), ..PipelineQuery::default() };
    of_query(session, project, &format!("pipelines of commit {}", sha.short()), &query).await
}

pub(super) async fn of_query(
    session: &Session<'_>,
    project: &ProjectRef,
    what: &str,
    query: &PipelineQuery,
) -> Vec<PipelineEvidence> {
    let most = session.limits.recent;
    let answer = session.list(what, session.source.pipelines(project, query, most)).await;
    let pipelines = session.or_gaps(what, answer);
    details(session, project, what, pipelines).await
}

/// Each pipeline with its parts; those that passed need none, and only so many of the others are read.
async fn details(
    session: &Session<'_>,
    project: &ProjectRef,
    what: &str,
    mut pipelines: Vec<Pipeline>,
) -> Vec<PipelineEvidence> {
    pipelines.sort_by_key(|pipeline| std::cmp::Reverse(pipeline.id));
    pipelines.retain(|pipeline| session.claim_pipeline(project, pipeline.id));
    let wanted = pipelines.iter().filter(|pipeline| has_failures(&pipeline.status)).count();
    if wanted > session.limits.pipelines {
        session.gap(Gap::limit(
            &format!("failed jobs of older {what}"),
            session.limits.pipelines,
            "pipelines",
        ));
    }
    let mut room = session.limits.pipelines;
    let readings = pipelines.into_iter().map(|pipeline| {
        let read = has_failures(&pipeline.status) && room > 0;
        room -= usize::from(read);
        async move {
            let parts = if read { parts(session, project, pipeline.id, 0).await } else { Parts::default() };
            assemble(session, project, pipeline, None, parts)
        }
    });
    join_all(readings).await.into_iter().flatten().collect()
}

/// A running pipeline may hold failed jobs already.
fn has_failures(status: &CiStatus) -> bool {
    !matches!(status, CiStatus::Success | CiStatus::Skipped | CiStatus::Manual | CiStatus::Created)
}

/// Jobs, test report and downstream pipelines, side by side. Boxed, because downstream pipelines recur.
pub(super) fn parts<'f>(
    session: &'f Session<'_>,
    project: &'f ProjectRef,
    id: PipelineId,
    depth: usize,
) -> BoxFuture<'f, Parts> {
    async move {
        let (jobs, tests, downstream) = join!(
            jobs(session, project, id),
            tests(session, project, id),
            downstream(session, project, id, depth),
        );
        let (job_count, jobs) = jobs;
        Parts { job_count, jobs, tests, downstream }
    }
    .boxed()
}

/// The pipeline's evidence, followed by that of its downstream pipelines.
pub(super) fn assemble(
    session: &Session<'_>,
    project: &ProjectRef,
    pipeline: Pipeline,
    upstream: Option<Upstream>,
    parts: Parts,
) -> Vec<PipelineEvidence> {
    let mut all = Vec::with_capacity(1 + parts.downstream.len());
    all.push(PipelineEvidence {
        project: path_of(session, &pipeline).unwrap_or_else(|| project.to_string()),
        id: pipeline.id,
        status: pipeline.status,
        source: pipeline.source,
        ref_name: pipeline.ref_name,
        sha: pipeline.sha,
        yaml_errors: pipeline.yaml_errors.as_deref().map(|text| session.mask(text)),
        created_at: pipeline.created_at,
        finished_at: pipeline.finished_at,
        url: pipeline.web_url,
        upstream,
        job_count: parts.job_count,
        jobs: parts.jobs,
        tests: parts.tests,
    });
    all.extend(parts.downstream);
    all
}

/// The project's path, which every pipeline carries in the address of its page.
fn path_of(session: &Session<'_>, pipeline: &Pipeline) -> Option<String> {
    session.project_at(pipeline.web_url.as_ref()?)
}

async fn jobs(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
) -> (Option<usize>, Vec<JobEvidence>) {
    let what = format!("jobs of pipeline {id}");
    let answer = session.list(&what, session.source.pipeline_jobs(project, id, JOBS)).await;
    let read = answer.is_ok();
    let jobs = session.or_gaps(&what, answer);
    let latest = latest_by_name(&jobs);
    let mut failed: Vec<_> =
        jobs.iter().filter_map(|job| outcome(job, &latest).map(|outcome| (outcome, job))).collect();
    failed.sort_by_key(|(outcome, job)| (rank(*outcome), job.started_at, job.id));
    let evidence =
        join_all(failed.into_iter().map(|(outcome, job)| job_evidence(session, project, outcome, job))).await;
    (read.then_some(latest.len()), evidence)
}

/// The last run of each job: a run with a higher id takes the place of one with the same name.
fn latest_by_name(jobs: &[Job]) -> HashMap<&str, &Job> {
    let mut latest: HashMap<&str, &Job> = HashMap::new();
    for job in jobs {
        latest
            .entry(&job.name)
            .and_modify(|known| *known = if job.id > known.id { job } else { known })
            .or_insert(job);
    }
    latest
}

/// What the failure of this run means; `None` for a run that did not fail.
fn outcome(job: &Job, latest: &HashMap<&str, &Job>) -> Option<JobOutcome> {
    if job.status != CiStatus::Failed {
        return None;
    }
    let last = latest.get(job.name.as_str())?;
    Some(if last.id != job.id {
        if last.status == CiStatus::Success {
            JobOutcome::PassedOnRetry
        } else {
            JobOutcome::FailedAndRetried
        }
    } else if job.allow_failure {
        JobOutcome::AllowedToFail
    } else {
        JobOutcome::Failed
    })
}

fn rank(outcome: JobOutcome) -> u8 {
    match outcome {
        JobOutcome::Failed => 0,
        JobOutcome::PassedOnRetry => 1,
        JobOutcome::FailedAndRetried => 2,
        JobOutcome::AllowedToFail => 3,
    }
}

async fn job_evidence(
    session: &Session<'_>,
    project: &ProjectRef,
    outcome: JobOutcome,
    job: &Job,
) -> JobEvidence {
    let log = log::of_job(session, project, job).await;
    if let Some(log) = log.as_ref().filter(|_| outcome == JobOutcome::Failed) {
        file::named_in(session, project, job, log).await;
    }
    JobEvidence {
        id: job.id,
        name: job.name.clone(),
        stage: job.stage.clone(),
        outcome,
        failure_reason: job.failure_reason.clone(),
        started_at: job.started_at,
        finished_at: job.finished_at,
        duration: job.duration,
        url: job.web_url.clone(),
        log,
    }
}

async fn tests(session: &Session<'_>, project: &ProjectRef, id: PipelineId) -> Option<TestSummary> {
    let what = format!("test report of pipeline {id}");
    let answer = session.ask(&what, session.source.test_report(project, id)).await;
    let report = session.or_gap(&what, answer)?;
    (report.total_count > 0).then(|| summary(session, report))
}

fn summary(session: &Session<'_>, report: TestReport) -> TestSummary {
    let mut failures = Vec::new();
    for suite in report.test_suites {
        for case in suite.test_cases {
            if !matches!(case.status, TestCaseStatus::Failed | TestCaseStatus::Error)
                || failures.len() == FAILED_TESTS
            {
                continue;
            }
            failures.push(FailedTest {
                suite: suite.name.clone(),
                name: case.name,
                class: case.classname,
                file: case.file,
                output: case.system_output.map(|text| {
                    let cut: String = text.chars().take(TEST_OUTPUT_CHARS).collect();
                    session.mask(&cut)
                }),
            });
        }
    }
    TestSummary {
        total: report.total_count,
        failed: report.failed_count,
        errored: report.error_count,
        skipped: report.skipped_count,
        failures,
    }
}

/// The pipelines that trigger jobs started, down to the depth allowed.
async fn downstream(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
    depth: usize,
) -> Vec<PipelineEvidence> {
    let what = format!("bridges of pipeline {id}");
    let answer = session.list(&what, session.source.pipeline_bridges(project, id, JOBS)).await;
    let bridges = session.or_gaps(&what, answer);
    let below = bridges.into_iter().map(|bridge| behind_bridge(session, project, id, depth, bridge));
    join_all(below).await.into_iter().flatten().collect()
}

async fn behind_bridge(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
    depth: usize,
    bridge: Bridge,
) -> Vec<PipelineEvidence> {
    let name = bridge.job.name;
    let Some(pipeline) = bridge.downstream_pipeline else {
        if bridge.job.status == CiStatus::Failed {
            let why = bridge.job.failure_reason.unwrap_or_else(|| "GitLab does not say why".to_owned());
            session.gap(
                Gap::new(format!("downstream pipeline of {name} in pipeline {id}"), why).with_advice(
                    "see whether the trigger job could start it, and whether the token may see its project",
                ),
            );
        }
        return Vec::new();
    };
    // Older servers do not say which project it is in; its page does.
    let place =
        pipeline.project_id.map(ProjectRef::from).or_else(|| path_of(session, &pipeline)?.parse().ok());
    let place = place.as_ref().unwrap_or(project);
    if !session.claim_pipeline(place, pipeline.id) {
        return Vec::new();
    }
    let read = if !has_failures(&pipeline.status) {
        Parts::default()
    } else if depth >= session.limits.downstream_depth {
        session.gap(Gap::limit(
            &format!("jobs of downstream pipeline {}", pipeline.id),
            depth,
            "steps downstream",
        ));
        Parts::default()
    } else {
        parts(session, place, pipeline.id, depth + 1).await
    };
    assemble(session, place, pipeline, Some(Upstream { pipeline: id, bridge: name }), read)
}

/// The merge request that the pipeline ran for, when its ref says so.
pub(super) fn merge_request_of(pipeline: &PipelineEvidence) -> Option<MergeRequestIid> {
    pipeline.ref_name.as_deref()?.strip_prefix("refs/merge-requests/")?.split('/').next()?.parse().ok()
}

/// Newest first, each downstream pipeline behind the one that started it, none twice.
pub(super) fn order(pipelines: &mut Vec<PipelineEvidence>) {
    let mut groups: Vec<Vec<PipelineEvidence>> = Vec::new();
    for pipeline in pipelines.drain(..) {
        match groups.last_mut() {
            Some(group) if pipeline.upstream.is_some() => group.push(pipeline),
            _ => groups.push(vec![pipeline]),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.first().map(|pipeline| pipeline.id)));
    pipelines.extend(groups.into_iter().flatten());
}
