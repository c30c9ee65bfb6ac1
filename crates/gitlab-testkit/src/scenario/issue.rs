use super::{Note, numbers, setters};
use serde::Deserialize;

/// An issue or an incident.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Issue {
    pub(crate) id: Option<u64>,
    pub(crate) iid: Option<u64>,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) assignees: Vec<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) incident: bool,
    pub(crate) severity: Option<String>,
    pub(crate) confidential: bool,
    pub(crate) created_at: Option<String>,
    pub(crate) updated_at: Option<String>,
    pub(crate) closed_at: Option<String>,
    pub(crate) notes: Vec<Note>,
}

impl Issue {
    /// An open issue with this title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    numbers! {
        /// The id on the instance.
        id;
        /// The number in the project.
        iid;
    }

    setters! {
        /// The description in Markdown.
        some description: String;
        /// Who opened it; the first user unless said.
        some author: String;
        /// Whether it is an incident.
        plain incident: bool;
        /// An incident's severity: `critical`, `high`, `medium`, `low` or `unknown`.
        some severity: String;
        /// Whether only members of the project may see it.
        plain confidential: bool;
        /// When it was opened.
        some created_at: String;
        /// When it last changed.
        some updated_at: String;
        /// When it was closed; it is open unless said.
        some closed_at: String;
    }

    /// Assigns a user.
    #[must_use]
    pub fn assignee(mut self, username: impl Into<String>) -> Self {
        self.assignees.push(username.into());
        self
    }

    /// Adds a label.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.labels.push(label.into());
        self
    }

    /// A note on it.
    #[must_use]
    pub fn note(mut self, author: impl Into<String>, body: impl Into<String>) -> Self {
        self.notes.push(Note::new(author, body));
        self
    }
}
