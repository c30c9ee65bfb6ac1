//! Which GitLab is asked.

use crate::failure::Failure;
use gitlab_rca::core::{Instance, Report};
use gitlab_rca::prelude::Client;
use gitlab_rca_examples::offline::{self, ClockSetTo};
use gitlab_testkit::{GitLab, scenarios};
use std::time::Duration;

/// What an answer takes in the GitLab of the example, so that the work can be watched.
const LATENCY: Duration = Duration::from_millis(20);
/// How long after the alert somebody runs this program there.
const AFTER_THE_ALERT: Duration = Duration::from_secs(9 * 60);

/// A GitLab and a client of it.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) client: Client,
    /// The GitLab itself, when it is the one of the example.
    pub(crate) example: Option<GitLab>,
}

impl Connection {
    /// The server that the environment names, or the GitLab of the example when it names none.
    pub(crate) fn open() -> Result<Self, Failure> {
        let is_set = |name| std::env::var(name).is_ok_and(|value: String| !value.trim().is_empty());
        if is_set("GITLAB_ACCESS_TOKEN") || is_set("GITLAB_BASE_URL") {
            let client = gitlab_rca::client_from_env().map_err(|error| Failure::input(Report(&error)))?;
            return Ok(Self { client, example: None });
        }
        let incident = scenarios::expected().incident_start.parse().map_err(Failure::work)?;
        let clock = ClockSetTo::new(gitlab_rca::core::Timestamp::plus(incident, AFTER_THE_ALERT));
        let scenario = scenarios::checkout_incident();
        let (gitlab, client) = offline::gitlab(scenario, scenarios::token::API, &clock, LATENCY)
            .map_err(|error| Failure::work(format!("{error:#}")))?;
        Ok(Self { client, example: Some(gitlab) })
    }

    pub(crate) fn instance(&self) -> &Instance {
        self.client.instance()
    }

    pub(crate) fn is_example(&self) -> bool {
        self.example.is_some()
    }
}
