//! A GitLab inside the test process.

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
