//! Which time an investigation looks at.

use crate::TimeRange;
use gitlab_core::Timestamp;
use std::time::Duration;

/// Which time an investigation looks at, and which environment the incident is in.
///
/// Causes come before effects, often by days: the window reaches back from the start of the incident, 30 days
/// by default, and ends there. The deployments to the environment then say which changes were live.
///
/// ```
/// use gitlab_investigation::Window;
/// use std::time::Duration;
///
/// let window = Window::look_back(Duration::from_secs(7 * 86_400))
///     .incident_started("2026-11-20T10:00:00Z".parse()?)
///     .environment("production");
/// # Ok::<(), gitlab_core::TimestampError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    look_back: Duration,
    incident_start: Option<Timestamp>,
    environment: Option<String>,
}

impl Window {
    /// How far back an investigation looks unless told otherwise.
    pub const DEFAULT_LOOK_BACK: Duration = Duration::from_secs(30 * 24 * 60 * 60);

    /// A window that reaches that far back.
    #[must_use]
    pub fn look_back(look_back: Duration) -> Self {
        Self { look_back, incident_start: None, environment: None }
    }

    /// The incident began then; the default is now.
    #[must_use]
    pub fn incident_started(mut self, at: Timestamp) -> Self {
        self.incident_start = Some(at);
        self
    }

    /// The incident is in this environment; the default is any.
    #[must_use]
    pub fn environment(mut self, name: impl Into<String>) -> Self {
        self.environment = Some(name.into());
        self
    }

    pub(crate) fn environment_name(&self) -> Option<&str> {
        self.environment.as_deref()
    }

    pub(crate) fn incident_start(&self) -> Option<Timestamp> {
        self.incident_start
    }

    pub(crate) fn range(&self, now: Timestamp) -> TimeRange {
        let to = self.incident_start.unwrap_or(now);
        TimeRange::new(to.minus(self.look_back), to)
    }
}

impl Default for Window {
    fn default() -> Self {
        Self::look_back(Self::DEFAULT_LOOK_BACK)
    }
}
