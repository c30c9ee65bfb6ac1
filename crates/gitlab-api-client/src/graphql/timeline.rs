//! The timeline of an incident, which REST does not have.

use super::{GraphQlOperation, GraphQlRefusal};
use gitlab_core::types::TimelineEvent;
use gitlab_core::{IssueId, ProjectPath, ProjectRef, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// How GraphQL names an incident.
fn global_id(incident: IssueId) -> String {
    format!("gid://gitlab/Issue/{incident}")
}

const LIST: &str = "query($project: ID!, $incident: IssueID!) {
  project(fullPath: $project) {
    incidentManagementTimelineEvents(incidentId: $incident) {
      nodes {
        id note action editable occurredAt createdAt author { username name } timelineEventTags { nodes { name } }
      }
    }
  }
}";

/// The timeline of an incident: its first hundred entries, those that happened first in front.
///
/// Asks for `project.incidentManagementTimelineEvents` (since GitLab 15.0; tags since 15.6). Needs the scope
/// `read_api`.
///
/// ```
/// use gitlab_api_client::graphql::ListTimelineEvents;
/// use gitlab_core::IssueId;
///
/// // The id of the incident, not its number in the project.
/// let timeline = ListTimelineEvents::new("shop/api".parse()?, IssueId::new(76));
/// # let _ = timeline;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListTimelineEvents {
    project: ProjectPath,
    incident: IssueId,
}

impl ListTimelineEvents {
    /// Of the incident of this id in this project.
    #[must_use]
    pub fn new(project: ProjectPath, incident: IssueId) -> Self {
        Self { project, incident }
    }
}

#[doc(hidden)]
#[derive(Debug, Deserialize)]
pub struct ListData {
    project: Option<ListProject>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListProject {
    incident_management_timeline_events: Option<Connection>,
}

#[derive(Debug, Deserialize)]
struct Connection {
    nodes: Vec<Option<TimelineEvent>>,
}

impl GraphQlOperation for ListTimelineEvents {
    type Data = ListData;
    type Output = Vec<TimelineEvent>;

    fn document(&self) -> &'static str {
        LIST
    }

    fn variables(&self) -> Value {
        json!({ "project": self.project, "incident": global_id(self.incident) })
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the timeline of an incident".into()
    }

    fn project(&self) -> Option<ProjectRef> {
        Some(self.project.clone().into())
    }

    fn output(&self, data: ListData) -> Result<Vec<TimelineEvent>, GraphQlRefusal> {
        let project = data.project.ok_or(GraphQlRefusal::NotFound)?;
        let events = project.incident_management_timeline_events.ok_or(GraphQlRefusal::NotFound)?;
        let mut events: Vec<_> = events.nodes.into_iter().flatten().collect();
        events.sort_by_key(|event| event.occurred_at);
        Ok(events)
    }
}

const CREATE: &str = "mutation($input: TimelineEventCreateInput!) {
  timelineEventCreate(input: $input) {
    timelineEvent {
      id note action editable occurredAt createdAt author { username name } timelineEventTags { nodes { name } }
    }
    errors
  }
}";

/// Adds an entry to the timeline of an incident. The answer is the entry.
///
/// Runs `timelineEventCreate` (since GitLab 15.0, for Developers). Needs the scope `api`. It is never sent twice.
///
/// ```
/// use gitlab_api_client::graphql::CreateTimelineEvent;
/// use gitlab_core::IssueId;
///
/// let event = CreateTimelineEvent::new(IssueId::new(76), "2026-03-01T12:00:00Z".parse()?, "Deployed v2").tag("Start time");
/// # let _ = event;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CreateTimelineEvent {
    incident: IssueId,
    occurred_at: Timestamp,
    note: String,
    tags: Vec<String>,
}

impl CreateTimelineEvent {
    /// What happened when, in the incident of this id (not its number in the project). The note is Markdown of at
    /// most 280 characters.
    #[must_use]
    pub fn new(incident: IssueId, occurred_at: Timestamp, note: impl Into<String>) -> Self {
        Self { incident, occurred_at, note: note.into(), tags: Vec::new() }
    }

    /// With this tag, one of GitLab's own (`Start time`, `End time`, …; since GitLab 15.6) or of the project's.
    #[must_use]
    pub fn tag(mut self, name: impl Into<String>) -> Self {
        self.tags.push(name.into());
        self
    }
}

#[doc(hidden)]
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateData {
    timeline_event_create: Option<Payload>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    timeline_event: Option<TimelineEvent>,
    errors: Option<Vec<String>>,
}

impl GraphQlOperation for CreateTimelineEvent {
    type Data = CreateData;
    type Output = TimelineEvent;

    fn document(&self) -> &'static str {
        CREATE
    }

    fn variables(&self) -> Value {
        let mut input = Map::new();
        input.insert("incidentId".to_owned(), json!(global_id(self.incident)));
        input.insert("occurredAt".to_owned(), json!(self.occurred_at));
        input.insert("note".to_owned(), json!(self.note));
        if !self.tags.is_empty() {
            input.insert("timelineEventTagNames".to_owned(), json!(self.tags));
        }
        json!({ "input": input })
    }

    fn operation(&self) -> Cow<'static, str> {
        "add to the timeline of an incident".into()
    }

    fn output(&self, data: CreateData) -> Result<TimelineEvent, GraphQlRefusal> {
        let payload = data.timeline_event_create.ok_or(GraphQlRefusal::NotFound)?;
        GraphQlRefusal::unless_done(payload.errors)?;
        payload.timeline_event.ok_or(GraphQlRefusal::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_is_named_by_its_global_id() {
        let list = ListTimelineEvents::new("a/b".parse().unwrap(), IssueId::new(76));
        assert_eq!(list.variables(), json!({"project": "a/b", "incident": "gid://gitlab/Issue/76"}));
        let moment = "2026-03-01T12:00:00Z".parse().unwrap();
        let create = CreateTimelineEvent::new(IssueId::new(76), moment, "n");
        let input = json!({"incidentId": "gid://gitlab/Issue/76", "occurredAt": moment, "note": "n"});
        assert_eq!(create.variables(), json!({ "input": input }));
        assert_eq!(create.tag("End time").variables()["input"]["timelineEventTagNames"], json!(["End time"]));
    }

    #[test]
    fn the_timeline_is_in_the_order_of_what_happened() {
        let event = |id: &str, at: &str| json!({"id": id, "note": "n", "occurredAt": at});
        let nodes = json!([event("2", "2026-03-02T00:00:00Z"), null, event("1", "2026-03-01T00:00:00Z")]);
        let data = json!({"project": {"incidentManagementTimelineEvents": {"nodes": nodes}}});
        let list = ListTimelineEvents::new("a/b".parse().unwrap(), IssueId::new(76));
        let events = list.output(serde_json::from_value(data).unwrap()).unwrap();
        assert_eq!(events.iter().map(|event| event.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    }

    #[test]
    fn a_payload_can_refuse() {
        let moment = "2026-03-01T12:00:00Z".parse().unwrap();
        let create = CreateTimelineEvent::new(IssueId::new(76), moment, "n");
        let data = json!({"timelineEventCreate": {"timelineEvent": null, "errors": ["Note is too long"]}});
        let refusal = create.output(serde_json::from_value(data).unwrap()).unwrap_err();
        assert_eq!(refusal, GraphQlRefusal::Errors(vec!["Note is too long".to_owned()]));
    }
}
