//! What stands in the testkit's GitLab at the beginning, as a value.
//!
//! A [`Scenario`] is built in code, part by part, or read from JSON with the same names. Everything that is not
//! said has a sensible value: a project has the default branch `main`, a pipeline's status follows from its
//! jobs, a diff follows from the content of the commits.
//!
//! # Names instead of hashes and ids
//!
//! A commit has a name of the scenario's choosing, and a pipeline may have one. Wherever a commit is asked for,
//! its name, a branch, a tag or a hash will do. Hashes are Git's own, made from the content; ids are given out
//! in order, far apart for each kind, so that an `iid` never works as an `id`. Both can be set.
//!
//! # Dates
//!
//! A date is any text that [`gitlab_core::Timestamp`] reads, or a distance from the moment at which the GitLab
//! is made: `-90m`, `-2d 3h`. What has no date gets that of the thing it belongs to.
//!
//! # From a file
//!
//! ```
//! use gitlab_testkit::{GitLab, Scenario};
//!
//! let scenario = Scenario::from_json(r#"{
//!     "users": [{ "username": "maria", "name": "Maria Sand" }],
//!     "tokens": [{ "secret": "secret-of-maria", "user": "maria", "scopes": ["api"] }],
//!     "projects": [{
//!         "path": "shop/checkout",
//!         "members": { "maria": "developer" },
//!         "commits": [
//!             { "name": "start", "message": "Start", "author": "maria", "at": "-3d",
//!               "files": { "src/tax.rs": "pub fn tax() -> u32 { 19 }\n", "old.txt": "old\n" } },
//!             { "name": "rounding", "branch": "rounding", "message": "Round down", "author": "maria", "at": "-2h",
//!               "files": { "src/tax.rs": "pub fn tax() -> u32 { 18 }\n", "old.txt": null } }
//!         ],
//!         "merge_requests": [{ "title": "Round down", "source": "rounding", "author": "maria" }],
//!         "pipelines": [{
//!             "commit": "rounding", "ref": "rounding",
//!             "jobs": [{ "name": "unit", "status": "failed", "trace": "assertion failed\n" }]
//!         }]
//!     }]
//! }"#)?;
//! let gitlab = GitLab::new(scenario)?;
//! assert_eq!(gitlab.merge_request("shop/checkout", 1).unwrap().title, "Round down");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod commit;
mod delivery;
mod error;
mod issue;
mod job;
mod merge_request;
mod pipeline;
mod project;
mod token;
mod trace;
mod user;

pub use commit::{Commit, Content};
pub use delivery::{Deployment, Environment, Release, Tag};
pub use error::ScenarioError;
pub use issue::Issue;
pub use job::{Artifact, Bridge, Job};
pub use merge_request::{MergeRequest, Note};
pub use pipeline::{Pipeline, TestCase, TestSuite};
pub use project::{Project, Role, Visibility};
pub use token::Token;
pub use trace::Trace;
pub use user::User;

use serde::Deserialize;

/// What stands in a GitLab at the beginning.
///
/// ```
/// use gitlab_testkit::{GitLab, Role, Scenario, Token};
///
/// let scenario = Scenario::new()
///     .user("maria")
///     .token(Token::personal("secret-of-maria", "maria").scopes(["api"]))
///     .project("shop/checkout", |project| {
///         project
///             .member("maria", Role::Developer)
///             .commit("start", |commit| commit.file("src/tax.rs", "pub fn tax() -> u32 { 19 }\n"))
///             .commit("rounding", |commit| {
///                 commit.on("rounding").author("maria").file("src/tax.rs", "pub fn tax() -> u32 { 18 }\n")
///             })
///             .merge_request("Round down", |merge_request| merge_request.from("rounding").author("maria"))
///             .pipeline("rounding", |pipeline| {
///                 pipeline.job("unit", |job| job.failed("script_failure").trace("assertion failed\n"))
///             })
///     });
/// let gitlab = GitLab::new(scenario)?;
/// # Ok::<(), gitlab_testkit::ScenarioError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Scenario {
    pub(crate) version: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) users: Vec<User>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) projects: Vec<Project>,
}

impl Scenario {
    /// An empty GitLab.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a scenario from JSON; see the [module](self) for its form.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`] when the text is no JSON, or has a field that a scenario has not.
    pub fn from_json(json: &str) -> Result<Self, ScenarioError> {
        serde_json::from_str(json).map_err(|error| ScenarioError::new("the file", error.to_string()))
    }

    /// The version that this GitLab says it has, and whose ways it follows; `18.6.0-ee` unless said.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Its web address, which may have a port and a sub-path; `https://gitlab.example.com` unless said.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// A user with this user name.
    #[must_use]
    pub fn user(self, username: impl Into<String>) -> Self {
        self.user_with(username, |user| user)
    }

    /// A user with this user name and more.
    #[must_use]
    pub fn user_with(mut self, username: impl Into<String>, more: impl FnOnce(User) -> User) -> Self {
        self.users.push(more(User::new(username)));
        self
    }

    /// A token by which requests prove who they are.
    #[must_use]
    pub fn token(mut self, token: Token) -> Self {
        self.tokens.push(token);
        self
    }

    /// A project at this full path, such as `group/subgroup/project`.
    #[must_use]
    pub fn project(mut self, path: impl Into<String>, more: impl FnOnce(Project) -> Project) -> Self {
        self.projects.push(more(Project::new(path)));
        self
    }
}

/// Writes the setters of a part: each takes what can become the field's type and gives the part back.
macro_rules! setters {
    ($($(#[$doc:meta])* $kind:ident $name:ident: $type:ty;)+) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: impl Into<$type>) -> Self {
            self.$name = setters!(@$kind $name.into());
            self
        }
    )+};
    (@plain $value:expr) => { $value };
    (@some $value:expr) => { Some($value) };
}

/// Writes the setters of numbers, which take just that: a literal becomes no `u64` through `Into`.
macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: u64) -> Self {
            self.$name = Some($name);
            self
        }
    )+};
}

pub(crate) use numbers;
pub(crate) use setters;
