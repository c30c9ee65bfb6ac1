//! The GitLab client as a source of evidence.

use super::{CommitQuery, DeploymentQuery, EvidenceSource, PipelineQuery, TimeRange};
use async_trait::async_trait;
use gitlab_api_client::Client;
use gitlab_api_client::endpoints::{
    CompareRefs, DeploymentOrder, GetCommit, GetDeployment, GetEnvironment, GetFile, GetFileBlame, GetJob,
    GetJobTrace, GetMergeRequest, GetPipeline, GetPipelineTestReport, GetProject, ListCommitDiffs,
    ListCommitMergeRequests, ListCommits, ListDeploymentMergeRequests, ListDeployments,
    ListMergeRequestCommits, ListMergeRequestPipelines, ListMergeRequests, ListPipelineBridges,
    ListPipelineJobs, ListPipelines, ListReleases, MergeRequestOrder, Sort, fill_merge_request_diffs,
    merge_request_diffs,
};
use gitlab_core::types::{
    BlameRange, Bridge, Commit, Comparison, Deployment, Diff, Environment, Job, MergeRequest,
    MergeRequestState, Pipeline, Project, Release, RepositoryFile, TestReport,
};
use gitlab_core::{
    ApiError, Body, Clock, CommitSha, DeploymentId, EnvironmentId, Instance, JobId, Listing, MergeRequestIid,
    PipelineId, ProjectRef,
};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// How many merge requests one commit can belong to: itself, its backports, its merge trains.
const OF_ONE_COMMIT: usize = 100;

#[async_trait]
impl EvidenceSource for Client {
    fn instance(&self) -> &Instance {
        Client::instance(self)
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(Client::clock(self))
    }

    async fn project(&self, project: &ProjectRef) -> Result<Project, ApiError> {
        self.send(&GetProject::new(project.clone())).await
    }

    async fn merge_request(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
    ) -> Result<MergeRequest, ApiError> {
        self.send(&GetMergeRequest::new(project.clone(), iid)).await
    }

    async fn merge_request_commits(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        at_most: usize,
    ) -> Result<Listing<Commit>, ApiError> {
        self.list(&ListMergeRequestCommits::new(project.clone(), iid), at_most).await
    }

    async fn merge_request_diffs(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        at_most: usize,
    ) -> Result<Listing<Diff>, ApiError> {
        merge_request_diffs(self, project, iid, at_most).await
    }

    async fn fill_merge_request_diffs(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        diffs: &mut [Diff],
        at_most_bytes: usize,
    ) -> Result<(), ApiError> {
        fill_merge_request_diffs(self, project, iid, diffs, at_most_bytes).await
    }

    async fn merge_request_pipelines(
        &self,
        project: &ProjectRef,
        iid: MergeRequestIid,
        at_most: usize,
    ) -> Result<Listing<Pipeline>, ApiError> {
        self.list(&ListMergeRequestPipelines::new(project.clone(), iid), at_most).await
    }

    async fn merged_merge_requests(
        &self,
        project: &ProjectRef,
        window: &TimeRange,
        at_most: usize,
    ) -> Result<Listing<MergeRequest>, ApiError> {
        // What was merged in the window has changed since its beginning; the end cannot be asked for, because a
        // comment after the incident moves the last change out of the window.
        let endpoint = ListMergeRequests::new(project.clone())
            .state(MergeRequestState::Merged)
            .updated_after(window.from)
            .order_by(MergeRequestOrder::UpdatedAt)
            .sort(Sort::Descending);
        self.list(&endpoint, at_most).await
    }

    async fn commit(&self, project: &ProjectRef, revision: &str) -> Result<Commit, ApiError> {
        self.send(&GetCommit::new(project.clone(), revision)).await
    }

    async fn commit_diffs(
        &self,
        project: &ProjectRef,
        sha: &CommitSha,
        at_most: usize,
    ) -> Result<Listing<Diff>, ApiError> {
        self.list(&ListCommitDiffs::new(project.clone(), sha), at_most).await
    }

    async fn commit_merge_requests(
        &self,
        project: &ProjectRef,
        sha: &CommitSha,
    ) -> Result<Listing<MergeRequest>, ApiError> {
        self.list(&ListCommitMergeRequests::new(project.clone(), sha), OF_ONE_COMMIT).await
    }

    async fn commits(
        &self,
        project: &ProjectRef,
        query: &CommitQuery,
        at_most: usize,
    ) -> Result<Listing<Commit>, ApiError> {
        let mut endpoint = ListCommits::new(project.clone());
        if let Some(revision) = &query.revision {
            endpoint = endpoint.ref_name(revision);
        }
        if let Some(window) = &query.window {
            endpoint = endpoint.since(window.from).until(window.to);
        }
        if let Some(path) = &query.path {
            endpoint = endpoint.path(path);
        }
        self.list(&endpoint, at_most).await
    }

    async fn compare(
        &self,
        project: &ProjectRef,
        from: &str,
        to: &str,
        straight: bool,
    ) -> Result<Comparison, ApiError> {
        self.send(&CompareRefs::new(project.clone(), from, to).straight(straight)).await
    }

    async fn pipelines(
        &self,
        project: &ProjectRef,
        query: &PipelineQuery,
        at_most: usize,
    ) -> Result<Listing<Pipeline>, ApiError> {
        let mut endpoint = ListPipelines::new(project.clone());
        if let Some(name) = &query.ref_name {
            endpoint = endpoint.ref_name(name);
        }
        if let Some(sha) = &query.sha {
            endpoint = endpoint.sha(sha);
        }
        if let Some(status) = &query.status {
            endpoint = endpoint.status(status.clone());
        }
        if let Some(after) = query.updated_after {
            endpoint = endpoint.updated_after(after);
        }
        if let Some(before) = query.updated_before {
            endpoint = endpoint.updated_before(before);
        }
        self.list(&endpoint, at_most).await
    }

    async fn pipeline(&self, project: &ProjectRef, id: PipelineId) -> Result<Pipeline, ApiError> {
        self.send(&GetPipeline::new(project.clone(), id)).await
    }

    async fn pipeline_jobs(
        &self,
        project: &ProjectRef,
        id: PipelineId,
        at_most: usize,
    ) -> Result<Listing<Job>, ApiError> {
        self.list(&ListPipelineJobs::new(project.clone(), id).include_retried(true), at_most).await
    }

    async fn pipeline_bridges(
        &self,
        project: &ProjectRef,
        id: PipelineId,
        at_most: usize,
    ) -> Result<Listing<Bridge>, ApiError> {
        self.list(&ListPipelineBridges::new(project.clone(), id), at_most).await
    }

    async fn test_report(&self, project: &ProjectRef, id: PipelineId) -> Result<TestReport, ApiError> {
        self.send(&GetPipelineTestReport::new(project.clone(), id)).await
    }

    async fn job(&self, project: &ProjectRef, id: JobId) -> Result<Job, ApiError> {
        self.send(&GetJob::new(project.clone(), id)).await
    }

    async fn job_trace(&self, project: &ProjectRef, id: JobId) -> Result<Body, ApiError> {
        Ok(self.open(&GetJobTrace::new(project.clone(), id)).await?.into_body())
    }

    async fn file(
        &self,
        project: &ProjectRef,
        path: &str,
        revision: &str,
    ) -> Result<RepositoryFile, ApiError> {
        self.send(&GetFile::new(project.clone(), path, revision)).await
    }

    async fn blame(
        &self,
        project: &ProjectRef,
        path: &str,
        revision: &str,
        lines: RangeInclusive<u32>,
    ) -> Result<Vec<BlameRange>, ApiError> {
        let endpoint = GetFileBlame::new(project.clone(), path, revision);
        self.send(&endpoint.lines((*lines.start()).into(), (*lines.end()).into())).await
    }

    async fn deployments(
        &self,
        project: &ProjectRef,
        query: &DeploymentQuery,
        at_most: usize,
    ) -> Result<Listing<Deployment>, ApiError> {
        let mut endpoint =
            ListDeployments::new(project.clone()).order_by(DeploymentOrder::Id).sort(Sort::Descending);
        if let Some(environment) = &query.environment {
            endpoint = endpoint.environment(environment);
        }
        if let Some(status) = &query.status {
            endpoint = endpoint.status(status.clone());
        }
        if let Some(after) = query.updated_after {
            endpoint = endpoint.updated_after(after);
        }
        if let Some(before) = query.updated_before {
            endpoint = endpoint.updated_before(before);
        }
        self.list(&endpoint, at_most).await
    }

    async fn deployment(&self, project: &ProjectRef, id: DeploymentId) -> Result<Deployment, ApiError> {
        self.send(&GetDeployment::new(project.clone(), id)).await
    }

    async fn deployment_merge_requests(
        &self,
        project: &ProjectRef,
        id: DeploymentId,
        at_most: usize,
    ) -> Result<Listing<MergeRequest>, ApiError> {
        self.list(&ListDeploymentMergeRequests::new(project.clone(), id), at_most).await
    }

    async fn environment(&self, project: &ProjectRef, id: EnvironmentId) -> Result<Environment, ApiError> {
        self.send(&GetEnvironment::new(project.clone(), id)).await
    }

    async fn releases(&self, project: &ProjectRef, at_most: usize) -> Result<Listing<Release>, ApiError> {
        self.list(&ListReleases::new(project.clone()), at_most).await
    }
}
