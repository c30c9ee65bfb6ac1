use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::endpoints::{Sort, Within};
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::{Issue, IssueState, IssueType};
use gitlab_core::{IssueIid, ProjectRef, Timestamp, UserId};
use std::borrow::Cow;
use std::fmt::Display;

words! {
    /// What issues are ordered by.
    pub enum IssueOrder {
        /// When they were opened.
        CreatedAt = "created_at",
        /// When they last changed.
        UpdatedAt = "updated_at",
        /// The day by which they should be done.
        DueDate = "due_date",
        /// The priority of their labels.
        LabelPriority = "label_priority",
        /// The day by which their milestone should be done.
        MilestoneDue = "milestone_due",
        /// Their thumbs up.
        Popularity = "popularity",
        /// Their priority.
        Priority = "priority",
        /// Their place on the board.
        RelativePosition = "relative_position",
        /// Their title.
        Title = "title",
        /// Their weight (Premium).
        Weight = "weight",
    }
}

words! {
    /// Whose issues a list holds.
    pub enum IssueScope {
        /// Everybody's.
        All = "all",
        /// Those that the owner of the token opened.
        CreatedByMe = "created_by_me",
        /// Those that the owner of the token is assigned to.
        AssignedToMe = "assigned_to_me",
    }
}

/// The issues and incidents of a project, of a group with its subgroups, or of the installation; newest first.
///
/// Calls `GET /projects/:id/issues`, `GET /groups/:id/issues` or `GET /issues`. Needs the scope `read_api`.
///
/// They are everybody's, although GitLab by itself gives only one's own from the whole installation; see
/// [`ListIssues::scope`].
///
/// ```
/// use gitlab_api_client::endpoints::ListIssues;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::types::{IssueState, IssueType};
///
/// let open_incidents = ListIssues::new(project).issue_type(IssueType::Incident).state(IssueState::Opened);
/// # let _ = open_incidents;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListIssues {
    within: Within,
    query: Query,
}

impl ListIssues {
    /// In this project or group, or in the whole installation.
    #[must_use]
    pub fn new(within: impl Into<Within>) -> Self {
        let mut query = Query::new();
        query.set("scope", IssueScope::All);
        Self { within: within.into(), query }
    }
}

parameters! {
    ListIssues {
        /// Only these; [`IssueScope::All`] by default.
        set "scope" => scope: IssueScope,
        /// Only those in this state.
        set "state" => state: IssueState,
        /// Only those of this kind.
        set "issue_type" => issue_type: IssueType,
        /// Only those with this label; call it again for more than one, of which they must have all. `None` and
        /// `Any` are words of GitLab.
        push "labels[]" => label: impl Display,
        /// Only those with the milestone of this title.
        set "milestone" => milestone: impl Display,
        /// Only this one; call it again for more than one.
        push "iids[]" => iid: IssueIid,
        /// Only those with this text in title or description.
        set "search" => search: impl Display,
        /// Where to search: `title`, `description`, or both with a comma.
        set "in" => search_in: impl Display,
        /// Only those opened by this user.
        set "author_id" => author_id: UserId,
        /// Only those opened by the user of this name.
        set "author_username" => author_username: impl Display,
        /// Only those that this user is assigned to.
        set "assignee_id" => assignee_id: UserId,
        /// Only those that the user of this name is assigned to.
        push "assignee_username[]" => assignee_username: impl Display,
        /// Only those that are confidential, or that are not.
        set "confidential" => confidential: bool,
        /// Only those opened at this moment or later.
        set "created_after" => created_after: Timestamp,
        /// Only those opened at this moment or earlier.
        set "created_before" => created_before: Timestamp,
        /// Only those that changed at this moment or later.
        set "updated_after" => updated_after: Timestamp,
        /// Only those that last changed at this moment or earlier.
        set "updated_before" => updated_before: Timestamp,
        /// Ordered by this.
        set "order_by" => order_by: IssueOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListIssues {
    type Output = Vec<Issue>;

    fn path(&self) -> Path {
        self.within.path("issues")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        match &self.within {
            Within::Project(_) => "list the issues".into(),
            within => format!("list the issues of {within}").into(),
        }
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.within.project()
    }
}

impl PagedEndpoint for ListIssues {
    type Item = Issue;

    fn key(&self, item: &Issue) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::{GroupRef, ProjectId};

    #[test]
    fn it_asks_what_it_should() {
        let endpoint =
            ListIssues::new(ProjectId::new(7)).issue_type(IssueType::Incident).label("a&b").label("c");
        assert_eq!(
            request(&endpoint),
            "GET projects/7/issues?scope=all&issue_type=incident&labels%5B%5D=a%26b&labels%5B%5D=c"
        );
        let group: GroupRef = "shop/backend".parse().unwrap();
        assert_eq!(request(&ListIssues::new(group)), "GET groups/shop%2Fbackend/issues?scope=all");
        let mine = ListIssues::new(Within::Instance).scope(IssueScope::AssignedToMe);
        assert_eq!(request(&mine), "GET issues?scope=assigned_to_me");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListIssues::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"id":76,"iid":6,"project_id":7,"title":"t","state":"opened","assignees":[],"labels":[{"name":"a"}],
                "milestone":null,"due_date":"2026-03-01","severity":"UNKNOWN","weight":null}]"#,
        );
        assert_eq!(answer[0].labels, ["a"]);
    }
}
