use super::User;
use crate::{NoteId, ProjectId, Timestamp};
use serde::{Deserialize, Serialize};

/// A comment on a merge request, issue, commit or snippet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// Its text in Markdown, hidden comments included.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub body: String,
    /// Who wrote it.
    #[serde(default)]
    pub author: Option<User>,
    /// Whether GitLab wrote it by itself ("changed the description").
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub system: bool,
    /// `DiscussionNote`, `DiffNote`, or `None` for a plain comment.
    #[serde(default, rename = "type")]
    pub note_type: Option<String>,
    /// Whether only members of the project may read it (`confidential` before GitLab 15).
    #[serde(default)]
    pub internal: Option<bool>,
    /// What kind of thing it is on.
    #[serde(default)]
    pub noteable_type: Option<String>,
    /// The number of that thing in the project.
    #[serde(default)]
    pub noteable_iid: Option<u64>,
    /// The project.
    #[serde(default)]
    pub project_id: Option<ProjectId>,
    /// When it was written.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub updated_at: Option<Timestamp>,
}

impl Note {
    /// A comment of this author, as a host of notes outside of GitLab gives it.
    #[must_use]
    pub fn new(id: NoteId, author: User, body: impl Into<String>) -> Self {
        Self {
            id,
            body: body.into(),
            author: Some(author),
            system: false,
            note_type: None,
            internal: None,
            noteable_type: None,
            noteable_iid: None,
            project_id: None,
            created_at: None,
            updated_at: None,
        }
    }
}

/// What `POST …/notes` answers: the note, or, when its text held nothing but quick actions, what they did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum NoteCreated {
    /// The note is there.
    Note(Box<Note>),
    /// There is no note (HTTP 202): its text was executed instead.
    Swallowed {
        /// What the quick actions did, in GitLab's words.
        #[serde(default, deserialize_with = "crate::types::null_as_default")]
        summary: Vec<String>,
        /// What they changed.
        commands_changes: serde_json::Map<String, serde_json::Value>,
    },
}
