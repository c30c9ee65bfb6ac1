//! New Relic: the workflow webhook with its default template, and the legacy one of alert policies.

use super::{environment_in, service_in};
use crate::{Alert, AlertError, AlertStatus, Fingerprint, Payload, Severity, Source};

#[derive(Debug)]
pub(crate) struct NewRelic;

impl Source for NewRelic {
    fn name(&self) -> &'static str {
        "new_relic"
    }

    fn recognizes(&self, payload: Payload<'_>) -> bool {
        is_workflow(payload)
            || (payload.has("condition_name") && (payload.has("policy_name") || payload.has("incident_id")))
    }

    fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError> {
        Ok(if is_workflow(payload) { workflow(payload, self.name()) } else { policy(payload, self.name()) })
    }
}

fn is_workflow(payload: Payload<'_>) -> bool {
    let own = ["impactedEntities", "alertPolicyNames", "alertConditionNames", "workflowName"];
    payload.has("issueUrl") && own.iter().any(|key| payload.has(key))
}

fn workflow(payload: Payload<'_>, source: &'static str) -> Alert {
    let mut alert = Alert::new(source);
    alert.title = payload.first_text(&["title", "alertConditionNames/0"]).unwrap_or_default();
    alert.description = payload.first_text(&["alertConditionNames/0", "trigger"]);
    alert.status = AlertStatus::from_text(&payload.text("state").unwrap_or_default());
    alert.severity = payload.text("priority").map(|text| Severity::from_text(&text)).unwrap_or_default();
    alert.service = payload.text("impactedEntities/0");
    alert.labels = payload.texts("accumulations");
    alert.environment = environment_in(&alert.labels);
    alert.starts_at = payload.first_time(&["createdAt", "activatedAt"]);
    if alert.status == AlertStatus::Resolved {
        alert.ends_at = payload.first_time(&["closedAt", "updatedAt"]);
    }
    alert.link = payload.text("issueUrl");
    if let Some(id) = payload.first_text(&["issueId", "id"]) {
        alert.fingerprint = Fingerprint::Given(id);
    }
    alert
}

fn policy(payload: Payload<'_>, source: &'static str) -> Alert {
    let mut alert = Alert::new(source);
    alert.title = payload.text("condition_name").unwrap_or_default();
    alert.description = payload.text("details");
    alert.status = AlertStatus::from_text(&payload.text("current_state").unwrap_or_default());
    alert.severity = payload.text("severity").map(|text| Severity::from_text(&text)).unwrap_or_default();
    alert.labels = payload.texts("targets/0/labels");
    alert.service = service_in(&alert.labels).or_else(|| payload.text("targets/0/name"));
    alert.environment = environment_in(&alert.labels);
    alert.starts_at = payload.first_time(&["timestamp", "timestamp_utc_string"]);
    if alert.status == AlertStatus::Resolved {
        alert.ends_at = alert.starts_at.take();
    }
    alert.link = payload.text("incident_url");
    if let Some(id) = payload.text("incident_id") {
        alert.fingerprint = Fingerprint::Given(id);
    }
    alert
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workflow_webhook() {
        let alert = Alert::from_json(
            br#"{"id": "cea84176", "issueUrl": "https://radar.example/cea84176", "title": "checkout is slow",
                "priority": "CRITICAL", "impactedEntities": ["checkout", "cart"], "totalIncidents": "1",
                "state": "ACTIVATED", "trigger": "STATE_CHANGE", "createdAt": 1777629600000,
                "alertPolicyNames": ["shop"], "alertConditionNames": ["p99 since https://gitlab.com/a/b/-/jobs/3"]}"#,
        )
        .unwrap();
        assert_eq!((alert.source, alert.severity), ("new_relic", Severity::Critical));
        assert_eq!((alert.service.as_deref(), alert.status.as_str()), (Some("checkout"), "firing"));
        assert_eq!(alert.reference().unwrap().to_string(), "a/b/-/jobs/3");
    }

    #[test]
    fn the_legacy_webhook_tells_only_when_it_changed() {
        let alert = Alert::from_json(
            br#"{"condition_name": "errors", "policy_name": "shop", "incident_id": 77, "current_state": "closed",
                "severity": "WARNING", "details": "above 5 %", "timestamp": 1777629600000,
                "targets": [{"name": "checkout", "labels": {"env": "prod"}}]}"#,
        )
        .unwrap();
        assert_eq!((alert.status.as_str(), alert.severity), ("resolved", Severity::Low));
        assert_eq!((alert.starts_at, alert.ends_at.is_some()), (None, true));
        assert_eq!(alert.incident_key(), "new_relic:77");
    }
}
