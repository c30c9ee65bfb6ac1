use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::Event;
use gitlab_core::{Date, ProjectRef, UserId};
use std::borrow::Cow;

words! {
    /// What was done, in the words by which events are filtered.
    pub enum EventAction {
        /// Made.
        Created = "created",
        /// Changed.
        Updated = "updated",
        /// Closed.
        Closed = "closed",
        /// Opened again.
        Reopened = "reopened",
        /// Pushed to a repository.
        Pushed = "pushed",
        /// Commented on.
        Commented = "commented",
        /// Merged.
        Merged = "merged",
        /// Joined a project.
        Joined = "joined",
        /// Left a project.
        Left = "left",
        /// Removed for good.
        Destroyed = "destroyed",
        /// Left because the membership had expired.
        Expired = "expired",
        /// Approved.
        Approved = "approved",
    }
}

words! {
    /// The kind of thing that it was done to, in the words by which events are filtered.
    pub enum EventTargetType {
        /// Issues.
        Issue = "issue",
        /// Milestones.
        Milestone = "milestone",
        /// Merge requests.
        MergeRequest = "merge_request",
        /// Comments.
        Note = "note",
        /// Projects.
        Project = "project",
        /// Snippets.
        Snippet = "snippet",
        /// Users.
        User = "user",
        /// Pages of wikis.
        Wiki = "wiki",
        /// Designs.
        Design = "design",
    }
}

#[derive(Clone, Debug)]
enum Whose {
    Own,
    Project(ProjectRef),
    User(UserId),
}

/// What people did, newest first: in a project, or what one of them did.
///
/// Calls `GET /projects/:id/events`, `GET /events` or `GET /users/:id/events`. Needs the scope `read_api`; for what a user
/// did `read_user` is enough.
///
/// GitLab keeps events for three years, and one event for a push of many branches.
///
/// ```
/// use gitlab_api_client::endpoints::{EventAction, ListEvents};
/// # let project = gitlab_core::ProjectId::new(7);
///
/// // All that was pushed on the 6th and the 7th of March.
/// let endpoint = ListEvents::of_project(project)
///     .action(EventAction::Pushed)
///     .after("2026-03-05".parse()?)
///     .before("2026-03-08".parse()?);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListEvents {
    whose: Whose,
    query: Query,
}

impl ListEvents {
    /// What was done in this project.
    #[must_use]
    pub fn of_project(project: impl Into<ProjectRef>) -> Self {
        Self { whose: Whose::Project(project.into()), query: Query::new() }
    }

    /// What the user that the credential belongs to did.
    #[must_use]
    pub fn own() -> Self {
        Self { whose: Whose::Own, query: Query::new() }
    }

    /// What this user did.
    #[must_use]
    pub fn of_user(user: UserId) -> Self {
        Self { whose: Whose::User(user), query: Query::new() }
    }
}

parameters! {
    ListEvents {
        /// Only what was this.
        set "action" => action: EventAction,
        /// Only what was done to this kind of thing.
        set "target_type" => target_type: EventTargetType,
        /// Only what was done before this day, which is itself left out.
        set "before" => before: Date,
        /// Only what was done after this day, which is itself left out.
        set "after" => after: Date,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListEvents {
    type Output = Vec<Event>;

    fn path(&self) -> Path {
        match &self.whose {
            Whose::Own => Path::new("events"),
            Whose::Project(project) => Path::project(project).literal("events"),
            Whose::User(user) => Path::new("users").param("id", user).literal("events"),
        }
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        match &self.whose {
            Whose::Own => "list the own events".into(),
            Whose::Project(_) => "list the events".into(),
            Whose::User(user) => format!("list the events of user {user}").into(),
        }
    }

    fn project(&self) -> Option<&ProjectRef> {
        match &self.whose {
            Whose::Project(project) => Some(project),
            Whose::Own | Whose::User(_) => None,
        }
    }
}

impl PagedEndpoint for ListEvents {
    type Item = Event;

    fn key(&self, item: &Event) -> Option<ItemKey> {
        item.id.map(ItemKey::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;
    use gitlab_core::types::EventTarget;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListEvents::of_project(ProjectId::new(7))
            .action(EventAction::Pushed)
            .target_type(EventTargetType::MergeRequest)
            .after("2026-03-05".parse().unwrap())
            .before("2026-03-08".parse().unwrap())
            .sort(Sort::Ascending);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/events?action=pushed&target_type=merge_request&after=2026-03-05&before=2026-03-08&sort=asc"
        );
        assert_eq!(request(&ListEvents::own()), "GET events");
        assert_eq!(request(&ListEvents::of_user(UserId::new(5))), "GET users/5/events");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListEvents::own();
        let events = answer(
            &endpoint,
            r#"[{"id":4,"project_id":15,"action_name":"pushed to","target_id":null,"target_type":null,"author_id":1,
                 "push_data":{"commit_count":3,"action":"created","ref_type":"branch","commit_from":null,
                              "commit_to":"0123456789abcdef0123456789abcdef01234567","ref":"main","ref_count":null}},
                {"project_id":15,"action_name":"commented on","target_type":"DiffNote","target_iid":8,
                 "note":{"id":9,"body":"text","noteable_type":"MergeRequest"}},
                {"action_name":"opened","target_type":"Gadget"}]"#,
        );
        assert_eq!(events[0].push_data.as_ref().unwrap().ref_name.as_deref(), Some("main"));
        assert_eq!(events[1].target_type, Some(EventTarget::DiffNote));
        assert_eq!(events[2].target_type.as_ref().unwrap().as_str(), "Gadget");
        assert_eq!((endpoint.key(&events[0]), endpoint.key(&events[1])), (Some(4.into()), None));
    }
}
