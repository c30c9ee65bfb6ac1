use super::operation;
use crate::endpoints::Within;
use crate::{Endpoint, Path};
use gitlab_core::{HookId, ProjectRef};
use http::Method;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// Deletes a webhook.
///
/// Calls `DELETE /projects/:id/hooks/:hook_id`, `DELETE /groups/:id/hooks/:hook_id` or `DELETE /hooks/:hook_id`. Needs the
/// scope `api`.
///
/// ```
/// use gitlab_api_client::endpoints::DeleteHook;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::HookId;
///
/// let endpoint = DeleteHook::new(project, HookId::new(1));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DeleteHook {
    within: Within,
    hook: HookId,
}

impl DeleteHook {
    /// This hook of this project or group, or of the installation.
    #[must_use]
    pub fn new(within: impl Into<Within>, hook: HookId) -> Self {
        Self { within: within.into(), hook }
    }
}

impl Endpoint for DeleteHook {
    type Output = IgnoredAny;

    fn method(&self) -> Method {
        Method::DELETE
    }

    fn path(&self) -> Path {
        self.within.path("hooks").param("hook_id", self.hook)
    }

    fn operation(&self) -> Cow<'static, str> {
        operation(&self.within, format!("delete webhook {}", self.hook))
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

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&DeleteHook::new(ProjectId::new(7), HookId::new(1))), "DELETE projects/7/hooks/1");
    }

    #[test]
    fn it_reads_the_answer() {
        // Old GitLabs give the hook back.
        for json in [
            "null",
            r#"{"id":1,"url":"https://h/hook","project_id":3,"push_events":true,"push_events_branch_filter":"","created_at":"2026-03-01T00:00:00Z"}"#,
        ] {
            answer(&DeleteHook::new(ProjectId::new(7), HookId::new(1)), json);
        }
    }
}
