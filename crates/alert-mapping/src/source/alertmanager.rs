//! Prometheus Alertmanager: webhooks of version 3 and 4, lists as its API takes them, and single alerts as GitLab's
//! Prometheus form splits them.

use super::{environment_in, service_in};
use crate::{Alert, AlertError, AlertStatus, Fingerprint, Payload, Severity, Source};

#[derive(Debug)]
pub(crate) struct Alertmanager;

impl Source for Alertmanager {
    fn name(&self) -> &'static str {
        "alertmanager"
    }

    fn recognizes(&self, payload: Payload<'_>) -> bool {
        is_group(payload) || payload.items("").next().is_some_and(is_single) || is_single(payload)
    }

    fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError> {
        Ok(match is_group(payload) || payload.items("").next().is_some() {
            true => group(payload, self.name()),
            false => single(payload, self.name(), "$"),
        })
    }
}

fn is_group(payload: Payload<'_>) -> bool {
    let is_empty_group = payload.has("groupKey") && payload.has("alerts");
    is_empty_group
        || ["commonLabels", "commonAnnotations", "groupLabels"].iter().any(|key| payload.has_object(key))
        || payload.items("alerts").any(|alert| alert.has_object("labels") || alert.has_object("annotations"))
}

fn is_single(payload: Payload<'_>) -> bool {
    let marks = ["annotations", "startsAt", "endsAt", "generatorURL"];
    payload.has_object("labels")
        && marks.iter().any(|key| payload.has(key))
        && !payload.has("title")
        && !payload.has("alert_source")
}

/// The group with its alerts. Grafana sends the same with more around it.
pub(super) fn group(payload: Payload<'_>, source: &'static str) -> Alert {
    let mut alert = Alert::new(source);
    alert.labels = payload.texts("commonLabels");
    for (name, value) in payload.texts("groupLabels") {
        alert.labels.entry(name).or_insert(value);
    }
    alert.annotations = payload.texts("commonAnnotations");
    alert.title = payload
        .first_text(&["commonAnnotations/title", "commonAnnotations/summary", "title", "alert_name"])
        .unwrap_or_default();
    alert.description =
        payload.first_text(&["commonAnnotations/description", "commonAnnotations/message", "message"]);
    alert.service = service_in(&alert.labels).or_else(|| service_in(&alert.annotations));
    alert.environment = environment_in(&alert.labels);
    alert.severity = severity(&alert).unwrap_or_default();
    alert.link = payload.first_text(&["externalURL"]);
    let group_labels = payload.texts("groupLabels");
    alert.fingerprint = match payload.text("groupKey") {
        Some(key) => Fingerprint::Given(key),
        // A group without a key is what its labels say, whoever joins or leaves it.
        None if payload.items("alerts").nth(1).is_some() => {
            Fingerprint::of_labels(if group_labels.is_empty() { &alert.labels } else { &group_labels })
        }
        None => alert.fingerprint,
    };
    let (list, place) = if payload.has("alerts") { ("alerts", "$.alerts") } else { ("", "$") };
    let members: Vec<Alert> = payload
        .items(list)
        .enumerate()
        .map(|(index, member)| single(member, source, &format!("{place}[{index}]")))
        .collect();
    // The only alert tells more than the name that the group shares.
    if alert.title.is_empty() {
        let only = members.first().filter(|_| members.len() == 1).map(|member| member.title.clone());
        alert.title = only.or_else(|| alert.labels.get("alertname").cloned()).unwrap_or_default();
    }
    alert.status = match payload.first_text(&["status", "state"]) {
        Some(status) => AlertStatus::from_text(&status),
        None if !members.is_empty()
            && members.iter().all(|member| member.status == AlertStatus::Resolved) =>
        {
            AlertStatus::Resolved
        }
        None => AlertStatus::Firing,
    };
    alert = alert.with_members(members);
    let other_times = ["startsAt", "timestamp", "commonAnnotations/timestamp", "annotations/timestamp"];
    alert.starts_at = alert.starts_at.or_else(|| payload.first_time(&other_times));
    if alert.severity == Severity::Unknown {
        alert.severity = payload.text("severity").map(|text| Severity::from_text(&text)).unwrap_or_default();
    }
    alert
}

fn single(payload: Payload<'_>, source: &'static str, place: &str) -> Alert {
    let mut alert = Alert::new(source).at_place(place);
    alert.labels = payload.texts("labels");
    alert.annotations = payload.texts("annotations");
    // The order in which GitLab looks for the title of a Prometheus alert.
    alert.title = payload
        .first_text(&["annotations/title", "annotations/summary", "labels/alertname"])
        .unwrap_or_default();
    alert.description = payload.first_text(&["annotations/description", "annotations/message"]);
    alert.starts_at = payload.first_time(&["startsAt", "annotations/timestamp"]);
    let status = payload.first_text(&["status", "status/state"]);
    alert.status = AlertStatus::from_text(&status.unwrap_or_default());
    // While an alert fires, its end is when it would be over if nothing more came.
    if alert.status != AlertStatus::Firing {
        alert.ends_at = payload.first_time(&["endsAt"]);
    }
    alert.severity = severity(&alert).unwrap_or_default();
    alert.service = service_in(&alert.labels).or_else(|| service_in(&alert.annotations));
    alert.environment = environment_in(&alert.labels);
    alert.link = payload.first_text(&["generatorURL"]);
    alert.fingerprint = match payload.text("fingerprint") {
        Some(fingerprint) => Fingerprint::Given(fingerprint),
        // Prometheus means the same by it: the labels are the alert.
        None => Fingerprint::of_labels(&alert.labels),
    };
    alert
}

fn severity(alert: &Alert) -> Option<Severity> {
    ["severity", "priority", "level"].iter().find_map(|name| {
        let text = alert.labels.get(*name).or_else(|| alert.annotations.get(*name))?;
        Some(Severity::from_text(text)).filter(|severity| *severity != Severity::Unknown)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUP: &[u8] = br#"{
        "version": "4", "groupKey": "{}:{alertname=\"QueueFull\"}", "status": "firing", "receiver": "rca",
        "groupLabels": {"alertname": "QueueFull"},
        "commonLabels": {"alertname": "QueueFull", "service": "orders", "env": "staging"},
        "commonAnnotations": {"runbook": "https://wiki.example/queue"},
        "alerts": [
            {"status": "resolved", "labels": {"alertname": "QueueFull", "severity": "warning", "queue": "a"},
             "annotations": {"summary": "queue a is full"}, "startsAt": "2026-05-01T10:00:00.5Z",
             "endsAt": "2026-05-01T10:30:00Z", "fingerprint": "aaaa"},
            {"status": "firing", "labels": {"alertname": "QueueFull", "severity": "page", "queue": "b"},
             "annotations": {"summary": "queue b is full", "mr_iid": "5", "gitlab_project": "shop/orders"},
             "startsAt": "2026-05-01T10:10:00+00:00", "endsAt": "0001-01-01T00:00:00Z", "fingerprint": "bbbb"}
        ]}"#;

    #[test]
    fn a_group_has_its_alerts() {
        let alert = Alert::from_json(GROUP).unwrap();
        assert_eq!(alert.source, "alertmanager");
        assert_eq!(alert.title, "QueueFull");
        assert_eq!(alert.service.as_deref(), Some("orders"));
        assert_eq!(alert.environment.as_deref(), Some("staging"));
        assert_eq!(alert.severity, Severity::High);
        assert_eq!(alert.starts_at, "2026-05-01T10:10:00Z".parse().ok());
        assert_eq!(alert.ends_at, None);
        assert!(matches!(alert.fingerprint, Fingerprint::Given(_)));
        let [resolved, firing] = alert.members() else { panic!("two members") };
        assert_eq!((&resolved.status, resolved.ends_at.is_some()), (&AlertStatus::Resolved, true));
        assert_eq!(firing.title, "queue b is full");
        assert_eq!(firing.ends_at, None);
        assert_eq!(firing.reference().unwrap().to_string(), "shop/orders!5");
        assert!(resolved.reference().is_err());
        assert_eq!(alert.references()[0].path, "$.alerts[1].annotations.mr_iid");
        assert_ne!(resolved.incident_key(), firing.incident_key());
    }

    #[test]
    fn without_keys_and_fingerprints_the_labels_are_the_alert() {
        let key = |alerts: &str| {
            let payload = format!(
                r#"{{"commonLabels": {{"alertname": "x"}}, "timestamp": 1777629600, "alerts": [{alerts}]}}"#
            );
            let alert = Alert::from_json(payload.as_bytes()).unwrap();
            assert!(alert.starts_at.is_some());
            alert.incident_key()
        };
        let (a, b) = (r#"{"labels": {"i": "a"}}"#, r#"{"labels": {"i": "b"}}"#);
        let over = r#"{"labels": {"i": "a"}, "status": "resolved", "endsAt": "2026-05-01T10:00:00Z"}"#;
        assert_eq!(key(&format!("{a},{b}")), key(&format!("{b},{a},{over}")));
        assert_eq!(key(a), key(over));
        assert_ne!(key(a), key(b));
    }

    #[test]
    fn case_97_version_3_and_lists_of_the_api_are_known_too() {
        let old = br#"{"version": "3", "groupKey": 5615590933959184469, "status": "resolved",
            "alerts": [{"labels": {"alertname": "x"}, "annotations": {}, "status": "resolved"}]}"#;
        let alert = Alert::from_json(old).unwrap();
        assert_eq!((alert.title.as_str(), &alert.status), ("x", &AlertStatus::Resolved));
        assert_eq!(alert.fingerprint.as_str(), "5615590933959184469");
        let list = br#"[{"labels": {"alertname": "x"}, "annotations": {"m": "g/p!4"}, "status": {"state": "active"}}]"#;
        let alert = Alert::from_json(list).unwrap();
        assert_eq!((alert.source, alert.members().len()), ("alertmanager", 1));
        assert_eq!(alert.members()[0].reference().unwrap().to_string(), "g/p!4");
        let single =
            br#"{"labels": {"alertname": "x"}, "annotations": {"title": "T"}, "startsAt": 1777629600}"#;
        let alert = Alert::from_json(single).unwrap();
        assert_eq!((alert.source, alert.title.as_str()), ("alertmanager", "T"));
    }
}
