use super::{IssuableReferences, Milestone, TaskCompletionStatus, TimeStats, User};
use crate::open_enum::open_enum;
use crate::{Date, IssueId, IssueIid, IssueLinkId, ProjectId, Timestamp, WebUrl};
use serde::{Deserialize, Serialize};

/// An issue, incident or task, of `GET /projects/:id/issues/:issue_iid` and of lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Issue {
    /// Its id on the instance.
    pub id: IssueId,
    /// Its number in the project.
    pub iid: IssueIid,
    /// The project that it is in.
    #[serde(default)]
    pub project_id: Option<ProjectId>,
    /// The title. Text of its author.
    pub title: String,
    /// The description in Markdown. Text of its author.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it is open.
    pub state: IssueState,
    /// Whether it is an issue, an incident or a task.
    #[serde(default)]
    pub issue_type: Option<IssueType>,
    /// How bad the incident is, for incidents. It is set by GraphQL or the quick action `/severity`.
    #[serde(default)]
    pub severity: Option<IncidentSeverity>,
    /// How the work goes (Ultimate).
    #[serde(default)]
    pub health_status: Option<HealthStatus>,
    /// Who opened it.
    #[serde(default)]
    pub author: Option<User>,
    /// Who is assigned.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub assignees: Vec<User>,
    /// Who closed it.
    #[serde(default)]
    pub closed_by: Option<User>,
    /// Its labels.
    #[serde(default, deserialize_with = "crate::types::labels")]
    pub labels: Vec<String>,
    /// Its milestone.
    #[serde(default)]
    pub milestone: Option<Milestone>,
    /// Whether only members of the project from Reporter on may see it.
    #[serde(default)]
    pub confidential: Option<bool>,
    /// Whether only members of the project may comment.
    #[serde(default)]
    pub discussion_locked: Option<bool>,
    /// The day by which it should be done.
    #[serde(default, deserialize_with = "crate::date::lenient")]
    pub due_date: Option<Date>,
    /// How heavy it is (Premium).
    #[serde(default)]
    pub weight: Option<u64>,
    /// How many comments people made.
    #[serde(default)]
    pub user_notes_count: Option<u64>,
    /// How many merge requests name it.
    #[serde(default)]
    pub merge_requests_count: Option<u64>,
    /// How many issues it blocks (Premium).
    #[serde(default)]
    pub blocking_issues_count: Option<u64>,
    /// How many thumbs up it has.
    #[serde(default)]
    pub upvotes: Option<u64>,
    /// How many thumbs down it has.
    #[serde(default)]
    pub downvotes: Option<u64>,
    /// The issue that it was moved to.
    #[serde(default)]
    pub moved_to_id: Option<IssueId>,
    /// How a text refers to it.
    #[serde(default)]
    pub references: Option<IssuableReferences>,
    /// Estimate and time spent.
    #[serde(default)]
    pub time_stats: Option<TimeStats>,
    /// How many of its tasks are done.
    #[serde(default)]
    pub task_completion_status: Option<TaskCompletionStatus>,
    /// When it was opened.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub updated_at: Option<Timestamp>,
    /// When it was closed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub closed_at: Option<Timestamp>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
}

impl Issue {
    /// An open issue of which only this is known, as a source outside of GitLab gives it; every field can be set.
    #[must_use]
    pub fn new(id: IssueId, iid: IssueIid, project_id: ProjectId, title: impl Into<String>) -> Self {
        Self {
            id,
            iid,
            project_id: Some(project_id),
            title: title.into(),
            description: None,
            state: IssueState::Opened,
            issue_type: None,
            severity: None,
            health_status: None,
            author: None,
            assignees: Vec::new(),
            closed_by: None,
            labels: Vec::new(),
            milestone: None,
            confidential: None,
            discussion_locked: None,
            due_date: None,
            weight: None,
            user_notes_count: None,
            merge_requests_count: None,
            blocking_issues_count: None,
            upvotes: None,
            downvotes: None,
            moved_to_id: None,
            references: None,
            time_stats: None,
            task_completion_status: None,
            created_at: None,
            updated_at: None,
            closed_at: None,
            web_url: None,
        }
    }

    /// Whether it is an incident.
    #[must_use]
    pub fn is_incident(&self) -> bool {
        self.issue_type == Some(IssueType::Incident)
    }
}

open_enum! {
    /// Whether an issue is open.
    pub enum IssueState {
        /// Open.
        Opened = "opened",
        /// Closed.
        Closed = "closed",
    }
}

open_enum! {
    /// What kind of issue it is.
    pub enum IssueType {
        /// A plain issue.
        Issue = "issue",
        /// An incident.
        Incident = "incident",
        /// A test case (Ultimate).
        TestCase = "test_case",
        /// A requirement (Ultimate).
        Requirement = "requirement",
        /// A part of an issue.
        Task = "task",
        /// A service desk ticket.
        Ticket = "ticket",
    }
}

open_enum! {
    /// How bad an incident is.
    pub enum IncidentSeverity {
        /// Not said.
        Unknown = "UNKNOWN",
        /// S4.
        Low = "LOW",
        /// S3.
        Medium = "MEDIUM",
        /// S2.
        High = "HIGH",
        /// S1.
        Critical = "CRITICAL",
    }
}

open_enum! {
    /// How the work on an issue goes.
    pub enum HealthStatus {
        /// As planned.
        OnTrack = "on_track",
        /// Somebody should look at it.
        NeedsAttention = "needs_attention",
        /// It may fail.
        AtRisk = "at_risk",
    }
}

/// An issue that is linked to another, of `GET /projects/:id/issues/:issue_iid/links`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LinkedIssue {
    /// The other issue.
    #[serde(flatten)]
    pub issue: Issue,
    /// The link between the two, by which it is deleted.
    pub issue_link_id: IssueLinkId,
    /// How the other issue relates to the one that was asked for.
    #[serde(default)]
    pub link_type: Option<IssueLinkType>,
    /// When they were linked.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub link_created_at: Option<Timestamp>,
    /// When the link last changed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub link_updated_at: Option<Timestamp>,
}

/// A link between two issues, as making and deleting it answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IssueLink {
    /// Its id, where GitLab gives it (since 15.1).
    #[serde(default)]
    pub id: Option<IssueLinkId>,
    /// The issue that it starts at.
    pub source_issue: Issue,
    /// The issue that it leads to.
    pub target_issue: Issue,
    /// How they relate.
    #[serde(default)]
    pub link_type: Option<IssueLinkType>,
}

open_enum! {
    /// How two issues relate.
    pub enum IssueLinkType {
        /// They have to do with each other.
        RelatesTo = "relates_to",
        /// The first keeps the second from being done (Premium).
        Blocks = "blocks",
        /// The second keeps the first from being done (Premium).
        IsBlockedBy = "is_blocked_by",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gitlab_does_not_guarantee_may_be_missing_or_null() {
        let bare: Issue =
            serde_json::from_str(r#"{"id":76,"iid":6,"project_id":1,"title":"t","state":"opened"}"#).unwrap();
        let null = r#"{"id":76,"iid":6,"project_id":1,"title":"t","state":"opened","assignees":null,"labels":null,
            "milestone":null,"severity":null,"issue_type":null,"due_date":null,"weight":null,"closed_by":null}"#;
        assert_eq!(bare, serde_json::from_str(null).unwrap());
        assert_eq!(bare, Issue::new(IssueId::new(76), IssueIid::new(6), ProjectId::new(1), "t"));
        assert!(!bare.is_incident());
    }

    #[test]
    fn words_that_are_not_known_are_kept() {
        let json = r#"{"id":1,"iid":1,"project_id":1,"title":"","state":"locked","issue_type":"epic","severity":"S9"}"#;
        let issue: Issue = serde_json::from_str(json).unwrap();
        assert_eq!(issue.state, IssueState::Other("locked".to_owned()));
        let written = serde_json::to_value(&issue).unwrap();
        assert_eq!((&written["issue_type"], &written["severity"]), (&"epic".into(), &"S9".into()));
    }

    #[test]
    fn a_linked_issue_is_an_issue_with_its_link() {
        let json = r#"{"id":84,"iid":14,"project_id":4,"title":"t","state":"opened","issue_link_id":1,"link_type":"blocks"}"#;
        let linked: LinkedIssue = serde_json::from_str(json).unwrap();
        assert_eq!(linked.issue.iid.get(), 14);
        assert_eq!(linked.link_type, Some(IssueLinkType::Blocks));
        assert_eq!(
            serde_json::from_str::<LinkedIssue>(&serde_json::to_string(&linked).unwrap()).unwrap(),
            linked
        );
    }
}
