use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::{Deployment, DeploymentStatus};
use gitlab_core::{ProjectRef, Timestamp};
use std::borrow::Cow;
use std::fmt::Display;

words! {
    /// What deployments are ordered by.
    pub enum DeploymentOrder {
        /// Their id: when they were made.
        Id = "id",
        /// When they were made.
        CreatedAt = "created_at",
        /// When they last changed: for a finished one, when it finished.
        UpdatedAt = "updated_at",
    }
}

/// The deployments of a project, oldest first.
///
/// Calls `GET /projects/:id/deployments`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListDeployments;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_api_client::endpoints::Sort;
/// use gitlab_core::types::DeploymentStatus;
///
/// let went_live = ListDeployments::new(project)
///     .environment("production")
///     .status(DeploymentStatus::Success)
///     .updated_after("2026-03-01T00:00:00Z".parse()?)
///     .sort(Sort::Descending);
/// # let _ = went_live;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListDeployments {
    project: ProjectRef,
    query: Query,
}

impl ListDeployments {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new() }
    }

    /// Only those that changed at this moment or later. They are then ordered by that, as GitLab demands.
    #[must_use]
    pub fn updated_after(mut self, updated_after: Timestamp) -> Self {
        self.query.set("updated_after", updated_after).set("order_by", DeploymentOrder::UpdatedAt);
        self
    }

    /// Only those that last changed at this moment or earlier. They are then ordered by that, as GitLab demands.
    #[must_use]
    pub fn updated_before(mut self, updated_before: Timestamp) -> Self {
        self.query.set("updated_before", updated_before).set("order_by", DeploymentOrder::UpdatedAt);
        self
    }
}

parameters! {
    ListDeployments {
        /// Only those to the environment of this name.
        set "environment" => environment: impl Display,
        /// Only those in this status.
        set "status" => status: DeploymentStatus,
        /// Ordered by this.
        set "order_by" => order_by: DeploymentOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListDeployments {
    type Output = Vec<Deployment>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("deployments")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the deployments".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListDeployments {
    type Item = Deployment;

    fn key(&self, item: &Deployment) -> Option<ItemKey> {
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
        let endpoint = ListDeployments::new(ProjectId::new(7))
            .environment("review/a")
            .status(DeploymentStatus::Success)
            .updated_after("2026-03-01T00:00:00Z".parse().unwrap())
            .sort(Sort::Descending);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/deployments?environment=review%2Fa&status=success&updated_after=2026-03-01T00%3A00%3A00Z&order_by=updated_at&sort=desc"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListDeployments::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"id":21,"iid":2,"status":"success","ref":"main","sha":"0123456789abcdef0123456789abcdef01234567","environment":{"id":4,"name":"production"},"updated_at":"2026-03-01T00:00:00.000Z"}]"#,
        );
        assert_eq!(answer[0].status, DeploymentStatus::Success);
    }
}
