//! Opsgenie: the webhook of its integrations.

use super::{environment_in, service_in};
use crate::{Alert, AlertError, AlertStatus, Fingerprint, Payload, Severity, Source};

#[derive(Debug)]
pub(crate) struct Opsgenie;

impl Source for Opsgenie {
    fn name(&self) -> &'static str {
        "opsgenie"
    }

    fn recognizes(&self, payload: Payload<'_>) -> bool {
        payload.has("alert/alertId") || payload.has("alert/tinyId")
    }

    fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError> {
        let mut alert = Alert::new(self.name());
        let fields = payload.at("alert");
        alert.title = fields.text("message").unwrap_or_default();
        alert.description = fields.text("description");
        alert.tool = fields.text("source").or_else(|| payload.text("source/name"));
        let action = payload.text("action").unwrap_or_default();
        alert.status = match action.as_str() {
            "Acknowledge" => AlertStatus::Other("acknowledged".to_owned()),
            "Create" | "Close" => AlertStatus::from_text(&action),
            // A note, a tag, an owner: the alert goes on as it stands.
            _ => AlertStatus::from_text(&fields.text("status").unwrap_or_default()),
        };
        alert.severity = fields.text("priority").map(|text| Severity::from_text(&text)).unwrap_or_default();
        alert.labels = fields.texts("tags");
        alert.annotations = fields.texts("details");
        alert.service = service_in(&alert.annotations)
            .or_else(|| service_in(&alert.labels))
            .or_else(|| fields.text("entity"));
        alert.environment = environment_in(&alert.annotations).or_else(|| environment_in(&alert.labels));
        alert.starts_at = fields.first_time(&["createdAt", "insertedAt"]);
        if alert.status == AlertStatus::Resolved {
            alert.ends_at = fields.first_time(&["updatedAt", "closedAt"]);
        }
        if let Some(id) = fields.first_text(&["alertId", "alias", "tinyId"]) {
            alert.fingerprint = Fingerprint::Given(id);
        }
        Ok(alert)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alert_with_details() {
        let read = |action: &str| {
            let payload = format!(
                r#"{{"action": "{action}", "integrationName": "rca", "source": {{"name": "web", "type": "api"}},
                    "alert": {{"alertId": "052652ac-5d1c-464a-812a-7dd18bbfba8c", "message": "Disk full",
                        "tags": ["env:prod", "urgent"], "priority": "P3", "createdAt": 1777629600000,
                        "updatedAt": 1777629660000, "details": {{"service": "store",
                        "repo_url": "https://gitlab.com/a/b.git", "mr_iid": "9"}}}}}}"#
            );
            Alert::from_json(payload.as_bytes()).unwrap()
        };
        let (open, closed) = (read("Create"), read("Close"));
        assert_eq!((open.source, open.title.as_str()), ("opsgenie", "Disk full"));
        assert_eq!((open.severity, open.service.as_deref()), (Severity::Medium, Some("store")));
        assert_eq!((open.environment.as_deref(), open.ends_at), (Some("prod"), None));
        assert_eq!((closed.status.as_str(), closed.ends_at.is_some()), ("resolved", true));
        assert_eq!(read("Acknowledge").status.as_str(), "acknowledged");
        assert_eq!(read("AddNote").status, AlertStatus::Firing);
        assert_eq!(open.reference().unwrap().to_string(), "a/b!9");
    }
}
