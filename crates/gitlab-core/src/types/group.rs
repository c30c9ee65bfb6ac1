use super::Visibility;
use crate::{Date, GroupId, Timestamp, WebUrl};
use serde::{Deserialize, Serialize};

/// A group, of `GET /groups/:id` and of lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its full path, `group/subgroup`.
    pub full_path: String,
    /// The last part of its path.
    #[serde(default)]
    pub path: Option<String>,
    /// Its name, which differs from the path.
    #[serde(default)]
    pub name: Option<String>,
    /// Its name with those of its parents, `Group / Subgroup`.
    #[serde(default)]
    pub full_name: Option<String>,
    /// Its description.
    #[serde(default)]
    pub description: Option<String>,
    /// Who can see it.
    #[serde(default)]
    pub visibility: Option<Visibility>,
    /// The group that it is in; `None` at the top.
    #[serde(default)]
    pub parent_id: Option<GroupId>,
    /// Whether it is read-only, where GitLab tells.
    #[serde(default)]
    pub archived: Option<bool>,
    /// The day on which it will be deleted, or was marked to be.
    #[serde(default, deserialize_with = "crate::date::lenient")]
    pub marked_for_deletion_on: Option<Date>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
}
