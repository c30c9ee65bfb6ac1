use crate::{Endpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::Release;
use std::borrow::Cow;
use std::fmt::Display;

/// One release.
///
/// Calls `GET /projects/:id/releases/:tag_name`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetRelease;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetRelease::new(project, "v1.0");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetRelease {
    project: ProjectRef,
    tag: String,
}

impl GetRelease {
    /// The release of this tag of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, tag: impl Display) -> Self {
        Self { project: project.into(), tag: tag.to_string() }
    }
}

impl Endpoint for GetRelease {
    type Output = Release;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("releases").param("tag_name", &self.tag)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get release {}", self.tag).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetRelease::new(ProjectId::new(7), "v1/0");
        assert_eq!(request(&endpoint), "GET projects/7/releases/v1%2F0");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetRelease::new(ProjectId::new(7), "v1/0");
        let answer = answer(
            &endpoint,
            r#"{"tag_name":"v1.0","name":"One","released_at":"2026-03-01T00:00:00.000Z","commit":{"id":"0123456789abcdef0123456789abcdef01234567"}}"#,
        );
        assert_eq!(answer.tag_name, "v1.0");
    }
}
