//! A group, by number or by path.

use crate::GroupId;
use crate::project::is_path_part;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A group's full path: `group`, or with its parents `group/subgroup`.
///
/// Each part holds only what GitLab allows in a path, as in a [`ProjectPath`](crate::ProjectPath).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupPath(String);

impl GroupPath {
    /// Reads a path of one or more parts.
    ///
    /// # Errors
    ///
    /// [`GroupRefError`] when a part is empty or holds a character that GitLab does not allow in paths.
    pub fn parse(path: &str) -> Result<Self, GroupRefError> {
        if path.len() <= 1024 && path.split('/').all(is_path_part) {
            Ok(Self(path.to_owned()))
        } else {
            Err(GroupRefError { text: path.chars().take(200).collect() })
        }
    }

    /// The whole path, without slashes at its ends.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GroupPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for GroupPath {
    type Err = GroupRefError;

    fn from_str(path: &str) -> Result<Self, Self::Err> {
        Self::parse(path)
    }
}

/// A group as the API takes it: its number or its full path.
///
/// A text of ASCII digits is a number; everything else must be a path.
///
/// ```
/// use gitlab_core::{GroupId, GroupRef};
///
/// assert_eq!("9970".parse(), Ok(GroupRef::Id(GroupId::new(9970))));
/// assert_eq!("group/subgroup".parse::<GroupRef>()?.to_string(), "group/subgroup");
/// assert!("group/..".parse::<GroupRef>().is_err());
/// # Ok::<(), gitlab_core::GroupRefError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum GroupRef {
    /// By number.
    Id(GroupId),
    /// By full path.
    Path(GroupPath),
}

impl From<GroupId> for GroupRef {
    fn from(id: GroupId) -> Self {
        Self::Id(id)
    }
}

impl From<GroupPath> for GroupRef {
    fn from(path: GroupPath) -> Self {
        Self::Path(path)
    }
}

impl fmt::Display for GroupRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Path(path) => path.fmt(f),
        }
    }
}

impl FromStr for GroupRef {
    type Err = GroupRefError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return match text.parse() {
                Ok(id) if !text.starts_with('0') => Ok(Self::Id(id)),
                _ => Err(GroupRefError { text: text.chars().take(200).collect() }),
            };
        }
        GroupPath::parse(text.trim_matches('/')).map(Self::Path)
    }
}

impl Serialize for GroupRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Path(path) => serializer.serialize_str(path.as_str()),
        }
    }
}

impl<'de> Deserialize<'de> for GroupRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Id(GroupId),
            Text(String),
        }
        match Form::deserialize(deserializer)? {
            Form::Id(id) => Ok(Self::Id(id)),
            Form::Text(text) => text.parse().map_err(serde::de::Error::custom),
        }
    }
}

/// A text names no group.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{text:?} is neither a group's number nor its full path")]
pub struct GroupRefError {
    text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_159_no_part_climbs_or_escapes() {
        for text in [
            "",
            "/",
            "..",
            "a/..",
            "a//b",
            "a b",
            "a\\b",
            "a?x",
            "a#x",
            "a\0",
            "%2e%2e",
            "007",
            "0",
            "99999999999999999999",
        ] {
            assert!(text.parse::<GroupRef>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn json_takes_a_number_or_a_text() {
        let refs: Vec<GroupRef> = serde_json::from_str(r#"[7, "7", "group/sub"]"#).unwrap();
        assert_eq!(refs[0], refs[1]);
        assert_eq!(serde_json::to_string(&refs).unwrap(), r#"[7,7,"group/sub"]"#);
    }
}
