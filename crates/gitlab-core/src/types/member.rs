use super::{AccessLevel, User};
use crate::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// A member of a project or a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Member {
    /// Who it is.
    #[serde(flatten)]
    pub user: User,
    /// The role.
    pub access_level: AccessLevel,
    /// The day at whose beginning the membership ends.
    #[serde(default, deserialize_with = "crate::date::lenient")]
    pub expires_at: Option<Date>,
    /// When the membership began.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// Who gave it.
    #[serde(default)]
    pub created_by: Option<User>,
    /// `active` or `awaiting`.
    #[serde(default)]
    pub membership_state: Option<String>,
    /// The custom role on top of `access_level`, where there is one.
    #[serde(default)]
    pub member_role: Option<MemberRole>,
}

/// A custom role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MemberRole {
    /// Its id; `None` for a role that GitLab brings.
    #[serde(default)]
    pub id: Option<u64>,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// The role that it builds on.
    #[serde(default)]
    pub base_access_level: Option<AccessLevel>,
}
