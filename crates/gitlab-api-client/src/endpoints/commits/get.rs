use crate::endpoints::parameters::parameters;
use crate::endpoints::whole_sha::is_whole_sha;
use crate::{Endpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::Commit;
use std::borrow::Cow;
use std::fmt::Display;

/// One commit, with how many lines it changed and its latest pipeline.
///
/// Calls `GET /projects/:id/repository/commits/:sha`. Needs the scope `read_api`.
///
/// A commit never changes, but what GitLab answers does: the status and the latest pipeline are part of it. No
/// cache keeps it, therefore, unless [`without_pipeline`](Self::without_pipeline) says that they do not matter.
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
    without_pipeline: bool,
    query: Query,
}

impl GetCommit {
    /// The commit of this hash, or at the head of this branch or tag, of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, sha: impl Display) -> Self {
        Self { project: project.into(), sha: sha.to_string(), without_pipeline: false, query: Query::new() }
    }

    /// Says that the status and the latest pipeline do not matter, however old they are: the answer for a whole
    /// hash may then come from a cache. GitLab still sends them.
    #[must_use]
    pub fn without_pipeline(mut self) -> Self {
        self.without_pipeline = true;
        self
    }
}

parameters! {
    GetCommit {
        /// With how many lines it changed, which GitLab counts unless told not to.
        set "stats" => stats: bool,
    }
}

impl Endpoint for GetCommit {
    type Output = Commit;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/commits").param("sha", &self.sha)
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn is_immutable(&self) -> bool {
        self.without_pipeline && is_whole_sha(&self.sha)
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
    fn what_holds_a_pipeline_can_change() {
        let whole =
            GetCommit::new(ProjectId::new(7), "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11").stats(false);
        assert!(request(&whole).ends_with("?stats=false"));
        assert!(!whole.is_immutable());
        assert!(whole.without_pipeline().is_immutable());
        assert!(!GetCommit::new(ProjectId::new(7), "main").without_pipeline().is_immutable());
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetCommit::new(ProjectId::new(7), "feature/a#1");
        let answer = answer(
            &endpoint,
            r#"{"id":"0123456789abcdef0123456789abcdef01234567","title":"t","created_at":"2012-09-20T11:50:22+03:00","parent_ids":["a"],"status":"running","project_id":7,"stats":{"additions":1,"deletions":0,"total":1},"last_pipeline":{"id":8,"status":"created"}}"#,
        );
        assert!(answer.id.is_whole());
        assert_eq!(answer.status.unwrap().as_str(), "running");
    }
}
