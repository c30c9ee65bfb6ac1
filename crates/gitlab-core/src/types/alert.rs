use crate::open_enum::open_enum;
use crate::{IssueIid, Timestamp, WebUrl};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An alert of a project, as GraphQL's `AlertManagementAlert` gives it; REST has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AlertManagementAlert {
    /// Its number in the project.
    #[serde(deserialize_with = "number")]
    pub iid: u64,
    /// Its title. Text of whoever sent it.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub title: String,
    /// Its description. Text of whoever sent it.
    #[serde(default)]
    pub description: Option<String>,
    /// How bad it is.
    #[serde(default)]
    pub severity: Option<AlertSeverity>,
    /// What was done about it.
    #[serde(default)]
    pub status: Option<AlertStatus>,
    /// The service that it is about.
    #[serde(default)]
    pub service: Option<String>,
    /// The tool that sent it.
    #[serde(default)]
    pub monitoring_tool: Option<String>,
    /// The hosts that it is about.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub hosts: Vec<String>,
    /// The environment that it is about.
    #[serde(default)]
    pub environment: Option<AlertEnvironment>,
    /// How often it came.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub event_count: u64,
    /// When it began.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub ended_at: Option<Timestamp>,
    /// When it came for the first time.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub updated_at: Option<Timestamp>,
    /// The number of the incident that was opened for it.
    #[serde(default, rename = "issue", deserialize_with = "issue", serialize_with = "write_issue")]
    pub issue_iid: Option<IssueIid>,
    /// What else it came with.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub details: serde_json::Map<String, serde_json::Value>,
    /// What to do about it, an address.
    #[serde(default)]
    pub runbook: Option<String>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub details_url: Option<WebUrl>,
}

/// The environment of an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AlertEnvironment {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
}

open_enum! {
    /// What was done about an alert.
    pub enum AlertStatus {
        /// Nobody has looked yet.
        Triggered = "TRIGGERED",
        /// Somebody is on it.
        Acknowledged = "ACKNOWLEDGED",
        /// It is over.
        Resolved = "RESOLVED",
        /// Nothing will be done.
        Ignored = "IGNORED",
    }
}

open_enum! {
    /// How bad an alert is.
    pub enum AlertSeverity {
        /// The worst.
        Critical = "CRITICAL",
        /// Bad.
        High = "HIGH",
        /// Not good.
        Medium = "MEDIUM",
        /// Small.
        Low = "LOW",
        /// For information.
        Info = "INFO",
        /// Not said.
        Unknown = "UNKNOWN",
    }
}

/// Something that happened in an incident, as GraphQL's `TimelineEventType` gives it; REST has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TimelineEvent {
    /// Its id, `gid://gitlab/IncidentManagement::TimelineEvent/1`.
    pub id: String,
    /// What happened, in Markdown.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub note: String,
    /// What kind of entry it is: `comment`, `issues`, `status`, …
    #[serde(default)]
    pub action: Option<String>,
    /// Whether it may be changed.
    #[serde(default)]
    pub editable: Option<bool>,
    /// When it happened.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub occurred_at: Option<Timestamp>,
    /// When it was written down.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// Who wrote it down.
    #[serde(default)]
    pub author: Option<TimelineAuthor>,
    /// Its tags: `Start time`, `Impact mitigated`, `End time`, …
    #[serde(default, rename = "timelineEventTags", deserialize_with = "tags", serialize_with = "write_tags")]
    pub tags: Vec<String>,
}

/// Who wrote an entry of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TimelineAuthor {
    /// The name after the `@`.
    pub username: String,
    /// The full name.
    #[serde(default)]
    pub name: Option<String>,
}

/// GraphQL's `ID`s are texts, also where they are numbers.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        Number(u64),
        Text(String),
    }
    match Form::deserialize(deserializer)? {
        Form::Number(number) => Ok(number),
        Form::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}

#[derive(Serialize, Deserialize)]
struct Issue {
    #[serde(deserialize_with = "number")]
    iid: u64,
}

fn issue<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<IssueIid>, D::Error> {
    Ok(Option::<Issue>::deserialize(deserializer)?.map(|issue| IssueIid::new(issue.iid)))
}

fn write_issue<S: Serializer>(iid: &Option<IssueIid>, serializer: S) -> Result<S::Ok, S::Error> {
    iid.map(|iid| Issue { iid: iid.get() }).serialize(serializer)
}

#[derive(Serialize, Deserialize)]
struct Tags {
    nodes: Vec<Tag>,
}

#[derive(Serialize, Deserialize)]
struct Tag {
    name: String,
}

fn tags<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let tags = Option::<Tags>::deserialize(deserializer)?.map(|tags| tags.nodes).unwrap_or_default();
    Ok(tags.into_iter().map(|tag| tag.name).collect())
}

fn write_tags<S: Serializer>(tags: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    Tags { nodes: tags.iter().map(|name| Tag { name: name.clone() }).collect() }.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alert_is_read_as_graphql_gives_it_and_written_back() {
        let json = r#"{"iid":"12","title":"t","severity":"CRITICAL","status":"NEW","hosts":null,"eventCount":3,
            "environment":{"name":"production"},"startedAt":"2026-03-01T00:00:00Z","endedAt":null,"issue":{"iid":"6"},
            "details":{"custom.field":1},"detailsUrl":"not a url","webUrl":"https://x"}"#;
        let alert: AlertManagementAlert = serde_json::from_str(json).unwrap();
        assert_eq!((alert.iid, alert.issue_iid), (12, Some(IssueIid::new(6))));
        assert_eq!(alert.status, Some(AlertStatus::Other("NEW".to_owned())));
        assert_eq!(alert.details_url, Some("not a url".into()));
        let again = serde_json::from_str(&serde_json::to_string(&alert).unwrap()).unwrap();
        assert_eq!(alert, again);
        assert!(serde_json::from_str::<AlertManagementAlert>(r#"{"iid":"x"}"#).is_err());
    }

    #[test]
    fn a_timeline_event_is_read_as_graphql_gives_it_and_written_back() {
        let json = r#"{"id":"gid://gitlab/X/1","note":"n","occurredAt":"2026-03-01T00:00:00Z","author":null,
            "timelineEventTags":{"nodes":[{"id":"1","name":"Start time"}]}}"#;
        let event: TimelineEvent = serde_json::from_str(json).unwrap();
        assert_eq!(event.tags, ["Start time"]);
        assert_eq!(event, serde_json::from_str(&serde_json::to_string(&event).unwrap()).unwrap());
        let bare: TimelineEvent = serde_json::from_str(r#"{"id":"1","timelineEventTags":null}"#).unwrap();
        assert!(bare.tags.is_empty());
    }
}
