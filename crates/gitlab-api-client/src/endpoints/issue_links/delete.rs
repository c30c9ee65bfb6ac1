use crate::{Endpoint, Path};
use gitlab_core::types::IssueLink;
use gitlab_core::{IssueIid, IssueLinkId, ProjectRef};
use http::Method;
use std::borrow::Cow;

/// Unlinks two issues.
///
/// Calls `DELETE /projects/:id/issues/:issue_iid/links/:issue_link_id`. Needs the scope `api`. The answer is the
/// link that was, or `None` when a first attempt whose answer was lost had deleted it.
///
/// ```
/// use gitlab_api_client::endpoints::DeleteIssueLink;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{IssueIid, IssueLinkId};
///
/// let endpoint = DeleteIssueLink::new(project, IssueIid::new(6), IssueLinkId::new(1));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DeleteIssueLink {
    project: ProjectRef,
    iid: IssueIid,
    link: IssueLinkId,
}

impl DeleteIssueLink {
    /// This link of the issue of this number in this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: IssueIid, link: IssueLinkId) -> Self {
        Self { project: project.into(), iid, link }
    }
}

impl Endpoint for DeleteIssueLink {
    type Output = Option<IssueLink>;

    fn method(&self) -> Method {
        Method::DELETE
    }

    fn path(&self) -> Path {
        let issue = Path::project(&self.project).literal("issues").param("issue_iid", self.iid);
        issue.literal("links").param("issue_link_id", self.link)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("delete a link of issue #{}", self.iid).into()
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
        let endpoint = DeleteIssueLink::new(ProjectId::new(7), IssueIid::new(6), IssueLinkId::new(1));
        assert_eq!(request(&endpoint), "DELETE projects/7/issues/6/links/1");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = DeleteIssueLink::new(ProjectId::new(7), IssueIid::new(6), IssueLinkId::new(1));
        assert!(answer(&endpoint, "null").is_none());
        let link = answer(
            &endpoint,
            r#"{"source_issue":{"id":1,"iid":6,"project_id":7,"title":"t","state":"opened"},
                "target_issue":{"id":2,"iid":14,"project_id":8,"title":"u","state":"opened"},"link_type":"relates_to"}"#,
        );
        assert_eq!(link.unwrap().source_issue.iid.get(), 6);
    }
}
