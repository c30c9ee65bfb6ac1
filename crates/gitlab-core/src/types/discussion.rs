use super::{DiffPosition, Note};
use crate::DiscussionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A discussion (a thread): a first note and the answers to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Discussion {
    /// Its id.
    pub id: DiscussionId,
    /// Whether it is a plain comment that nobody answered, and no thread.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub individual_note: bool,
    /// Its notes, oldest first.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub notes: Vec<Note>,
}

impl Discussion {
    /// Whether somebody can resolve it.
    #[must_use]
    pub fn is_resolvable(&self) -> bool {
        self.notes.iter().any(|note| note.resolvable)
    }

    /// Whether it is resolved: every note of it that can be.
    #[must_use]
    pub fn is_resolved(&self) -> bool {
        self.is_resolvable()
            && self.notes.iter().filter(|note| note.resolvable).all(|note| note.resolved == Some(true))
    }

    /// Where in the diff it is, if it is on a line or a file.
    #[must_use]
    pub fn position(&self) -> Option<&DiffPosition> {
        self.notes.first()?.position.as_deref()
    }
}

/// What beginning a discussion answers: the discussion, or, when its text held nothing but quick actions, what
/// they did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum DiscussionCreated {
    /// The discussion is there.
    Discussion(Discussion),
    /// There is no discussion (HTTP 202): its text was executed instead.
    Swallowed {
        /// What the quick actions did, in GitLab's words.
        #[serde(default, deserialize_with = "crate::types::null_as_default")]
        summary: Vec<String>,
        /// What they changed.
        commands_changes: Map<String, Value>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn discussion(notes: &str) -> Discussion {
        serde_json::from_str(&format!(
            r#"{{"id":"6a9c1750b37d513a43987b574953fceb50b03ce7","individual_note":false,"notes":[{notes}]}}"#
        ))
        .unwrap()
    }

    #[test]
    fn it_is_resolved_when_every_note_that_can_be_is() {
        let (open, done, never) = (
            r#"{"id":1,"resolvable":true,"resolved":false}"#,
            r#"{"id":2,"resolvable":true,"resolved":true}"#,
            r#"{"id":3,"resolvable":false}"#,
        );
        for (notes, resolvable, resolved) in [
            (String::new(), false, false),
            (never.to_owned(), false, false),
            (format!("{done},{never}"), true, true),
            (format!("{open},{done}"), true, false),
        ] {
            let read = discussion(&notes);
            assert_eq!((read.is_resolvable(), read.is_resolved()), (resolvable, resolved), "{notes}");
        }
    }
}
