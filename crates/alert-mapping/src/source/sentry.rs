//! Sentry: issue alerts, metric alerts and issue changes of integrations, and the legacy webhook.

use super::{environment_in, service_in};
use crate::{Alert, AlertError, AlertStatus, Fingerprint, Payload, Severity, Source};

#[derive(Debug)]
pub(crate) struct Sentry;

impl Source for Sentry {
    fn name(&self) -> &'static str {
        "sentry"
    }

    fn recognizes(&self, payload: Payload<'_>) -> bool {
        let legacy = payload.has_object("event")
            && (payload.has("culprit") || payload.has("project_slug") || payload.has("triggering_rules"));
        let issue = payload.has("data/issue/shortId") || payload.has("data/issue/culprit");
        let event = ["event_id", "issue_id", "issue_url"].iter().any(|key| payload.at("data/event").has(key));
        legacy
            || issue
            || event
            || payload.has_object("data/metric_alert")
            || payload.has("data/error/event_id")
    }

    fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError> {
        let mut alert = Alert::new(self.name());
        if payload.has_object("data/metric_alert") {
            metric_alert(payload, &mut alert);
        } else {
            issue(payload, &mut alert);
        }
        Ok(alert)
    }
}

fn metric_alert(payload: Payload<'_>, alert: &mut Alert) {
    let metric = payload.at("data/metric_alert");
    alert.title = payload
        .first_text(&[
            "data/description_title",
            "data/metric_alert/title",
            "data/metric_alert/alert_rule/name",
        ])
        .unwrap_or_default();
    alert.description = payload.text("data/description_text");
    let action = payload.text("action").unwrap_or_default();
    // The action is the level that was reached, or that it is over.
    alert.status = AlertStatus::from_text(&action);
    alert.severity = Severity::from_text(&action);
    alert.environment = metric.text("alert_rule/environment");
    alert.service = metric.first_text(&["projects/0", "alert_rule/projects/0"]);
    alert.starts_at = metric.first_time(&["date_started", "date_detected", "date_created"]);
    alert.ends_at = metric.first_time(&["date_closed"]);
    alert.link = payload.text("data/web_url");
    if let Some(id) = metric.first_text(&["identifier", "id"]) {
        alert.fingerprint = Fingerprint::Given(format!("metric.{id}"));
    }
}

fn issue(payload: Payload<'_>, alert: &mut Alert) {
    let event = ["data/event", "data/error", "event"].iter().map(|path| payload.at(path));
    let event = event.into_iter().find(|event| event.value().is_some()).unwrap_or(payload.at("event"));
    let issue = payload.at("data/issue");
    alert.title = event
        .first_text(&["title", "metadata/title"])
        .or_else(|| issue.text("title"))
        .or_else(|| payload.first_text(&["message", "culprit"]))
        .unwrap_or_default();
    alert.description = event
        .first_text(&["message", "logentry/formatted", "metadata/value"])
        .or_else(|| payload.first_text(&["message", "culprit"]))
        .or_else(|| issue.first_text(&["metadata/value", "culprit"]));
    alert.labels = event.texts("tags");
    let level = event.text("level").or_else(|| issue.text("level")).or_else(|| payload.text("level"));
    alert.severity = level.map(|level| Severity::from_text(&level)).unwrap_or_default();
    let status = issue.text("status").or_else(|| payload.text("action")).unwrap_or_default();
    alert.status = AlertStatus::from_text(&status);
    alert.service = service_in(&alert.labels)
        .or_else(|| issue.text("project/slug"))
        .or_else(|| payload.first_text(&["project_slug", "project", "project_name"]));
    alert.environment = event.text("environment").or_else(|| environment_in(&alert.labels));
    alert.starts_at = issue
        .first_time(&["firstSeen"])
        .or_else(|| event.first_time(&["datetime", "timestamp", "received", "dateCreated"]));
    alert.link = event
        .first_text(&["web_url", "issue_url"])
        .or_else(|| issue.first_text(&["web_url", "permalink"]))
        .or_else(|| payload.text("url"));
    let id = issue.text("id").or_else(|| event.text("issue_id")).or_else(|| payload.text("id"));
    if let Some(id) = id {
        alert.fingerprint = Fingerprint::Given(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_alert() {
        let alert = Alert::from_json(
            br#"{"action": "triggered", "actor": {"id": "sentry"}, "data": {"triggered_rule": "r", "event": {
                "event_id": "e4874d664c3540c1a32eab185f12c5ab", "issue_id": "1170820242", "title": "KeyError: 'id'",
                "level": "fatal", "datetime": "2026-05-01T10:00:00.000000Z", "environment": "production",
                "web_url": "https://sentry.example/issues/1170820242", "release": "checkout@9df54aa2c13c7a7b",
                "tags": [["environment", "production"], ["service", "checkout"], ["gitlab.project_id", "7"]],
                "modules": {"repository": "1.0"}}}}"#,
        )
        .unwrap();
        assert_eq!((alert.source, alert.title.as_str()), ("sentry", "KeyError: 'id'"));
        assert_eq!((alert.severity, alert.service.as_deref()), (Severity::Critical, Some("checkout")));
        assert_eq!(alert.environment.as_deref(), Some("production"));
        assert_eq!(alert.incident_key(), "sentry:1170820242");
        assert_eq!(alert.reference().unwrap().to_string(), "7@9df54aa2c13c7a7b");
        assert_eq!(alert.references()[1].path, "$.data.event.tags[2][1]");
    }

    #[test]
    fn a_metric_alert_and_its_end() {
        let read = |action: &str, closed: &str| {
            let payload = format!(
                r#"{{"action": "{action}", "data": {{"metric_alert": {{"id": "3", "identifier": "12",
                    "projects": ["checkout"], "date_started": "2026-05-01T10:00:00Z", "date_closed": {closed},
                    "alert_rule": {{"name": "errors", "environment": "prod"}}}},
                    "description_title": "Critical: errors", "description_text": "100 in 5 minutes"}}}}"#
            );
            Alert::from_json(payload.as_bytes()).unwrap()
        };
        let (firing, over) = (read("critical", "null"), read("resolved", "\"2026-05-01T11:00:00Z\""));
        assert_eq!((firing.status.as_str(), firing.severity), ("firing", Severity::Critical));
        assert_eq!((over.status.as_str(), over.ends_at.is_some()), ("resolved", true));
        assert_eq!(firing.incident_key(), over.incident_key());
    }

    #[test]
    fn the_legacy_webhook() {
        let alert = Alert::from_json(
            br#"{"id": "5", "project": "internal", "project_slug": "internal", "culprit": "run in main",
                "level": "error", "message": "boom", "url": "https://sentry.example/5",
                "event": {"title": "RuntimeError: boom", "timestamp": 1777629600.5, "tags": [["env", "qa"]]}}"#,
        )
        .unwrap();
        assert_eq!(
            (alert.title.as_str(), alert.service.as_deref()),
            ("RuntimeError: boom", Some("internal"))
        );
        assert_eq!((alert.severity, alert.environment.as_deref()), (Severity::Medium, Some("qa")));
        assert!(alert.starts_at.is_some());
    }
}
