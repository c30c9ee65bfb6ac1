//! Where evidence comes from, as a port.

#[cfg(feature = "gitlab-api-client")]
mod api_client;

use async_trait::async_trait;
use gitlab_core::types::{
    BlameRange, Bridge, CiStatus, Commit, Comparison, Deployment, DeploymentStatus, Diff, Environment, Job,
    MergeRequest, Pipeline, Project, Release, RepositoryFile, TestReport,
};
use gitlab_core::{
    ApiError, Body, Clock, CommitSha, DeploymentId, EnvironmentId, Instance, JobId, Listing, MergeRequestIid,
    PipelineId, ProjectRef, Timestamp,
};
use std::fmt::Debug;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Answers the questions that an investigation asks about a project.
///
/// The GitLab client answers all of them (feature `gitlab-api-client`). A source of your own answers those
/// that it can: every question has a default body that says [`ApiError::unsupported`], and what a source
/// cannot answer becomes a gap in the evidence, not a failure. New questions come with such a body too.
///
/// Implementations do what they are asked once and without a limit of their own on how many questions are
/// under way; the investigation bounds that, the number of requests and the time.
///
/// A list takes the number of entries that the caller can use. It says whether there are more
/// ([`Listing::complete`]); a failure in its middle is an error, never a shorter list.
#[async_trait]
pub trait EvidenceSource: Debug + Send + Sync + 'static {
    /// The GitLab installation that is asked, for links.
    fn instance(&self) -> &Instance;

    /// The clock by which the investigation's deadline runs.
    fn clock(&self) -> Arc<dyn Clock>;

    /// `GET /projects/:id`
    async fn project(&self, project: &ProjectRef) -> Result<Project, ApiError> {
        unsupported("get project", project)
    }

    /// `GET /projects/:id/merge_requests/:iid`
    async fn merge_request(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
    ) -> Result<MergeRequest, ApiError> {
        let _ = iid;
        unsupported("get merge request", project)
    }

    /// `GET /projects/:id/merge_requests/:iid/commits`, newest first.
    async fn merge_request_commits(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        at_most: usize,
    ) -> Result<Listing<Commit>, ApiError> {
        let _ = (iid, at_most);
        unsupported("list commits of merge request", project)
    }

    /// `GET /projects/:id/merge_requests/:iid/diffs`, all pages.
    async fn merge_request_diffs(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        at_most: usize,
    ) -> Result<Listing<Diff>, ApiError> {
        let _ = (iid, at_most);
        unsupported("list diffs of merge request", project)
    }

    /// `GET /projects/:id/merge_requests/:iid/raw_diffs`: puts the lines that GitLab left out of the list of
    /// changed files into it. It is asked when [a file is left out](Diff::is_left_out), and reads at most so many
    /// bytes. An error says why the rest is missing; what was read is filled in all the same.
    async fn fill_merge_request_diffs(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        diffs: &mut [Diff],
        at_most_bytes: usize,
    ) -> Result<(), ApiError> {
        let _ = (iid, diffs, at_most_bytes);
        unsupported("read the raw diff of merge request", project)
    }

    /// `GET /projects/:id/merge_requests/:iid/pipelines`, newest first.
    async fn merge_request_pipelines(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        at_most: usize,
    ) -> Result<Listing<Pipeline>, ApiError> {
        let _ = (iid, at_most);
        unsupported("list pipelines of merge request", project)
    }

    /// `GET /projects/:id/merge_requests?state=merged`, those changed in the window, latest change first.
    async fn merged_merge_requests(
        &self,
        project: &ProjectRef,
        window: &TimeRange,
        at_most: usize,
    ) -> Result<Listing<MergeRequest>, ApiError> {
        let _ = (window, at_most);
        unsupported("list merged merge requests", project)
    }

    /// `GET /projects/:id/repository/commits/:sha`; a branch or tag name is taken too.
    async fn commit(&self, project: &ProjectRef, revision: &str) -> Result<Commit, ApiError> {
        let _ = revision;
        unsupported("get commit", project)
    }

    /// `GET /projects/:id/repository/commits/:sha/diff`, all pages.
    async fn commit_diffs(
        &self,
        project: &ProjectRef,
        sha: &CommitSha,
        at_most: usize,
    ) -> Result<Listing<Diff>, ApiError> {
        let _ = (sha, at_most);
        unsupported("list diffs of commit", project)
    }

    /// `GET /projects/:id/repository/commits/:sha/merge_requests`
    async fn commit_merge_requests(
        &self,
        project: &ProjectRef,
        sha: &CommitSha,
    ) -> Result<Listing<MergeRequest>, ApiError> {
        let _ = sha;
        unsupported("list merge requests of commit", project)
    }

    /// `GET /projects/:id/repository/commits`, newest first.
    async fn commits(
        &self,
        project: &ProjectRef,
        query: &CommitQuery,
        at_most: usize,
    ) -> Result<Listing<Commit>, ApiError> {
        let _ = (query, at_most);
        unsupported("list commits", project)
    }

    /// `GET /projects/:id/repository/compare`
    async fn compare(
        &self,
        project: &ProjectRef,
        from: &str,
        to: &str,
        straight: bool,
    ) -> Result<Comparison, ApiError> {
        let _ = (from, to, straight);
        unsupported("compare refs", project)
    }

    /// `GET /projects/:id/pipelines`, newest first.
    async fn pipelines(
        &self,
        project: &ProjectRef,
        query: &PipelineQuery,
        at_most: usize,
    ) -> Result<Listing<Pipeline>, ApiError> {
        let _ = (query, at_most);
        unsupported("list pipelines", project)
    }

    /// `GET /projects/:id/pipelines/:pipeline_id`
    async fn pipeline(&self, project: &ProjectRef, id: PipelineId) -> Result<Pipeline, ApiError> {
        let _ = id;
        unsupported("get pipeline", project)
    }

    /// `GET /projects/:id/pipelines/:pipeline_id/jobs`, retried ones included.
    async fn pipeline_jobs(
        &self,
        project: &ProjectRef,
        id: PipelineId,
        at_most: usize,
    ) -> Result<Listing<Job>, ApiError> {
        let _ = (id, at_most);
        unsupported("list jobs of pipeline", project)
    }

    /// `GET /projects/:id/pipelines/:pipeline_id/bridges`
    async fn pipeline_bridges(
        &self,
        project: &ProjectRef,
        id: PipelineId,
        at_most: usize,
    ) -> Result<Listing<Bridge>, ApiError> {
        let _ = (id, at_most);
        unsupported("list bridges of pipeline", project)
    }

    /// `GET /projects/:id/pipelines/:pipeline_id/test_report`
    async fn test_report(&self, project: &ProjectRef, id: PipelineId) -> Result<TestReport, ApiError> {
        let _ = id;
        unsupported("get test report of pipeline", project)
    }

    /// `GET /projects/:id/jobs/:job_id`
    async fn job(&self, project: &ProjectRef, id: JobId) -> Result<Job, ApiError> {
        let _ = id;
        unsupported("get job", project)
    }

    /// `GET /projects/:id/jobs/:job_id/trace`, as a stream.
    async fn job_trace(&self, project: &ProjectRef, id: JobId) -> Result<Body, ApiError> {
        let _ = id;
        unsupported("get trace of job", project)
    }

    /// `GET /projects/:id/repository/files/:file_path`
    async fn file(
        &self,
        project: &ProjectRef,
        path: &str,
        revision: &str,
    ) -> Result<RepositoryFile, ApiError> {
        let _ = (path, revision);
        unsupported("get file", project)
    }

    /// `GET /projects/:id/repository/files/:file_path/blame`: who last changed these lines of a file, counted from 1,
    /// both ends included. A GitLab that does not know of ranges may answer with all lines of the file.
    async fn blame(
        &self,
        project: &ProjectRef,
        path: &str,
        revision: &str,
        lines: RangeInclusive<u32>,
    ) -> Result<Vec<BlameRange>, ApiError> {
        let _ = (path, revision, lines);
        unsupported("get blame of file", project)
    }

    /// `GET /projects/:id/deployments`, latest change first.
    async fn deployments(
        &self,
        project: &ProjectRef,
        query: &DeploymentQuery,
        at_most: usize,
    ) -> Result<Listing<Deployment>, ApiError> {
        let _ = (query, at_most);
        unsupported("list deployments", project)
    }

    /// `GET /projects/:id/deployments/:deployment_id`
    async fn deployment(&self, project: &ProjectRef, id: DeploymentId) -> Result<Deployment, ApiError> {
        let _ = id;
        unsupported("get deployment", project)
    }

    /// `GET /projects/:id/deployments/:deployment_id/merge_requests`
    async fn deployment_merge_requests(
        &self,
        project: &ProjectRef,
        id: DeploymentId,
        at_most: usize,
    ) -> Result<Listing<MergeRequest>, ApiError> {
        let _ = (id, at_most);
        unsupported("list merge requests of deployment", project)
    }

    /// `GET /projects/:id/environments/:environment_id`
    async fn environment(&self, project: &ProjectRef, id: EnvironmentId) -> Result<Environment, ApiError> {
        let _ = id;
        unsupported("get environment", project)
    }

    /// `GET /projects/:id/releases`, latest first.
    async fn releases(&self, project: &ProjectRef, at_most: usize) -> Result<Listing<Release>, ApiError> {
        let _ = at_most;
        unsupported("list releases", project)
    }
}

fn unsupported<T>(operation: &'static str, project: &ProjectRef) -> Result<T, ApiError> {
    Err(ApiError::unsupported(operation).on_project(project))
}

/// From one instant to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TimeRange {
    /// The earlier end.
    pub from: Timestamp,
    /// The later end.
    pub to: Timestamp,
}

impl TimeRange {
    /// From `from` to `to`.
    #[must_use]
    pub const fn new(from: Timestamp, to: Timestamp) -> Self {
        Self { from, to }
    }

    /// Whether the instant lies in it.
    #[must_use]
    pub fn contains(&self, instant: Timestamp) -> bool {
        self.from <= instant && instant <= self.to
    }
}

/// Which commits are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommitQuery {
    /// Of this branch, tag or commit; the default branch otherwise.
    pub revision: Option<String>,
    /// Committed in this time.
    pub window: Option<TimeRange>,
    /// That changed this file or folder.
    pub path: Option<String>,
}

/// Which pipelines are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PipelineQuery {
    /// Of this branch or tag.
    pub ref_name: Option<String>,
    /// Of this commit.
    pub sha: Option<CommitSha>,
    /// With this status.
    pub status: Option<CiStatus>,
    /// Changed at this time or later.
    pub updated_after: Option<Timestamp>,
    /// Changed at this time or before.
    pub updated_before: Option<Timestamp>,
}

/// Which deployments are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeploymentQuery {
    /// To this environment.
    pub environment: Option<String>,
    /// With this status.
    pub status: Option<DeploymentStatus>,
    /// Changed at this time or later.
    pub updated_after: Option<Timestamp>,
    /// Changed at this time or before.
    pub updated_before: Option<Timestamp>,
}
