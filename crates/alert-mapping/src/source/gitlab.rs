//! GitLab's own generic form of alerts (`/alerts/notify.json`). Its Prometheus form is Alertmanager's.

use crate::{Alert, AlertError, AlertStatus, Fingerprint, Payload, Severity, Source};

#[derive(Debug)]
pub(crate) struct GitLab;

impl Source for GitLab {
    fn name(&self) -> &'static str {
        "gitlab"
    }

    fn recognizes(&self, payload: Payload<'_>) -> bool {
        let own = ["monitoring_tool", "gitlab_environment_name", "start_time", "end_time"];
        let has_own = own.iter().any(|key| payload.has(key));
        payload.has("title") && (has_own || (payload.has("severity") && payload.has("fingerprint")))
    }

    fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError> {
        let mut alert = Alert::new(self.name());
        alert.title = payload.text("title").unwrap_or_default();
        alert.description = payload.text("description");
        alert.tool = payload.text("monitoring_tool");
        alert.service = payload.text("service");
        alert.environment = payload.first_text(&["gitlab_environment_name", "environment"]);
        alert.starts_at = payload.first_time(&["start_time"]);
        alert.ends_at = payload.first_time(&["end_time"]);
        // An end is how this form says that an alert is over.
        alert.status = match (alert.ends_at, payload.text("status")) {
            (Some(_), _) => AlertStatus::Resolved,
            (None, status) => AlertStatus::from_text(&status.unwrap_or_default()),
        };
        // As GitLab does it: without a severity an alert is critical.
        alert.severity =
            payload.text("severity").map_or(Severity::Critical, |text| Severity::from_text(&text));
        alert.fingerprint = match fingerprint(payload) {
            Some(text) => Fingerprint::Given(text),
            None => alert.fingerprint,
        };
        for host in
            payload.items("hosts").filter_map(|host| host.text("")).chain(payload.text("hosts")).take(1)
        {
            alert.labels.insert("host".to_owned(), host);
        }
        Ok(alert)
    }
}

/// A text, or a list of texts that make one together.
fn fingerprint(payload: Payload<'_>) -> Option<String> {
    let parts: Vec<String> = payload.items("fingerprint").filter_map(|part| part.text("")).collect();
    payload.text("fingerprint").or_else(|| Some(parts.join("_")).filter(|joined| !joined.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generic_form() {
        let alert = Alert::from_json(
            br#"{"title": "Checkout down", "description": "since !12 of shop/api, see shop/api!12",
                "start_time": "2026-05-01 10:00:00 UTC", "service": "checkout", "monitoring_tool": "value",
                "hosts": ["web-1", "web-2"], "severity": "S2", "fingerprint": ["a", "b"],
                "gitlab_environment_name": "production"}"#,
        )
        .unwrap();
        assert_eq!((alert.source, alert.tool.as_deref()), ("gitlab", Some("value")));
        assert_eq!((alert.severity, alert.status.as_str()), (Severity::High, "firing"));
        assert_eq!(alert.environment.as_deref(), Some("production"));
        assert_eq!(alert.starts_at, "2026-05-01T10:00:00Z".parse().ok());
        assert_eq!(alert.incident_key(), "gitlab:a_b");
        assert_eq!(alert.reference().unwrap().to_string(), "shop/api!12");
    }

    #[test]
    fn the_end_resolves_and_the_same_alert_keeps_its_key() {
        let firing = br#"{"title": "x", "start_time": "2026-05-01T10:00:00Z", "monitoring_tool": "t"}"#;
        let ended = br#"{"title": "x", "start_time": "2026-05-01T10:00:00Z", "monitoring_tool": "t",
            "end_time": "2026-05-01T11:00:00Z"}"#;
        let (firing, ended) = (Alert::from_json(firing).unwrap(), Alert::from_json(ended).unwrap());
        assert_eq!((firing.status.as_str(), ended.status.as_str()), ("firing", "resolved"));
        assert_eq!(firing.severity, Severity::Critical);
        assert!(matches!(firing.fingerprint, Fingerprint::Derived(_)));
        assert_eq!(firing.incident_key(), ended.incident_key());
    }
}
