//! Reads everything that GitLab knows about an incident, and says what explains it.
//!
//! **What it is.** [`Investigation`] goes from a [`GitLabReference`](gitlab_core::GitLabReference) (a merge
//! request, pipeline, job, commit, deployment, project, …) to [`Evidence`]: the merge request, its commits and
//! changed files, pipelines with failed jobs and their logs, test reports, downstream pipelines, the files that
//! failures name, what else was merged, deployments and releases. Everything is read side by side, within
//! limits and a deadline, and what could not be read is said. An [`Analyst`] turns evidence into a
//! [`Finding`]; [`RuleAnalyst`] does so without any model.
//!
//! **What it is not.** It writes nothing to GitLab (that is `gitlab-write-back`), reads no alerts (that is
//! `alert-mapping`) and asks GitLab only through the port [`EvidenceSource`].
//!
//! # Example
//!
//! ```no_run
//! use gitlab_core::{GitLabReference, Instance};
//! use gitlab_investigation::{Analyst, EvidenceSource, Investigation, RuleAnalyst};
//!
//! # async fn example(source: &dyn EvidenceSource) -> Result<(), Box<dyn std::error::Error>> {
//! let gitlab = Instance::gitlab_com();
//! let reference = GitLabReference::parse("https://gitlab.com/shop/checkout/-/merge_requests/42", &[gitlab])?;
//! let evidence = Investigation::of(reference).run(source).await;
//! let finding = RuleAnalyst::new().analyse(&evidence).await?;
//! println!("{}: {}", finding.title, finding.summary);
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | Feature | Default | Gives |
//! |---|---|---|
//! | `gitlab-api-client` | yes | `impl EvidenceSource for gitlab_api_client::Client` |
//! | `contract-tests` | no | `contract`: what an [`EvidenceSource`] and an [`Analyst`] must hold, to call from a test |
//!
//! # How to replace each part
//!
//! | Part | Implement | To |
//! |---|---|---|
//! | where evidence comes from | [`EvidenceSource`] | cache, replay, read another system |
//! | who concludes | [`Analyst`] | bring an agent or other rules |
//! | what is masked | [`Investigation::redactor`] | mask values of your own |
//! | what a person sees meanwhile | [`Investigation::on_progress`] | draw a progress bar |

#[cfg(feature = "contract-tests")]
pub mod contract;

mod analyst;
mod evidence;
mod incident;
mod investigation;
mod limits;
mod progress;
mod read;
mod source;
mod window;

pub use analyst::{Analyst, AnalystError, RuleAnalyst};
pub use evidence::{
    BlameEvidence, CodeOwnersEvidence, CommitEvidence, Cost, DeploymentEvidence, Evidence, FailedTest,
    FileEvidence, Focus, Gap, JobEvidence, JobOutcome, Liveness, MergeRequestEvidence, PipelineEvidence,
    ProjectEvidence, RecentChange, ReleaseEvidence, SourceLine, TestSummary, Upstream,
};
pub use incident::Incident;
pub use investigation::Investigation;
pub use limits::Limits;
pub use progress::Progress;
pub use rca_note::Finding;
pub use source::{CommitQuery, DeploymentQuery, EvidenceSource, PipelineQuery, TimeRange};
pub use window::Window;
