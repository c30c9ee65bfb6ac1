use super::{AlertPayload, AlertTooLargeError};
use crate::{Endpoint, Idempotency, Path, RateClass, RequestBody, UrlBase};
use gitlab_core::{Authenticator, ProjectPath, ProjectRef};
use http::Method;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::sync::Arc;

/// Sends an alert to a project, as a monitoring tool does.
///
/// Calls `POST /*project/alerts/notify.json` or `POST /*project/alerts/notify/:name/:endpoint_id`, which stand
/// beside the REST API. It needs no token with a scope but the key of the project's alert integration (Settings,
/// Monitor, Alerts): that key is sent, and the client's own credential is not. In an installation whose address
/// has a sub-path it works, too.
///
/// An alert with a [fingerprint](AlertPayload::fingerprint) is sent again when its answer is lost: GitLab then
/// counts it once more in place of making another alert. Without one it is never sent twice.
///
/// ```
/// use gitlab_api_client::endpoints::{AlertPayload, SendAlert};
/// use gitlab_auth::{AccessToken, StaticToken};
/// use std::sync::Arc;
///
/// let key = Arc::new(StaticToken::bearer(AccessToken::new("the-key-of-the-integration")?));
/// let alert = AlertPayload::new("Checkout fails").fingerprint("checkout-5xx");
/// let endpoint = SendAlert::new("shop/api".parse()?, key, alert)?.integration("prometheus", "c1a2b3");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct SendAlert {
    project: ProjectRef,
    path: ProjectPath,
    integration: Option<(String, String)>,
    key: Arc<dyn Authenticator>,
    payload: AlertPayload,
}

impl SendAlert {
    /// This alert to this project, by the key of its alert integration.
    ///
    /// # Errors
    ///
    /// [`AlertTooLargeError`] when GitLab would not take it, at more than 1 MiB of JSON.
    pub fn new(
        project: ProjectPath,
        key: Arc<dyn Authenticator>,
        payload: AlertPayload,
    ) -> Result<Self, AlertTooLargeError> {
        payload.check()?;
        Ok(Self { project: project.clone().into(), path: project, integration: None, key, payload })
    }

    /// By the integration of this name and endpoint id, as they stand in its URL:
    /// `…/alerts/notify/:name/:endpoint_id.json`.
    #[must_use]
    pub fn integration(mut self, name: impl Into<String>, endpoint_id: impl Into<String>) -> Self {
        self.integration = Some((name.into(), endpoint_id.into()));
        self
    }
}

impl Endpoint for SendAlert {
    type Output = IgnoredAny;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        let project = Path::new("").params("project", &self.path);
        match &self.integration {
            None => project.literal("alerts/notify.json"),
            Some((name, id)) => {
                // The ending is part of the last segment; an id that is none must stay one.
                let id = if id.is_empty() { String::new() } else { format!("{id}.json") };
                project.literal("alerts/notify").param("name", name).param("endpoint_id", id)
            }
        }
    }

    fn url_base(&self) -> UrlBase {
        UrlBase::Web
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.payload.to_body())
    }

    fn idempotency(&self) -> Idempotency {
        if self.payload.has_fingerprint() { Idempotency::Idempotent } else { Idempotency::NotIdempotent }
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Alerts
    }

    fn authenticator(&self) -> Option<Arc<dyn Authenticator>> {
        Some(Arc::clone(&self.key))
    }

    fn operation(&self) -> Cow<'static, str> {
        "send an alert".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_auth::{AccessToken, StaticToken};
    use gitlab_core::types::AlertSeverity;

    fn endpoint(payload: AlertPayload) -> SendAlert {
        let key = Arc::new(StaticToken::bearer(AccessToken::new("CANARY").unwrap()));
        SendAlert::new("a/b/c".parse().unwrap(), key, payload).unwrap()
    }

    #[test]
    fn it_asks_what_it_should() {
        let payload = AlertPayload::new("t").severity(AlertSeverity::High).hosts(["h"]).custom("x", 1.into());
        assert_eq!(
            request(&endpoint(payload.clone())),
            r#"POST a/b/c/alerts/notify.json {"hosts":["h"],"severity":"high","title":"t","x":1}"#
        );
        let path = endpoint(payload.clone()).integration("my tool", "c1").path();
        assert_eq!(path.encoded().unwrap(), "a/b/c/alerts/notify/my%20tool/c1.json");
        assert!(endpoint(payload.clone()).integration("..", "c1").path().encoded().is_err());
        assert!(endpoint(payload).integration("x", "").path().encoded().is_err());
    }

    #[test]
    fn only_with_a_fingerprint_it_may_be_sent_twice() {
        assert_eq!(endpoint(AlertPayload::new("t")).idempotency(), Idempotency::NotIdempotent);
        let payload = AlertPayload::new("t").fingerprint("f");
        assert_eq!(endpoint(payload).idempotency(), Idempotency::Idempotent);
    }

    #[test]
    fn case_63_debug_shows_no_key() {
        assert!(!format!("{:?}", endpoint(AlertPayload::new("t"))).contains("CANARY"));
    }

    #[test]
    fn it_reads_the_answer() {
        for json in ["null", "{}", r#"[{"iid":1,"title":"t"}]"#] {
            answer(&endpoint(AlertPayload::new("t")), json);
        }
    }
}
