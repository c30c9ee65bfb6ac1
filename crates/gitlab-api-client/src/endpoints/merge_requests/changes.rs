use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, Query};
use gitlab_core::types::Diff;
use gitlab_core::{MergeRequestIid, ProjectRef};
use serde::Deserialize;
use std::borrow::Cow;

/// The changed files of a merge request, and whether these are all.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct MergeRequestChanges {
    /// The changed files.
    pub changes: Vec<Diff>,
    /// Whether there were too many, so that some are left out.
    #[serde(default)]
    pub overflow: Option<bool>,
}

/// The changed files of a merge request in one answer, as GitLab before 15.7 gives them.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/changes`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetMergeRequestChanges;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = GetMergeRequestChanges::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetMergeRequestChanges {
    project: ProjectRef,
    iid: MergeRequestIid,
    query: Query,
}

impl GetMergeRequestChanges {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid, query: Query::new() }
    }
}

parameters! {
    GetMergeRequestChanges {
        /// Whether to take the diff from the repository, with the files that are otherwise left out for their size.
        /// Such an answer knows no limit.
        set "access_raw_diffs" => access_raw_diffs: bool,
        /// Whether the hunks have `---` and `+++` lines before them (since GitLab 16.5; older versions leave them
        /// out).
        set "unidiff" => unidiff: bool,
    }
}

impl Endpoint for GetMergeRequestChanges {
    type Output = MergeRequestChanges;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("changes")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get the changes of merge request !{}", self.iid).into()
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
        let endpoint = GetMergeRequestChanges::new(ProjectId::new(7), MergeRequestIid::new(42));
        assert_eq!(request(&endpoint), "GET projects/7/merge_requests/42/changes");
        assert_eq!(
            request(&endpoint.access_raw_diffs(true)),
            "GET projects/7/merge_requests/42/changes?access_raw_diffs=true"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetMergeRequestChanges::new(ProjectId::new(7), MergeRequestIid::new(42));
        let answer = answer(
            &endpoint,
            r#"{"changes":[{"old_path":"a.rs","new_path":"a.rs","a_mode":"100644","b_mode":"100644","diff":"@@ -1 +1 @@\n-a\n+b\n","new_file":false,"renamed_file":false,"deleted_file":false}],"overflow":false}"#,
        );
        assert_eq!(answer.changes.len(), 1);
    }
}
