use crate::RequestBody;
use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use gitlab_core::Timestamp;
use gitlab_core::types::AlertSeverity;
use serde_json::Value;
use std::fmt::Display;
use thiserror::Error;

/// The most that GitLab takes, in bytes of JSON.
const LARGEST: usize = 1024 * 1024;

/// An alert as a monitoring tool sends it, for [`SendAlert`](super::SendAlert).
///
/// ```
/// use gitlab_api_client::endpoints::AlertPayload;
/// use gitlab_core::types::AlertSeverity;
///
/// let firing = AlertPayload::new("Checkout fails")
///     .severity(AlertSeverity::Critical)
///     .service("checkout")
///     .fingerprint("checkout-5xx")
///     .start_time("2026-03-01T12:00:00Z".parse()?);
/// let resolved = firing.clone().end_time("2026-03-01T12:30:00Z".parse()?);
/// # let _ = resolved;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct AlertPayload {
    fields: Fields,
}

impl AlertPayload {
    /// An alert of this title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { fields: Fields::new().with("title", title.into()) }
    }

    /// How bad it is; [`AlertSeverity::Critical`] by default.
    #[must_use]
    pub fn severity(mut self, severity: impl Into<AlertSeverity>) -> Self {
        self.fields.set("severity", severity.into().as_str().to_ascii_lowercase());
        self
    }

    /// Any other field, which GitLab keeps with the alert: a label, the address of a graph.
    #[must_use]
    pub fn custom(mut self, name: impl Into<String>, value: Value) -> Self {
        self.fields.set(name, value);
        self
    }

    pub(super) fn has_fingerprint(&self) -> bool {
        // GitLab takes an empty one for none.
        self.fields.text("fingerprint").is_some_and(|fingerprint| !fingerprint.trim().is_empty())
    }

    pub(super) fn to_body(&self) -> RequestBody {
        self.fields.to_body()
    }

    pub(super) fn check(&self) -> Result<(), AlertTooLargeError> {
        match self.to_body().bytes().len() {
            bytes if bytes > LARGEST => Err(AlertTooLargeError { bytes }),
            _ => Ok(()),
        }
    }
}

parameters! {
    AlertPayload {
        /// What makes it the same alert when it comes again: GitLab counts it then in place of making another.
        field "fingerprint" => fingerprint: &str,
        /// What happened, in Markdown.
        field "description" => description: &str,
        /// When it began; when it arrives by default.
        field "start_time" => start_time: Timestamp,
        /// When it ended, which resolves it.
        field "end_time" => end_time: Timestamp,
        /// The service that it is about.
        field "service" => service: &str,
        /// The tool that saw it.
        field "monitoring_tool" => monitoring_tool: &str,
        /// The hosts that it is about.
        texts "hosts" => hosts: impl IntoIterator<Item = impl Display>,
        /// The name of the environment that it is about.
        field "gitlab_environment_name" => gitlab_environment_name: &str,
    }
}

/// An alert is larger than GitLab takes; nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the alert has {bytes} bytes of JSON, and GitLab takes at most {LARGEST}: shorten its description")]
#[non_exhaustive]
pub struct AlertTooLargeError {
    /// How many bytes it has.
    pub bytes: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gitlab_takes_for_no_fingerprint_is_none() {
        let alert = || AlertPayload::new("t");
        assert!(alert().fingerprint("f").has_fingerprint());
        assert!(alert().custom("fingerprint".to_owned(), "f".into()).has_fingerprint());
        let emptied = alert().fingerprint("f").custom("fingerprint", Value::Null);
        for none in [alert(), alert().fingerprint(" "), emptied, alert().custom("fingerprint", 7.into())] {
            assert!(!none.has_fingerprint(), "{none:?}");
        }
    }

    #[test]
    fn the_limit_is_exact() {
        let empty = AlertPayload::new("").to_body().bytes().len();
        for (room, fits) in [(0, true), (1, false)] {
            let payload = AlertPayload::new("x".repeat(LARGEST - empty + room));
            assert_eq!(payload.check().is_ok(), fits);
        }
        let error = AlertPayload::new("x".repeat(LARGEST)).check().unwrap_err();
        assert_eq!(error.bytes, LARGEST + empty);
        assert!(error.to_string().contains("1048576"), "{error}");
    }
}
