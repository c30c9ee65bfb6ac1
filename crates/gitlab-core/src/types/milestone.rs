use crate::open_enum::open_enum;
use crate::{Date, GroupId, MilestoneId, MilestoneIid, ProjectId, Timestamp, WebUrl};
use serde::{Deserialize, Serialize};

/// A milestone of a project or a group, by itself and as issues and merge requests name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Milestone {
    /// Its id.
    pub id: MilestoneId,
    /// Its number in the project or group.
    #[serde(default)]
    pub iid: Option<MilestoneIid>,
    /// The project that it belongs to, if it is one of a project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_id: Option<ProjectId>,
    /// The group that it belongs to, if it is one of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// Its title.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub title: String,
    /// Its description in Markdown.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it is over.
    #[serde(default)]
    pub state: Option<MilestoneState>,
    /// The day on which it begins.
    #[serde(default, deserialize_with = "crate::date::lenient")]
    pub start_date: Option<Date>,
    /// The day on which it ends.
    #[serde(default, deserialize_with = "crate::date::lenient")]
    pub due_date: Option<Date>,
    /// Whether that day is over.
    #[serde(default)]
    pub expired: Option<bool>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub updated_at: Option<Timestamp>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
}

open_enum! {
    /// Whether a milestone is over.
    pub enum MilestoneState {
        /// Not yet closed.
        Active = "active",
        /// Closed.
        Closed = "closed",
    }
}
