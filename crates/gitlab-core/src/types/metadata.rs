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
}

impl Metadata {
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
