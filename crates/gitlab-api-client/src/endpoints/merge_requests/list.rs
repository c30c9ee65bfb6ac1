use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::endpoints::{Sort, Within};
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::{MergeRequest, MergeRequestState};
use gitlab_core::{MergeRequestIid, ProjectRef, Timestamp, UserId};
use std::borrow::Cow;
use std::fmt::Display;

words! {
    /// What merge requests are ordered by.
    pub enum MergeRequestOrder {
        /// When they were opened.
        CreatedAt = "created_at",
        /// When they last changed.
        UpdatedAt = "updated_at",
        /// When they were merged (since GitLab 17.2).
        MergedAt = "merged_at",
        /// Their title.
        Title = "title",
    }
}

words! {
    /// Whose merge requests a list holds.
    pub enum MergeRequestScope {
        /// Everybody's.
        All = "all",
        /// Those that the owner of the token opened.
        CreatedByMe = "created_by_me",
        /// Those that the owner of the token is assigned to.
        AssignedToMe = "assigned_to_me",
        /// Those that the owner of the token was asked to review (since about GitLab 18).
        ReviewsForMe = "reviews_for_me",
    }
}

/// The merge requests of a project, of a group with its subgroups, or of the installation; newest first.
///
/// Calls `GET /projects/:id/merge_requests`, `GET /groups/:id/merge_requests` or `GET /merge_requests`. Needs the
/// scope `read_api`.
///
/// They are everybody's, although GitLab by itself gives only one's own from the whole installation; see
/// [`ListMergeRequests::scope`]. A list does not look again whether they can be merged: what
/// [`MergeRequest::can_be_merged`] says there may be old.
///
/// The way from a commit to its merge request is [`ListCommitMergeRequests`](super::super::ListCommitMergeRequests).
///
/// ```
/// use gitlab_api_client::endpoints::ListMergeRequests;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_api_client::endpoints::{MergeRequestOrder, Sort};
/// use gitlab_core::types::MergeRequestState;
///
/// let merged_lately = ListMergeRequests::new(project)
///     .state(MergeRequestState::Merged)
///     .target_branch("main")
///     .updated_after("2026-03-01T00:00:00Z".parse()?)
///     .order_by(MergeRequestOrder::UpdatedAt)
///     .sort(Sort::Descending);
/// # let _ = merged_lately;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListMergeRequests {
    within: Within,
    query: Query,
}

impl ListMergeRequests {
    /// In this project or group, or in the whole installation.
    #[must_use]
    pub fn new(within: impl Into<Within>) -> Self {
        let within = within.into();
        let mut query = Query::new();
        if !matches!(within, Within::Project(_)) {
            // A project gives everybody's by itself.
            query.set("scope", MergeRequestScope::All);
        }
        Self { within, query }
    }
}

parameters! {
    ListMergeRequests {
        /// Only these; [`MergeRequestScope::All`] by default.
        set "scope" => scope: MergeRequestScope,
        /// Only this one of a project; call it again for more than one.
        push "iids[]" => iid: MergeRequestIid,
        /// Only those in this state.
        set "state" => state: MergeRequestState,
        /// Only those from this branch.
        set "source_branch" => source_branch: impl Display,
        /// Only those into this branch.
        set "target_branch" => target_branch: impl Display,
        /// Only those that changed at this moment or later.
        set "updated_after" => updated_after: Timestamp,
        /// Only those that last changed at this moment or earlier.
        set "updated_before" => updated_before: Timestamp,
        /// Only those opened at this moment or later.
        set "created_after" => created_after: Timestamp,
        /// Only those opened at this moment or earlier.
        set "created_before" => created_before: Timestamp,
        /// Only those deployed to the environment of this name.
        set "environment" => environment: impl Display,
        /// Only those deployed after this moment; goes with [`Self::environment`].
        set "deployed_after" => deployed_after: Timestamp,
        /// Only those deployed before this moment; goes with [`Self::environment`].
        set "deployed_before" => deployed_before: Timestamp,
        /// Only those with this label; call it again for more than one, of which they must have all. `None` and
        /// `Any` are words of GitLab.
        push "labels[]" => label: impl Display,
        /// Only those with the milestone of this title; `None` and `Any` are words of GitLab.
        set "milestone" => milestone: impl Display,
        /// Only those opened by this user.
        set "author_id" => author_id: UserId,
        /// Only those opened by the user of this name.
        set "author_username" => author_username: impl Display,
        /// Only those that this user is assigned to.
        set "assignee_id" => assignee_id: UserId,
        /// Only those that this user was asked to review.
        set "reviewer_id" => reviewer_id: UserId,
        /// Only those that the user of this name was asked to review.
        set "reviewer_username" => reviewer_username: impl Display,
        /// Only those with this text in title or description.
        set "search" => search: impl Display,
        /// Where to search: `title`, `description`, or both with a comma.
        set "in" => search_in: impl Display,
        /// Ordered by this.
        set "order_by" => order_by: MergeRequestOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl ListMergeRequests {
    /// Only drafts, or only what is ready.
    #[must_use]
    pub fn draft(mut self, draft: bool) -> Self {
        // The parameter kept the name that drafts once had; it takes `yes` and `no`.
        self.query.set("wip", if draft { "yes" } else { "no" });
        self
    }

    /// With id, number, title, description, state, times and URL alone, which is much less to read.
    #[must_use]
    pub fn simple(mut self) -> Self {
        self.query.set("view", "simple");
        self
    }
}

impl Endpoint for ListMergeRequests {
    type Output = Vec<MergeRequest>;

    fn path(&self) -> Path {
        self.within.path("merge_requests")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        match &self.within {
            Within::Project(_) => "list the merge requests".into(),
            within => format!("list the merge requests of {within}").into(),
        }
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.within.project()
    }
}

impl PagedEndpoint for ListMergeRequests {
    type Item = MergeRequest;

    fn key(&self, item: &MergeRequest) -> Option<ItemKey> {
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
        let endpoint = ListMergeRequests::new(ProjectId::new(7))
            .state(MergeRequestState::Merged)
            .target_branch("a&b")
            .updated_after("2026-03-01T00:00:00Z".parse().unwrap())
            .order_by(MergeRequestOrder::UpdatedAt)
            .sort(Sort::Ascending);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/merge_requests?state=merged&target_branch=a%26b&updated_after=2026-03-01T00%3A00%3A00Z&order_by=updated_at&sort=asc"
        );
    }

    #[test]
    fn it_asks_for_everybodys_wherever_it_looks() {
        let group = ListMergeRequests::new("shop/backend".parse::<GroupRef>().unwrap())
            .label("a, b")
            .label("c")
            .draft(false)
            .simple();
        assert_eq!(
            request(&group),
            "GET groups/shop%2Fbackend/merge_requests?scope=all&labels%5B%5D=a%2C%20b&labels%5B%5D=c&wip=no&view=simple"
        );
        assert_eq!(group.operation(), "list the merge requests of group shop/backend");
        let everywhere = ListMergeRequests::new(Within::Instance);
        assert_eq!(request(&everywhere), "GET merge_requests?scope=all");
        let mine = everywhere.scope(MergeRequestScope::CreatedByMe);
        assert_eq!(request(&mine), "GET merge_requests?scope=created_by_me");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListMergeRequests::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"id":2,"iid":43,"project_id":7,"title":"simple","description":null,"state":"opened","web_url":"https://gitlab.example.com/a/b/-/merge_requests/43"},{"id":1,"iid":42,"project_id":7,"title":"t","state":"merged","source_branch":"s","target_branch":"main","sha":"0123456789abcdef0123456789abcdef01234567"}]"#,
        );
        assert!(endpoint.key(&answer[0]) == Some(2.into()) && answer[0].source_branch.is_empty());
        assert_eq!(answer[1].target_branch, "main");
    }
}
