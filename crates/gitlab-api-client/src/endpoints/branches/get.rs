use crate::{Endpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::Branch;
use std::borrow::Cow;
use std::fmt::Display;

/// One branch.
///
/// Calls `GET /projects/:id/repository/branches/:branch`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetBranch;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetBranch::new(project, "release/1.0");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetBranch {
    project: ProjectRef,
    branch: String,
}

impl GetBranch {
    /// The branch of this name of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, branch: impl Display) -> Self {
        Self { project: project.into(), branch: branch.to_string() }
    }
}

impl Endpoint for GetBranch {
    type Output = Branch;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/branches").param("branch", &self.branch)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get branch {}", self.branch).into()
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
        let endpoint = GetBranch::new(ProjectId::new(7), "release/1.0");
        assert_eq!(request(&endpoint), "GET projects/7/repository/branches/release%2F1.0");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetBranch::new(ProjectId::new(7), "main");
        let answer = answer(
            &endpoint,
            r#"{"name":"main","merged":false,"protected":true,"default":true,"can_push":null,"web_url":"https://h/a/b/-/tree/main","commit":{"id":"9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11","title":"t","committed_date":"2012-06-28T03:44:20-07:00"}}"#,
        );
        assert_eq!(answer.commit.unwrap().id.short(), "9df54aa2");
    }
}
