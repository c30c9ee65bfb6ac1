use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::types::LinkedIssue;
use gitlab_core::{IssueIid, ProjectRef};
use std::borrow::Cow;

/// The issues that are linked to an issue.
///
/// Calls `GET /projects/:id/issues/:issue_iid/links`. Needs the scope `read_api`. GitLab gives all of them at
/// once, without those that the token may not see.
///
/// ```
/// use gitlab_api_client::endpoints::ListIssueLinks;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::IssueIid;
///
/// let endpoint = ListIssueLinks::new(project, IssueIid::new(6));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListIssueLinks {
    project: ProjectRef,
    iid: IssueIid,
}

impl ListIssueLinks {
    /// Of the issue of this number in this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: IssueIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for ListIssueLinks {
    type Output = Vec<LinkedIssue>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("issues").param("issue_iid", self.iid).literal("links")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the issues linked to #{}", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListIssueLinks {
    type Item = LinkedIssue;

    fn key(&self, item: &LinkedIssue) -> Option<ItemKey> {
        Some(item.issue_link_id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListIssueLinks::new(ProjectId::new(7), IssueIid::new(6));
        assert_eq!(request(&endpoint), "GET projects/7/issues/6/links");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListIssueLinks::new(ProjectId::new(7), IssueIid::new(6));
        let answer = answer(
            &endpoint,
            r#"[{"id":84,"iid":14,"project_id":4,"title":"t","state":"closed","issue_link_id":1,
                "link_type":"relates_to","link_created_at":"2026-03-01T00:00:00.000Z"}]"#,
        );
        assert_eq!(answer[0].issue_link_id.get(), 1);
    }
}
