use crate::endpoints::Issuable;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::ResourceStateEvent;
use std::borrow::Cow;

/// When a merge request or an issue was closed, merged or opened again, and by whom; oldest first.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/resource_state_events` or
/// `GET /projects/:id/issues/:issue_iid/resource_state_events`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListStateEvents;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{IssueIid, MergeRequestIid};
///
/// let of_a_merge_request = ListStateEvents::new(project, MergeRequestIid::new(42));
/// let of_an_incident = ListStateEvents::new(project, IssueIid::new(6));
/// # let _ = (of_a_merge_request, of_an_incident);
/// ```
#[derive(Clone, Debug)]
pub struct ListStateEvents {
    project: ProjectRef,
    issuable: Issuable,
}

impl ListStateEvents {
    /// Of this merge request or issue of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, issuable: impl Into<Issuable>) -> Self {
        Self { project: project.into(), issuable: issuable.into() }
    }
}

impl Endpoint for ListStateEvents {
    type Output = Vec<ResourceStateEvent>;

    fn path(&self) -> Path {
        self.issuable.path(&self.project).literal("resource_state_events")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list when the state changed of {}", self.issuable).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListStateEvents {
    type Item = ResourceStateEvent;

    fn key(&self, item: &ResourceStateEvent) -> Option<ItemKey> {
        Some(item.id.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::types::ResourceState;
    use gitlab_core::{IssueIid, MergeRequestIid, ProjectId};

    #[test]
    fn it_asks_what_it_should() {
        let of = |issuable: Issuable| request(&ListStateEvents::new(ProjectId::new(7), issuable));
        assert_eq!(
            of(MergeRequestIid::new(42).into()),
            "GET projects/7/merge_requests/42/resource_state_events"
        );
        assert_eq!(of(IssueIid::new(6).into()), "GET projects/7/issues/6/resource_state_events");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListStateEvents::new(ProjectId::new(7), MergeRequestIid::new(42));
        let answer = answer(
            &endpoint,
            r#"[{"id":3,"user":null,"created_at":"2026-03-01T00:00:00.000Z","resource_type":"MergeRequest","resource_id":11,"source_commit":null,"source_merge_request":null,"state":"merged"},
                {"id":4,"user":{"id":5,"username":"ann"},"created_at":null,"state":"a_word_of_tomorrow"}]"#,
        );
        assert_eq!(endpoint.key(&answer[0]), Some(3.into()));
        assert!(answer[0].state == ResourceState::Merged && answer[0].user.is_none());
        assert_eq!(answer[1].state.to_string(), "a_word_of_tomorrow");
    }
}
