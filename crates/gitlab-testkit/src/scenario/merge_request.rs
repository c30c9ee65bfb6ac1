use super::{numbers, setters};
use serde::Deserialize;

/// A merge request. Its commits and its diff follow from the repository.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct MergeRequest {
    pub(crate) id: Option<u64>,
    pub(crate) iid: Option<u64>,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) assignees: Vec<String>,
    pub(crate) reviewers: Vec<String>,
    pub(crate) labels: Vec<String>,
    #[serde(rename = "source")]
    pub(crate) from: Option<String>,
    #[serde(rename = "target")]
    pub(crate) into: Option<String>,
    pub(crate) head: Option<String>,
    pub(crate) base: Option<String>,
    pub(crate) draft: bool,
    pub(crate) state: Option<String>,
    pub(crate) created_at: Option<String>,
    pub(crate) updated_at: Option<String>,
    pub(crate) merged_at: Option<String>,
    pub(crate) merged_by: Option<String>,
    pub(crate) closed_at: Option<String>,
    pub(crate) merge_commit: Option<String>,
    pub(crate) squash_commit: Option<String>,
    pub(crate) preparing: bool,
    pub(crate) notes: Vec<Note>,
}

impl MergeRequest {
    /// An open merge request with this title.
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
        /// Who opened it; the author of its head unless said.
        some author: String;
        /// The branch that is merged. It must be said.
        some from: String;
        /// The branch that it is merged into; the default branch unless said.
        some into: String;
        /// The head commit; the head of the source branch unless said. Needed when that branch is deleted and
        /// no merge commit tells.
        some head: String;
        /// The commit from which the source branch parted; found in the history unless said.
        some base: String;
        /// Whether it is a draft.
        plain draft: bool;
        /// When it was opened; the date of its head unless said.
        some created_at: String;
        /// When it last changed.
        some updated_at: String;
        /// Whether GitLab has not yet worked out its diff, as just after it was opened.
        plain preparing: bool;
    }

    /// Assigns a user.
    #[must_use]
    pub fn assignee(mut self, username: impl Into<String>) -> Self {
        self.assignees.push(username.into());
        self
    }

    /// Asks a user for review.
    #[must_use]
    pub fn reviewer(mut self, username: impl Into<String>) -> Self {
        self.reviewers.push(username.into());
        self
    }

    /// Adds a label.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.labels.push(label.into());
        self
    }

    /// Says that it was merged by the commit of this name.
    #[must_use]
    pub fn merged(mut self, merge_commit: impl Into<String>) -> Self {
        self.state = Some("merged".to_owned());
        self.merge_commit = Some(merge_commit.into());
        self
    }

    /// Says that it was merged by squashing it into the commit of this name.
    #[must_use]
    pub fn squashed(mut self, squash_commit: impl Into<String>) -> Self {
        self.state = Some("merged".to_owned());
        self.squash_commit = Some(squash_commit.into());
        self
    }

    /// Who merged it, and when.
    #[must_use]
    pub fn merged_by(mut self, username: impl Into<String>, at: impl Into<String>) -> Self {
        self.state = Some("merged".to_owned());
        self.merged_by = Some(username.into());
        self.merged_at = Some(at.into());
        self
    }

    /// Says that it was closed without merging.
    #[must_use]
    pub fn closed(mut self, at: impl Into<String>) -> Self {
        self.state = Some("closed".to_owned());
        self.closed_at = Some(at.into());
        self
    }

    /// A note on it. Quick actions in it are not executed: it is as GitLab kept it.
    #[must_use]
    pub fn note(mut self, author: impl Into<String>, body: impl Into<String>) -> Self {
        self.notes.push(Note::new(author, body));
        self
    }

    /// A note on it, with more.
    #[must_use]
    pub fn note_with(
        mut self,
        author: impl Into<String>,
        body: impl Into<String>,
        more: impl FnOnce(Note) -> Note,
    ) -> Self {
        self.notes.push(more(Note::new(author, body)));
        self
    }
}

/// A note on a merge request or an issue.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Note {
    pub(crate) id: Option<u64>,
    pub(crate) author: String,
    pub(crate) body: String,
    pub(crate) at: Option<String>,
    pub(crate) system: bool,
    pub(crate) internal: bool,
}

impl Note {
    /// A note of this author with this text.
    #[must_use]
    pub fn new(author: impl Into<String>, body: impl Into<String>) -> Self {
        Self { author: author.into(), body: body.into(), ..Self::default() }
    }

    numbers! {
        /// The id.
        id;
    }

    setters! {
        /// When it was written.
        some at: String;
        /// Whether GitLab wrote it by itself.
        plain system: bool;
        /// Whether only members may read it.
        plain internal: bool;
    }
}
