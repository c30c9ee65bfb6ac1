use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::types::MergeRequestVersion;
use gitlab_core::{MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// The versions of a merge request's diff, newest first: each push to the source branch makes one.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/versions`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListMergeRequestVersions;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = ListMergeRequestVersions::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListMergeRequestVersions {
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl ListMergeRequestVersions {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for ListMergeRequestVersions {
    type Output = Vec<MergeRequestVersion>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("versions")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the versions of merge request !{}", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListMergeRequestVersions {
    type Item = MergeRequestVersion;

    fn key(&self, item: &MergeRequestVersion) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    fn endpoint() -> ListMergeRequestVersions {
        ListMergeRequestVersions::new(ProjectId::new(7), MergeRequestIid::new(42))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), "GET projects/7/merge_requests/42/versions");
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &endpoint(),
            r#"[{"id":110,"head_commit_sha":"33e2ee8579fda5bc36accc9c6fbd0b4fefda9e30","base_commit_sha":null,"start_commit_sha":null,"created_at":"2026-07-26T14:44:48.926Z","merge_request_id":105,"state":"collected","real_size":"12","patch_id_sha":null}]"#,
        );
        assert_eq!(endpoint().key(&answer[0]), Some(110.into()));
    }
}
