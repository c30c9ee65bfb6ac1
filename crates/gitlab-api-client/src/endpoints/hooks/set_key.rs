use super::operation;
use crate::endpoints::Within;
use crate::{Endpoint, Path, RequestBody};
use gitlab_core::{HookId, ProjectRef};
use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::de::IgnoredAny;
use serde_json::json;
use std::borrow::Cow;
use std::fmt;

/// Which of a webhook's secret values is meant: each has a key, which is all that GitLab tells of it.
#[derive(Clone, Debug)]
pub(super) enum Keyed {
    UrlVariable(String),
    CustomHeader(String),
}

impl Keyed {
    /// The path of the value of this hook.
    pub(super) fn path(&self, within: &Within, hook: HookId) -> Path {
        let hook = within.path("hooks").param("hook_id", hook);
        match self {
            Self::UrlVariable(key) => hook.literal("url_variables").param("key", key),
            Self::CustomHeader(key) => hook.literal("custom_headers").param("key", key),
        }
    }
}

impl fmt::Display for Keyed {
    /// In the words of an error message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UrlVariable(key) => write!(f, "the URL variable {key}"),
            Self::CustomHeader(key) => write!(f, "the header {key}"),
        }
    }
}

/// Sets one URL variable or one header of a webhook, and leaves the others as they are.
///
/// Calls `PUT /projects/:id/hooks/:hook_id/url_variables/:key`, `PUT /groups/:id/hooks/:hook_id/url_variables/:key` or
/// `PUT /hooks/:hook_id/url_variables/:key` (since GitLab 15.2), or
/// `PUT /projects/:id/hooks/:hook_id/custom_headers/:key`, `PUT /groups/:id/hooks/:hook_id/custom_headers/:key` or
/// `PUT /hooks/:hook_id/custom_headers/:key` (since GitLab 17.1; of the installation later). Needs the scope `api`.
///
/// The way to change such a secret without the URL, the token and all the others: they can be set together by
/// [`UpdateHook`](super::UpdateHook), but GitLab never gives them out.
///
/// ```no_run
/// use gitlab_api_client::endpoints::SetHookKey;
/// # use gitlab_api_client::Client;
/// # use gitlab_core::{ApiError, HookId, ProjectId};
///
/// # async fn example(client: Client, project: ProjectId, hook: HookId) -> Result<(), ApiError> {
/// let rotated = "the new key".into();
/// client.send(&SetHookKey::custom_header(project, hook, "X-Api-Key", rotated)).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct SetHookKey {
    within: Within,
    hook: HookId,
    keyed: Keyed,
    value: SecretString,
}

impl SetHookKey {
    /// What stands for `{key}` in the URL of this hook of this project or group, or of the installation.
    #[must_use]
    pub fn url_variable(
        within: impl Into<Within>,
        hook: HookId,
        key: impl Into<String>,
        value: SecretString,
    ) -> Self {
        Self { within: within.into(), hook, keyed: Keyed::UrlVariable(key.into()), value }
    }

    /// The header of this name that this hook of this project or group, or of the installation, sends.
    #[must_use]
    pub fn custom_header(
        within: impl Into<Within>,
        hook: HookId,
        key: impl Into<String>,
        value: SecretString,
    ) -> Self {
        Self { within: within.into(), hook, keyed: Keyed::CustomHeader(key.into()), value }
    }
}

impl fmt::Debug for SetHookKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetHookKey")
            .field("within", &self.within)
            .field("hook", &self.hook)
            .field("keyed", &self.keyed)
            .finish_non_exhaustive()
    }
}

impl Endpoint for SetHookKey {
    type Output = IgnoredAny;

    fn method(&self) -> Method {
        Method::PUT
    }

    fn path(&self) -> Path {
        self.keyed.path(&self.within, self.hook)
    }

    fn body(&self) -> Option<RequestBody> {
        Some(RequestBody::json(&json!({ "value": self.value.expose_secret() })))
    }

    fn operation(&self) -> Cow<'static, str> {
        operation(&self.within, format!("set {} of webhook {}", self.keyed, self.hook))
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.within.project()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::request;
    use gitlab_core::{GroupId, ProjectId};

    #[test]
    fn each_kind_of_hook_has_both_kinds_of_value() {
        let hook = HookId::new(1);
        for (endpoint, expected) in [
            (
                SetHookKey::url_variable(ProjectId::new(7), hook, "token", "s".into()),
                r#"PUT projects/7/hooks/1/url_variables/token {"value":"s"}"#,
            ),
            (
                SetHookKey::custom_header(GroupId::new(3), hook, "X/Key", "s".into()),
                r#"PUT groups/3/hooks/1/custom_headers/X%2FKey {"value":"s"}"#,
            ),
            (
                SetHookKey::custom_header(Within::Instance, hook, "X-Key", "s".into()),
                r#"PUT hooks/1/custom_headers/X-Key {"value":"s"}"#,
            ),
        ] {
            assert_eq!(request(&endpoint), expected);
        }
    }

    #[test]
    fn neither_debug_nor_the_operation_shows_the_value() {
        let endpoint = SetHookKey::url_variable(ProjectId::new(7), HookId::new(1), "token", "canary".into());
        let shown = format!("{endpoint:?} {endpoint:#?} {}", endpoint.operation());
        assert!(!shown.contains("canary") && shown.contains("token"), "{shown}");
    }
}
