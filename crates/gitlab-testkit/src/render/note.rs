use super::{Put, Render, at};
use crate::state::{Note, NoteKind, Project, Thread};
use serde_json::{Value, json};

impl Render<'_> {
    /// A note on a `MergeRequest`, an `Issue` or a `Commit`.
    pub(crate) fn note(&self, project: &Project, kind: &str, thread: &Thread, note: &Note) -> Value {
        let mut answer = json!({
            "id": note.id,
            "type": match &note.kind {
                NoteKind::Plain => Value::Null,
                NoteKind::Discussion => "DiscussionNote".into(),
                NoteKind::Diff(_) => "DiffNote".into(),
            },
            "body": note.body,
            "attachment": null,
            "author": self.user(note.author),
            "created_at": at(note.created_at),
            "updated_at": at(note.updated_at),
            "system": note.system,
            "noteable_id": thread.id,
            "noteable_type": kind,
            "noteable_iid": thread.iid,
            "resolvable": kind == "MergeRequest" && note.kind != NoteKind::Plain,
            "confidential": note.internal,
            "commands_changes": {},
        });
        if let NoteKind::Diff(position) = &note.kind {
            answer.put("position", position.clone());
        }
        if kind == "MergeRequest" && note.kind != NoteKind::Plain {
            answer.put("resolved", false);
        }
        if kind == "Commit" {
            answer.put("noteable_id", Value::Null);
            answer.put("noteable_iid", Value::Null);
            answer.put("commit_id", thread.title.as_str());
        }
        if self.version.since(15, 0) {
            answer.put("internal", note.internal);
        }
        if self.version.since(16, 5) {
            answer.put("project_id", project.id);
        }
        if self.version.since(17, 2) {
            answer.put("imported", false);
            answer.put("imported_from", "none");
        }
        answer
    }
}
