use super::operation;
use crate::endpoints::Within;
use crate::{Endpoint, Path};
use gitlab_core::types::Hook;
use gitlab_core::{HookId, ProjectRef};
use std::borrow::Cow;

/// One webhook.
///
/// Calls `GET /projects/:id/hooks/:hook_id`, `GET /groups/:id/hooks/:hook_id` or, since GitLab 14.9, `GET /hooks/:hook_id`.
/// Needs the scope `read_api`. Before 14.9 the hooks of an installation can only be listed.
///
/// ```
/// use gitlab_api_client::endpoints::GetHook;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::HookId;
///
/// let endpoint = GetHook::new(project, HookId::new(1));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetHook {
    within: Within,
    hook: HookId,
}

impl GetHook {
    /// This hook of this project or group, or of the installation.
    #[must_use]
    pub fn new(within: impl Into<Within>, hook: HookId) -> Self {
        Self { within: within.into(), hook }
    }
}

impl Endpoint for GetHook {
    type Output = Hook;

    fn path(&self) -> Path {
        self.within.path("hooks").param("hook_id", self.hook)
    }

    fn operation(&self) -> Cow<'static, str> {
        operation(&self.within, format!("get webhook {}", self.hook))
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
        assert_eq!(request(&GetHook::new(ProjectId::new(7), HookId::new(1))), "GET projects/7/hooks/1");
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &GetHook::new(ProjectId::new(7), HookId::new(1)),
            r#"{"id":1,"url":"https://h/hook","project_id":3,"push_events":true,"push_events_branch_filter":"","created_at":"2026-03-01T00:00:00Z"}"#,
        );
        assert_eq!(answer.push_events, Some(true));
    }
}
