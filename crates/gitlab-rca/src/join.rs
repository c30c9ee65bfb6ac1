//! Joins the parts that do not know each other.

use alert_mapping::{Alert, NoReference};
use gitlab_api_client::Client;
use gitlab_core::{ApiError, ProjectRef};
use gitlab_investigation::{Evidence, Incident, Investigation, Window};
use gitlab_write_back::NoteTarget;
use rca_note::Severity;
use secret_redaction::Redactor;

/// A client of the GitLab that the environment names.
///
/// | Variable | Says |
/// |---|---|
/// | `GITLAB_BASE_URL` | which GitLab; `https://gitlab.com/api/v4` unless set |
/// | `GITLAB_ACCESS_TOKEN` | who asks: a personal, project, group or OAuth access token |
/// | `CI_API_V4_URL`, `CI_JOB_TOKEN` | both of it inside a GitLab job, where the two above are not set |
///
/// Without a token it reads what is public.
///
/// # Errors
///
/// [`ApiError`] of the kind [`Configuration`](gitlab_core::ApiErrorKind::Configuration) when a variable holds
/// what it cannot mean.
pub fn client_from_env() -> Result<Client, ApiError> {
    let authenticator = gitlab_auth::from_env()
        .map_err(|error| ApiError::from_authenticator("read the token from the environment", error))?;
    Client::builder_from_env()?.authenticator(authenticator).build()
}

/// An investigation of what the alert is about: it starts from the alert's best reference, looks back from the
/// alert's start, in its environment, tells the analyst what the alert says, and masks the program's own token
/// as [`redactor_from_env`] does.
///
/// # Errors
///
/// [`NoReference`] when the alert names nothing in GitLab; it says where was looked.
pub fn investigation_of(alert: &Alert) -> Result<Investigation, NoReference> {
    let mut window = Window::default();
    if let Some(start) = alert.starts_at {
        window = window.incident_started(start);
    }
    if let Some(environment) = &alert.environment {
        window = window.environment(environment);
    }
    Ok(Investigation::of(alert.reference()?.clone())
        .incident(incident_of(alert))
        .window(window)
        .redactor(redactor_from_env()))
}

/// A redactor that also knows the tokens of [`client_from_env`] by their values: an administrator may have given
/// them a prefix of their own, and OAuth tokens have none.
#[must_use]
pub fn redactor_from_env() -> Redactor {
    let tokens =
        ["GITLAB_ACCESS_TOKEN", "CI_JOB_TOKEN"].into_iter().filter_map(|name| std::env::var(name).ok());
    // A value that is too short to be told from ordinary text is no token that GitLab would take.
    let known = tokens.map(|token| token.trim().to_owned()).filter(|token| token.len() >= 8);
    Redactor::builder().values(known).build().unwrap_or_default()
}

/// What the alert says, for the analyst.
#[must_use]
pub fn incident_of(alert: &Alert) -> Incident {
    let mut incident = Incident::new(&alert.title).with_severity(Severity::from(alert.severity.as_str()));
    incident.description.clone_from(&alert.description);
    incident.service.clone_from(&alert.service);
    incident
}

/// The merge request that the evidence is about, if it led to one, on the GitLab that was investigated.
#[must_use]
pub fn note_target(evidence: &Evidence) -> NoteTarget {
    let project: Option<ProjectRef> = evidence.project.path.parse().ok();
    let iid = evidence.merge_request.as_ref().map(|merge_request| merge_request.iid);
    NoteTarget::from_parts(project, iid).on(evidence.instance.clone())
}

/// The merge request that the evidence is about, if it is in the project of the alert's service.
///
/// An alert is foreign input, and it may name any merge request that our token can write to. Where the
/// [`AlertMapping`](alert_mapping::AlertMapping) knows the service, a note for another project than that of the service is
/// skipped ([`NoteTarget::mapped_to`]). Where it does not, this is [`note_target`], and
/// [`WriteBack::only_projects`](gitlab_write_back::WriteBack::only_projects) is the bound.
#[must_use]
pub fn note_target_for(alert: &Alert, evidence: &Evidence) -> NoteTarget {
    let target = note_target(evidence);
    let Some(mapping) = alert.service_mapping() else { return target };
    // The target names its project by path, the mapping may do so by number.
    let by_path = match (mapping.project.id(), evidence.project.id, target.project()) {
        (Some(mapped), Some(id), Some(project)) if mapped == id => Some(project.clone()),
        _ => None,
    };
    target.mapped_to(by_path.unwrap_or_else(|| mapping.project.clone()))
}
