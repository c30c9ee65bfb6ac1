//! What GitLab can be asked, one file a question.
//!
//! Each is a value: make it, set its optional parameters, give it to [`Client`](crate::Client). Lists go to
//! [`list`](crate::Client::list), [`pages`](crate::Client::pages) or [`items`](crate::Client::items); logs and
//! raw files to [`open`](crate::Client::open); everything else to [`send`](crate::Client::send).

mod sort;
#[cfg(test)]
mod testing;
mod words;

mod commits;
mod deployments;
mod environments;
mod files;
mod jobs;
mod merge_request_notes;
mod merge_requests;
mod metadata;
mod pipelines;
mod projects;
mod releases;
mod repository;
mod users;

pub use commits::{GetCommit, ListCommitDiffs, ListCommitMergeRequests, ListCommits};
pub use deployments::{DeploymentOrder, GetDeployment, ListDeploymentMergeRequests, ListDeployments};
pub use environments::{GetEnvironment, ListEnvironments};
pub use files::{GetFile, GetRawFile};
pub use jobs::{GetJob, GetJobTrace, ListJobs};
pub use merge_request_notes::{
    CreateMergeRequestNote, DeleteMergeRequestNote, ListMergeRequestNotes, NoteOrder, UpdateMergeRequestNote,
};
pub use merge_requests::{
    GetMergeRequest, GetMergeRequestChanges, ListMergeRequestCommits, ListMergeRequestDiffs,
    ListMergeRequestPipelines, ListMergeRequests, MergeRequestChanges, MergeRequestOrder,
    merge_request_diffs,
};
pub use metadata::GetMetadata;
pub use pipelines::{
    GetPipeline, GetPipelineTestReport, ListPipelineBridges, ListPipelineJobs, ListPipelines, PipelineOrder,
};
pub use projects::GetProject;
pub use releases::{GetRelease, ListReleases};
pub use repository::CompareRefs;
pub use sort::Sort;
pub use users::GetCurrentUser;
