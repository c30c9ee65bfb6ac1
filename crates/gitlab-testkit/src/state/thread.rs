use gitlab_core::Timestamp;
use serde_json::Value;

/// What merge requests and issues have in common: a text, people, labels and notes.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    pub(crate) id: u64,
    pub(crate) iid: u64,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) author: u64,
    pub(crate) assignees: Vec<u64>,
    pub(crate) labels: Vec<String>,
    /// `opened`, `closed`, `merged` or `locked`.
    pub(crate) state: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) closed_by: Option<u64>,
    pub(crate) locked: bool,
    pub(crate) confidential: bool,
    pub(crate) due_date: Option<String>,
    pub(crate) time: Time,
    pub(crate) subscribers: Vec<u64>,
    pub(crate) awards: Vec<(String, u64)>,
    pub(crate) notes: Vec<Note>,
}

/// Time tracked, in seconds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Time {
    pub(crate) estimate: u64,
    pub(crate) spent: u64,
}

impl Thread {
    /// That of a commit, which has neither text nor people of its own here.
    pub(crate) fn of_commit(iid: u64, sha: &str, now: Timestamp) -> Self {
        Self {
            id: 0,
            iid,
            title: sha.to_owned(),
            description: None,
            author: 0,
            assignees: Vec::new(),
            labels: Vec::new(),
            state: String::new(),
            created_at: now,
            updated_at: now,
            closed_at: None,
            closed_by: None,
            locked: false,
            confidential: false,
            due_date: None,
            time: Time::default(),
            subscribers: Vec::new(),
            awards: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub(crate) fn user_notes(&self) -> usize {
        self.notes.iter().filter(|note| !note.system).count()
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) id: u64,
    pub(crate) author: u64,
    pub(crate) body: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) system: bool,
    pub(crate) internal: bool,
    /// The note that began the thread that this one answers in; `None` when it began one itself, or stands alone.
    pub(crate) answers: Option<u64>,
    pub(crate) kind: NoteKind,
}

/// What a note is part of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum NoteKind {
    /// Nothing: it stands alone.
    #[default]
    Plain,
    /// A thread.
    Discussion,
    /// A thread on a place of a diff.
    Diff(Value),
}

impl Note {
    /// A plain note of this moment.
    pub(crate) fn new(id: u64, author: u64, body: String, at: Timestamp) -> Self {
        Self {
            id,
            author,
            body,
            created_at: at,
            updated_at: at,
            system: false,
            internal: false,
            answers: None,
            kind: NoteKind::Plain,
        }
    }

    /// The note that names its thread, which may be gone.
    pub(crate) fn first(&self) -> u64 {
        self.answers.unwrap_or(self.id)
    }
}
