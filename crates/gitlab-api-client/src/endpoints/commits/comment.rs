use crate::endpoints::fields::Fields;
use crate::{Endpoint, Path, RequestBody};
use gitlab_core::ProjectRef;
use gitlab_core::types::{CommitComment, LineType};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

/// Writes a comment on a commit.
///
/// Calls `POST /projects/:id/repository/commits/:sha/comments`. Needs the scope `api`.
///
/// GitLab gives no id with the answer, so that the comment cannot be changed or found again by this API, and a lost
/// answer leaves open whether it was written. Lines that begin with `/` are commands: `/tag v1.0` tags the commit.
///
/// ```
/// use gitlab_api_client::endpoints::CreateCommitComment;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::types::LineType;
///
/// let endpoint = CreateCommitComment::new(project, "9df54aa2", "since this line").on_line("src/lib.rs", 17, LineType::New);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CreateCommitComment {
    project: ProjectRef,
    sha: String,
    fields: Fields,
}

impl CreateCommitComment {
    /// This comment, in Markdown, on the commit of this hash of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, sha: impl Display, note: impl Into<String>) -> Self {
        Self {
            project: project.into(),
            sha: sha.to_string(),
            fields: Fields::new().with("note", note.into()),
        }
    }
}

impl CreateCommitComment {
    /// On a line of a file, counted from 1, before (`Old`) or after (`New`) the commit. A line that the commit's
    /// diff does not show makes it a comment on the commit as a whole.
    #[must_use]
    pub fn on_line(mut self, path: impl Into<String>, line: u64, line_type: LineType) -> Self {
        self.fields.set("path", path.into()).set("line", line).set("line_type", line_type);
        self
    }
}

impl Endpoint for CreateCommitComment {
    type Output = CommitComment;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/commits").param("sha", &self.sha).literal("comments")
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("write a comment on commit {}", self.sha).into()
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
        let endpoint = CreateCommitComment::new(ProjectId::new(7), "9df54aa2", "why?");
        assert_eq!(
            request(&endpoint),
            r#"POST projects/7/repository/commits/9df54aa2/comments {"note":"why?"}"#
        );
        assert_eq!(endpoint.idempotency(), crate::Idempotency::NotIdempotent);
        assert_eq!(
            request(&endpoint.on_line("src/a b.rs", 17, LineType::Old)),
            r#"POST projects/7/repository/commits/9df54aa2/comments {"line":17,"line_type":"old","note":"why?","path":"src/a b.rs"}"#
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = CreateCommitComment::new(ProjectId::new(7), "9df54aa2", "why?");
        let answer = answer(
            &endpoint,
            r#"{"note":"why?","path":"src/a.rs","line":17,"line_type":"new","author":{"id":28,"username":"a"},"created_at":"2016-01-19T09:44:55.600Z"}"#,
        );
        assert_eq!((answer.line, answer.line_type), (Some(17), Some(LineType::New)));
    }
}
