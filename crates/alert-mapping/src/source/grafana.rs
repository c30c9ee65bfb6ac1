//! Grafana: unified alerting, whose webhook extends Alertmanager's, and the legacy one of a single rule.

use super::{alertmanager, environment_in, service_in};
use crate::{Alert, AlertError, AlertStatus, Fingerprint, Payload, Severity, Source};

#[derive(Debug)]
pub(crate) struct Grafana;

impl Source for Grafana {
    fn name(&self) -> &'static str {
        "grafana"
    }

    fn recognizes(&self, payload: Payload<'_>) -> bool {
        is_unified(payload) || is_legacy(payload)
    }

    fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError> {
        Ok(if is_legacy(payload) {
            legacy(payload, self.name())
        } else {
            alertmanager::group(payload, self.name())
        })
    }
}

fn is_unified(payload: Payload<'_>) -> bool {
    let is_group = payload.has("alerts") || payload.has_object("commonLabels");
    let own_fields = ["dashboardURL", "panelURL", "silenceURL", "valueString"];
    let has_own_fields =
        payload.items("alerts").next().is_some_and(|alert| own_fields.iter().any(|field| alert.has(field)));
    is_group && (has_own_fields || payload.has("orgId") || (payload.has("state") && payload.has("title")))
}

fn is_legacy(payload: Payload<'_>) -> bool {
    let rule = ["ruleName", "ruleId", "ruleUrl"].iter().any(|key| payload.has(key));
    (rule || payload.has("evalMatches")) && payload.has("state")
}

fn legacy(payload: Payload<'_>, source: &'static str) -> Alert {
    let mut alert = Alert::new(source);
    // The title has the status in front: `[Alerting] name`.
    alert.title = payload.first_text(&["ruleName", "title"]).unwrap_or_default();
    alert.description = payload.text("message");
    alert.status = AlertStatus::from_text(&payload.text("state").unwrap_or_default());
    alert.labels = payload.texts("tags");
    alert.severity = alert.labels.get("severity").map(|text| Severity::from_text(text)).unwrap_or_default();
    alert.service = service_in(&alert.labels);
    alert.environment = environment_in(&alert.labels);
    alert.link = payload.text("ruleUrl");
    if let Some(rule) = payload.text("ruleId").filter(|id| id != "0") {
        let organization = payload.text("orgId").unwrap_or_default();
        alert.fingerprint = Fingerprint::Given(format!("{organization}.{rule}"));
    }
    alert
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unified_alerting() {
        let alert = Alert::from_json(
            br#"{"receiver": "rca", "status": "resolved", "orgId": 1, "state": "ok", "version": "1",
                "title": "[RESOLVED] HighLatency", "message": "**Resolved** https://gitlab.com/g/p/-/pipelines/9",
                "groupKey": "{}/{}:{}", "commonLabels": {"alertname": "HighLatency", "severity": "Critical"},
                "commonAnnotations": {"summary": "p99 above 2 s"},
                "alerts": [{"status": "resolved", "labels": {"alertname": "HighLatency"}, "annotations": {},
                    "startsAt": "2026-05-01T10:00:00Z", "endsAt": "2026-05-01T11:00:00Z", "valueString": "[]",
                    "fingerprint": "c6eadffa33fcdf37", "dashboardURL": "", "panelURL": ""}]}"#,
        )
        .unwrap();
        assert_eq!((alert.source, alert.title.as_str()), ("grafana", "p99 above 2 s"));
        assert_eq!((alert.status.as_str(), alert.severity), ("resolved", Severity::Critical));
        assert_eq!(alert.ends_at, "2026-05-01T11:00:00Z".parse().ok());
        assert_eq!(alert.reference().unwrap().to_string(), "g/p/-/pipelines/9");
        assert_eq!(alert.references()[0].path, "$.message");
    }

    #[test]
    fn legacy_alerting() {
        let alert = Alert::from_json(
            br#"{"title": "[Alerting] Disk", "ruleId": 7, "ruleName": "Disk", "ruleUrl": "https://g.example/d/1",
                "state": "alerting", "orgId": 2, "message": "disk is full", "evalMatches": [{"value": 99}],
                "tags": {"severity": "p2", "service": "store", "gitlab_project": "a/b", "mr_iid": "!3"}}"#,
        )
        .unwrap();
        assert_eq!((alert.source, alert.title.as_str()), ("grafana", "Disk"));
        assert_eq!((alert.severity, alert.status.as_str()), (Severity::High, "firing"));
        assert_eq!(alert.incident_key(), "grafana:2.7");
        assert_eq!(alert.reference().unwrap().to_string(), "a/b!3");
        let state = |state: &str| {
            let payload = format!(r#"{{"ruleName": "x", "state": "{state}"}}"#);
            Alert::from_json(payload.as_bytes()).unwrap().status
        };
        assert_eq!(state("ok"), AlertStatus::Resolved);
        assert_eq!(state("no_data").as_str(), "no_data");
    }
}
