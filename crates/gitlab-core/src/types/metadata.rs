use crate::{Version, VersionError};
use serde::{Deserialize, Serialize};

/// What an installation says about itself, of `GET /version` and `GET /metadata`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Metadata {
    /// The version, such as `18.6.0-ee` or `17.1.0-pre`.
    pub version: String,
    /// The commit that it was built from, in short.
    #[serde(default)]
    pub revision: Option<String>,
    /// Whether it is the Enterprise Edition.
    #[serde(default)]
    pub enterprise: Option<bool>,
    /// Its server for agents in Kubernetes clusters; only of `GET /metadata`.
    #[serde(default)]
    pub kas: Option<AgentServer>,
}

/// The server for agents in Kubernetes clusters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentServer {
    /// Whether there is one.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub enabled: bool,
    /// Where agents reach it.
    #[serde(default, rename = "externalUrl")]
    pub external_url: Option<String>,
    /// Its version.
    #[serde(default)]
    pub version: Option<String>,
}

impl Metadata {
    /// The version, to be compared.
    ///
    /// # Errors
    ///
    /// [`VersionError`] when the text is none: some installations hide or change it.
    pub fn parsed_version(&self) -> Result<Version, VersionError> {
        self.version.parse()
    }

    /// The first number of the version.
    #[must_use]
    pub fn major(&self) -> Option<u32> {
        self.version.split('.').next()?.parse().ok()
    }

    /// The second number of the version.
    #[must_use]
    pub fn minor(&self) -> Option<u32> {
        self.version.split('.').nth(1)?.parse().ok()
    }
}
