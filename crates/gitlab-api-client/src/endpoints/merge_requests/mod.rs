//! Merge requests.

mod changes;
mod commits;
mod diffs;
mod every_diff;
mod get;
mod list;
mod pipelines;

pub use changes::{GetMergeRequestChanges, MergeRequestChanges};
pub use commits::ListMergeRequestCommits;
pub use diffs::ListMergeRequestDiffs;
pub use every_diff::merge_request_diffs;
pub use get::GetMergeRequest;
pub use list::{ListMergeRequests, MergeRequestOrder};
pub use pipelines::ListMergeRequestPipelines;
