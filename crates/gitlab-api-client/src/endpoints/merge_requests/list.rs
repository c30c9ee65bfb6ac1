use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::{MergeRequest, MergeRequestState};
use gitlab_core::{ProjectRef, Timestamp};
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

/// The merge requests of a project, newest first.
///
/// Calls `GET /projects/:id/merge_requests`. Needs the scope `read_api`.
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
    project: ProjectRef,
    query: Query,
}

impl ListMergeRequests {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new() }
    }
}

parameters! {
    ListMergeRequests {
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
        /// Only those with this text in title or description.
        set "search" => search: impl Display,
        /// Ordered by this.
        set "order_by" => order_by: MergeRequestOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListMergeRequests {
    type Output = Vec<MergeRequest>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the merge requests".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
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
    use gitlab_core::ProjectId;

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
    fn it_reads_the_answer() {
        let endpoint = ListMergeRequests::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"id":1,"iid":42,"project_id":7,"title":"t","state":"merged","source_branch":"s","target_branch":"main","sha":"0123456789abcdef0123456789abcdef01234567"}]"#,
        );
        assert_eq!(endpoint.key(&answer[0]), Some(1.into()));
    }
}
