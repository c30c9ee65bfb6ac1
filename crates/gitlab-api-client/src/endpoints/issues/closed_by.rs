use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::types::MergeRequest;
use gitlab_core::{IssueIid, ProjectRef};
use std::borrow::Cow;

/// The merge requests that close an issue when they are merged.
///
/// Calls `GET /projects/:id/issues/:issue_iid/closed_by`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListIssueClosingMergeRequests;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::IssueIid;
///
/// let endpoint = ListIssueClosingMergeRequests::new(project, IssueIid::new(6));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListIssueClosingMergeRequests {
    project: ProjectRef,
    iid: IssueIid,
}

impl ListIssueClosingMergeRequests {
    /// Of the issue of this number in this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: IssueIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for ListIssueClosingMergeRequests {
    type Output = Vec<MergeRequest>;

    fn path(&self) -> Path {
        let issue = Path::project(&self.project).literal("issues").param("issue_iid", self.iid);
        issue.literal("closed_by")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the merge requests that close issue #{}", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListIssueClosingMergeRequests {
    type Item = MergeRequest;

    fn key(&self, item: &MergeRequest) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListIssueClosingMergeRequests::new(ProjectId::new(7), IssueIid::new(6));
        assert_eq!(request(&endpoint), "GET projects/7/issues/6/closed_by");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListIssueClosingMergeRequests::new(ProjectId::new(7), IssueIid::new(6));
        let answer = answer(
            &endpoint,
            r#"[{"id":29,"iid":11,"project_id":8,"title":"t","state":"opened","source_branch":"a","target_branch":"b"}]"#,
        );
        assert_eq!(answer[0].project_id.get(), 8);
    }
}
