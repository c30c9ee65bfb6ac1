use crate::endpoints::Issuable;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::ResourceLabelEvent;
use std::borrow::Cow;

/// When labels were added to a merge request or an issue, or removed, and by whom; oldest first.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/resource_label_events` or
/// `GET /projects/:id/issues/:issue_iid/resource_label_events`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListLabelEvents;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{IssueIid, MergeRequestIid};
///
/// let of_a_merge_request = ListLabelEvents::new(project, MergeRequestIid::new(42));
/// let of_an_incident = ListLabelEvents::new(project, IssueIid::new(6));
/// # let _ = (of_a_merge_request, of_an_incident);
/// ```
#[derive(Clone, Debug)]
pub struct ListLabelEvents {
    project: ProjectRef,
    issuable: Issuable,
}

impl ListLabelEvents {
    /// Of this merge request or issue of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, issuable: impl Into<Issuable>) -> Self {
        Self { project: project.into(), issuable: issuable.into() }
    }
}

impl Endpoint for ListLabelEvents {
    type Output = Vec<ResourceLabelEvent>;

    fn path(&self) -> Path {
        self.issuable.path(&self.project).literal("resource_label_events")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list when the labels changed of {}", self.issuable).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListLabelEvents {
    type Item = ResourceLabelEvent;

    fn key(&self, item: &ResourceLabelEvent) -> Option<ItemKey> {
        Some(item.id.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::types::ResourceLabelAction;
    use gitlab_core::{IssueIid, MergeRequestIid, ProjectId};

    #[test]
    fn it_asks_what_it_should() {
        let of = |issuable: Issuable| request(&ListLabelEvents::new(ProjectId::new(7), issuable));
        assert_eq!(
            of(MergeRequestIid::new(42).into()),
            "GET projects/7/merge_requests/42/resource_label_events"
        );
        assert_eq!(of(IssueIid::new(6).into()), "GET projects/7/issues/6/resource_label_events");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListLabelEvents::new(ProjectId::new(7), MergeRequestIid::new(42));
        let answer = answer(
            &endpoint,
            r##"[{"id":3,"user":{"id":5,"username":"ann"},"created_at":"2026-03-01T00:00:00.000Z","resource_type":"MergeRequest","resource_id":11,"label":{"id":73,"name":"a1","color":"#34495E","description":""},"action":"add"},
                 {"id":4,"user":null,"label":null,"action":"remove"}]"##,
        );
        assert_eq!(endpoint.key(&answer[0]), Some(3.into()));
        assert!(answer[1].label.is_none() && answer[1].action == ResourceLabelAction::Remove);
    }
}
