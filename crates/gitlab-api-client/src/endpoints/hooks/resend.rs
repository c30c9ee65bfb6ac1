use crate::endpoints::ProjectOrGroup;
use crate::{Endpoint, Path, RateClass};
use gitlab_core::types::HookResent;
use gitlab_core::{HookEventId, HookId, ProjectRef};
use http::Method;
use std::borrow::Cow;

/// Sends a delivery of a webhook again, with the same `Idempotency-Key`.
///
/// Calls `POST /projects/:id/hooks/:hook_id/events/:hook_log_id/resend` or
/// `POST /groups/:id/hooks/:hook_id/events/:hook_log_id/resend`. Needs the scope `api` (since GitLab 17.4). GitLab allows five a
/// minute. It is never sent twice by itself.
///
/// ```
/// use gitlab_api_client::endpoints::ResendHookEvent;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{HookEventId, HookId};
///
/// let endpoint = ResendHookEvent::new(project, HookId::new(1), HookEventId::new(9));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ResendHookEvent {
    place: ProjectOrGroup,
    hook: HookId,
    event: HookEventId,
}

impl ResendHookEvent {
    /// This delivery of this hook of this project or group.
    #[must_use]
    pub fn new(place: impl Into<ProjectOrGroup>, hook: HookId, event: HookEventId) -> Self {
        Self { place: place.into(), hook, event }
    }
}

impl Endpoint for ResendHookEvent {
    type Output = HookResent;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        let hook = self.place.path("hooks").param("hook_id", self.hook);
        hook.literal("events").param("hook_log_id", self.event).literal("resend")
    }

    fn rate_class(&self) -> RateClass {
        RateClass::HookResend
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("send delivery {} of webhook {}{} again", self.event, self.hook, self.place.words()).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.place.project()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    fn endpoint() -> ResendHookEvent {
        ResendHookEvent::new(ProjectId::new(7), HookId::new(1), HookEventId::new(9))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), "POST projects/7/hooks/1/events/9/resend");
        assert_eq!(endpoint().rate_class(), RateClass::HookResend);
    }

    #[test]
    fn it_reads_the_answer() {
        assert_eq!(answer(&endpoint(), r#"{"response_status":200}"#).response_status.as_deref(), Some("200"));
    }
}
