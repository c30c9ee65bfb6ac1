use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::Release;
use std::borrow::Cow;

/// The releases of a project, the latest first.
///
/// Calls `GET /projects/:id/releases`. Needs the scope `read_api`.
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
}

impl ListReleases {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into() }
    }
}

impl Endpoint for ListReleases {
    type Output = Vec<Release>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("releases")
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
