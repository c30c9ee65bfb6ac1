use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, Query};
use gitlab_core::types::MergeRequestVersion;
use gitlab_core::{DiffVersionId, MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// One version of a merge request's diff, with its commits and its changed files.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/versions/:version_id`. Needs the scope `read_api`.
///
/// The files are those that GitLab stored, within the limits of the installation: where there were more,
/// `state` says so and [`MergeRequestVersion::changed_files`] counts them.
///
/// ```
/// use gitlab_api_client::endpoints::GetMergeRequestVersion;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{DiffVersionId, MergeRequestIid};
///
/// let endpoint = GetMergeRequestVersion::new(project, MergeRequestIid::new(42), DiffVersionId::new(110));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetMergeRequestVersion {
    project: ProjectRef,
    iid: MergeRequestIid,
    version: DiffVersionId,
    query: Query,
}

impl GetMergeRequestVersion {
    /// This version of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid, version: DiffVersionId) -> Self {
        Self { project: project.into(), iid, version, query: Query::new() }
    }
}

parameters! {
    GetMergeRequestVersion {
        /// Whether the hunks have `---` and `+++` lines before them, so that `patch` takes them (since GitLab 16.5; older
        /// versions leave them out).
        set "unidiff" => unidiff: bool,
    }
}

impl Endpoint for GetMergeRequestVersion {
    type Output = MergeRequestVersion;

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("merge_requests")
            .param("iid", self.iid)
            .literal("versions")
            .param("version_id", self.version)
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get version {} of merge request !{}", self.version, self.iid).into()
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

    fn endpoint() -> GetMergeRequestVersion {
        GetMergeRequestVersion::new(ProjectId::new(7), MergeRequestIid::new(42), DiffVersionId::new(110))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), "GET projects/7/merge_requests/42/versions/110");
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &endpoint(),
            r#"{"id":110,"state":"overflow_diff_files_limit","real_size":"1000+","commits":[{"id":"33e2ee8579fda5bc36accc9c6fbd0b4fefda9e30","title":"t"}],"diffs":[{"old_path":"a","new_path":"a","diff":"@@ -1 +1 @@\n"}]}"#,
        );
        assert_eq!((answer.commits.len(), answer.diffs.len()), (1, 1));
    }
}
