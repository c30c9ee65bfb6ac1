use super::{Note, User};
use crate::open_enum::open_enum;
use crate::{CommitSha, ProjectId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// Something that somebody did, of `GET /events`, `GET /projects/:id/events` and `GET /users/:id/events`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Event {
    /// Its id.
    #[serde(default)]
    pub id: Option<u64>,
    /// The project; `None` for what belongs to none.
    #[serde(default)]
    pub project_id: Option<ProjectId>,
    /// What was done, in GitLab's words: `opened`, `pushed to`, `commented on`, … These are not the words by which
    /// events are filtered.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub action_name: String,
    /// The kind of thing that it was done to; `None` for a push.
    #[serde(default)]
    pub target_type: Option<EventTarget>,
    /// The id of that thing.
    #[serde(default)]
    pub target_id: Option<u64>,
    /// Its number in the project, where it has one.
    #[serde(default)]
    pub target_iid: Option<u64>,
    /// Its title. Text of its author.
    #[serde(default)]
    pub target_title: Option<String>,
    /// Who did it.
    #[serde(default)]
    pub author_id: Option<UserId>,
    /// Who did it, in full.
    #[serde(default)]
    pub author: Option<User>,
    /// When it was done.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// The comment, where that is what was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// What was pushed, for a push.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push_data: Option<PushData>,
}

/// What a push brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PushData {
    /// How many commits it brought to the branch.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub commit_count: u64,
    /// `created`, `pushed` or `removed`.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub action: String,
    /// `branch` or `tag`.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub ref_type: String,
    /// The head before it; `None` for a new branch.
    #[serde(default)]
    pub commit_from: Option<CommitSha>,
    /// The head after it; `None` for a removed branch.
    #[serde(default)]
    pub commit_to: Option<CommitSha>,
    /// The branch or tag.
    #[serde(default, rename = "ref")]
    pub ref_name: Option<String>,
    /// The first line of the newest commit's message. Text of its author.
    #[serde(default)]
    pub commit_title: Option<String>,
    /// How many branches or tags the push changed, where it changed so many that GitLab keeps one event for all.
    #[serde(default)]
    pub ref_count: Option<u64>,
}

open_enum! {
    /// The kind of thing that an event is about, in the words of an answer.
    pub enum EventTarget {
        /// An issue.
        Issue = "Issue",
        /// A work item of another kind.
        WorkItem = "WorkItem",
        /// A milestone.
        Milestone = "Milestone",
        /// A merge request.
        MergeRequest = "MergeRequest",
        /// A comment.
        Note = "Note",
        /// A comment on a line of a diff.
        DiffNote = "DiffNote",
        /// A comment in a thread.
        DiscussionNote = "DiscussionNote",
        /// A project.
        Project = "Project",
        /// A snippet.
        Snippet = "Snippet",
        /// A user.
        User = "User",
        /// A page of a wiki.
        WikiPage = "WikiPage::Meta",
        /// A design.
        Design = "DesignManagement::Design",
    }
}
