//! Any other JSON: the usual names, at the top and one level below.

use super::{environment_in, service_in};
use crate::{Alert, AlertError, AlertStatus, Fingerprint, Payload, Severity, Source};

#[derive(Debug)]
pub(crate) struct Plain;

/// Where tools put what the alert is about, when not at the top.
const BELOW: &[&str] = &[
    "",
    "alert",
    "alert_payload",
    "payload",
    "incident",
    "event",
    "data",
    "data/issue",
    "check",
    "check_result",
    "context",
    "data/context",
    "data/essentials",
    "essentials",
];

const TITLES: &[&str] = &[
    "title",
    "alert_name",
    "alertname",
    "alertName",
    "alertRule",
    "name",
    "summary",
    "check_name",
    "monitor_name",
    "MONITORNAME",
    "rule_name",
    "condition_name",
    "policy_name",
    "event_definition_title",
    "subject",
    "messageTitle",
    "annotations/summary",
    "labels/alertname",
    "message",
    "event",
    "text",
    "reason",
    "result_description",
];
const DESCRIPTIONS: &[&str] = &[
    "description",
    "message",
    "details",
    "body",
    "text",
    "output",
    "annotations/description",
    "INCIDENT_REASON",
];
const STATUSES: &[&str] = &["status", "state", "current_state", "alert_state", "action", "STATUS"];
const SEVERITIES: &[&str] =
    &["severity", "priority", "level", "labels/severity", "labels/priority", "alert_type"];
const SERVICES: &[&str] = &["service", "service_name", "application", "app", "labels/service"];
const STARTS: &[&str] = &[
    "starts_at",
    "startsAt",
    "start_time",
    "started_at",
    "start",
    "firedDateTime",
    "triggered_at",
    "startDate",
    "timestamp",
    "created_at",
    "createdAt",
    "date",
    "time",
    "@timestamp",
    "INCIDENT_TIME_ISO",
];
const ENDS: &[&str] = &["ends_at", "endsAt", "end_time", "ended_at", "resolved_at", "closed_at", "end"];
const IDS: &[&str] = &["fingerprint", "dedup_key", "alert_id", "alertId", "incident_id"];

impl Source for Plain {
    fn name(&self) -> &'static str {
        "json"
    }

    fn recognizes(&self, payload: Payload<'_>) -> bool {
        payload.value().is_some()
    }

    fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError> {
        // Of a list the first object stands for all; references are found in each.
        let payload = payload.items("").find(|item| item.has_object("")).unwrap_or(payload);
        let text = |names: &[&str]| BELOW.iter().find_map(|place| payload.at(place).first_text(names));
        let time = |names: &[&str]| BELOW.iter().find_map(|place| payload.at(place).first_time(names));
        let mut alert = Alert::new(self.name());
        alert.title = text(TITLES).unwrap_or_default();
        alert.description = text(DESCRIPTIONS).filter(|description| *description != alert.title);
        if alert.title.is_empty() {
            alert.title = alert.description.clone().or_else(|| text(SERVICES)).unwrap_or_default();
        }
        alert.tool = text(&["alert_source", "monitoring_tool", "source"]);
        for place in BELOW {
            for (name, value) in ["labels", "tags"].iter().flat_map(|key| payload.at(place).texts(key)) {
                alert.labels.entry(name).or_insert(value);
            }
        }
        alert.annotations = payload.texts("annotations");
        alert.severity = text(SEVERITIES).map(|text| Severity::from_text(&text)).unwrap_or_default();
        alert.service = text(SERVICES).or_else(|| service_in(&alert.labels));
        alert.environment = text(&["environment", "env"]).or_else(|| environment_in(&alert.labels));
        alert.starts_at = time(STARTS);
        alert.ends_at = time(ENDS);
        alert.status = match (text(STATUSES), alert.ends_at) {
            (None, Some(_)) => AlertStatus::Resolved,
            (status, _) => AlertStatus::from_text(&status.unwrap_or_default()),
        };
        alert.link = text(&["url", "link", "alert_url", "html_url"]);
        if let Some(id) = payload.first_text(IDS) {
            alert.fingerprint = Fingerprint::Given(id);
        }
        Ok(alert)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_names_are_found() {
        let alert = Alert::from_json(
            br#"{"alert_name": "Slow", "message": "p99 above 2 s", "status": "recovered", "priority": "p4",
                "service": "cart", "env": "qa", "timestamp": "2026-05-01T10:00:00Z", "fingerprint": "abc"}"#,
        )
        .unwrap();
        assert_eq!((alert.source, alert.title.as_str()), ("json", "Slow"));
        assert_eq!((alert.status.as_str(), alert.severity), ("resolved", Severity::Low));
        assert_eq!((alert.service.as_deref(), alert.environment.as_deref()), (Some("cart"), Some("qa")));
        assert_eq!(alert.incident_key(), "json:abc");
    }

    #[test]
    fn case_94_an_empty_object_is_an_alert_with_defaults() {
        let alert = Alert::from_json(b"{}").unwrap();
        assert_eq!((alert.title.as_str(), &alert.status), ("New: Alert", &AlertStatus::Firing));
        assert!(alert.reference().is_err());
    }

    #[test]
    fn what_another_source_wrapped_is_read_as_that_source() {
        let alert = Alert::from_json(
            br#"{"meta": 1, "alert": {"alerts": [{"labels": {"alertname": "x"}, "annotations": {"mr": "a/b!1"}}]},
                "evidence": ["https://gitlab.com/a/b/-/jobs/2"]}"#,
        )
        .unwrap();
        assert_eq!((alert.source, alert.references().len()), ("alertmanager", 2));
        assert_eq!(alert.members()[0].references()[0].path, "$.alert.alerts[0].annotations.mr");
    }
}
