//! The samples of GitLab's own documentation (13.12) and of another client, read by our endpoints.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test says so")]

mod support;

use gitlab_api_client::Endpoint;
use gitlab_api_client::endpoints::{
    CompareRefs, CreateMergeRequestNote, GetCommit, GetCurrentUser, GetDeployment, GetEnvironment, GetFile,
    GetJob, GetMergeRequest, GetMetadata, GetPipeline, GetPipelineTestReport, GetProject, GetRelease,
    ListCommitDiffs, ListCommitMergeRequests, ListCommits, ListDeployments, ListEnvironments, ListJobs,
    ListMergeRequestCommits, ListMergeRequestDiffs, ListMergeRequestNotes, ListMergeRequestPipelines,
    ListMergeRequests, ListPipelineBridges, ListPipelineJobs, ListPipelines, ListReleases,
};
use gitlab_core::{DeploymentId, EnvironmentId, JobId, MergeRequestIid, PipelineId, ProjectId};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use support::{Script, Step, client};

const PROJECT: ProjectId = ProjectId::new(7);
const IID: MergeRequestIid = MergeRequestIid::new(1);
const PIPELINE: PipelineId = PipelineId::new(1);

struct Corpus(PathBuf);

impl Corpus {
    fn find() -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
        folder.is_dir().then_some(Self(folder))
    }

    async fn reads<E: Endpoint<Output: DeserializeOwned>>(&self, endpoint: E, file: &str) {
        let text =
            std::fs::read_to_string(self.0.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let script = Script::of([Step::json(&text)]);
        if let Err(error) = client(&script).send(&endpoint).await {
            panic!("{file}: {error}");
        }
    }

    async fn documented<E: Endpoint<Output: DeserializeOwned>>(&self, endpoint: E, file: &str) {
        self.reads(endpoint, &format!("gitlab-ce-13.12.15/doc-samples/api/{file}.json")).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_samples_of_the_documentation_are_read() {
    let Some(corpus) = Corpus::find() else {
        println!("skipped: the folder with samples of GitLab's documentation is not here");
        return;
    };
    corpus.documented(GetCommit::new(PROJECT, "main"), "commits/03_get_a_single_commit").await;
    corpus.documented(ListCommits::new(PROJECT), "commits/01_list_repository_commits").await;
    corpus.documented(ListCommitDiffs::new(PROJECT, "main"), "commits/11_get_the_diff_of_a_commit").await;
    corpus
        .documented(
            ListCommitMergeRequests::new(PROJECT, "main"),
            "commits/17_list_merge_requests_associated_with_a_commit",
        )
        .await;
    corpus.documented(ListDeployments::new(PROJECT), "deployments/01_list_project_deployments").await;
    corpus
        .documented(
            GetDeployment::new(PROJECT, DeploymentId::new(1)),
            "deployments/02_get_a_specific_deployment",
        )
        .await;
    corpus.documented(ListEnvironments::new(PROJECT), "environments/01_list_environments").await;
    corpus
        .documented(
            GetEnvironment::new(PROJECT, EnvironmentId::new(1)),
            "environments/02_get_a_specific_environment",
        )
        .await;
    corpus.documented(ListJobs::new(PROJECT), "jobs/01_list_project_jobs").await;
    corpus.documented(ListPipelineJobs::new(PROJECT, PIPELINE), "jobs/02_list_pipeline_jobs").await;
    corpus.documented(ListPipelineBridges::new(PROJECT, PIPELINE), "jobs/03_list_pipeline_bridges").await;
    corpus.documented(GetJob::new(PROJECT, JobId::new(1)), "jobs/06_get_a_single_job").await;
    corpus.documented(ListMergeRequests::new(PROJECT), "merge_requests/03_list_project_merge_requests").await;
    corpus.documented(GetMergeRequest::new(PROJECT, IID), "merge_requests/07_get_single_mr_note").await;
    corpus
        .documented(ListMergeRequestCommits::new(PROJECT, IID), "merge_requests/10_get_single_mr_commits")
        .await;
    corpus
        .documented(ListMergeRequestPipelines::new(PROJECT, IID), "merge_requests/12_list_mr_pipelines")
        .await;
    corpus
        .documented(
            CreateMergeRequestNote::new(PROJECT, IID, "text"),
            "notes/03_get_single_merge_request_note",
        )
        .await;
    corpus.documented(ListMergeRequestNotes::new(PROJECT, IID), "notes/01_list_project_issue_notes").await;
    corpus.documented(ListPipelines::new(PROJECT), "pipelines/01_list_project_pipelines").await;
    corpus.documented(GetPipeline::new(PROJECT, PIPELINE), "pipelines/02_get_a_single_pipeline").await;
    corpus
        .documented(
            GetPipelineTestReport::new(PROJECT, PIPELINE),
            "pipelines/04_get_a_pipeline_s_test_report",
        )
        .await;
    corpus.documented(GetProject::new(PROJECT), "projects/17_archive_a_project").await;
    corpus.documented(ListReleases::new(PROJECT), "releases/01_list_releases").await;
    corpus.documented(GetRelease::new(PROJECT, "v1"), "releases/02_get_a_release_by_a_tag_name").await;
    corpus
        .documented(CompareRefs::new(PROJECT, "a", "b"), "repositories/02_compare_branches_tags_or_commits")
        .await;
    corpus
        .documented(GetFile::new(PROJECT, "a", "main"), "repository_files/01_get_file_from_repository")
        .await;
    corpus.documented(GetCurrentUser::new(), "users/09_list_current_user_for_normal_users").await;
    corpus.documented(GetMetadata::new(), "version/01_top").await;
}

#[tokio::test(start_paused = true)]
async fn the_samples_of_another_client_are_read() {
    let Some(corpus) = Corpus::find() else {
        println!("skipped: the folder with samples of another client is not here");
        return;
    };
    corpus.reads(GetMergeRequest::new(PROJECT, IID), "go-gitlab/get_merge_request.json").await;
    corpus.reads(ListMergeRequests::new(PROJECT), "go-gitlab/get_merge_requests.json").await;
    corpus.reads(ListMergeRequestDiffs::new(PROJECT, IID), "go-gitlab/list_merge_request_diff.json").await;
    corpus.reads(GetCommit::new(PROJECT, "main"), "go-gitlab/get_commit.json").await;
    corpus
        .reads(GetPipelineTestReport::new(PROJECT, PIPELINE), "go-gitlab/get_pipeline_testreport.json")
        .await;
    corpus.reads(GetCurrentUser::new(), "go-gitlab/get_user.json").await;
}
