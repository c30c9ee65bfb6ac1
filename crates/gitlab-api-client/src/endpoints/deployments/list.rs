use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::{Deployment, DeploymentStatus};
use gitlab_core::{ProjectRef, Timestamp};
use std::borrow::Cow;
use std::fmt::Display;

words! {
    /// What deployments are ordered by. Those with a time of their last change are ordered by that.
    pub enum DeploymentOrder {
        /// Their id: when they were made.
        Id = "id",
        /// Their number in the project.
        Iid = "iid",
        /// When they were made.
        CreatedAt = "created_at",
    }
}

/// The deployments of a project, oldest first.
///
/// Calls `GET /projects/:id/deployments`. Needs the scope `read_api`.
///
/// Those that went live in some time are [`ListFinishedDeployments`](super::ListFinishedDeployments): GitLab refuses
/// both kinds of time in one question.
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
    by_last_change: bool,
}

impl ListDeployments {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new(), by_last_change: false }
    }

    /// Only those that changed at this moment or later. They are then ordered by that, as GitLab demands.
    #[must_use]
    pub fn updated_after(mut self, updated_after: Timestamp) -> Self {
        self.query.set("updated_after", updated_after);
        self.by_last_change = true;
        self
    }

    /// Only those that last changed at this moment or earlier. They are then ordered by that, as GitLab demands.
    #[must_use]
    pub fn updated_before(mut self, updated_before: Timestamp) -> Self {
        self.query.set("updated_before", updated_before);
        self.by_last_change = true;
        self
    }
}

parameters! {
    ListDeployments {
        /// Only those to the environment of this name.
        set "environment" => environment: impl Display,
        /// Only those in this status.
        set "status" => status: DeploymentStatus,
        /// Ordered by this; does not count where the time of the last change is asked for.
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
        if self.by_last_change {
            // GitLab refuses any other order with these times.
            query.set("order_by", "updated_at");
        }
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
            "GET projects/7/deployments?environment=review%2Fa&status=success&updated_after=2026-03-01T00%3A00%3A00Z&sort=desc&order_by=updated_at"
        );
    }

    #[test]
    fn a_time_of_the_last_change_has_its_own_order_whatever_else_is_asked_for() {
        let time = "2026-03-01T00:00:00Z".parse().unwrap();
        let endpoint = ListDeployments::new(ProjectId::new(7)).order_by(DeploymentOrder::Iid);
        assert_eq!(request(&endpoint), "GET projects/7/deployments?order_by=iid");
        for endpoint in [
            endpoint.clone().updated_before(time),
            ListDeployments::new(ProjectId::new(7)).updated_before(time).order_by(DeploymentOrder::Id),
        ] {
            let line = request(&endpoint);
            assert!(line.contains("order_by=updated_at") && line.matches("order_by").count() == 1, "{line}");
        }
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
