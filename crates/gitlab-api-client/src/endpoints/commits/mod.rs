//! Commits.

mod comment;
mod comments;
mod diff;
mod get;
mod list;
mod merge_requests;
mod refs;
mod set_status;
mod signature;
mod statuses;

pub use comment::CreateCommitComment;
pub use comments::ListCommitComments;
pub use diff::ListCommitDiffs;
pub use get::GetCommit;
pub use list::{CommitOrder, ListCommits};
pub use merge_requests::ListCommitMergeRequests;
pub use refs::ListCommitRefs;
pub use set_status::{CommitState, SetCommitStatus};
pub use signature::GetCommitSignature;
pub use statuses::{CommitStatusOrder, ListCommitStatuses};
