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
//! The GitLab client is a source of evidence as it stands.
//!
//! ```no_run
//! use gitlab_api_client::Client;
//! use gitlab_auth::{AccessToken, StaticToken};
//! use gitlab_core::{GitLabReference, Instance};
//! use gitlab_investigation::{Analyst, Investigation, RuleAnalyst};
//! use std::sync::Arc;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let gitlab = Instance::parse("https://gitlab.example.com")?;
//! // A token of its own with the scope read_api, of somebody who may read the project's code and jobs.
//! let token = AccessToken::new(std::env::var("GITLAB_ACCESS_TOKEN")?)?;
//! let client =
//!     Client::builder(gitlab.clone()).authenticator(Arc::new(StaticToken::bearer(token))).build()?;
//!
//! let page = "https://gitlab.example.com/shop/checkout/-/merge_requests/42";
//! let evidence = Investigation::of(GitLabReference::parse(page, &[gitlab])?).run(&client).await;
//! let finding = RuleAnalyst::new().analyse(&evidence).await?;
//! println!("{}: {}", finding.title, finding.summary);
//! for gap in &evidence.gaps {
//!     eprintln!("{}: {}", gap.what, gap.why);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! In a test, the crate `gitlab-testkit` is a GitLab within the process:
//!
//! ```
//! use gitlab_api_client::Client;
//! use gitlab_auth::{AccessToken, StaticToken};
//! use gitlab_core::GitLabReference;
//! use gitlab_investigation::{Investigation, RuleAnalyst};
//! use gitlab_testkit::{GitLab, Role, Scenario, Token, TokioClock};
//! use std::sync::Arc;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let scenario = Scenario::new().user("olu").token(Token::personal("of-olu", "olu").scopes(["read_api"]));
//! let gitlab = GitLab::new(scenario.project("shop/cart", |project| {
//!     let log = "$ make\nmain.c:2:9: error: use of undeclared identifier 'total'\nERROR: Job failed: exit code 2\n";
//!     project
//!         .member("olu", Role::Reporter)
//!         .commit("Add up the cart", |commit| commit.file("main.c", "int main() {\n return total;\n}\n"))
//!         .pipeline("Add up the cart", |pipeline| {
//!             pipeline.id(7).job("build", |job| job.failed("script_failure").trace(log))
//!         })
//! }))?;
//! let client = Client::builder(gitlab.instance())
//!     .transport(Arc::new(gitlab.clone()))
//!     .clock(Arc::new(TokioClock::new()))
//!     .authenticator(Arc::new(StaticToken::bearer(AccessToken::new("of-olu")?)))
//!     .build()?;
//!
//! let start = GitLabReference::parse("shop/cart/-/pipelines/7", &[gitlab.instance()])?;
//! let evidence = Investigation::of(start).run(&client).await;
//! let (_, job) = evidence.decisive_failures().next().ok_or("a job failed")?;
//! assert_eq!(job.name, "build");
//! let finding = RuleAnalyst::new().conclude(&evidence);
//! assert!(finding.summary.contains("use of undeclared identifier 'total'"), "{}", finding.summary);
//! # Ok(())
//! # }
//! ```
//!
//! # What comes out
//!
//! | Of the evidence | For |
//! |---|---|
//! | its fields, [`Evidence::decisive_failures`] | a program |
//! | [`Evidence::to_json`] | any other; docs/EVIDENCE.md in the repository names every field |
//! | [`Evidence::to_markdown`], within a budget | a language model or a person; what is foreign text stands in a frame |
//!
//! An investigation always ends, with what it has: within [`Limits`], 300 requests and 60 seconds unless told otherwise.
//! It never fails as a whole; a wrong token gives evidence without anything but [gaps](Gap) that say so. Dropping
//! the future ends it early and leaves nothing behind. Time is the [source's](EvidenceSource::clock), so it runs on
//! any executor that the source runs on.
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
