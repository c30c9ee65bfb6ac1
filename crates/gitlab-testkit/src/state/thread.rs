use gitlab_core::Timestamp;

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
}
