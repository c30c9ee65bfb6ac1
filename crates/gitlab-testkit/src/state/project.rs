use super::Thread;
use crate::repository::Repository;
use crate::scenario::{Artifact, Role, TestSuite, Trace, Visibility};
use gitlab_core::Timestamp;
use gitlab_core::types::{CiStatus, DeploymentStatus, PipelineSource};
use std::collections::BTreeMap;

#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) id: u64,
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) visibility: Visibility,
    pub(crate) archived: bool,
    pub(crate) private_jobs: bool,
    pub(crate) former_paths: Vec<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) last_activity_at: Timestamp,
    pub(crate) members: BTreeMap<u64, Role>,
    pub(crate) repository: Repository,
    /// The hashes of commits by their names in the scenario.
    pub(crate) commit_names: BTreeMap<String, String>,
    pub(crate) merge_requests: BTreeMap<u64, MergeRequest>,
    pub(crate) issues: BTreeMap<u64, Issue>,
    /// What was said about commits: a number of ours for each, whose thread has the hash for its title.
    pub(crate) commit_threads: BTreeMap<u64, Thread>,
    pub(crate) pipelines: BTreeMap<u64, Pipeline>,
    pub(crate) jobs: BTreeMap<u64, Job>,
    pub(crate) environments: BTreeMap<u64, Environment>,
    pub(crate) deployments: BTreeMap<u64, Deployment>,
    pub(crate) releases: Vec<Release>,
}

/// Groups have no state of their own here; their id follows from their path.
pub(crate) fn namespace_id(path: &str) -> u64 {
    path.bytes().fold(7, |id: u64, byte| (id * 31 + u64::from(byte)) % 89_989) + 10_000
}

impl Project {
    /// The number of a commit's thread, if anything was said about it.
    pub(crate) fn commit_thread(&self, sha: &str) -> Option<u64> {
        self.commit_threads.iter().find(|(_, thread)| thread.title == sha).map(|(number, _)| *number)
    }

    pub(crate) fn slug(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    pub(crate) fn namespace(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(namespace, _)| namespace)
    }

    /// The newest pipeline for a commit.
    pub(crate) fn last_pipeline_of(&self, sha: &str) -> Option<&Pipeline> {
        self.pipelines.values().rev().find(|pipeline| pipeline.sha == sha)
    }

    /// The pipelines that belong to a merge request, newest first.
    pub(crate) fn pipelines_of(&self, merge_request: &MergeRequest) -> Vec<&Pipeline> {
        let own = format!("refs/merge-requests/{}/", merge_request.thread.iid);
        let base = merge_request.base.as_deref().unwrap_or_default();
        let commits = self.repository.between(base, &merge_request.head);
        self.pipelines
            .values()
            .rev()
            .filter(|pipeline| {
                pipeline.ref_name.starts_with(&own)
                    || (pipeline.ref_name == merge_request.source_branch
                        && !pipeline.tag
                        && commits.iter().any(|commit| commit.sha == pipeline.sha))
            })
            .collect()
    }
}

#[derive(Clone, Debug)]
pub(crate) struct MergeRequest {
    pub(crate) thread: Thread,
    pub(crate) reviewers: Vec<u64>,
    pub(crate) approved_by: Vec<u64>,
    pub(crate) source_branch: String,
    pub(crate) target_branch: String,
    pub(crate) draft: bool,
    /// The head of the source branch.
    pub(crate) head: String,
    /// The head of the target branch at that time.
    pub(crate) start: String,
    /// Where both parted; `None` when they have no common history.
    pub(crate) base: Option<String>,
    pub(crate) merged_at: Option<Timestamp>,
    pub(crate) merged_by: Option<u64>,
    pub(crate) merge_commit: Option<String>,
    pub(crate) squash_commit: Option<String>,
    /// Whether its diff is not worked out yet.
    pub(crate) preparing: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Issue {
    pub(crate) thread: Thread,
    pub(crate) incident: bool,
    pub(crate) severity: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Pipeline {
    pub(crate) id: u64,
    pub(crate) iid: u64,
    pub(crate) name: Option<String>,
    pub(crate) sha: String,
    pub(crate) before_sha: String,
    pub(crate) ref_name: String,
    pub(crate) tag: bool,
    pub(crate) source: PipelineSource,
    pub(crate) status: CiStatus,
    pub(crate) user: u64,
    pub(crate) yaml_errors: Option<String>,
    pub(crate) coverage: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) started_at: Option<Timestamp>,
    pub(crate) finished_at: Option<Timestamp>,
    pub(crate) jobs: Vec<u64>,
    pub(crate) bridges: Vec<Bridge>,
    pub(crate) tests: Vec<TestSuite>,
}

#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) id: u64,
    pub(crate) pipeline: u64,
    pub(crate) name: String,
    pub(crate) stage: String,
    pub(crate) status: CiStatus,
    pub(crate) failure_reason: Option<String>,
    pub(crate) allow_failure: bool,
    pub(crate) retried: bool,
    pub(crate) trace: Trace,
    pub(crate) user: u64,
    pub(crate) runner: Option<String>,
    pub(crate) coverage: Option<f64>,
    pub(crate) tags: Vec<String>,
    pub(crate) artifacts: Vec<Artifact>,
    pub(crate) created_at: Timestamp,
    pub(crate) started_at: Option<Timestamp>,
    pub(crate) finished_at: Option<Timestamp>,
    pub(crate) erased_at: Option<Timestamp>,
    pub(crate) seconds: Option<f64>,
    pub(crate) debug_trace: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Bridge {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) stage: String,
    pub(crate) status: CiStatus,
    pub(crate) allow_failure: bool,
    /// The project and the id of the pipeline that it started.
    pub(crate) downstream: Option<(u64, u64)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Environment {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) state: String,
    pub(crate) tier: String,
    pub(crate) url: Option<String>,
    pub(crate) created_at: Timestamp,
}

#[derive(Clone, Debug)]
pub(crate) struct Deployment {
    pub(crate) id: u64,
    pub(crate) iid: u64,
    pub(crate) environment: u64,
    pub(crate) ref_name: String,
    pub(crate) sha: String,
    pub(crate) status: DeploymentStatus,
    pub(crate) user: u64,
    pub(crate) job: Option<u64>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) finished_at: Option<Timestamp>,
}

#[derive(Clone, Debug)]
pub(crate) struct Release {
    pub(crate) tag: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) author: u64,
    pub(crate) created_at: Timestamp,
    pub(crate) released_at: Timestamp,
}
