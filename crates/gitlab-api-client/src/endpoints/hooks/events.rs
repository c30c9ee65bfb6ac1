use crate::endpoints::ProjectOrGroup;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::HookEvent;
use gitlab_core::{HookId, ProjectRef};
use std::borrow::Cow;

words! {
    /// How a delivery ended.
    pub enum HookEventStatus {
        /// The receiver took it.
        Successful = "successful",
        /// The receiver answered 4xx.
        ClientFailure = "client_failure",
        /// The receiver answered 5xx, or not at all.
        ServerFailure = "server_failure",
    }
}

/// The deliveries of a webhook of the last seven days, newest first.
///
/// Calls `GET /projects/:id/hooks/:hook_id/events` or `GET /groups/:id/hooks/:hook_id/events` (since GitLab 17.3). Needs the
/// scope `read_api`. Hooks of the installation have no such list.
///
/// ```
/// use gitlab_api_client::endpoints::{HookEventStatus, ListHookEvents};
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::HookId;
///
/// let endpoint = ListHookEvents::new(project, HookId::new(1)).status(HookEventStatus::ServerFailure);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListHookEvents {
    place: ProjectOrGroup,
    hook: HookId,
    query: Query,
}

impl ListHookEvents {
    /// Of this hook of this project or group.
    #[must_use]
    pub fn new(place: impl Into<ProjectOrGroup>, hook: HookId) -> Self {
        Self { place: place.into(), hook, query: Query::new() }
    }
}

parameters! {
    ListHookEvents {
        /// Only those that ended like this.
        set "status" => status: HookEventStatus,
        /// Only those that were answered with this HTTP status; in place of [`Self::status`].
        set "status" => status_code: u16,
    }
}

impl Endpoint for ListHookEvents {
    type Output = Vec<HookEvent>;

    fn path(&self) -> Path {
        self.place.path("hooks").param("hook_id", self.hook).literal("events")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the deliveries of webhook {}{}", self.hook, self.place.words()).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.place.project()
    }
}

impl PagedEndpoint for ListHookEvents {
    type Item = HookEvent;

    fn key(&self, item: &HookEvent) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint =
            ListHookEvents::new(ProjectId::new(7), HookId::new(1)).status(HookEventStatus::ClientFailure);
        assert_eq!(request(&endpoint), "GET projects/7/hooks/1/events?status=client_failure");
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &ListHookEvents::new(ProjectId::new(7), HookId::new(1)),
            r#"[{"id":1,"url":"https://h","trigger":"push_hooks","request_headers":{"X-Gitlab-Event":"Push Hook"},
                "request_data":{"object_kind":"push"},"response_headers":{"Content-Length":"0"},"response_body":"",
                "execution_duration":1.0906,"response_status":"200"}]"#,
        );
        assert_eq!(answer[0].trigger.as_deref(), Some("push_hooks"));
    }
}
