use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, RequestBody};
use gitlab_core::types::{IssueLink, IssueLinkType};
use gitlab_core::{IssueIid, ProjectRef};
use http::Method;
use std::borrow::Cow;

/// Links an issue to another, of this or another project.
///
/// Calls `POST /projects/:id/issues/:issue_iid/links`. Needs the scope `api`. Issues that are linked already are
/// an [`ApiErrorKind::Conflict`](gitlab_core::ApiErrorKind::Conflict).
///
/// ```
/// use gitlab_api_client::endpoints::CreateIssueLink;
/// # let (project, other) = (gitlab_core::ProjectId::new(7), gitlab_core::ProjectId::new(8));
/// use gitlab_core::IssueIid;
///
/// let endpoint = CreateIssueLink::new(project, IssueIid::new(6), other, IssueIid::new(14));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CreateIssueLink {
    project: ProjectRef,
    iid: IssueIid,
    fields: Fields,
}

impl CreateIssueLink {
    /// From the issue of this number in this project to that of that number in that project.
    #[must_use]
    pub fn new(
        project: impl Into<ProjectRef>,
        iid: IssueIid,
        target_project: impl Into<ProjectRef>,
        target_iid: IssueIid,
    ) -> Self {
        let fields = Fields::new()
            .with("target_project_id", target_project.into().to_string())
            .with("target_issue_iid", target_iid.to_string());
        Self { project: project.into(), iid, fields }
    }
}

parameters! {
    CreateIssueLink {
        /// How the first relates to the second; [`IssueLinkType::RelatesTo`] by default.
        field "link_type" => link_type: IssueLinkType,
    }
}

impl Endpoint for CreateIssueLink {
    type Output = IssueLink;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("issues").param("issue_iid", self.iid).literal("links")
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("link issue #{} to another", self.iid).into()
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

    fn endpoint() -> CreateIssueLink {
        let other: ProjectRef = "a/b".parse().unwrap();
        CreateIssueLink::new(ProjectId::new(7), IssueIid::new(6), other, IssueIid::new(14))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(
            request(&endpoint().link_type(IssueLinkType::Blocks)),
            r#"POST projects/7/issues/6/links {"link_type":"blocks","target_issue_iid":"14","target_project_id":"a/b"}"#
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &endpoint(),
            r#"{"source_issue":{"id":1,"iid":6,"project_id":7,"title":"t","state":"opened"},
                "target_issue":{"id":2,"iid":14,"project_id":8,"title":"u","state":"opened"},"link_type":"blocks"}"#,
        );
        assert_eq!(answer.target_issue.iid.get(), 14);
    }
}
