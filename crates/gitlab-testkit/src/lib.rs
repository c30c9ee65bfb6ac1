//! A GitLab inside the test process: what would GitLab answer?
//!
//! **What it is.** A [`Scenario`] says what stands in a GitLab: projects with commits, files, merge requests,
//! pipelines, jobs and their logs, deployments, users and tokens. A [`GitLab`] made of it answers the REST API
//! as GitLab does (pages, headers, refusals, moved projects, limits of diffs) and keeps what is written to it:
//! notes whose quick actions really execute, mentions that give to-dos, references that leave cross-links. It is
//! a [`Transport`](gitlab_core::Transport), so a client talks to it without a socket; [`GitLab::serve`] puts it
//! behind real HTTP on a loopback port. [`Fault`]s, [`RateLimit`]s and latency are part of it, and afterwards a
//! test looks at [`GitLab::requests`] and at the state.
//!
//! **What it is not.** It is no GitLab to work with: it answers what an investigation reads and the notes that
//! it writes, and 404 to the rest. It makes no connections of its own; all it can do is listen on loopback.
//!
//! # Example
//!
//! ```
//! use gitlab_core::Transport;
//! use gitlab_testkit::{Fault, GitLab, Role, Scenario, Token};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let gitlab = GitLab::new(
//!     Scenario::new()
//!         .user("maria")
//!         .token(Token::personal("secret-of-maria", "maria").scopes(["api"]))
//!         .project("shop/checkout", |project| {
//!             project
//!                 .member("maria", Role::Developer)
//!                 .commit("start", |commit| commit.file("src/tax.rs", "pub fn tax() -> u32 { 19 }\n"))
//!                 .pipeline("start", |pipeline| pipeline.job("unit", |job| job.failed("script_failure")))
//!         }),
//! )?;
//! gitlab.inject(Fault::status(503).on("GET", "/projects/*/pipelines"));
//!
//! let url = format!("{}projects/shop%2Fcheckout/pipelines", gitlab.instance().api_url());
//! let request = || http::Request::get(&url).header("PRIVATE-TOKEN", "secret-of-maria").body(Default::default());
//! assert_eq!(gitlab.send(request()?).await?.status(), 503);
//! let answer = gitlab.send(request()?).await?;
//! assert_eq!(answer.headers()["x-total"], "1");
//! assert_eq!(gitlab.requests().len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! # Versions
//!
//! [`Scenario::version`] says which GitLab this is, from 13.12 on; fields, routes and the way in which quick
//! actions are found follow it.
//!
//! # Features
//!
//! | Feature | Default | Gives |
//! |---|---|---|
//! | `serve` | yes | [`GitLab::serve`]: HTTP/1.1 on a loopback port, by hyper |
//!
//! # How to replace each part
//!
//! | Part | Replace it by |
//! |---|---|
//! | the clock | [`GitLabBuilder::clock`]: [`ManualClock`] for tests in no time, or any [`Clock`](gitlab_core::Clock) |
//! | the contents | a [`Scenario`] in code, [`Scenario::from_json`] |
//! | an answer | [`Fault::status`] with [`Fault::body`] and [`Fault::header`] |
//! | the whole | another [`Transport`](gitlab_core::Transport) |

mod clock;
mod diff_limits;
mod engine;
mod fault;
mod markdown;
mod mention;
mod observe;
mod quick_action;
mod rate_limit;
mod render;
mod repository;
mod route;
pub mod scenario;
pub mod scenarios;
#[cfg(feature = "serve")]
mod serve;
mod state;
mod version;

pub use clock::{ManualClock, TokioClock};
pub use diff_limits::DiffLimits;
pub use engine::{GitLab, GitLabBuilder};
pub use fault::Fault;
pub use observe::{CrossReference, ExecutedCommand, RequestRecord, Todo, max_in_flight};
pub use quick_action::QuickActions;
pub use rate_limit::RateLimit;
pub use scenario::{Role, Scenario, ScenarioError, Token, Trace, Visibility};
#[cfg(feature = "serve")]
pub use serve::Server;
