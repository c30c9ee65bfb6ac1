//! What issues and merge requests have in common.

use serde::{Deserialize, Serialize};

/// How a text refers to an issue or a merge request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IssuableReferences {
    /// Within its project: `!42`.
    #[serde(default)]
    pub short: Option<String>,
    /// From the project or group that was asked for: `api!42`.
    #[serde(default)]
    pub relative: Option<String>,
    /// From anywhere: `shop/payments/api!42`. The project's path is the part before the sign.
    #[serde(default)]
    pub full: Option<String>,
}

/// How long the work on an issue or a merge request was thought to take, and took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TimeStats {
    /// The estimate, in seconds.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub time_estimate: i64,
    /// The time spent, in seconds.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub total_time_spent: i64,
    /// The estimate in words: `3h 30m`.
    #[serde(default)]
    pub human_time_estimate: Option<String>,
    /// The time spent in words.
    #[serde(default)]
    pub human_total_time_spent: Option<String>,
}

/// How many of the tasks (`- [ ]`) in a description are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TaskCompletionStatus {
    /// How many there are.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub count: u64,
    /// How many of them are done.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub completed_count: u64,
}
