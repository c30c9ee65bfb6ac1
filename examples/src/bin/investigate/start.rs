//! What the investigation starts from.

use crate::args::Args;
use crate::connection::Connection;
use crate::failure::Failure;
use gitlab_rca::core::Report;
use gitlab_rca::prelude::*;
use std::path::Path;

/// The alert that is read when nothing is named.
const ALERT: &[u8] = include_bytes!("../../../alerts/alertmanager.json");

/// An alert, or a reference alone.
#[derive(Debug)]
pub(crate) enum Start {
    Alert { alert: Box<Alert>, reference: GitLabReference },
    Reference(GitLabReference),
}

impl Start {
    pub(crate) fn read(args: &Args, connection: &Connection) -> Result<Self, Failure> {
        match &args.start {
            None if connection.is_example() => of_alert(ALERT, "the example", connection),
            None => Err(Failure::input(
                "say where to start: an alert's JSON file, a URL of this GitLab, or a short form such as group/project!42",
            )),
            Some(text) if text.contains("://") => of_reference(text, connection),
            Some(text) if Path::new(text).exists() || is_file_name(text) => of_file(text, connection),
            Some(text) => of_reference(text, connection),
        }
    }

    pub(crate) fn investigation(&self, args: &Args) -> Investigation {
        match self {
            Self::Reference(reference) => Investigation::of(reference.clone()).window(args.window()),
            Self::Alert { alert, reference } => {
                let mut window = args.window();
                if let Some(start) = alert.starts_at {
                    window = window.incident_started(start);
                }
                if let Some(environment) = &alert.environment {
                    window = window.environment(environment);
                }
                let incident = gitlab_rca::incident_of(alert);
                Investigation::of(reference.clone()).incident(incident).window(window)
            }
        }
    }

    /// By which a later run finds the note again.
    pub(crate) fn incident_key(&self) -> String {
        match self {
            Self::Alert { alert, .. } => alert.incident_key(),
            Self::Reference(reference) => format!("reference:{reference}"),
        }
    }
}

/// A file that is not there should not be taken for a project of that name.
fn is_file_name(text: &str) -> bool {
    Path::new(text).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn of_file(path: &str, connection: &Connection) -> Result<Start, Failure> {
    let payload = std::fs::read(path)
        .map_err(|error| Failure::input(format!("the alert file {path} cannot be read: {error}")))?;
    of_alert(&payload, path, connection)
}

fn of_alert(payload: &[u8], origin: &str, connection: &Connection) -> Result<Start, Failure> {
    let mut mapping = AlertMapping::builder().instances([connection.instance().clone()]);
    if connection.is_example() {
        let project = gitlab_testkit::scenarios::expected().project.parse().map_err(Failure::work)?;
        mapping = mapping.service("checkout", ServiceMapping::new(project));
    }
    let alert = mapping
        .build()
        .read(payload)
        .map_err(|error| Failure::input(format!("{origin}: {}", Report(&error))))?;
    let reference = alert.reference().map_err(|none| Failure::input(format!("{origin}: {none}")))?.clone();
    Ok(Start::Alert { alert: Box::new(alert), reference })
}

fn of_reference(text: &str, connection: &Connection) -> Result<Start, Failure> {
    let instance = connection.instance();
    match GitLabReference::parse(text, std::slice::from_ref(instance)) {
        Ok(reference) => Ok(Start::Reference(reference)),
        Err(error) if connection.is_example() => Err(Failure::input(format!(
            "{text}: {}; the GitLab of the example is {instance}, set GITLAB_BASE_URL to ask another",
            Report(&error)
        ))),
        Err(error) => {
            Err(Failure::input(format!("{text}: {}; the GitLab that is asked is {instance}", Report(&error))))
        }
    }
}
