//! Merge requests.

mod approval_state;
mod approvals;
mod changes;
mod closes_issues;
mod commits;
mod diffs;
mod draft;
mod every_diff;
mod get;
mod list;
mod participants;
mod pipelines;
mod raw_diffs;
mod related_issues;
mod reviewers;
mod update;
mod version;
mod versions;

pub use approval_state::GetMergeRequestApprovalState;
pub use approvals::GetMergeRequestApprovals;
pub use changes::{GetMergeRequestChanges, MergeRequestChanges};
pub use closes_issues::ListMergeRequestClosedIssues;
pub use commits::ListMergeRequestCommits;
pub use diffs::ListMergeRequestDiffs;
pub use draft::set_merge_request_draft;
pub use every_diff::merge_request_diffs;
pub use get::GetMergeRequest;
pub use list::{ListMergeRequests, MergeRequestOrder, MergeRequestScope};
pub use participants::ListMergeRequestParticipants;
pub use pipelines::ListMergeRequestPipelines;
pub use raw_diffs::GetMergeRequestRawDiffs;
pub use related_issues::ListMergeRequestRelatedIssues;
pub use reviewers::ListMergeRequestReviewers;
pub use update::{MergeRequestStateEvent, UpdateMergeRequest};
pub use version::GetMergeRequestVersion;
pub use versions::ListMergeRequestVersions;
