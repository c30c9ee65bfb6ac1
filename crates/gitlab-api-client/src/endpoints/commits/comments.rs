use crate::{Endpoint, PagedEndpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::CommitComment;
use std::borrow::Cow;
use std::fmt::Display;

/// The comments on a commit.
///
/// Calls `GET /projects/:id/repository/commits/:sha/comments`. Needs the scope `read_api`.
///
/// GitLab gives no id with them, so that a comment that comes on two pages of a list cannot be told from two
/// comments.
///
/// ```
/// use gitlab_api_client::endpoints::ListCommitComments;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListCommitComments::new(project, "9df54aa2");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListCommitComments {
    project: ProjectRef,
    sha: String,
}

impl ListCommitComments {
    /// On the commit of this hash of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, sha: impl Display) -> Self {
        Self { project: project.into(), sha: sha.to_string() }
    }
}

impl Endpoint for ListCommitComments {
    type Output = Vec<CommitComment>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/commits").param("sha", &self.sha).literal("comments")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the comments on commit {}", self.sha).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListCommitComments {
    type Item = CommitComment;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListCommitComments::new(ProjectId::new(7), "9df54aa2");
        assert_eq!(request(&endpoint), "GET projects/7/repository/commits/9df54aa2/comments");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListCommitComments::new(ProjectId::new(7), "9df54aa2");
        let answer = answer(
            &endpoint,
            r#"[{"note":"why?","path":null,"line":null,"line_type":null,"author":{"id":11,"username":"a"},"created_at":null},{"note":null}]"#,
        );
        assert_eq!((answer[0].note.as_str(), answer[1].note.as_str()), ("why?", ""));
    }
}
