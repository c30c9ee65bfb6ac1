use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::types::Commit;
use gitlab_core::{MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// The commits of a merge request, newest first.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/commits`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListMergeRequestCommits;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = ListMergeRequestCommits::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListMergeRequestCommits {
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl ListMergeRequestCommits {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for ListMergeRequestCommits {
    type Output = Vec<Commit>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("commits")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the commits of merge request !{}", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListMergeRequestCommits {
    type Item = Commit;

    fn key(&self, item: &Commit) -> Option<ItemKey> {
        Some((&item.id).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListMergeRequestCommits::new(ProjectId::new(7), MergeRequestIid::new(42));
        assert_eq!(request(&endpoint), "GET projects/7/merge_requests/42/commits");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListMergeRequestCommits::new(ProjectId::new(7), MergeRequestIid::new(42));
        let answer = answer(
            &endpoint,
            r#"[{"id":"0123456789abcdef0123456789abcdef01234567","title":"t","created_at":"2012-09-20T11:50:22+03:00","parent_ids":["a"]}]"#,
        );
        assert_eq!(answer[0].title, "t");
    }
}
