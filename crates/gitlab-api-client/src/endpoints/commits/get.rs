use crate::{Endpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::Commit;
use std::borrow::Cow;
use std::fmt::Display;

/// One commit, with how many lines it changed and its latest pipeline.
///
/// Calls `GET /projects/:id/repository/commits/:sha`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetCommit;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetCommit::new(project, "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetCommit {
    project: ProjectRef,
    sha: String,
}

impl GetCommit {
    /// The commit of this hash, or at the head of this branch or tag, of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, sha: impl Display) -> Self {
        Self { project: project.into(), sha: sha.to_string() }
    }
}

impl Endpoint for GetCommit {
    type Output = Commit;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/commits").param("sha", &self.sha)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get commit {}", self.sha).into()
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
        let endpoint = GetCommit::new(ProjectId::new(7), "feature/a#1");
        assert_eq!(request(&endpoint), "GET projects/7/repository/commits/feature%2Fa%231");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetCommit::new(ProjectId::new(7), "feature/a#1");
        let answer = answer(
            &endpoint,
            r#"{"id":"0123456789abcdef0123456789abcdef01234567","title":"t","created_at":"2012-09-20T11:50:22+03:00","parent_ids":["a"]}"#,
        );
        assert!(answer.id.is_whole());
    }
}
