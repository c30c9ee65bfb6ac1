//! Issues and incidents. Their notes are in the notes of all things.

mod closed_by;
mod create;
mod get;
mod list;
mod related_merge_requests;
mod update;

pub use closed_by::ListIssueClosingMergeRequests;
pub use create::CreateIssue;
pub use get::GetIssue;
pub use list::{IssueOrder, IssueScope, ListIssues};
pub use related_merge_requests::ListIssueRelatedMergeRequests;
pub use update::{IssueStateEvent, UpdateIssue};
