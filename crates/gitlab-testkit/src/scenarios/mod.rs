//! Scenarios that are ready to use.
//!
//! | Scenario | Shows |
//! |---|---|
//! | [`checkout_incident`] | a shop whose checkout broke by one merge request among many |
//! | [`large_log`] | a job log of any size, made while it is sent |
//!
//! ```
//! use gitlab_testkit::{GitLab, scenarios};
//!
//! let gitlab = GitLab::new(scenarios::checkout_incident())?;
//! let expected = scenarios::expected();
//! let guilty = gitlab.merge_request(expected.project, expected.merge_request).unwrap();
//! assert_eq!(guilty.title, "Combine vouchers before they are applied");
//! # Ok::<(), gitlab_testkit::ScenarioError>(())
//! ```

mod checkout_incident;
mod large_log;
mod runner_log;

pub use checkout_incident::{Expected, checkout_incident, expected, token};
pub use large_log::{LARGE_LOG_FAILURE, LARGE_LOG_JOB, LARGE_LOG_PROJECT, LARGE_LOG_TOKEN, large_log};
