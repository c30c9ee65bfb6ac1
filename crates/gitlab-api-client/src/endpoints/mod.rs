//! What GitLab can be asked, one file a question.
//!
//! Each is a value: make it, set its optional parameters, give it to [`Client`](crate::Client). Lists go to
//! [`list`](crate::Client::list), [`pages`](crate::Client::pages) or [`items`](crate::Client::items); logs and
//! raw files to [`open`](crate::Client::open); everything else to [`send`](crate::Client::send).
//!
#![doc = include_str!("surface.md")]

mod fields;
mod parameters;
mod project_or_group;
mod sort;
#[cfg(test)]
pub(crate) mod testing;
mod whole_sha;
mod within;
mod words;

mod access_tokens;
mod alerts;
mod branches;
mod commits;
mod deployments;
mod discussions;
mod environments;
mod events;
mod files;
mod groups;
mod hooks;
mod issue_links;
mod issues;
mod jobs;
mod labels;
mod members;
mod merge_requests;
mod metadata;
mod milestones;
mod notes;
mod pipelines;
mod projects;
mod releases;
mod repository;
mod resource_events;
mod search;
mod tags;
mod users;

pub use project_or_group::ProjectOrGroup;
pub use sort::Sort;
pub use within::Within;

pub use access_tokens::*;
pub use alerts::*;
pub use branches::*;
pub use commits::*;
pub use deployments::*;
pub use discussions::*;
pub use environments::*;
pub use events::*;
pub use files::*;
pub use groups::*;
pub use hooks::*;
pub use issue_links::*;
pub use issues::*;
pub use jobs::*;
pub use labels::*;
pub use members::*;
pub use merge_requests::*;
pub use metadata::*;
pub use milestones::*;
pub use notes::*;
pub use pipelines::*;
pub use projects::*;
pub use releases::*;
pub use repository::*;
pub use resource_events::*;
pub use search::*;
pub use tags::*;
pub use users::*;
