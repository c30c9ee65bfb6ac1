//! Merge requests.

mod approval_state;
mod approvals;
mod changes;
mod commits;
mod diffs;
mod every_diff;
mod get;
mod list;
mod participants;
mod pipelines;
mod raw_diffs;
mod reviewers;
mod version;
mod versions;

pub use approval_state::GetMergeRequestApprovalState;
pub use approvals::GetMergeRequestApprovals;
pub use changes::{GetMergeRequestChanges, MergeRequestChanges};
pub use commits::ListMergeRequestCommits;
pub use diffs::ListMergeRequestDiffs;
pub use every_diff::merge_request_diffs;
pub use get::GetMergeRequest;
pub use list::{ListMergeRequests, MergeRequestOrder};
pub use participants::ListMergeRequestParticipants;
pub use pipelines::ListMergeRequestPipelines;
pub use raw_diffs::GetMergeRequestRawDiffs;
pub use reviewers::ListMergeRequestReviewers;
pub use version::GetMergeRequestVersion;
pub use versions::ListMergeRequestVersions;
