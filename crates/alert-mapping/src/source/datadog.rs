//! Datadog: webhooks, whose fields the user chooses from Datadog's variables, and monitors as its API gives them.

use super::{environment_in, service_in};
use crate::{Alert, AlertError, AlertStatus, Fingerprint, Payload, Severity, Source};

#[derive(Debug)]
pub(crate) struct Datadog;

impl Source for Datadog {
    fn name(&self) -> &'static str {
        "datadog"
    }

    fn recognizes(&self, payload: Payload<'_>) -> bool {
        let own = ["alert_transition", "alert_cycle_key", "aggreg_key", "alert_scope", "alert_metric"];
        let webhook = own.iter().any(|key| payload.has(key));
        let monitor = payload.has("query") && (payload.has("monitor_id") || payload.has("overall_state"));
        let event = payload.text("event_type").is_some_and(|kind| {
            kind.ends_with("_alert_monitor") || kind.starts_with("metric_alert") || kind.contains("slo_alert")
        });
        let link = payload.first_text(&["link", "url"]).is_some_and(|link| link.contains(".datadoghq."));
        webhook || monitor || event || (link && payload.has("title"))
    }

    fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError> {
        let mut alert = Alert::new(self.name());
        alert.title = payload
            .first_text(&["title", "alert_title", "event_title", "monitor_name", "name"])
            .unwrap_or_default();
        alert.description =
            payload.first_text(&["body", "event_msg", "text_only_msg", "message", "description"]);
        alert.labels = payload.texts("tags");
        let transition =
            payload.first_text(&["alert_transition", "transition", "overall_state", "alert_status"]);
        alert.status = status(&transition.unwrap_or_default());
        alert.severity = severity(payload);
        alert.service = payload.text("service").or_else(|| service_in(&alert.labels));
        alert.environment =
            payload.first_text(&["env", "environment"]).or_else(|| environment_in(&alert.labels));
        alert.starts_at = payload.first_time(&["date", "date_happened", "last_updated", "timestamp"]);
        if alert.status == AlertStatus::Resolved {
            alert.ends_at = payload.first_time(&["last_updated", "date"]);
        }
        alert.link = payload.first_text(&["link", "url", "event_url"]);
        let id = ["alert_cycle_key", "aggreg_key", "alert_id", "monitor_id"]
            .iter()
            .find_map(|key| Some(format!("{key}.{}", payload.text(key)?)));
        if let Some(id) = id {
            let scope = payload.text("alert_scope").map(|scope| format!(".{scope}")).unwrap_or_default();
            alert.fingerprint = Fingerprint::Given(format!("{id}{scope}"));
        }
        Ok(alert)
    }
}

/// `Triggered`, `Re-Triggered`, `Warn`, `Re-Warn`, `Renotify`, `No Data`, `Recovered`.
fn status(transition: &str) -> AlertStatus {
    let word = transition.trim().to_lowercase();
    match word.trim_start_matches("re-") {
        "renotify" => AlertStatus::Firing,
        "no data" => AlertStatus::Other("no_data".to_owned()),
        word => AlertStatus::from_text(word),
    }
}

/// A priority is `P1` to `P5`, or the digit alone in the API.
fn severity(payload: Payload<'_>) -> Severity {
    ["priority", "severity", "alert_priority", "alert_type"]
        .iter()
        .filter_map(|key| payload.text(key))
        .map(|text| match text.as_str() {
            "1" | "2" | "3" | "4" | "5" => Severity::from_text(&format!("p{text}")),
            text => Severity::from_text(text),
        })
        .find(|severity| *severity != Severity::Unknown)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_with_tags() {
        let read = |transition: &str| {
            let payload = format!(
                r#"{{"id": "719", "title": "[P2] CPU", "body": "%%% too high %%%", "alert_transition": "{transition}",
                    "alert_id": "12", "aggreg_key": "9bd4ac313a4d1e8fae2482df7b77628", "priority": "P2",
                    "last_updated": "1777629600000", "link": "https://app.datadoghq.com/event/event?id=719",
                    "tags": "env:prod,service:checkout,gitlab.project_id:7,gitlab.merge_request_iid:42,monitor"}}"#
            );
            Alert::from_json(payload.as_bytes()).unwrap()
        };
        let (firing, over) = (read("Re-Triggered"), read("Recovered"));
        assert_eq!((firing.source, firing.severity), ("datadog", Severity::High));
        assert_eq!(
            (firing.service.as_deref(), firing.environment.as_deref()),
            (Some("checkout"), Some("prod"))
        );
        assert_eq!((firing.status.as_str(), over.status.as_str()), ("firing", "resolved"));
        assert_eq!(over.ends_at, "2026-05-01T10:00:00Z".parse().ok());
        assert_eq!(firing.incident_key(), over.incident_key());
        assert_eq!(firing.reference().unwrap().to_string(), "7!42");
        assert_eq!(read("No Data").status.as_str(), "no_data");
    }

    #[test]
    fn tags_as_a_list_with_the_names_of_datadogs_own_git_tags() {
        let alert = Alert::from_json(
            br#"{"title": "x", "monitor_id": 1, "query": "avg()", "priority": 4, "tags":
                ["git.repository_url:https://gitlab.com/a/b", "git.commit.sha:9df54aa2c13c7a7b"]}"#,
        )
        .unwrap();
        assert_eq!(alert.severity, Severity::Low);
        assert_eq!(alert.reference().unwrap().to_string(), "a/b@9df54aa2c13c7a7b");
    }
}
