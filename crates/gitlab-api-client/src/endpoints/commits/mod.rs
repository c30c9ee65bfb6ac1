//! Commits.

mod diff;
mod get;
mod list;
mod merge_requests;

pub use diff::ListCommitDiffs;
pub use get::GetCommit;
pub use list::ListCommits;
pub use merge_requests::ListCommitMergeRequests;
