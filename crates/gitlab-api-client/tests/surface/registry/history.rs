//! Commits, files, releases and deployments: what was changed, and where it runs.

use super::{SHA, moment, project};
use crate::sample::Sample;
use gitlab_api_client::endpoints::*;
use gitlab_core::types::*;
use gitlab_core::{DeploymentId, EnvironmentId, PipelineId, ProjectId};

pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::of(
            CompareRefs::new(project(), "v1", "main")
                .straight(true)
                .from_project(ProjectId::new(8))
                .unidiff(true),
        ),
        Sample::of(GetCommit::new(project(), SHA).stats(false).without_pipeline()),
        Sample::of(
            ListCommits::new(project())
                .ref_name("main")
                .since(moment())
                .until(moment())
                .path("src/a b.rs")
                .with_stats(true)
                .first_parent(true)
                .author("sample")
                .all(true)
                .order(CommitOrder::Topological)
                .trailers(true),
        ),
        Sample::of(ListCommitDiffs::new(project(), SHA).unidiff(true)),
        Sample::of(ListCommitMergeRequests::new(project(), SHA).state(MergeRequestState::Merged)),
        Sample::of(ListCommitRefs::new(project(), SHA).ref_type(CommitRefType::Branch)),
        Sample::of(
            ListCommitStatuses::new(project(), SHA)
                .ref_name("main")
                .stage("test")
                .name("unit")
                .pipeline(PipelineId::new(9))
                .all(true)
                .order_by(CommitStatusOrder::Id)
                .sort(Sort::Ascending),
        ),
        Sample::of(
            SetCommitStatus::new(project(), SHA, CommitState::Success)
                .ref_name("main")
                .name("smoke")
                .target_url("https://checks.example.com/1".parse().unwrap())
                .description("3 of 3")
                .coverage(93.4)
                .pipeline(PipelineId::new(9)),
        ),
        Sample::of(ListCommitComments::new(project(), SHA)),
        Sample::of(CreateCommitComment::new(project(), SHA, "why?").on_line("src/a b.rs", 17, LineType::New)),
        Sample::of(GetCommitSignature::new(project(), SHA)),
        Sample::of(
            ListContributors::new(project())
                .ref_name("main")
                .order_by(ContributorOrder::Commits)
                .sort(Sort::Descending),
        ),
        Sample::of(ListTree::new(project()).folder("src").recursive(true).ref_name("main")),
        Sample::of(ListBranches::new(project()).sort(BranchOrder::Name)),
        Sample::of(ListBranches::new(project()).search("^v").regex("^v")),
        Sample::of(GetBranch::new(project(), "release/1.0")),
        Sample::of(ListTags::new(project()).order_by(TagOrder::Name).sort(Sort::Ascending)),
        Sample::of(ListTags::new(project()).order_by(TagOrder::Version).search("^v")),
        Sample::of(GetTag::new(project(), "release/1.0")),
        Sample::of(GetFile::new(project(), "src/a b.rs", "main")),
        Sample::opened(&GetFileMetadata::new(project(), "src/a b.rs", "main")),
        Sample::of(GetFileBlame::new(project(), "src/a b.rs", "main").lines(1, 2)),
        Sample::opened(&GetRawFile::new(project(), "src/a b.rs", "main").lfs(true)),
        Sample::of(GetRelease::new(project(), "release/1.0")),
        Sample::of(
            ListReleases::new(project())
                .order_by(ReleaseOrder::ReleasedAt)
                .sort(Sort::Descending)
                .updated_after(moment())
                .updated_before(moment()),
        ),
        Sample::of(GetLatestRelease::new(project())),
        Sample::of(
            CreateRelease::new(project(), "release/1.0")
                .name("One")
                .description("First")
                .ref_name("main")
                .tag_message("one")
                .released_at(moment())
                .milestones(["1.0"])
                .link("Runbook", &"https://docs.example.com".parse().unwrap(), &ReleaseLinkType::Runbook),
        ),
        Sample::of(
            UpdateRelease::new(project(), "release/1.0")
                .name("One")
                .description("First")
                .released_at(moment())
                .milestones(["1.0"]),
        ),
        Sample::of(GetDeployment::new(project(), DeploymentId::new(5))),
        Sample::of(
            ListDeployments::new(project())
                .updated_after(moment())
                .updated_before(moment())
                .environment("production")
                .status(DeploymentStatus::Success)
                .sort(Sort::Descending),
        ),
        Sample::of(ListDeployments::new(project()).order_by(DeploymentOrder::Iid)),
        Sample::of(
            ListFinishedDeployments::after(project(), moment())
                .finished_after(moment())
                .finished_before(moment())
                .environment("production")
                .sort(Sort::Ascending),
        ),
        Sample::of(ListDeploymentMergeRequests::new(project(), DeploymentId::new(5))),
        Sample::of(GetEnvironment::new(project(), EnvironmentId::new(6))),
        Sample::of(
            ListEnvironments::new(project())
                .name("production")
                .search("prod")
                .state(EnvironmentState::Available),
        ),
    ]
}
