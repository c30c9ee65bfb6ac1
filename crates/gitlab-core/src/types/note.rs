use super::{DiffPosition, User};
use crate::{CommitSha, NoteId, ProjectId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
    /// Whether only members of the project may read it (since GitLab 15); see [`Note::is_internal`].
    #[serde(default)]
    pub internal: Option<bool>,
    /// The same, as GitLab before 15 says it; newer ones send both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidential: Option<bool>,
    /// Whether it belongs to a thread that can be resolved.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub resolvable: bool,
    /// Whether it is resolved; `None` where it cannot be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<bool>,
    /// Who resolved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_by: Option<User>,
    /// When it was resolved.
    #[serde(
        default,
        deserialize_with = "crate::timestamp::lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub resolved_at: Option<Timestamp>,
    /// Where in the diff it is, if it is on a line or a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Box<DiffPosition>>,
    /// The commit that it was written about, if it was one of a merge request's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit_id: Option<CommitSha>,
    /// What the quick actions in its text changed; only in the answer to a write.
    #[serde(
        default,
        deserialize_with = "crate::types::null_as_default",
        skip_serializing_if = "Map::is_empty"
    )]
    pub commands_changes: Map<String, Value>,
    /// Whether it came from elsewhere (since about GitLab 17.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<bool>,
    /// Where from: `github`, `bitbucket`, `none`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported_from: Option<String>,
    /// What kind of thing it is on: `MergeRequest`, `Issue`, `Snippet`, `Commit`.
    #[serde(default)]
    pub noteable_type: Option<String>,
    /// The id of that thing, on the instance; `None` for a commit.
    #[serde(default)]
    pub noteable_id: Option<u64>,
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
            confidential: None,
            resolvable: false,
            resolved: None,
            resolved_by: None,
            resolved_at: None,
            position: None,
            commit_id: None,
            commands_changes: Map::new(),
            imported: None,
            imported_from: None,
            noteable_type: None,
            noteable_id: None,
            noteable_iid: None,
            project_id: None,
            created_at: None,
            updated_at: None,
        }
    }

    /// Whether only members of the project may read it, whichever field this GitLab says it in.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.internal.or(self.confidential).unwrap_or_default()
    }
}

/// What writing a note answers: the note, or, when its text held nothing but quick actions, what they did.
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
        commands_changes: Map<String, Value>,
    },
}

/// What changing a note answers: the note, or, when its new text held nothing but quick actions, that it is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum NoteUpdated {
    /// The note with its new text.
    Note(Box<Note>),
    /// The note is deleted, and its new text was executed instead.
    Deleted {
        /// What the quick actions did, in GitLab's words.
        #[serde(default, deserialize_with = "crate::types::null_as_default")]
        summary: Vec<String>,
        /// What they changed.
        commands_changes: Map<String, Value>,
    },
    /// The same, from a GitLab that answers nothing then.
    DeletedSilently,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_of_13_and_one_of_19_read_alike() {
        let [old, new] = [
            r#"{"id":3,"type":"DiffNote","body":"b","attachment":null,"author":{"id":5,"username":"u"},
                "system":false,"noteable_id":9,"noteable_type":"MergeRequest","noteable_iid":2,"resolvable":true,
                "resolved":true,"resolved_by":{"id":6,"username":"v"},"confidential":true,"commands_changes":{},
                "position":{"position_type":"text","new_path":"a","new_line":1}}"#,
            r#"{"id":3,"type":"DiffNote","body":"b","author":{"id":5,"username":"u"},"system":false,
                "noteable_id":9,"noteable_type":"MergeRequest","noteable_iid":2,"project_id":7,"resolvable":true,
                "resolved":true,"resolved_by":{"id":6,"username":"v"},"resolved_at":"2026-03-01T00:00:00.000Z",
                "confidential":true,"internal":true,"imported":false,"imported_from":"none",
                "position":{"position_type":"text","new_path":"a","new_line":1,"line_range":null}}"#,
        ]
        .map(|json| serde_json::from_str::<Note>(json).unwrap());
        for note in [&old, &new] {
            assert!(note.is_internal() && note.resolvable && note.resolved == Some(true));
            assert_eq!(note.position.as_ref().unwrap().new_line, Some(1));
            assert_eq!(&serde_json::from_value::<Note>(serde_json::to_value(note).unwrap()).unwrap(), note);
        }
        assert_eq!(old.resolved_by, new.resolved_by);
    }

    #[test]
    fn case_111_a_change_that_leaves_only_quick_actions_deletes_the_note() {
        let commands =
            r#"{"commands_changes":{"state_event":"close"},"summary":["Closed this merge request."]}"#;
        let read: NoteUpdated = serde_json::from_str(commands).unwrap();
        assert!(matches!(read, NoteUpdated::Deleted { summary, .. } if summary.len() == 1));
        assert_eq!(serde_json::from_str::<NoteUpdated>("null").unwrap(), NoteUpdated::DeletedSilently);
        assert!(serde_json::from_str::<NoteUpdated>(r#"{"message":"ok"}"#).is_err());
    }
}
