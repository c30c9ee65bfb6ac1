use super::User;
use crate::open_enum::open_enum;
use crate::{LabelId, MergeRequestId, Timestamp};
use serde::{Deserialize, Serialize};

/// An issue or a merge request was closed, merged or opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceStateEvent {
    /// Its id.
    pub id: u64,
    /// Who did it; `None` when the user is gone.
    #[serde(default)]
    pub user: Option<User>,
    /// When.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// `Issue` or `MergeRequest`.
    #[serde(default)]
    pub resource_type: Option<String>,
    /// The id of it, on the instance.
    #[serde(default)]
    pub resource_id: Option<u64>,
    /// What it became.
    pub state: ResourceState,
    /// The commit that closed it.
    #[serde(default)]
    pub source_commit: Option<String>,
    /// The merge request that closed it.
    #[serde(default)]
    pub source_merge_request_id: Option<MergeRequestId>,
}

open_enum! {
    /// What an issue or a merge request became.
    pub enum ResourceState {
        /// Open, for the first time.
        Opened = "opened",
        /// Closed.
        Closed = "closed",
        /// Open again.
        Reopened = "reopened",
        /// Merged.
        Merged = "merged",
        /// Locked while it is being merged.
        Locked = "locked",
    }
}

/// A label was added to an issue or a merge request, or removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceLabelEvent {
    /// Its id.
    pub id: u64,
    /// Who did it; `None` when the user is gone.
    #[serde(default)]
    pub user: Option<User>,
    /// When.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// `Issue` or `MergeRequest`.
    #[serde(default)]
    pub resource_type: Option<String>,
    /// The id of it, on the instance.
    #[serde(default)]
    pub resource_id: Option<u64>,
    /// Which label; `None` when there is none of this id any more.
    #[serde(default)]
    pub label: Option<EventLabel>,
    /// What was done with it.
    pub action: ResourceLabelAction,
}

/// The label of a [`ResourceLabelEvent`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EventLabel {
    /// Its id.
    pub id: LabelId,
    /// Its name, as it is now.
    #[serde(default)]
    pub name: Option<String>,
}

open_enum! {
    /// What was done with a label.
    pub enum ResourceLabelAction {
        /// It was added.
        Add = "add",
        /// It was removed.
        Remove = "remove",
    }
}
