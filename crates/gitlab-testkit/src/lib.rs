//! A GitLab inside the test process.

mod clock;
mod diff_limits;
mod engine;
mod observe;
mod render;
mod repository;
mod route;
pub mod scenario;
mod state;
mod version;

pub use clock::{ManualClock, TokioClock};
pub use diff_limits::DiffLimits;
pub use engine::{GitLab, GitLabBuilder};
pub use observe::{ExecutedCommand, RequestRecord, Todo, max_in_flight};
pub use scenario::{Role, Scenario, ScenarioError, Token, Trace, Visibility};
