use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::Diff;
use gitlab_core::{MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// The changed files of a merge request, of its latest version.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/diffs`. Needs the scope `read_api`. Since GitLab 15.7.
///
/// For older versions there is [`GetMergeRequestChanges`](super::GetMergeRequestChanges);
/// [`merge_request_diffs`](super::merge_request_diffs) takes whichever is there.
///
/// ```
/// use gitlab_api_client::endpoints::ListMergeRequestDiffs;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = ListMergeRequestDiffs::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListMergeRequestDiffs {
    project: ProjectRef,
    iid: MergeRequestIid,
    query: Query,
}

impl ListMergeRequestDiffs {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid, query: Query::new() }
    }
}

parameters! {
    ListMergeRequestDiffs {
        /// Whether the hunks have `---` and `+++` lines before them (since GitLab 16.5; older versions leave them
        /// out).
        set "unidiff" => unidiff: bool,
    }
}

impl Endpoint for ListMergeRequestDiffs {
    type Output = Vec<Diff>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("diffs")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the changed files of merge request !{}", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListMergeRequestDiffs {
    type Item = Diff;

    fn key(&self, item: &Diff) -> Option<ItemKey> {
        // A path may be deleted in one entry and be the end of a rename in another.
        Some(ItemKey::Text(format!("{}\0{}", item.old_path, item.new_path)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListMergeRequestDiffs::new(ProjectId::new(7), MergeRequestIid::new(42));
        assert_eq!(request(&endpoint), "GET projects/7/merge_requests/42/diffs");
        assert_eq!(request(&endpoint.unidiff(true)), "GET projects/7/merge_requests/42/diffs?unidiff=true");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListMergeRequestDiffs::new(ProjectId::new(7), MergeRequestIid::new(42));
        let answer = answer(
            &endpoint,
            r#"[{"old_path":"a.rs","new_path":"a.rs","a_mode":"100644","b_mode":"100644","diff":"@@ -1 +1 @@\n-a\n+b\n","new_file":false,"renamed_file":false,"deleted_file":false}]"#,
        );
        assert_eq!(answer[0].diff, "@@ -1 +1 @@\n-a\n+b\n");
    }
}
