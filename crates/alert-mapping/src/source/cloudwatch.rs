//! Amazon CloudWatch alarms: through SNS (to a URL or to a Lambda function), through `EventBridge`, or the bare alarm.

use super::{environment_in, service_in};
use crate::{Alert, AlertError, AlertStatus, Fingerprint, Payload, Severity, Source};

#[derive(Debug)]
pub(crate) struct CloudWatch;

const NAME: &str = "cloudwatch";

impl Source for CloudWatch {
    fn name(&self) -> &'static str {
        NAME
    }

    fn recognizes(&self, payload: Payload<'_>) -> bool {
        let sns = |payload: Payload<'_>| payload.has("TopicArn") && payload.has("Message");
        sns(payload)
            || sns(payload.at("Records/0/Sns"))
            || payload.has("Message/AlarmName")
            || payload.has("AlarmName")
            || (payload.has("detail/alarmName") && payload.has_object("detail/state"))
    }

    fn read(&self, payload: Payload<'_>) -> Result<Alert, AlertError> {
        let is_confirmation = payload.text("Type").is_some_and(|kind| kind.ends_with("Confirmation"));
        if is_confirmation {
            return Err(AlertError::NotAnAlert {
                origin: "Amazon SNS",
                what: "a request to confirm a subscription",
                advice: "confirm it once by opening its SubscribeURL, if the topic is yours",
            });
        }
        if payload.has("detail/alarmName") {
            return Ok(event(payload));
        }
        let records = payload.items("Records").count();
        if records > 1 {
            let members = (0..records).map(|index| {
                notification(payload.at(&format!("Records/{index}/Sns")))
                    .at_place(format!("$.Records[{index}]"))
            });
            return Ok(Alert::new(NAME).with_members(members.collect()));
        }
        Ok(notification(if payload.has("Records/0/Sns") { payload.at("Records/0/Sns") } else { payload }))
    }
}

/// An SNS message. What is JSON text in it has been looked into already.
fn notification(envelope: Payload<'_>) -> Alert {
    let alarm = if envelope.has_object("Message") { envelope.at("Message") } else { envelope };
    let mut alert = Alert::new(NAME);
    if !alarm.has("AlarmName") {
        // Anything can be published to a topic.
        alert.title = envelope.first_text(&["Subject", "Message"]).unwrap_or_default();
        alert.description = envelope.text("Message");
        alert.starts_at = envelope.first_time(&["Timestamp"]);
        return alert;
    }
    alert.title = alarm.text("AlarmName").unwrap_or_default();
    alert.description = alarm.first_text(&["AlarmDescription", "NewStateReason"]);
    alert.status = status(&alarm.text("NewStateValue").unwrap_or_default());
    alert.severity =
        alarm.first_text(&["Severity", "Priority"]).map(|t| Severity::from_text(&t)).unwrap_or_default();
    alert.labels = alarm.texts("Trigger/Dimensions");
    alert.service = alarm
        .first_text(&["Application", "Service"])
        .or_else(|| service_in(&alert.labels))
        .or_else(|| alert.labels.get("ServiceName").cloned());
    alert.environment = alarm.text("Environment").or_else(|| environment_in(&alert.labels));
    let changed = alarm.first_time(&["StateChangeTime"]).or_else(|| envelope.first_time(&["Timestamp"]));
    begin_or_end(&mut alert, changed);
    let place = [alarm.text("AWSAccountId"), alarm.text("Region"), Some(alert.title.clone())];
    let id =
        alarm.text("AlarmArn").unwrap_or_else(|| place.into_iter().flatten().collect::<Vec<_>>().join("/"));
    alert.fingerprint = Fingerprint::Given(id);
    alert
}

/// An event of `EventBridge`.
fn event(payload: Payload<'_>) -> Alert {
    let mut alert = Alert::new(NAME);
    let detail = payload.at("detail");
    alert.title = detail.text("alarmName").unwrap_or_default();
    alert.description = detail.first_text(&["configuration/description", "state/reason"]);
    alert.status = status(&detail.text("state/value").unwrap_or_default());
    let changed = detail.first_time(&["state/timestamp"]).or_else(|| payload.first_time(&["time"]));
    begin_or_end(&mut alert, changed);
    alert.fingerprint =
        Fingerprint::Given(payload.text("resources/0").unwrap_or_else(|| alert.title.clone()));
    alert
}

/// A message tells when the state changed; what that means depends on the state.
fn begin_or_end(alert: &mut Alert, changed: Option<gitlab_core::Timestamp>) {
    match alert.status {
        AlertStatus::Resolved => alert.ends_at = changed,
        _ => alert.starts_at = changed,
    }
}

fn status(state: &str) -> AlertStatus {
    AlertStatus::from_text(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn alarm(state: &str) -> serde_json::Value {
        json!({
            "AlarmName": "checkout-5xx", "AlarmDescription": "see https://gitlab.com/a/b/-/merge_requests/7",
            "AWSAccountId": "1", "Region": "EU", "NewStateValue": state, "NewStateReason": "above 5",
            "StateChangeTime": "2026-05-01T10:00:00.000+0000",
            "Trigger": {"Dimensions": [{"name": "service", "value": "checkout"}]},
            "gitlab": {"project_id": 3}
        })
    }

    fn sns(message: &serde_json::Value) -> Vec<u8> {
        let envelope = json!({"Type": "Notification", "TopicArn": "arn:aws:sns:eu:1:t", "Subject": "ALARM",
            "Message": message.to_string(), "Timestamp": "2026-05-01T10:00:01Z"});
        envelope.to_string().into_bytes()
    }

    #[test]
    fn an_alarm_is_json_text_in_json() {
        let alert = Alert::from_json(&sns(&alarm("ALARM"))).unwrap();
        assert_eq!((alert.source, alert.title.as_str()), ("cloudwatch", "checkout-5xx"));
        assert_eq!((alert.status.as_str(), alert.service.as_deref()), ("firing", Some("checkout")));
        assert_eq!(alert.starts_at, "2026-05-01T10:00:00Z".parse().ok());
        assert_eq!(alert.reference().unwrap().to_string(), "a/b!7");
        assert_eq!(alert.references()[0].path, "$.Message.AlarmDescription");
        let over = Alert::from_json(&sns(&alarm("OK"))).unwrap();
        assert_eq!((over.status.as_str(), over.ends_at), ("resolved", alert.starts_at));
        assert_eq!(over.incident_key(), alert.incident_key());
        let unknown = Alert::from_json(&sns(&alarm("INSUFFICIENT_DATA"))).unwrap();
        assert_eq!(unknown.status.as_str(), "insufficient_data");
    }

    #[test]
    fn through_lambda_and_eventbridge() {
        let record = json!({"Records": [{"EventSource": "aws:sns",
            "Sns": {"TopicArn": "t", "Message": alarm("ALARM").to_string()}}]});
        assert_eq!(Alert::from_json(record.to_string().as_bytes()).unwrap().title, "checkout-5xx");
        let event = json!({"detail-type": "CloudWatch Alarm State Change", "resources": ["arn:a"],
            "detail": {"alarmName": "x", "state": {"value": "OK", "timestamp": "2026-05-01T10:00:00.000+0000"}}});
        let alert = Alert::from_json(event.to_string().as_bytes()).unwrap();
        assert_eq!((alert.status.as_str(), alert.ends_at.is_some()), ("resolved", true));
    }

    #[test]
    fn a_request_to_confirm_is_no_alert_and_its_token_stays_unsaid() {
        let request = json!({"Type": "SubscriptionConfirmation", "TopicArn": "t", "Message": "confirm",
            "Token": "secret-token", "SubscribeURL": "https://sns.example/?Token=secret-token"});
        let error = Alert::from_json(request.to_string().as_bytes()).unwrap_err();
        assert!(error.to_string().contains("SubscribeURL"), "{error}");
        assert!(!format!("{error:?}").contains("secret-token"));
    }

    #[test]
    fn a_message_that_is_no_alarm_is_still_read() {
        let message =
            json!({"Type": "Notification", "TopicArn": "t", "Subject": "hello", "Message": "see a/b!1"});
        let alert = Alert::from_json(message.to_string().as_bytes()).unwrap();
        assert_eq!((alert.title.as_str(), alert.description.as_deref()), ("hello", Some("see a/b!1")));
    }
}
