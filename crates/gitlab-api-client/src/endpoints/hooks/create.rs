use super::HookSettings;
use super::operation;
use crate::endpoints::Within;
use crate::{Endpoint, Path, RequestBody};
use gitlab_core::ProjectRef;
use gitlab_core::types::Hook;
use http::Method;
use std::borrow::Cow;

/// Makes a webhook.
///
/// Calls `POST /projects/:id/hooks`, `POST /groups/:id/hooks` or `POST /hooks`. Needs the scope `api`. Every event that
/// [`HookSettings`] does not choose is refused by name, because GitLab sends pushes by default. It is never sent
/// twice. A URL in a private network is refused by GitLab unless an administrator allowed it.
///
/// ```
/// use gitlab_api_client::endpoints::{CreateHook, HookSettings};
/// # let project = gitlab_core::ProjectId::new(7);
///
/// let endpoint = CreateHook::new(project, HookSettings::new("https://rca.example.com/hook").pipeline_events(true));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CreateHook {
    within: Within,
    settings: HookSettings,
}

impl CreateHook {
    /// A hook of this project or group, or of the installation.
    #[must_use]
    pub fn new(within: impl Into<Within>, settings: HookSettings) -> Self {
        Self { within: within.into(), settings }
    }
}

impl Endpoint for CreateHook {
    type Output = Hook;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        self.within.path("hooks")
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.settings.to_new(&self.within))
    }

    fn operation(&self) -> Cow<'static, str> {
        operation(&self.within, "make a webhook".to_owned())
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
        let endpoint = CreateHook::new(Within::Instance, HookSettings::new("https://h").push_events(true));
        assert_eq!(
            request(&endpoint),
            r#"POST hooks {"merge_requests_events":false,"push_events":true,"repository_update_events":false,"tag_push_events":false,"url":"https://h"}"#
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = CreateHook::new(ProjectId::new(7), HookSettings::new("https://h"));
        assert_eq!(answer(&endpoint, r#"{"id":1,"url":"https://h/hook","project_id":3,"push_events":true,"push_events_branch_filter":"","created_at":"2026-03-01T00:00:00Z"}"#).id.get(), 1);
    }
}
