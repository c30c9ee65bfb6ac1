use super::Issue;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// An issue of GitLab, or one of another tracker that the project is set up to use.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum TrackedIssue {
    /// It is GitLab's.
    Issue(Box<Issue>),
    /// It is another tracker's.
    External(ExternalIssue),
}

/// An issue of another tracker, of which GitLab knows only what a text called it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExternalIssue {
    /// What that tracker calls it: `SHOP-123`.
    pub id: String,
    /// Its title, which GitLab makes from the id.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub title: String,
}

impl<'de> Deserialize<'de> for TrackedIssue {
    /// Only GitLab's have a number in a project. It is by this, and not by trying both, so that an error speaks
    /// of the field that is wrong.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut value = Value::deserialize(deserializer)?;
        if value.get("iid").is_some() {
            return serde_json::from_value(value).map(Self::Issue).map_err(D::Error::custom);
        }
        if let Some(id) = value.get_mut("id").filter(|id| id.is_number()) {
            *id = id.to_string().into();
        }
        serde_json::from_value(value).map(Self::External).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_trackers_are_told_apart_and_written_as_they_were_read() {
        for (json, external) in [
            (r#"{"id":76,"iid":6,"project_id":7,"title":"t","state":"opened"}"#, None),
            (r#"{"id":"SHOP-123","title":"External"}"#, Some("SHOP-123")),
            (r#"{"id":123,"title":null}"#, Some("123")),
        ] {
            let read: TrackedIssue = serde_json::from_str(json).unwrap();
            let id = match &read {
                TrackedIssue::Issue(_) => None,
                TrackedIssue::External(issue) => Some(issue.id.as_str()),
            };
            assert_eq!(id, external);
            let again: TrackedIssue = serde_json::from_value(serde_json::to_value(&read).unwrap()).unwrap();
            assert_eq!(again, read);
        }
        let error = serde_json::from_str::<TrackedIssue>(r#"{"id":1,"iid":"six"}"#).unwrap_err().to_string();
        assert!(error.contains("six"), "{error}");
    }
}
