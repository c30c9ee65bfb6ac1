//! The tools whose payloads are known, one file each.

mod alertmanager;
mod cloudwatch;
mod datadog;
mod gitlab;
mod grafana;
mod new_relic;
mod opsgenie;
mod pagerduty;
mod plain;
mod sentry;

use crate::{Alert, AlertError, Payload};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// A tool that sends alerts: how its payload is recognized and where in it what stands.
///
/// An implementation is a list of places. Those of this crate are one file each and one line in `BUILT_IN`; one of
/// your own goes to [`AlertMappingBuilder::source`](crate::AlertMappingBuilder::source). References to GitLab are
/// none of its business: they are looked for in the whole payload, whatever its source.
///
/// ```
/// use alert_mapping::{Alert, AlertError, AlertMapping, AlertStatus, Fingerprint, Payload, Source};
///
/// #[derive(Debug)]
/// struct UptimeRobot;
///
/// impl Source for UptimeRobot {
///     fn name(&self) -> &'static str {
///         "uptime_robot"
///     }
///
///     fn recognizes(&self, payload: Payload<'_>) -> bool {
///         payload.has("monitorFriendlyName")
///     }
///
///     fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError> {
///         let mut alert = Alert::new(self.name());
///         alert.title = payload.text("monitorFriendlyName").unwrap_or_default();
///         alert.status = AlertStatus::from_text(&payload.text("alertTypeFriendlyName").unwrap_or_default());
///         alert.starts_at = payload.first_time(&["alertDateTime"]);
///         if let Some(id) = payload.text("monitorID") {
///             alert.fingerprint = Fingerprint::Given(id);
///         }
///         Ok(alert)
///     }
/// }
///
/// let mapping = AlertMapping::builder().source(UptimeRobot).build();
/// let alert = mapping.read(br#"{"monitorFriendlyName": "shop", "alertTypeFriendlyName": "Up", "monitorID": 5}"#)?;
/// assert_eq!((alert.source, alert.status), ("uptime_robot", AlertStatus::Resolved));
/// # Ok::<(), AlertError>(())
/// ```
pub trait Source: Debug + Send + Sync + 'static {
    /// Its name, in lower case with `_`; it becomes [`Alert::source`] and begins the incident key.
    fn name(&self) -> &'static str;

    /// Whether the payload has the shape that this tool sends, and no other does.
    fn recognizes(&self, payload: Payload<'_>) -> bool;

    /// Reads a payload that it recognizes. What is missing stays as [`Alert::new`] has it: a title, a fingerprint
    /// and the bounds of texts are seen to afterwards.
    ///
    /// # Errors
    ///
    /// [`AlertError::NotAnAlert`] when the tool sends such payloads for something else.
    fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError>;
}

/// Asked in this order; the first that recognizes a payload reads it.
///
/// Envelopes and shapes with names that nobody else uses come first. Grafana comes before Alertmanager, whose shape
/// it extends. GitLab's generic form is last, because its fields have the most common names.
pub(crate) const BUILT_IN: &[&dyn Source] = &[
    &cloudwatch::CloudWatch,
    &pagerduty::PagerDuty,
    &opsgenie::Opsgenie,
    &sentry::Sentry,
    &new_relic::NewRelic,
    &datadog::Datadog,
    &grafana::Grafana,
    &alertmanager::Alertmanager,
    &gitlab::GitLab,
];

/// What reads everything that no other source recognizes.
pub(crate) const PLAIN: &dyn Source = &plain::Plain;

/// The service by the usual names of labels, the most exact first.
fn service_in(labels: &BTreeMap<String, String>) -> Option<String> {
    let names = [
        "service",
        "service_name",
        "service.name",
        "app_kubernetes_io_name",
        "app",
        "application",
        "Application",
        "pipeline_name",
    ];
    names.iter().find_map(|name| labels.get(*name)).cloned()
}

/// The environment by the usual names of labels; GitLab's own first.
fn environment_in(labels: &BTreeMap<String, String>) -> Option<String> {
    let names =
        ["gitlab_environment_name", "environment", "env", "deployment_environment", "deployment.environment"];
    names.iter().find_map(|name| labels.get(*name)).cloned()
}
