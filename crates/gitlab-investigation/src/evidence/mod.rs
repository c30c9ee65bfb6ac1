//! What an investigation found, as a value.

mod blame;
mod change;
mod deployment;
mod file;
mod gap;
mod markdown;
mod mask;
mod owners;
mod pipeline;

pub use blame::BlameEvidence;
pub use change::{CommitEvidence, Liveness, MergeRequestEvidence, RecentChange};
pub use deployment::{DeploymentEvidence, ReleaseEvidence};
pub use file::{FileEvidence, SourceLine};
pub use gap::Gap;
pub use owners::CodeOwnersEvidence;
pub use pipeline::{FailedTest, JobEvidence, JobOutcome, PipelineEvidence, TestSummary, Upstream};

use crate::{Incident, TimeRange};
use code_correlation::change::ChangeSet;
use code_correlation::suspect::IgnoredRevisions;
use gitlab_core::{CommitSha, Instance, JobId, PipelineId, ProjectId, Timestamp};
use serde::Serialize;
use url::Url;

/// Everything that was read about an incident, ready for an [`Analyst`](crate::Analyst).
///
/// Secrets are masked in every text before it gets here. Texts that come from GitLab (titles, descriptions,
/// messages, logs, file contents) are data of whoever wrote them: an analyst that hands them to a language
/// model does so as [`Evidence::to_markdown`] does, framed as untrusted.
///
/// As JSON every field has the name it has here, instants are RFC 3339 in UTC, and durations are seconds.
/// What could not be read is in `gaps`; an empty list elsewhere means that there is nothing.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Evidence {
    /// What the investigation started from, as a short form or URL.
    pub start: String,
    /// Which pipeline, job or commit the start names by itself.
    pub focus: Focus,
    /// What the alert says, if there was one.
    pub incident: Option<Incident>,
    /// The GitLab that was asked.
    pub instance: Instance,
    /// The project that the start is in.
    pub project: ProjectEvidence,
    /// The time that was looked at; its end is the start of the incident.
    pub window: TimeRange,
    /// The environment that the incident is in, when that is known.
    pub environment: Option<String>,
    /// The merge request that the start is, or that it led to.
    pub merge_request: Option<MergeRequestEvidence>,
    /// Its commits, newest first, followed by the commit that was the start when it is none of them; or those of
    /// the comparison that was the start.
    pub commits: Vec<CommitEvidence>,
    /// What the merge request changes as a whole; or the commit or comparison that was the start.
    pub changes: Option<ChangeSet>,
    /// Who owns these changes, by the CODEOWNERS file of the merge request's target branch, else of the ref that failed
    /// or was deployed, else of the default branch; `None` without such a file.
    pub code_owners: Option<CodeOwnersEvidence>,
    /// The commits that only changed how code looks, by the file `.git-blame-ignore-revs` of the same ref.
    pub ignored_revisions: Option<IgnoredRevisions>,
    /// The pipelines, newest first, each downstream pipeline behind the one that started it.
    pub pipelines: Vec<PipelineEvidence>,
    /// The files that failures name, as they were when the pipeline ran.
    pub files: Vec<FileEvidence>,
    /// Who last changed the lines that failing logs name, those first that the logs name first.
    pub blame: Vec<BlameEvidence>,
    /// What else was merged in the window, latest first.
    pub recent_changes: Vec<RecentChange>,
    /// The deployments in the window, latest first.
    pub deployments: Vec<DeploymentEvidence>,
    /// The releases in the window, latest first.
    pub releases: Vec<ReleaseEvidence>,
    /// What could not be read, and why.
    pub gaps: Vec<Gap>,
    /// What it cost to read all this.
    pub cost: Cost,
}

/// Which pipeline, job or commit an investigation started from: what the finding is about before anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Focus {
    /// The pipeline, for a start that is one, a job of it or a deployment by it.
    pub pipeline: Option<PipelineId>,
    /// The job, for a start that is one.
    pub job: Option<JobId>,
    /// The commit, for a start that is one.
    pub commit: Option<CommitSha>,
}

/// The project of an investigation.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ProjectEvidence {
    /// Its number, once it was read.
    pub id: Option<ProjectId>,
    /// Its full path; its number as text where the path could not be read.
    pub path: String,
    /// The branch that merge requests go to.
    pub default_branch: Option<String>,
    /// Its page.
    pub url: Option<Url>,
}

/// What it cost to read the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Cost {
    /// Requests to GitLab, as [`Limits::requests`](crate::Limits::requests) counts them.
    pub requests: usize,
    /// Bytes of job logs.
    pub log_bytes: u64,
    /// Seconds from the first request to the last answer.
    pub seconds: f64,
    /// When the reading ended.
    pub finished_at: Timestamp,
}

impl Evidence {
    /// The failed jobs of all pipelines whose failure counts: neither allowed nor made good by a retry, those
    /// of the newest pipelines first.
    pub fn decisive_failures(&self) -> impl Iterator<Item = (&PipelineEvidence, &JobEvidence)> {
        self.pipelines
            .iter()
            .flat_map(|pipeline| pipeline.jobs.iter().map(move |job| (pipeline, job)))
            .filter(|(_, job)| job.outcome.is_decisive())
    }

    /// The evidence as JSON.
    ///
    /// # Errors
    ///
    /// None that a caller could cause: the types hold nothing that JSON cannot say.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}
