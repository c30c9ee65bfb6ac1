//! PagerDuty: webhooks of version 3 and 2, and events as its Events API takes them.

use super::{environment_in, service_in};
use crate::{Alert, AlertError, AlertStatus, Fingerprint, Payload, Severity, Source};

#[derive(Debug)]
pub(crate) struct PagerDuty;

impl Source for PagerDuty {
    fn name(&self) -> &'static str {
        "pagerduty"
    }

    fn recognizes(&self, payload: Payload<'_>) -> bool {
        let v3 = payload.has("event/event_type") && payload.has_object("event/data");
        let v2 = payload.items("messages").next().is_some_and(|message| incident(message).value().is_some());
        let event =
            payload.has("event_action") && (payload.has("routing_key") || payload.has_object("payload"));
        v3 || v2 || event
    }

    fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError> {
        if payload.has("event/event_type") {
            return Ok(of_incident(
                payload.at("event/data"),
                &payload.text("event/event_type").unwrap_or_default(),
            ));
        }
        if payload.has("event_action") {
            return Ok(of_event(payload));
        }
        let mut messages: Vec<Alert> = payload
            .items("messages")
            .enumerate()
            .map(|(index, message)| {
                let kind = message.first_text(&["event", "type"]).unwrap_or_default();
                of_incident(incident(message), &kind).at_place(format!("$.messages[{index}]"))
            })
            .collect();
        // Messages come in the order in which things happened, so the last one is how it stands.
        Ok(match messages.len() {
            1 => messages.pop().unwrap_or_else(|| Alert::new(NAME)).at_place("$"),
            _ => {
                let last = messages.last().cloned().unwrap_or_else(|| Alert::new(NAME));
                last.at_place("$").with_members(messages)
            }
        })
    }
}

const NAME: &str = "pagerduty";

fn incident(message: Payload<'_>) -> Payload<'_> {
    if message.has_object("incident") { message.at("incident") } else { message.at("data/incident") }
}

/// `kind` is what happened: `incident.triggered`.
fn of_incident(incident: Payload<'_>, kind: &str) -> Alert {
    let mut alert = Alert::new(NAME);
    alert.title = incident
        .first_text(&["title", "summary", "trigger_summary_data/subject", "trigger_summary_data/description"])
        .unwrap_or_default();
    alert.description =
        incident.first_text(&["description", "body/details", "first_trigger_log_entry/summary"]);
    let status = incident.text("status");
    alert.status = match kind.rsplit('.').next().unwrap_or_default() {
        "resolve" | "resolved" => AlertStatus::Resolved,
        "acknowledge" | "acknowledged" => AlertStatus::Other("acknowledged".to_owned()),
        _ => AlertStatus::from_text(&status.unwrap_or_default()),
    };
    alert.severity = incident
        .first_text(&["priority/summary", "priority/name", "priority", "severity", "urgency"])
        .map(|text| Severity::from_text(&text))
        .unwrap_or_default();
    alert.service = incident.first_text(&["service/summary", "service/name"]);
    alert.labels = incident.texts("custom_fields");
    alert.environment = environment_in(&alert.labels);
    alert.starts_at = incident.first_time(&["created_at", "created_on"]);
    if alert.status == AlertStatus::Resolved {
        alert.ends_at =
            incident.first_time(&["resolved_at", "last_status_change_at", "last_status_change_on"]);
    }
    alert.link = incident.text("html_url");
    if let Some(id) = incident.first_text(&["id", "incident_key"]) {
        alert.fingerprint = Fingerprint::Given(id);
    }
    alert
}

fn of_event(payload: Payload<'_>) -> Alert {
    let mut alert = Alert::new(NAME);
    let event = payload.at("payload");
    alert.title = event.text("summary").unwrap_or_default();
    alert.annotations = event.texts("custom_details");
    alert.description = event.first_text(&["custom_details/description", "custom_details/message"]);
    alert.status = AlertStatus::from_text(&payload.text("event_action").unwrap_or_default());
    alert.severity = event.text("severity").map(|text| Severity::from_text(&text)).unwrap_or_default();
    alert.service = service_in(&alert.annotations).or_else(|| event.first_text(&["component", "source"]));
    alert.environment = environment_in(&alert.annotations);
    alert.starts_at = event.first_time(&["timestamp"]);
    alert.tool = payload.text("client");
    alert.link = payload.text("client_url");
    if let Some(key) = payload.text("dedup_key") {
        alert.fingerprint = Fingerprint::Given(key);
    }
    alert
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_of_version_3() {
        let alert = Alert::from_json(
            br#"{"event": {"id": "01", "event_type": "incident.triggered", "occurred_at": "2026-05-01T10:00:01Z",
                "data": {"id": "PGR0VU2", "title": "Checkout 5xx", "status": "triggered", "urgency": "high",
                    "priority": {"summary": "P1"}, "service": {"summary": "checkout"}, "html_url": "https://pd.example/1",
                    "created_at": "2026-05-01T10:00:00Z", "incident_key": "d3640fbd",
                    "custom_fields": [{"name": "environment", "value": "production"},
                                      {"name": "gitlab_project", "value": "shop/api"},
                                      {"name": "mr_iid", "value": 42}]}}}"#,
        )
        .unwrap();
        assert_eq!((alert.source, alert.severity), ("pagerduty", Severity::Critical));
        assert_eq!(
            (alert.service.as_deref(), alert.environment.as_deref()),
            (Some("checkout"), Some("production"))
        );
        assert_eq!(alert.incident_key(), "pagerduty:PGR0VU2");
        assert_eq!(alert.reference().unwrap().to_string(), "shop/api!42");
    }

    #[test]
    fn case_97_messages_of_version_2_stand_as_the_last_says() {
        let alert = Alert::from_json(
            br#"{"messages": [
                {"event": "incident.trigger", "incident": {"id": "P1", "title": "Down", "status": "triggered"}},
                {"event": "incident.resolve", "incident": {"id": "P1", "title": "Down", "status": "resolved",
                    "last_status_change_at": "2026-05-01T11:00:00Z"}}]}"#,
        )
        .unwrap();
        assert_eq!((alert.status.as_str(), alert.members().len()), ("resolved", 2));
        assert!(alert.ends_at.is_some());
    }

    #[test]
    fn an_event_with_custom_details() {
        let alert = Alert::from_json(
            br#"{"routing_key": "r", "event_action": "trigger", "dedup_key": "srv01/HTTP", "client": "Nagios",
                "payload": {"summary": "Queue full", "severity": "warning", "source": "orders-1",
                    "custom_details": {"gitlab": {"merge_request_iid": 5, "project_id": "a/b"}, "env": "qa"}}}"#,
        )
        .unwrap();
        assert_eq!((alert.severity, alert.environment.as_deref()), (Severity::Low, Some("qa")));
        assert_eq!(alert.reference().unwrap().to_string(), "a/b!5");
        assert_eq!(alert.references()[0].path, "$.payload.custom_details.gitlab.merge_request_iid");
    }
}
