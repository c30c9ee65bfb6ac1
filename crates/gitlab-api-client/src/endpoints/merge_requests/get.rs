use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, Query};
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
    query: Query,
}

impl GetMergeRequest {
    /// This merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid, query: Query::new() }
    }
}

parameters! {
    GetMergeRequest {
        /// Whether to count the commits of the target branch that it lacks; into
        /// [`MergeRequest::diverged_commits_count`].
        set "include_diverged_commits_count" => include_diverged_commits_count: bool,
        /// Whether to say if it is being rebased; into [`MergeRequest::rebase_in_progress`].
        set "include_rebase_in_progress" => include_rebase_in_progress: bool,
    }
}

impl Endpoint for GetMergeRequest {
    type Output = MergeRequest;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid)
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
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
        let endpoint = endpoint.include_diverged_commits_count(true).include_rebase_in_progress(true);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/merge_requests/42?include_diverged_commits_count=true&include_rebase_in_progress=true"
        );
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
