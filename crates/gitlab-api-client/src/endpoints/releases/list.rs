use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::Release;
use gitlab_core::{ProjectRef, Timestamp};
use std::borrow::Cow;

words! {
    /// What releases are ordered by.
    pub enum ReleaseOrder {
        /// When they came out, or will.
        ReleasedAt = "released_at",
        /// When they were made.
        CreatedAt = "created_at",
    }
}

/// The releases of a project, the latest first.
///
/// Calls `GET /projects/:id/releases`. Needs the scope `read_api`.
///
/// Guests of a private project see them without tags, commits and sources.
///
/// ```
/// use gitlab_api_client::endpoints::ListReleases;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListReleases::new(project);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListReleases {
    project: ProjectRef,
    query: Query,
}

impl ListReleases {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new() }
    }
}

parameters! {
    ListReleases {
        /// Ordered by this.
        set "order_by" => order_by: ReleaseOrder,
        /// In this direction.
        set "sort" => sort: Sort,
        /// Only those that changed at this moment or later. GitLab takes it of late only; an older one does not
        /// look at it.
        set "updated_after" => updated_after: Timestamp,
        /// Only those that last changed at this moment or earlier. GitLab takes it of late only; an older one does
        /// not look at it.
        set "updated_before" => updated_before: Timestamp,
    }
}

impl Endpoint for ListReleases {
    type Output = Vec<Release>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("releases")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the releases".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListReleases {
    type Item = Release;

    fn key(&self, item: &Release) -> Option<ItemKey> {
        (!item.tag_name.is_empty()).then(|| item.tag_name.as_str().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListReleases::new(ProjectId::new(7));
        assert_eq!(request(&endpoint), "GET projects/7/releases");
        let endpoint = endpoint
            .order_by(ReleaseOrder::CreatedAt)
            .sort(Sort::Ascending)
            .updated_after("2026-03-01T00:00:00Z".parse().unwrap())
            .updated_before("2026-04-01T00:00:00Z".parse().unwrap());
        assert_eq!(
            request(&endpoint),
            "GET projects/7/releases?order_by=created_at&sort=asc&updated_after=2026-03-01T00%3A00%3A00Z&updated_before=2026-04-01T00%3A00%3A00Z"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListReleases::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"tag_name":"v1.0","name":"One","released_at":"2026-03-01T00:00:00.000Z","commit":{"id":"0123456789abcdef0123456789abcdef01234567"}}]"#,
        );
        assert_eq!(answer[0].name.as_deref(), Some("One"));
    }
}
