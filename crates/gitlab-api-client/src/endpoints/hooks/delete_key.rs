use super::operation;
use super::set_key::Keyed;
use crate::endpoints::Within;
use crate::{Endpoint, Path};
use gitlab_core::{HookId, ProjectRef};
use http::Method;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// Takes one URL variable or one header away from a webhook, and leaves the others as they are.
///
/// Calls `DELETE /projects/:id/hooks/:hook_id/url_variables/:key`, `DELETE /groups/:id/hooks/:hook_id/url_variables/:key` or
/// `DELETE /hooks/:hook_id/url_variables/:key` (since GitLab 15.2), or
/// `DELETE /projects/:id/hooks/:hook_id/custom_headers/:key`, `DELETE /groups/:id/hooks/:hook_id/custom_headers/:key` or
/// `DELETE /hooks/:hook_id/custom_headers/:key` (since GitLab 17.1; of the installation later). Needs the scope `api`.
///
/// ```no_run
/// use gitlab_api_client::endpoints::{DeleteHookKey, GetHook};
/// # use gitlab_api_client::Client;
/// # use gitlab_core::{ApiError, HookId, ProjectId};
///
/// # async fn example(client: Client, project: ProjectId, id: HookId) -> Result<(), ApiError> {
/// // Without any header of its own.
/// let hook = client.send(&GetHook::new(project, id)).await?;
/// for header in hook.custom_headers {
///     client.send(&DeleteHookKey::custom_header(project, id, header.key)).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct DeleteHookKey {
    within: Within,
    hook: HookId,
    keyed: Keyed,
}

impl DeleteHookKey {
    /// The URL variable of this name, of this hook of this project or group, or of the installation.
    #[must_use]
    pub fn url_variable(within: impl Into<Within>, hook: HookId, key: impl Into<String>) -> Self {
        Self { within: within.into(), hook, keyed: Keyed::UrlVariable(key.into()) }
    }

    /// The header of this name, of this hook of this project or group, or of the installation.
    #[must_use]
    pub fn custom_header(within: impl Into<Within>, hook: HookId, key: impl Into<String>) -> Self {
        Self { within: within.into(), hook, keyed: Keyed::CustomHeader(key.into()) }
    }
}

impl Endpoint for DeleteHookKey {
    type Output = IgnoredAny;

    fn method(&self) -> Method {
        Method::DELETE
    }

    fn path(&self) -> Path {
        self.keyed.path(&self.within, self.hook)
    }

    fn operation(&self) -> Cow<'static, str> {
        operation(&self.within, format!("delete {} of webhook {}", self.keyed, self.hook))
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
                DeleteHookKey::custom_header(ProjectId::new(7), hook, "X-Key"),
                "DELETE projects/7/hooks/1/custom_headers/X-Key",
            ),
            (
                DeleteHookKey::url_variable(GroupId::new(3), hook, "token"),
                "DELETE groups/3/hooks/1/url_variables/token",
            ),
            (
                DeleteHookKey::url_variable(Within::Instance, hook, "token"),
                "DELETE hooks/1/url_variables/token",
            ),
        ] {
            assert_eq!(request(&endpoint), expected);
        }
    }

    #[test]
    fn errors_name_the_hook_and_the_key() {
        let endpoint = DeleteHookKey::url_variable(GroupId::new(3), HookId::new(1), "token");
        assert_eq!(endpoint.operation(), "delete the URL variable token of webhook 1 of group 3");
    }
}
