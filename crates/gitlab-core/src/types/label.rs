use crate::LabelId;
use serde::{Deserialize, Serialize};

/// A label of a project or a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Label {
    /// Its id.
    pub id: LabelId,
    /// Its name.
    pub name: String,
    /// Its description.
    #[serde(default)]
    pub description: Option<String>,
    /// Its colour, `#d9534f`.
    #[serde(default)]
    pub color: Option<String>,
    /// The colour of its text.
    #[serde(default)]
    pub text_color: Option<String>,
    /// Its place among the labels of the project that have one, the smallest first.
    #[serde(default)]
    pub priority: Option<u64>,
    /// Whether it belongs to the project rather than to its group; only in lists of projects.
    #[serde(default)]
    pub is_project_label: Option<bool>,
    /// How many open issues have it, where counts were asked for.
    #[serde(default)]
    pub open_issues_count: Option<u64>,
    /// How many closed issues have it, where counts were asked for.
    #[serde(default)]
    pub closed_issues_count: Option<u64>,
    /// How many open merge requests have it, where counts were asked for.
    #[serde(default)]
    pub open_merge_requests_count: Option<u64>,
}
