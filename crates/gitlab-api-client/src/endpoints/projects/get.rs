use crate::{Endpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::Project;
use std::borrow::Cow;

/// One project.
///
/// Calls `GET /projects/:id`. Needs the scope `read_api`.
///
/// Public projects need no token. A project that has moved is found under its old path.
///
/// ```
/// use gitlab_api_client::endpoints::GetProject;
/// use gitlab_core::ProjectRef;
///
/// let endpoint = GetProject::new("group/project".parse::<ProjectRef>()?);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetProject {
    project: ProjectRef,
}

impl GetProject {
    /// This project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into() }
    }
}

impl Endpoint for GetProject {
    type Output = Project;

    fn path(&self) -> Path {
        Path::project(&self.project)
    }

    fn operation(&self) -> Cow<'static, str> {
        "get the project".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetProject::new("a/b.c".parse::<ProjectRef>().unwrap());
        assert_eq!(request(&endpoint), "GET projects/a%2Fb.c");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetProject::new("a/b.c".parse::<ProjectRef>().unwrap());
        let answer = answer(
            &endpoint,
            r#"{"id":7,"path_with_namespace":"a/b.c","default_branch":"main","new_field":[1]}"#,
        );
        assert_eq!(answer.default_branch.as_deref(), Some("main"));
    }
}
