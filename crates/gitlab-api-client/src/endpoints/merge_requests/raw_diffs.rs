use crate::{Endpoint, Path};
use gitlab_core::{Body, MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// The diff of a merge request as `git diff` writes it, whole, for [`Client::open`](crate::Client::open).
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/raw_diffs`. Needs the scope `read_api`. Since about
/// GitLab 17.9.
///
/// It knows none of the limits that the lists of changed files have, and can be very large.
/// [`filled_merge_request_diffs`](super::filled_merge_request_diffs) takes from it what those lists leave out.
///
/// ```
/// use gitlab_api_client::endpoints::GetMergeRequestRawDiffs;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = GetMergeRequestRawDiffs::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetMergeRequestRawDiffs {
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl GetMergeRequestRawDiffs {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for GetMergeRequestRawDiffs {
    type Output = Body;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("raw_diffs")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("read the raw diff of merge request !{}", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::request;
    use gitlab_core::ProjectId;

    fn endpoint() -> GetMergeRequestRawDiffs {
        GetMergeRequestRawDiffs::new(ProjectId::new(7), MergeRequestIid::new(42))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), "GET projects/7/merge_requests/42/raw_diffs");
    }
}
