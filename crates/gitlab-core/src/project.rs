//! A project, by number or by path.

use crate::ProjectId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A project's full path: `group/project`, or with subgroups `group/subgroup/project`.
///
/// Each part holds only what GitLab allows in a path (letters, digits, `_`, `-`, `.`), so a path can stand in
/// a URL and in a short form without surprises; `.` and `..` are no parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectPath(String);

impl ProjectPath {
    /// Reads a path of two or more parts.
    ///
    /// # Errors
    ///
    /// [`ProjectRefError`] when there are fewer than two parts, or a part holds a character that GitLab does
    /// not allow in paths.
    pub fn parse(path: &str) -> Result<Self, ProjectRefError> {
        if path.len() > 1024 {
            return Err(ProjectRefError::TooLong);
        }
        let mut parts = 0;
        for part in path.split('/') {
            if !is_path_part(part) {
                return Err(ProjectRefError::Part { path: path.escape_debug().to_string() });
            }
            parts += 1;
        }
        if parts < 2 {
            return Err(ProjectRefError::NoNamespace { path: path.to_owned() });
        }
        Ok(Self(path.to_owned()))
    }

    /// The whole path, without slashes at its ends.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: the project's own slug.
    #[must_use]
    pub fn slug(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// What stands before the last part: the group with its parents, or the user.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(namespace, _)| namespace)
    }
}

/// Letters of any script are allowed: old instances have groups named in them.
pub(crate) fn is_path_part(part: &str) -> bool {
    !part.is_empty()
        && part != "."
        && part != ".."
        && part != "-"
        && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

impl fmt::Display for ProjectPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ProjectPath {
    type Err = ProjectRefError;

    fn from_str(path: &str) -> Result<Self, Self::Err> {
        Self::parse(path)
    }
}

impl Serialize for ProjectPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ProjectPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        Self::parse(&path).map_err(serde::de::Error::custom)
    }
}

/// A project as the API takes it: its number or its full path.
///
/// A text of ASCII digits without a leading zero is a number; everything else must be a path with a
/// namespace. Numbers survive a rename or a transfer, so prefer them once they are known.
///
/// ```
/// use gitlab_core::{ProjectId, ProjectRef};
///
/// assert_eq!("278964".parse(), Ok(ProjectRef::Id(ProjectId::new(278964))));
/// assert_eq!("group/sub/project".parse::<ProjectRef>()?.to_string(), "group/sub/project");
/// assert!("group/../admin".parse::<ProjectRef>().is_err());
/// # Ok::<(), gitlab_core::ProjectRefError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProjectRef {
    /// By number.
    Id(ProjectId),
    /// By full path.
    Path(ProjectPath),
}

impl ProjectRef {
    /// The number, when the project is known by it.
    #[must_use]
    pub fn id(&self) -> Option<ProjectId> {
        match self {
            Self::Id(id) => Some(*id),
            Self::Path(_) => None,
        }
    }

    /// The path, when the project is known by it.
    #[must_use]
    pub fn path(&self) -> Option<&ProjectPath> {
        match self {
            Self::Path(path) => Some(path),
            Self::Id(_) => None,
        }
    }
}

impl From<ProjectId> for ProjectRef {
    fn from(id: ProjectId) -> Self {
        Self::Id(id)
    }
}

impl From<ProjectPath> for ProjectRef {
    fn from(path: ProjectPath) -> Self {
        Self::Path(path)
    }
}

impl fmt::Display for ProjectRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Path(path) => path.fmt(f),
        }
    }
}

impl FromStr for ProjectRef {
    type Err = ProjectRefError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            if text.starts_with('0') {
                return Err(ProjectRefError::Number { text: text.to_owned() });
            }
            return match text.parse() {
                Ok(id) => Ok(Self::Id(id)),
                Err(_) => Err(ProjectRefError::Number { text: text.to_owned() }),
            };
        }
        ProjectPath::parse(text.trim_matches('/')).map(Self::Path)
    }
}

impl Serialize for ProjectRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Path(path) => path.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for ProjectRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Id(ProjectId),
            Text(String),
        }
        match Form::deserialize(deserializer)? {
            Form::Id(id) => Ok(Self::Id(id)),
            Form::Text(text) => text.parse().map_err(serde::de::Error::custom),
        }
    }
}

/// Why a text names no project.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProjectRefError {
    /// A part of the path is empty, `.`, `..` or `-`, or holds a character that no GitLab path has.
    #[error("{path:?} is no project path: a part of it is empty or holds what GitLab allows in no path")]
    Part {
        /// The path, with control characters escaped.
        path: String,
    },
    /// There is no namespace before the project.
    #[error("{path:?} is no full project path: write it as group/project")]
    NoNamespace {
        /// The path.
        path: String,
    },
    /// The digits are no project id.
    #[error("{text:?} is no project id")]
    Number {
        /// The digits.
        text: String,
    },
    /// The path is longer than any that GitLab accepts.
    #[error("a project path has at most 1024 bytes")]
    TooLong,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_161_numbers_and_paths_are_never_mixed() {
        assert_eq!("123".parse(), Ok(ProjectRef::Id(ProjectId::new(123))));
        for text in ["007", "0", "99999999999999999999999", "١٢٣", "123/../1", "", "/", "a", "a//b", "a/b c"]
        {
            assert!(text.parse::<ProjectRef>().is_err(), "{text}");
        }
        assert_eq!("123/456".parse::<ProjectRef>().unwrap().to_string(), "123/456");
    }

    #[test]
    fn case_159_no_part_climbs_or_escapes() {
        for text in
            ["a/..", "../a", "a/./b", "a\\b/c", "a/b?x", "a/b#x", "a/b\0", "a/b\tc", "a/b\r\nc", "a/%2e%2e"]
        {
            assert!(text.parse::<ProjectRef>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_path_knows_its_parts() {
        let path = ProjectPath::parse("group/sub.group/my_project-2").unwrap();
        assert_eq!(path.slug(), "my_project-2");
        assert_eq!(path.namespace(), "group/sub.group");
    }

    #[test]
    fn json_takes_a_number_or_a_text() {
        let refs: Vec<ProjectRef> = serde_json::from_str(r#"[7, "7", "group/project"]"#).unwrap();
        assert_eq!(refs[0], refs[1]);
        assert_eq!(serde_json::to_string(&refs).unwrap(), r#"[7,7,"group/project"]"#);
    }
}
