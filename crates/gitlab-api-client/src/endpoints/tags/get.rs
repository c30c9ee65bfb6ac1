use crate::{Endpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::Tag;
use std::borrow::Cow;
use std::fmt::Display;

/// One tag.
///
/// Calls `GET /projects/:id/repository/tags/:tag_name`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetTag;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetTag::new(project, "v1.0");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetTag {
    project: ProjectRef,
    name: String,
}

impl GetTag {
    /// The tag of this name of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, name: impl Display) -> Self {
        Self { project: project.into(), name: name.to_string() }
    }
}

impl Endpoint for GetTag {
    type Output = Tag;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/tags").param("tag_name", &self.name)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get tag {}", self.name).into()
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
        let endpoint = GetTag::new(ProjectId::new(7), "release/1.0");
        assert_eq!(request(&endpoint), "GET projects/7/repository/tags/release%2F1.0");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetTag::new(ProjectId::new(7), "v1.0");
        let answer = answer(
            &endpoint,
            r#"{"name":"v1.0","message":null,"target":"2695effb5807a22ff3d138d593fd856244e155e7","commit":{"id":"2695effb5807a22ff3d138d593fd856244e155e7","created_at":"2017-07-26T11:08:53.000+02:00"},"release":{"tag_name":"v1.0","description":"One"},"protected":true,"created_at":null}"#,
        );
        assert_eq!(answer.target.unwrap().short(), "2695effb");
    }
}
