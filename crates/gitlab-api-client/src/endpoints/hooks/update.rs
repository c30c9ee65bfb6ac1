use super::HookSettings;
use super::operation;
use crate::endpoints::Within;
use crate::{Endpoint, Path, RequestBody};
use gitlab_core::types::Hook;
use gitlab_core::{HookId, ProjectRef};
use http::Method;
use std::borrow::Cow;

/// Changes a webhook: what is set here, and nothing else.
///
/// Calls `PUT /projects/:id/hooks/:hook_id`, `PUT /groups/:id/hooks/:hook_id` or `PUT /hooks/:hook_id`. Needs the scope `api`.
/// An older GitLab (13.12 is one) cannot change a hook of the installation.
///
/// The URL is always sent, because older versions of GitLab want it: give the one that the hook has, with its
/// variables as `{name}`. With another one GitLab forgets the token, the URL variables and the headers, which must then
/// be given again. To change one variable or header there is [`SetHookKey`](super::SetHookKey).
///
/// ```
/// use gitlab_api_client::endpoints::{HookSettings, UpdateHook};
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::HookId;
///
/// let endpoint = UpdateHook::new(project, HookId::new(1), HookSettings::new("https://h/hook").job_events(false));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct UpdateHook {
    within: Within,
    hook: HookId,
    settings: HookSettings,
}

impl UpdateHook {
    /// This hook of this project or group, or of the installation.
    #[must_use]
    pub fn new(within: impl Into<Within>, hook: HookId, settings: HookSettings) -> Self {
        Self { within: within.into(), hook, settings }
    }
}

impl Endpoint for UpdateHook {
    type Output = Hook;

    fn method(&self) -> Method {
        Method::PUT
    }

    fn path(&self) -> Path {
        self.within.path("hooks").param("hook_id", self.hook)
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.settings.to_changed())
    }

    fn operation(&self) -> Cow<'static, str> {
        operation(&self.within, format!("change webhook {}", self.hook))
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.within.project()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    fn endpoint() -> UpdateHook {
        UpdateHook::new(ProjectId::new(7), HookId::new(1), HookSettings::new("https://h").job_events(false))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), r#"PUT projects/7/hooks/1 {"job_events":false,"url":"https://h"}"#);
    }

    #[test]
    fn it_reads_the_answer() {
        assert_eq!(answer(&endpoint(), r#"{"id":1,"url":"https://h/hook","project_id":3,"push_events":true,"push_events_branch_filter":"","created_at":"2026-03-01T00:00:00Z"}"#).id.get(), 1);
    }
}
