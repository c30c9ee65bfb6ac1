//! Commits, files, releases and deployments: what was changed, and where it runs.

use super::{SHA, moment, project};
use crate::sample::Sample;
use gitlab_api_client::endpoints::*;
use gitlab_core::types::*;
use gitlab_core::{DeploymentId, EnvironmentId};

pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::of(CompareRefs::new(project(), "v1", "main").straight(true)),
        Sample::of(GetCommit::new(project(), SHA)),
        Sample::of(
            ListCommits::new(project())
                .ref_name("main")
                .since(moment())
                .until(moment())
                .path("src/a b.rs")
                .with_stats(true)
                .first_parent(true),
        ),
        Sample::of(ListCommitDiffs::new(project(), SHA)),
        Sample::of(ListCommitMergeRequests::new(project(), SHA)),
        Sample::of(GetFile::new(project(), "src/a b.rs", "main")),
        Sample::opened(&GetRawFile::new(project(), "src/a b.rs", "main")),
        Sample::of(GetRelease::new(project(), "release/1.0")),
        Sample::of(ListReleases::new(project())),
        Sample::of(GetDeployment::new(project(), DeploymentId::new(5))),
        Sample::of(
            ListDeployments::new(project())
                .updated_after(moment())
                .updated_before(moment())
                .environment("production")
                .status(DeploymentStatus::Success)
                .order_by(DeploymentOrder::UpdatedAt)
                .sort(Sort::Descending),
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
