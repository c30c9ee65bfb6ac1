//! What an outbox holds.

use crate::NotePlace;
use gitlab_core::{Instance, NoteId, Timestamp};
use rca_note::Visibility;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What is known of an incident's note on a place. It is plain data, and goes through JSON unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OutboxEntry {
    /// The GitLab that the place is on.
    pub instance: Instance,
    /// The place.
    pub place: NotePlace,
    /// The note that was written last, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<WrittenNote>,
    /// The write whose answer is not there yet, if one is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<PendingWrite>,
}

impl OutboxEntry {
    /// An entry that knows nothing yet.
    #[must_use]
    pub fn new(instance: Instance, place: NotePlace) -> Self {
        Self { instance, place, written: None, pending: None }
    }
}

/// A note that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WrittenNote {
    /// Its id.
    pub note: NoteId,
    /// A digest of its text, by which a person's change is noticed.
    pub digest: String,
}

impl WrittenNote {
    /// This note with this text.
    #[must_use]
    pub fn new(note: NoteId, body: &str) -> Self {
        Self { note, digest: digest(body) }
    }

    /// Whether the text is still that.
    pub(crate) fn holds(&self, body: &str) -> bool {
        self.digest == digest(body)
    }
}

/// A write that was decided, and may have been sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PendingWrite {
    /// What kind of write.
    pub kind: PendingKind,
    /// The text.
    pub body: String,
    /// The note that was to be published, when the text is something else: how that note differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
    /// Whether the incident is over, by this text.
    #[serde(default)]
    pub resolved: bool,
    /// Who may read it; everybody when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    /// Whether it is kept from others than members of the project, who could read the place.
    #[serde(default)]
    pub internal: bool,
    /// When it was decided, or when its answer was lost.
    pub since: Timestamp,
    /// The latest note on the place before it: what it makes comes later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<NoteId>,
}

impl PendingWrite {
    /// A write of this text, decided at this time, for everybody who can read the place; every field can be set.
    #[must_use]
    pub fn new(kind: PendingKind, body: impl Into<String>, since: Timestamp) -> Self {
        Self {
            kind,
            body: body.into(),
            draft: None,
            resolved: false,
            visibility: None,
            internal: false,
            since,
            after: None,
        }
    }
}

/// What kind of write is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PendingKind {
    /// A new note.
    Create,
    /// An answer to a note.
    Reply,
    /// A new text of this note.
    Update(NoteId),
}

/// GitLab drops blank space at the ends of a note and carriage returns.
fn digest(body: &str) -> String {
    let mut digest = Sha256::new();
    for part in body.trim().split('\r') {
        digest.update(part);
    }
    let bytes = digest.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gitlab_core::MergeRequestIid;

    #[test]
    fn an_entry_goes_through_json_unchanged() {
        let place = NotePlace::merge_request("shop/cart".parse().unwrap(), MergeRequestIid::new(1));
        let instance = Instance::parse("https://gitlab.example.com").unwrap();
        let mut entry = OutboxEntry::new(instance, place);
        let there_and_back = |entry: &OutboxEntry| {
            serde_json::from_str::<OutboxEntry>(&serde_json::to_string(entry).unwrap()).unwrap()
        };
        assert_eq!(there_and_back(&entry), entry);
        entry.written = Some(WrittenNote::new(NoteId::new(7), "text"));
        for kind in [PendingKind::Create, PendingKind::Reply, PendingKind::Update(NoteId::new(7))] {
            entry.pending = Some(PendingWrite {
                kind,
                body: "a \u{1f600}\r\n\u{0}b".to_owned(),
                draft: Some("b".to_owned()),
                resolved: true,
                visibility: Some(Visibility::Private),
                internal: true,
                since: "2026-03-01T00:00:00.123456789Z".parse().unwrap(),
                after: Some(NoteId::new(6)),
            });
            assert_eq!(there_and_back(&entry), entry);
        }
    }

    #[test]
    fn what_gitlab_changes_by_itself_is_no_change() {
        let written = WrittenNote::new(NoteId::new(7), "<!-- m -->\r\n\r\ntext\r\n");
        assert!(written.holds("<!-- m -->\n\ntext") && !written.holds("<!-- m -->\n\ntext!"));
    }
}
