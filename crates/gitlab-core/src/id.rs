//! Ids that the compiler keeps apart.
//!
//! GitLab counts most things twice: an `id` is unique on the whole instance, an `iid` only within one project.
//! An API path takes one or the other, never both, so each is a type of its own.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u64);

        impl $name {
            #[doc = concat!("A `", stringify!($name), "` of this number.")]
            #[must_use]
            pub const fn new(value: u64) -> Self {
                Self(value)
            }

            /// The number, as GitLab writes it.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A project's id, unique on its instance.
    ProjectId;
    /// A merge request's id, unique on its instance. API paths take a [`MergeRequestIid`].
    MergeRequestId;
    /// A merge request's number within its project: the 42 of `!42`.
    MergeRequestIid;
    /// An issue's id, unique on its instance. API paths take an [`IssueIid`].
    IssueId;
    /// An issue's, incident's or work item's number within its project: the 7 of `#7`.
    IssueIid;
    /// A pipeline's id, unique on its instance. This is the one in URLs and API paths.
    PipelineId;
    /// A pipeline's number within its project (`CI_PIPELINE_IID`).
    PipelineIid;
    /// A job's id, unique on its instance.
    JobId;
    /// A deployment's id, unique on its instance. API paths take this one.
    DeploymentId;
    /// A deployment's number within its project, as the environment page shows it.
    DeploymentIid;
    /// An environment's id, unique on its instance.
    EnvironmentId;
    /// A note's id, unique on its instance.
    NoteId;
    /// A user's id, unique on its instance.
    UserId;
    /// A group's id, unique on its instance.
    GroupId;
    /// A label's id, unique on its instance.
    LabelId;
    /// A milestone's id, unique on its instance. API paths take this one.
    MilestoneId;
    /// A milestone's number within its project or group: the 3 of `%3`.
    MilestoneIid;
    /// A webhook's id, unique among the webhooks of its kind.
    HookId;
    /// The id of one delivery of a webhook.
    HookEventId;
    /// The id of a personal, project or group access token. Rotation gives a new one.
    AccessTokenId;
    /// The id of one version of a merge request's diff.
    DiffVersionId;
    /// A snippet's id. API paths take this one.
    SnippetId;
    /// The id of a link between two issues.
    IssueLinkId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_bare_number_on_the_wire() {
        let iid: MergeRequestIid = serde_json::from_str("42").unwrap();
        assert_eq!(iid, MergeRequestIid::new(42));
        assert_eq!(serde_json::to_string(&iid).unwrap(), "42");
        assert_eq!("42".parse::<MergeRequestIid>().unwrap().to_string(), "42");
    }

    #[test]
    fn an_id_takes_neither_signs_nor_overflow() {
        assert!("-1".parse::<JobId>().is_err());
        assert!("18446744073709551616".parse::<JobId>().is_err());
        assert!(serde_json::from_str::<JobId>("18446744073709551616").is_err());
        assert!(serde_json::from_str::<JobId>("\"7\"").is_err());
    }
}
