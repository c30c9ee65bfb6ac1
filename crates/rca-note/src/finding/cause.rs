use serde::{Deserialize, Serialize};

use super::lenient;
use super::open_enum::open_enum;

/// Why the incident happened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(extend("required" = ["description"])))]
#[non_exhaustive]
pub struct RootCause {
    /// The cause in plain words.
    #[serde(default, deserialize_with = "lenient::text")]
    pub description: String,
    /// The service in which it lies.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// What kind of cause it is, such as `code change`, `configuration` or `infrastructure`.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The error as the program names it, such as `NullPointerException`.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub error_type: Option<String>,
}

impl RootCause {
    /// A cause in plain words.
    #[must_use]
    pub fn new(description: impl Into<String>) -> Self {
        Self { description: description.into(), ..Self::default() }
    }

    /// Names the service in which the cause lies.
    #[must_use]
    pub fn with_service(mut self, service: impl Into<String>) -> Self {
        self.service = Some(service.into());
        self
    }

    /// Says what kind of cause it is.
    #[must_use]
    pub fn with_category(mut self, category: impl Into<String>) -> Self {
        self.category = Some(category.into());
        self
    }

    /// Names the error.
    #[must_use]
    pub fn with_error_type(mut self, error_type: impl Into<String>) -> Self {
        self.error_type = Some(error_type.into());
        self
    }
}

open_enum! {
    /// What a service has to do with the incident.
    pub enum ServiceRole {
        /// The cause lies in it.
        Origin = "origin",
        /// It passed the failure on.
        Propagator = "propagator",
        /// It suffers from it.
        Affected = "affected",
    }
}

impl Default for ServiceRole {
    /// Nobody said.
    fn default() -> Self {
        Self::Other(String::new())
    }
}

/// A service that took part in the incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(extend("required" = ["name", "role"])))]
#[non_exhaustive]
pub struct ServiceImpact {
    /// Its name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// What it has to do with the incident.
    #[serde(default)]
    pub role: ServiceRole,
    /// More about it.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl ServiceImpact {
    /// A service and its part.
    #[must_use]
    pub fn new(name: impl Into<String>, role: ServiceRole) -> Self {
        Self { name: name.into(), role, detail: None }
    }

    /// Says more about it.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

impl lenient::Entry for RootCause {
    fn from_text(text: String) -> Self {
        Self::new(text)
    }
}

impl lenient::Entry for ServiceImpact {
    fn from_text(text: String) -> Self {
        Self::new(text, ServiceRole::default())
    }
}
