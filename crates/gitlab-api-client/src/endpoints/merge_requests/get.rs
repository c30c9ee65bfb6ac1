use crate::{Endpoint, Path};
use gitlab_core::types::MergeRequest;
use gitlab_core::{MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// One merge request.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetMergeRequest;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = GetMergeRequest::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetMergeRequest {
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl GetMergeRequest {
    /// This merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for GetMergeRequest {
    type Output = MergeRequest;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get merge request !{}", self.iid).into()
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
        let endpoint = GetMergeRequest::new(ProjectId::new(7), MergeRequestIid::new(42));
        assert_eq!(request(&endpoint), "GET projects/7/merge_requests/42");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetMergeRequest::new(ProjectId::new(7), MergeRequestIid::new(42));
        let answer = answer(
            &endpoint,
            r#"{"id":1,"iid":42,"project_id":7,"title":"t","state":"merged","source_branch":"s","target_branch":"main","sha":"0123456789abcdef0123456789abcdef01234567"}"#,
        );
        assert_eq!(answer.iid, MergeRequestIid::new(42));
    }
}
