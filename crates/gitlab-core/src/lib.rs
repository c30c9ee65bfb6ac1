//! The nouns and seams of gitlab-rca.
//!
//! **What it is.** The vocabulary that every other crate of the workspace speaks: typed ids that cannot be
//! mixed up ([`MergeRequestIid`] is not [`MergeRequestId`]), [`ProjectRef`], [`Instance`], the wire types of
//! GitLab's REST answers ([`types`]), [`GitLabReference`] for every GitLab URL and short form, [`Timestamp`]
//! for every date that GitLab sends, [`ApiError`] with a verdict and advice, and the ports behind which a
//! program puts its own parts: [`Transport`], [`Authenticator`], [`TokenStore`] and [`Clock`].
//!
//! **What it is not.** It does no I/O and names no HTTP stack and no runtime: those are behind the ports, in
//! `gitlab-api-client` and `gitlab-auth`.
//!
//! # Example
//!
//! ```
//! use gitlab_core::{GitLabReference, Instance, ReferenceTarget};
//!
//! let instance = Instance::parse("https://gitlab.example.com/api/v4")?;
//! let reference = GitLabReference::parse(
//!     "https://gitlab.example.com/shop/payments/api/-/merge_requests/42/diffs",
//!     std::slice::from_ref(&instance),
//! )?;
//! assert_eq!(reference.project().to_string(), "shop/payments/api");
//! assert!(matches!(reference.target(), ReferenceTarget::MergeRequest { iid } if iid.get() == 42));
//! assert_eq!(
//!     reference.to_url(&instance)?.as_str(),
//!     "https://gitlab.example.com/shop/payments/api/-/merge_requests/42",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! | Feature | Default | Gives |
//! |---|---|---|
//! | `contract-tests` | no | [`contract`]: what an implementation of a port must hold, as functions to call from a test |
//!
//! # How to replace each part
//!
//! | Port | Write your own to | Check it with |
//! |---|---|---|
//! | [`Transport`] | use another HTTP stack, a proxy, a replay | `contract::transport` |
//! | [`Authenticator`] | bring a vault or an identity service | `contract::authenticator` |
//! | [`TokenStore`] | keep OAuth tokens elsewhere | `contract::token_store` |
//! | [`Clock`] | test in zero time | `contract::clock` |

#[cfg(feature = "contract-tests")]
pub mod contract;
pub mod types;

mod authenticator;
mod body;
mod clock;
mod date;
mod discussion_id;
mod error;
mod group;
mod id;
mod instance;
mod lenient;
mod listing;
mod open_enum;
mod project;
mod reference;
mod sha;
mod timestamp;
mod token_store;
mod transport;
mod version;
mod web_url;

pub use authenticator::{AuthError, AuthErrorKind, AuthHeaders, Authenticator, Rejection};
pub use body::{Body, BodyError};
pub use clock::Clock;
pub use date::{Date, DateError};
pub use discussion_id::{DiscussionId, DiscussionIdError};
pub use error::{ApiError, ApiErrorBuilder, ApiErrorKind, Delivery, Report, Verdict};
pub use group::{GroupPath, GroupRef, GroupRefError};
pub use id::{
    AccessTokenId, DeploymentId, DeploymentIid, DiffVersionId, EnvironmentId, GroupId, HookEventId, HookId,
    IssueId, IssueIid, IssueLinkId, JobId, LabelId, MergeRequestId, MergeRequestIid, MilestoneId,
    MilestoneIid, NoteId, PipelineId, PipelineIid, ProjectId, SnippetId, UserId,
};
pub use instance::{Instance, InstanceError};
pub use listing::{ListProgress, Listing, Total};
pub use project::{ProjectPath, ProjectRef, ProjectRefError};
pub use reference::{
    FileView, GitLabReference, LineRange, RefAndPath, RefKind, ReferenceError, ReferenceTarget, References,
    Urls, references_in, urls_in,
};
pub use sha::{CommitSha, ShaError};
pub use timestamp::{Timestamp, TimestampError};
pub use token_store::{TokenKey, TokenRecord, TokenStore, TokenStoreError, TokenSwap};
pub use transport::{ForeignOrigin, Transport, TransportError, TransportErrorKind};
pub use version::{Version, VersionError};
pub use web_url::WebUrl;
