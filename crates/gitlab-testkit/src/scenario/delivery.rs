//! What is deployed and released.

use super::{numbers, setters};
use gitlab_core::types::DeploymentStatus;
use serde::Deserialize;

/// A tag.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Tag {
    pub(crate) name: String,
    pub(crate) commit: String,
    pub(crate) message: Option<String>,
}

impl Tag {
    /// A tag at a commit.
    #[must_use]
    pub fn new(name: impl Into<String>, commit: impl Into<String>) -> Self {
        Self { name: name.into(), commit: commit.into(), message: None }
    }
}

/// An environment.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Environment {
    pub(crate) id: Option<u64>,
    pub(crate) name: String,
    pub(crate) state: Option<String>,
    pub(crate) tier: Option<String>,
    pub(crate) url: Option<String>,
}

impl Environment {
    /// An available environment of this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    numbers! {
        /// The id on the instance.
        id;
    }

    setters! {
        /// `available`, `stopping` or `stopped`.
        some state: String;
        /// `production`, `staging`, `testing`, `development` or `other`; told from the name unless said.
        some tier: String;
        /// Where what is deployed there can be reached.
        some url: String;
    }
}

/// A deployment. Its merge requests follow from the history.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Deployment {
    pub(crate) id: Option<u64>,
    pub(crate) iid: Option<u64>,
    pub(crate) environment: String,
    pub(crate) commit: String,
    #[serde(rename = "ref")]
    pub(crate) on: Option<String>,
    pub(crate) status: Option<DeploymentStatus>,
    pub(crate) user: Option<String>,
    pub(crate) job: Option<String>,
    pub(crate) created_at: Option<String>,
    pub(crate) updated_at: Option<String>,
    pub(crate) finished_at: Option<String>,
}

impl Deployment {
    /// A successful deployment of a commit to an environment.
    #[must_use]
    pub fn new(environment: impl Into<String>, commit: impl Into<String>) -> Self {
        Self { environment: environment.into(), commit: commit.into(), ..Self::default() }
    }

    numbers! {
        /// The id on the instance.
        id;
        /// The number in the project.
        iid;
    }

    setters! {
        /// The branch or tag; the branch that the commit was made on unless said.
        some on: String;
        /// Its status; `success` unless said.
        some status: DeploymentStatus;
        /// Who deployed; the author of the commit unless said.
        some user: String;
        /// The name of the job that deployed, in a pipeline of that commit.
        some job: String;
        /// When it was made.
        some created_at: String;
        /// When it last changed.
        some updated_at: String;
        /// When it finished.
        some finished_at: String;
    }
}

/// A release of a tag.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Release {
    pub(crate) tag: String,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) created_at: Option<String>,
    pub(crate) released_at: Option<String>,
}

impl Release {
    /// A release of this tag.
    #[must_use]
    pub fn new(tag: impl Into<String>) -> Self {
        Self { tag: tag.into(), ..Self::default() }
    }

    setters! {
        /// Its title; the tag unless said.
        some name: String;
        /// Its notes in Markdown.
        some description: String;
        /// Who made it.
        some author: String;
        /// When it was made; the date of the tag's commit unless said.
        some created_at: String;
        /// When it is out; when it was made unless said.
        some released_at: String;
    }
}
