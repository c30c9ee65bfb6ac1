use crate::{Endpoint, Path};
use gitlab_core::types::Issue;
use gitlab_core::{IssueIid, ProjectRef};
use std::borrow::Cow;

/// One issue or incident.
///
/// Calls `GET /projects/:id/issues/:issue_iid`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetIssue;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::IssueIid;
///
/// let endpoint = GetIssue::new(project, IssueIid::new(6));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetIssue {
    project: ProjectRef,
    iid: IssueIid,
}

impl GetIssue {
    /// The issue of this number in this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: IssueIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for GetIssue {
    type Output = Issue;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("issues").param("issue_iid", self.iid)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get issue #{}", self.iid).into()
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
        assert_eq!(request(&GetIssue::new(ProjectId::new(7), IssueIid::new(6))), "GET projects/7/issues/6");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetIssue::new(ProjectId::new(7), IssueIid::new(6));
        let answer = answer(
            &endpoint,
            r#"{"id":76,"iid":6,"project_id":7,"title":"t","state":"opened","issue_type":"incident","severity":"HIGH","labels":["a"]}"#,
        );
        assert!(answer.is_incident());
    }
}
