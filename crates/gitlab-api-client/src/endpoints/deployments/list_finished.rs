use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::Deployment;
use gitlab_core::{ProjectRef, Timestamp};
use std::borrow::Cow;
use std::fmt::Display;

/// The successful deployments of a project by when they finished, the oldest first: what went live in this time.
///
/// Calls `GET /projects/:id/deployments` with `status=success` and `order_by=finished_at`, without which GitLab
/// refuses these times. Needs the scope `read_api`. An older GitLab does not look at the times, or refuses
/// the order. There, [`ListDeployments::updated_after`](super::ListDeployments::updated_after) comes close.
///
/// ```
/// use gitlab_api_client::endpoints::{ListFinishedDeployments, Sort};
/// # let project = gitlab_core::ProjectId::new(7);
///
/// let endpoint = ListFinishedDeployments::after(project, "2026-03-01T00:00:00Z".parse()?)
///     .environment("production")
///     .sort(Sort::Descending);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListFinishedDeployments {
    project: ProjectRef,
    query: Query,
}

impl ListFinishedDeployments {
    /// Those of this project that finished at this moment or later.
    #[must_use]
    pub fn after(project: impl Into<ProjectRef>, finished_after: Timestamp) -> Self {
        let mut query = Query::new();
        query.set("finished_after", finished_after);
        Self { project: project.into(), query }
    }

    /// Those of this project that finished at this moment or earlier.
    #[must_use]
    pub fn before(project: impl Into<ProjectRef>, finished_before: Timestamp) -> Self {
        let mut query = Query::new();
        query.set("finished_before", finished_before);
        Self { project: project.into(), query }
    }
}

parameters! {
    ListFinishedDeployments {
        /// Only those that finished at this moment or later.
        set "finished_after" => finished_after: Timestamp,
        /// Only those that finished at this moment or earlier.
        set "finished_before" => finished_before: Timestamp,
        /// Only those to the environment of this name.
        set "environment" => environment: impl Display,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListFinishedDeployments {
    type Output = Vec<Deployment>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("deployments")
    }

    fn query(&self, query: &mut Query) {
        query.set("status", "success").set("order_by", "finished_at").extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the finished deployments".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListFinishedDeployments {
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
    fn what_gitlab_demands_with_these_times_is_always_there() {
        let (march, april) =
            ("2026-03-01T00:00:00Z".parse().unwrap(), "2026-04-01T00:00:00Z".parse().unwrap());
        assert_eq!(
            request(&ListFinishedDeployments::before(ProjectId::new(7), april)),
            "GET projects/7/deployments?status=success&order_by=finished_at&finished_before=2026-04-01T00%3A00%3A00Z"
        );
        let endpoint = ListFinishedDeployments::after(ProjectId::new(7), march)
            .finished_before(april)
            .environment("review/a")
            .sort(Sort::Descending);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/deployments?status=success&order_by=finished_at&finished_after=2026-03-01T00%3A00%3A00Z&finished_before=2026-04-01T00%3A00%3A00Z&environment=review%2Fa&sort=desc"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint =
            ListFinishedDeployments::after(ProjectId::new(7), "2026-03-01T00:00:00+02:00".parse().unwrap());
        let answer = answer(
            &endpoint,
            r#"[{"id":21,"status":"success","environment":{"id":4,"name":"production","tier":"other"},"deployable":null,"pending_approval_count":null,"finished_at":"2026-03-01T00:00:00.000Z"}]"#,
        );
        assert_eq!(endpoint.key(&answer[0]), Some(21.into()));
    }
}
