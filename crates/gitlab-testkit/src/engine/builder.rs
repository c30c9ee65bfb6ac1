use super::{Address, GitLab, Inner, Settings};
use crate::clock::TokioClock;
use crate::diff_limits::DiffLimits;
use crate::engine::log::RequestLog;
use crate::fault::Faults;
use crate::quick_action::QuickActions;
use crate::rate_limit::{RateLimit, RateLimits};
use crate::scenario::{Scenario, ScenarioError};
use crate::state;
use crate::version::Version;
use gitlab_core::{Clock, Instance};
use std::fmt;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

/// The version of a GitLab whose scenario says none.
const DEFAULT_VERSION: &str = "18.6.0-ee";
/// The address of a GitLab whose scenario says none.
const DEFAULT_URL: &str = "https://gitlab.example.com";

/// Makes a [`GitLab`].
pub struct GitLabBuilder {
    scenario: Scenario,
    clock: Arc<dyn Clock>,
    latency: Duration,
    diff_limits: DiffLimits,
    limits: Vec<RateLimit>,
    quick_actions: Option<QuickActions>,
}

impl GitLabBuilder {
    pub(super) fn new(scenario: Scenario) -> Self {
        Self {
            scenario,
            clock: Arc::new(TokioClock::new()),
            latency: Duration::ZERO,
            diff_limits: DiffLimits::default(),
            limits: Vec::new(),
            quick_actions: None,
        }
    }

    /// The clock by which answers are dated and wait; that of the machine unless said.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Lets every answer wait this long.
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// A limit on the number of requests; there is none unless said.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.limits.push(limit);
        self
    }

    /// The limits of diffs; GitLab's own unless said.
    #[must_use]
    pub fn diff_limits(mut self, limits: DiffLimits) -> Self {
        self.diff_limits = limits;
        self
    }

    /// Where quick actions are looked for; as its version does unless said.
    #[must_use]
    pub fn quick_actions(mut self, mode: QuickActions) -> Self {
        self.quick_actions = Some(mode);
        self
    }

    /// Makes the GitLab.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`] when the scenario is not possible.
    pub fn build(self) -> Result<GitLab, ScenarioError> {
        let version_text = self.scenario.version.clone().unwrap_or_else(|| DEFAULT_VERSION.to_owned());
        let version = Version::parse(&version_text).ok_or_else(|| {
            ScenarioError::new("the version", format!("{version_text:?} is none: write 18.6.0"))
        })?;
        let url = self.scenario.url.as_deref().unwrap_or(DEFAULT_URL);
        let instance =
            Instance::parse(url).map_err(|error| ScenarioError::new("the url", error.to_string()))?;
        let state = state::build(&self.scenario, self.clock.now())?;
        Ok(GitLab {
            inner: Arc::new(Inner {
                state: RwLock::new(state),
                settings: Settings {
                    version,
                    version_text,
                    diff_limits: self.diff_limits,
                    // The way changed in some release of 15.x or 16.x.
                    quick_actions: self.quick_actions.unwrap_or(if version.since(16, 0) {
                        QuickActions::Paragraphs
                    } else {
                        QuickActions::Lines
                    }),
                    #[cfg(feature = "serve")]
                    fixed_address: self.scenario.url.is_some(),
                },
                address: RwLock::new(Arc::new(Address::new(instance))),
                clock: self.clock,
                latency: Mutex::new(self.latency),
                faults: Faults::default(),
                limits: RateLimits::new(self.limits),
                log: RequestLog::default(),
            }),
        })
    }
}

impl fmt::Debug for GitLabBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GitLabBuilder")
            .field("scenario", &self.scenario)
            .field("latency", &self.latency)
            .field("diff_limits", &self.diff_limits)
            .finish_non_exhaustive()
    }
}
