//! Reads evidence: every part side by side, each as soon as what it needs is known.
//!
//! The parts are plain async functions that `join!` one another, so the shape of the code is the shape of
//! the dependencies: a job's log is asked for once its pipeline's jobs are known, and waits for nothing else.

mod blame;
mod change;
mod deployment;
mod file;
mod log;
mod once;
mod passing;
mod pipeline;
mod recent;
mod rules;
mod session;
mod start;

pub(crate) use session::Session;

use crate::Window;
use crate::evidence::{Cost, Evidence, ProjectEvidence};
use futures_util::{FutureExt, join};
use gitlab_core::types::Project;
use gitlab_core::{GitLabReference, ProjectRef, WebUrl};
use once::beside;
use start::Subject;

/// Reads everything about `reference`.
pub(crate) async fn read(session: Session<'_>, reference: &GitLabReference, window: &Window) -> Evidence {
    let project = reference.project();
    let began = session.source.clock().monotonic();
    let range = window.range(session.now());

    // Set once, here.
    let _ = session.scope.set((project.clone(), range));
    let parts = async {
        join!(
            project_of(&session, project),
            async {
                let subject = start::subject(&session, reference, &range).await;
                let changes = subject.changes.as_ref();
                join!(
                    file::completed_by(&session, project, changes),
                    blame::completed_by(&session, project, changes)
                );
                subject
            },
            recent::merged(&session, reference, &range),
            deployment::deployments(&session, project, window, &range),
            deployment::releases(&session, project, &range),
        )
    };
    let (project_read, subject, recent, mut deployments, releases) =
        beside(pipeline::prefetch(&session, project), parts.boxed()).await;
    let Subject { merge_request, commits, changes, mut pipelines, deployment, environment, focus, rules } =
        subject;
    if let Some((started_from, merge_requests)) = deployment {
        deployments.add(started_from, merge_requests);
    }
    pipeline::order(&mut pipelines);
    let files = session.take_files();

    let environment = window.environment_name().map(str::to_owned).or(environment);
    let (recent_changes, deployments) =
        recent::judge(&recent, deployments, merge_request.as_ref(), environment.as_deref());
    let project_read = project_evidence(project, project_read);
    let (code_owners, ignored_revisions) =
        rules.judging(changes.as_ref(), project_read.default_branch.as_deref());
    let blame = blame::told(&session, &project_read.path, ignored_revisions.as_ref());
    let (instance, finished_at) = (session.source.instance().clone(), session.now());
    let elapsed = session.source.clock().monotonic().saturating_sub(began);
    let (gaps, requests, log_bytes) = session.finish();
    Evidence {
        start: reference.to_string(),
        focus,
        incident: None,
        instance,
        project: project_read,
        window: range,
        environment,
        merge_request,
        commits,
        changes,
        code_owners,
        ignored_revisions,
        pipelines,
        files,
        blame,
        recent_changes,
        deployments,
        releases,
        gaps,
        cost: Cost { requests, log_bytes, seconds: elapsed.as_secs_f64(), finished_at },
    }
}

async fn project_of(session: &Session<'_>, project: &ProjectRef) -> Option<Project> {
    let what = format!("project {project}");
    let answer = session.ask(&what, session.source.project(project)).await;
    session.or_gap(&what, answer)
}

fn project_evidence(reference: &ProjectRef, project: Option<Project>) -> ProjectEvidence {
    match project {
        Some(project) => ProjectEvidence {
            id: Some(project.id),
            path: project.path_with_namespace.to_string(),
            default_branch: project.default_branch,
            url: project.web_url.as_ref().and_then(WebUrl::to_url),
        },
        None => ProjectEvidence {
            id: reference.id(),
            path: reference.to_string(),
            default_branch: None,
            url: None,
        },
    }
}
