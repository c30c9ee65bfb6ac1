use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::{MergeRequest, MergeRequestState};
use std::borrow::Cow;
use std::fmt::Display;

/// The merge requests that brought a commit in, or hold it.
///
/// Calls `GET /projects/:id/repository/commits/:sha/merge_requests`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListCommitMergeRequests;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListCommitMergeRequests::new(project, "9df54aa2");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListCommitMergeRequests {
    project: ProjectRef,
    sha: String,
    query: Query,
}

impl ListCommitMergeRequests {
    /// Of the commit of this hash of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, sha: impl Display) -> Self {
        Self { project: project.into(), sha: sha.to_string(), query: Query::new() }
    }
}

parameters! {
    ListCommitMergeRequests {
        /// Only those in this state. GitLab takes it of late only; an older one does not look at it.
        set "state" => state: MergeRequestState,
    }
}

impl Endpoint for ListCommitMergeRequests {
    type Output = Vec<MergeRequest>;

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("repository/commits")
            .param("sha", &self.sha)
            .literal("merge_requests")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the merge requests of commit {}", self.sha).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListCommitMergeRequests {
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
        let endpoint = ListCommitMergeRequests::new(ProjectId::new(7), "9df54aa2");
        assert_eq!(request(&endpoint), "GET projects/7/repository/commits/9df54aa2/merge_requests");
        let merged = endpoint.state(MergeRequestState::Merged);
        assert!(request(&merged).ends_with("/merge_requests?state=merged"));
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListCommitMergeRequests::new(ProjectId::new(7), "9df54aa2");
        let answer = answer(
            &endpoint,
            r#"[{"id":1,"iid":42,"project_id":7,"title":"t","state":"merged","source_branch":"s","target_branch":"main","sha":"0123456789abcdef0123456789abcdef01234567"}]"#,
        );
        assert_eq!(answer[0].iid.get(), 42);
    }
}
