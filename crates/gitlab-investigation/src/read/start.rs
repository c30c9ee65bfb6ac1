//! From what the investigation starts with to the merge request, commits and pipelines behind it.

use super::change::{self, Changed};
use super::rules::{self, RepositoryRules};
use super::{Session, deployment, pipeline};
use crate::evidence::{CommitEvidence, Focus, Gap, MergeRequestEvidence, PipelineEvidence};
use crate::{CommitQuery, DeploymentQuery, PipelineQuery, TimeRange};
use code_correlation::change::ChangeSet;
use futures_util::future::ready;
use futures_util::{FutureExt, join};
use gitlab_core::types::{CiStatus, Deployment, MergeRequest, MergeRequestState, Pipeline};
use gitlab_core::{
    CommitSha, DeploymentId, DeploymentIid, EnvironmentId, GitLabReference, JobId, MergeRequestIid,
    PipelineId, ProjectRef, RefAndPath, ReferenceTarget,
};

/// What the start led to.
#[derive(Debug, Default)]
pub(super) struct Subject {
    pub(super) merge_request: Option<MergeRequestEvidence>,
    pub(super) commits: Vec<CommitEvidence>,
    pub(super) changes: Option<ChangeSet>,
    pub(super) pipelines: Vec<PipelineEvidence>,
    pub(super) deployment: Option<(Deployment, Option<Vec<MergeRequestIid>>)>,
    pub(super) environment: Option<String>,
    pub(super) focus: Focus,
    /// What the repository says about its code: on the target branch of the merge request, else where it failed.
    pub(super) rules: RepositoryRules,
}

pub(super) async fn subject(
    session: &Session<'_>,
    reference: &GitLabReference,
    range: &TimeRange,
) -> Subject {
    let project = reference.project();
    // Each is boxed, so that the future of an investigation is no larger than what it needs.
    match reference.target() {
        ReferenceTarget::MergeRequest { iid } => merge_request(session, project, *iid).boxed(),
        ReferenceTarget::Pipeline { id } => of_pipeline(session, project, *id, None).boxed(),
        ReferenceTarget::Job { id } => of_job(session, project, *id).boxed(),
        ReferenceTarget::Commit { sha } => of_revision(session, project, sha.as_str()).boxed(),
        ReferenceTarget::Tag { name } | ReferenceTarget::Branch { name } => {
            of_revision(session, project, name).boxed()
        }
        ReferenceTarget::Release { tag } => of_revision(session, project, tag).boxed(),
        ReferenceTarget::Compare { from, to, straight } => {
            of_comparison(session, project, from, to, *straight).boxed()
        }
        ReferenceTarget::Deployment { id } => of_deployment(session, project, *id).boxed(),
        ReferenceTarget::Environment { id } => of_environment(session, project, *id).boxed(),
        ReferenceTarget::EnvironmentDeployment { environment, iid } => {
            of_environment_deployment(session, project, *environment, *iid).boxed()
        }
        ReferenceTarget::File { location, .. } | ReferenceTarget::Commits { location } => {
            of_location(session, project, location).boxed()
        }
        ReferenceTarget::Project => of_project(session, project, range).boxed(),
        _ => {
            session.gap(
                Gap::new(reference.to_string(), "an issue names no change by itself, so its project is read")
                    .with_advice(
                        "start from the merge request, pipeline, job or commit that the issue is about",
                    ),
            );
            of_project(session, project, range).boxed()
        }
    }
    .await
}

/// The merge request with all its parts, and the pipelines of what it became on the target branch.
async fn merge_request(session: &Session<'_>, project: &ProjectRef, iid: MergeRequestIid) -> Subject {
    let what = format!("merge request !{iid}");
    let details = async {
        let answer = session.ask(&what, session.source.merge_request(project, iid)).await;
        let merge_request = session.or_gap(&what, answer)?;
        let (after, rules) = join!(
            after_merge(session, project, &merge_request),
            rules::of_branch(session, project, &merge_request.target_branch),
        );
        Some((merge_request, after, rules))
    };
    let (details, commits, changes, mut pipelines) = join!(
        details,
        change::commits_of_merge_request(session, project, iid),
        change::diffs_of_merge_request(session, project, iid),
        pipeline::of_merge_request(session, project, iid),
    );
    let mut subject = Subject { commits, changes, ..Subject::default() };
    if let Some((merge_request, after, rules)) = details {
        subject.merge_request = Some(change::merge_request(merge_request));
        pipelines.extend(after);
        subject.rules = rules;
    }
    subject.pipelines = pipelines;
    subject
}

/// The pipelines that ran on the target branch for what was merged.
async fn after_merge(
    session: &Session<'_>,
    project: &ProjectRef,
    merge_request: &MergeRequest,
) -> Vec<PipelineEvidence> {
    if merge_request.state != MergeRequestState::Merged {
        return Vec::new();
    }
    // A squashed change is known by the merge commit where there is one, else by the squash commit; a
    // fast-forward leaves neither, and its head is what the target branch got.
    let merged = merge_request
        .merge_commit_sha
        .as_ref()
        .or(merge_request.squash_commit_sha.as_ref())
        .or(merge_request.sha.as_ref());
    match merged {
        Some(sha) => pipeline::of_commit(session, project, sha).await,
        None => Vec::new(),
    }
}

/// The merge request that is behind a commit, with its parts; nothing when there is none.
///
/// A merged one is taken before an open one: it is what brought the commit to where it failed.
async fn behind_commit(session: &Session<'_>, project: &ProjectRef, sha: &CommitSha) -> Option<Subject> {
    let what = format!("merge requests of commit {}", sha.short());
    let answer = session.list(&what, session.source.commit_merge_requests(project, sha)).await;
    let mut found = session.or_gaps(&what, answer);
    let rank = |state: &MergeRequestState| match state {
        MergeRequestState::Merged | MergeRequestState::Locked => 0,
        MergeRequestState::Opened => 1,
        _ => 2,
    };
    found.sort_by_key(|candidate| (rank(&candidate.state), candidate.iid));
    let first = found.first()?;
    Some(merge_request(session, project, first.iid).boxed().await)
}

/// The pipeline with its parts, and the merge request or commit behind it. `known` is what a job says of it, which
/// is enough to look behind it before it is read.
async fn of_pipeline(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
    known: Option<&Pipeline>,
) -> Subject {
    let what = format!("pipeline {id}");
    let read = async {
        let answer = session.ask(&what, session.source.pipeline(project, id)).await;
        session.or_gap(&what, answer)
    };
    let read = read.boxed().shared();
    session.claim_pipeline(id);
    // Its parts need only its id, and stand for it when it cannot be read itself.
    let stand_in = known.cloned().unwrap_or_else(|| Pipeline::new(id, CiStatus::from("unknown")));
    let details = match known.filter(|known| known.ref_name.is_some()) {
        Some(known) => ready(known.clone()).boxed(),
        None => read.clone().map(|read| read.unwrap_or_else(|| stand_in.clone())).boxed(),
    };
    let search = pipeline::search(session, project, details);
    let parts = pipeline::parts(session, project, &stand_in, 0, search);
    let (read, behind, parts) = if let Some(known) = known.filter(|known| known.sha.is_some()) {
        join!(read, behind_pipeline(session, project, known), parts)
    } else {
        let details = async {
            let read = read.await;
            let behind = match &read {
                Some(read) => behind_pipeline(session, project, read).await,
                None => None,
            };
            (read, behind)
        };
        let ((read, behind), parts) = join!(details, parts);
        (read, behind, parts)
    };
    let mut subject = behind.unwrap_or_default();
    if let Some(read) = read.or_else(|| parts.were_read().then_some(stand_in)) {
        subject.pipelines.extend(pipeline::assemble(session, project, read, None, parts));
    }
    subject.focus.pipeline = Some(id);
    subject
}

async fn behind_pipeline(session: &Session<'_>, project: &ProjectRef, read: &Pipeline) -> Option<Subject> {
    if let Some(iid) = read.merge_request_iid() {
        return Some(merge_request(session, project, iid).boxed().await);
    }
    let sha = read.sha.as_ref()?;
    match behind_commit(session, project, sha).await {
        Some(subject) => Some(subject),
        None => {
            let (commit, rules) = join!(
                change::subject_of_commit(session, project, sha.as_str()),
                rules::of_ref(session, project, read.ref_name.as_deref()),
            );
            Some(Subject { rules, ..commit.into() })
        }
    }
}

/// The merge request that is behind a commit, or what the repository says about its code at this ref.
async fn behind_commit_at(
    session: &Session<'_>,
    project: &ProjectRef,
    sha: &CommitSha,
    ref_name: &str,
) -> Result<Subject, RepositoryRules> {
    match behind_commit(session, project, sha).await {
        Some(subject) => Ok(subject),
        None => Err(rules::of_ref(session, project, Some(ref_name)).await),
    }
}

async fn of_job(session: &Session<'_>, project: &ProjectRef, id: JobId) -> Subject {
    let what = format!("job {id}");
    let answer = session.ask(&what, session.source.job(project, id)).await;
    let Some(job) = session.or_gap(&what, answer) else { return Subject::default() };
    let mut subject = match &job.pipeline {
        Some(pipeline) => of_pipeline(session, project, pipeline.id, Some(pipeline)).await,
        None => {
            session.gap(Gap::new(
                format!("pipeline of job {id}"),
                "GitLab does not say which pipeline it ran in",
            ));
            match &job.commit {
                Some(commit) => of_revision(session, project, commit.id.as_str()).await,
                None => Subject::default(),
            }
        }
    };
    subject.focus.job = Some(id);
    subject
}

async fn of_revision(session: &Session<'_>, project: &ProjectRef, revision: &str) -> Subject {
    // A hash is enough to ask for the rest; a name must first be resolved.
    if let Ok(sha) = revision.parse::<CommitSha>()
        && sha.is_whole()
    {
        let (commit, behind, pipelines) = join!(
            change::subject_of_commit(session, project, revision),
            behind_commit_at(session, project, &sha, revision),
            pipeline::of_commit(session, project, &sha),
        );
        return with_commit(commit, behind, pipelines, sha);
    }
    let commit = change::subject_of_commit(session, project, revision).await;
    let Some(sha) = commit.sha().cloned() else { return commit.into() };
    let (behind, pipelines) = join!(
        behind_commit_at(session, project, &sha, revision),
        pipeline::of_commit(session, project, &sha)
    );
    with_commit(commit, behind, pipelines, sha)
}

/// The merge request's own commits and changes say more than those of one commit of it; a commit that is not
/// among them, such as the merge commit, is kept beside them.
fn with_commit(
    commit: Changed,
    behind: Result<Subject, RepositoryRules>,
    pipelines: Vec<PipelineEvidence>,
    sha: CommitSha,
) -> Subject {
    let mut subject = match behind {
        Ok(mut subject) => {
            let known = |sha: &CommitSha| subject.commits.iter().any(|known| known.sha.matches(sha));
            let extra: Vec<_> = commit.commits.into_iter().filter(|commit| !known(&commit.sha)).collect();
            subject.commits.extend(extra);
            subject
        }
        Err(rules) => Subject { rules, ..commit.into() },
    };
    subject.pipelines.extend(pipelines);
    subject.focus.commit = Some(sha);
    subject
}

async fn of_comparison(
    session: &Session<'_>,
    project: &ProjectRef,
    from: &str,
    to: &str,
    straight: bool,
) -> Subject {
    let (compared, head) =
        join!(change::comparison(session, project, from, to, straight), of_revision(session, project, to),);
    if compared.changes.is_none() {
        return head;
    }
    Subject { commits: compared.commits, changes: compared.changes, ..head }
}

async fn of_deployment(session: &Session<'_>, project: &ProjectRef, id: DeploymentId) -> Subject {
    let what = format!("deployment {id}");
    let question = async {
        let answer = session.ask(&what, session.source.deployment(project, id)).await;
        session.or_gap(&what, answer)
    };
    let (read, brought) = join!(question, deployment::brought(session, project, id));
    let Some(read) = read else { return Subject::default() };
    let brought = brought.map(|(_, merge_requests)| merge_requests);
    let mut subject = deployed(session, project, read).boxed().await;
    if let Some((_, known)) = &mut subject.deployment {
        known.clone_from(&brought);
    }
    // One merge request alone needs no commit that leads to it.
    if subject.merge_request.is_none()
        && let Some([iid]) = brought.as_deref()
    {
        let behind = merge_request(session, project, *iid).await;
        subject.merge_request = behind.merge_request;
        subject.commits = behind.commits;
        subject.changes = behind.changes;
        subject.rules = behind.rules;
        subject.pipelines.extend(behind.pipelines);
    }
    subject
}

/// The pipeline that deployed, and the merge request that was deployed.
async fn deployed(session: &Session<'_>, project: &ProjectRef, deployment: Deployment) -> Subject {
    let pipeline = deployment.deployable.as_ref().and_then(|job| job.pipeline.as_ref());
    let mut subject = match (pipeline, &deployment.sha) {
        (Some(pipeline), _) => of_pipeline(session, project, pipeline.id, Some(pipeline)).await,
        (None, Some(sha)) => of_revision(session, project, sha.as_str()).await,
        (None, None) => Subject::default(),
    };
    subject.environment = deployment.environment.as_ref().map(|environment| environment.name.clone());
    subject.deployment = Some((deployment, None));
    subject
}

/// The newest deployment to an environment, failed ones included: `last_deployment` is the last that succeeded.
async fn of_environment(session: &Session<'_>, project: &ProjectRef, id: EnvironmentId) -> Subject {
    let what = format!("environment {id}");
    let answer = session.ask(&what, session.source.environment(project, id)).await;
    let Some(environment) = session.or_gap(&what, answer) else { return Subject::default() };
    let listed = deployments_to(session, project, &environment.name).await;
    let newest = listed.into_iter().max_by_key(|deployment| deployment.id);
    let mut subject = match newest.or(environment.last_deployment.map(|last| *last)) {
        Some(deployment) => deployed(session, project, deployment).await,
        None => {
            let what = format!("deployments to {}", environment.name);
            session.gap(Gap::new(what, "nothing was deployed there yet").absent());
            Subject::default()
        }
    };
    subject.environment = Some(environment.name);
    subject
}

async fn deployments_to(session: &Session<'_>, project: &ProjectRef, environment: &str) -> Vec<Deployment> {
    let query = DeploymentQuery { environment: Some(environment.to_owned()), ..DeploymentQuery::default() };
    let what = format!("deployments to {environment}");
    let most = session.at_most(session.limits.recent);
    let answer = session.list(&what, session.source.deployments(project, &query, most)).await;
    session.or_gap(&what, answer).map(|listing| listing.items).unwrap_or_default()
}

/// A page names a deployment by its number in the project; the API takes its id, which the list tells.
async fn of_environment_deployment(
    session: &Session<'_>,
    project: &ProjectRef,
    environment: EnvironmentId,
    iid: DeploymentIid,
) -> Subject {
    let what = format!("environment {environment}");
    let answer = session.ask(&what, session.source.environment(project, environment)).await;
    let Some(environment) = session.or_gap(&what, answer) else { return Subject::default() };
    let listed = deployments_to(session, project, &environment.name).await;
    match listed.into_iter().find(|deployment| deployment.iid == Some(iid)) {
        Some(deployment) => deployed(session, project, deployment).await,
        None => {
            session.gap(
                Gap::new(
                    format!("deployment {iid} to {}", environment.name),
                    format!("it is not among the latest {}", session.limits.recent),
                )
                .with_advice("start from the pipeline or job that deployed"),
            );
            Subject { environment: Some(environment.name), ..Subject::default() }
        }
    }
}

/// A URL does not tell where a ref with slashes ends, so its beginnings are tried until one is a ref.
async fn of_location(session: &Session<'_>, project: &ProjectRef, location: &RefAndPath) -> Subject {
    const TRIED: usize = 6;
    for (revision, _) in location.candidates().take(TRIED) {
        let what = format!("commit {revision}");
        match session.ask(&what, session.source.commit(project, revision)).await {
            Ok(commit) => return of_revision(session, project, commit.id.as_str()).await,
            Err(error) if error.is_not_found() => {}
            Err(error) => {
                session.gap(Gap::from_error(&what, &error));
                return Subject::default();
            }
        }
    }
    session.gap(
        Gap::new(
            format!("the ref in {}", location.as_str()),
            "no branch, tag or commit of the project begins it",
        )
        .with_advice("check the address, or start from the commit"),
    );
    Subject::default()
}

/// A project alone: its pipelines in the window, the merge request of the newest that failed, and the commits of the
/// default branch.
async fn of_project(session: &Session<'_>, project: &ProjectRef, range: &TimeRange) -> Subject {
    let what = "pipelines in the window";
    // A pipeline changes until it ends, so the end of the window cannot be asked for.
    let query = PipelineQuery { updated_after: Some(range.from), ..PipelineQuery::default() };
    let commits = CommitQuery { window: Some(*range), ..CommitQuery::default() };
    let pipelines = async {
        let mut listed = pipeline::listed(session, project, what, &query).await;
        listed.retain(|pipeline| pipeline.created_at.is_none_or(|at| at <= range.to));
        let newest = listed
            .iter()
            .filter(|pipeline| pipeline.status == CiStatus::Failed)
            .max_by_key(|pipeline| pipeline.id);
        let newest = newest.cloned();
        // The list claims its pipelines before the merge request of one of them could.
        let behind = async {
            match &newest {
                Some(newest) => behind_failure(session, project, newest).await,
                None => None,
            }
        };
        join!(pipeline::details(session, project, what, listed), behind)
    };
    let ((pipelines, behind), changed) = join!(pipelines, change::recent_commits(session, project, &commits));
    let mut subject = match behind {
        Some(subject) => subject,
        None => Subject { rules: rules::of_ref(session, project, None).await, ..changed.into() },
    };
    subject.pipelines.extend(pipelines);
    subject
}

async fn behind_failure(session: &Session<'_>, project: &ProjectRef, failed: &Pipeline) -> Option<Subject> {
    match (failed.merge_request_iid(), &failed.sha) {
        (Some(iid), _) => Some(merge_request(session, project, iid).await),
        (None, Some(sha)) => behind_commit(session, project, sha).await,
        (None, None) => None,
    }
}
