use crate::endpoints::parameters::parameters;
use crate::endpoints::whole_sha::is_whole_sha;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::Diff;
use std::borrow::Cow;
use std::fmt::Display;

/// The changed files of a commit.
///
/// Calls `GET /projects/:id/repository/commits/:sha/diff`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListCommitDiffs;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListCommitDiffs::new(project, "9df54aa2");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListCommitDiffs {
    project: ProjectRef,
    sha: String,
    query: Query,
}

impl ListCommitDiffs {
    /// Of the commit of this hash of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, sha: impl Display) -> Self {
        Self { project: project.into(), sha: sha.to_string(), query: Query::new() }
    }
}

parameters! {
    ListCommitDiffs {
        /// With the `---` and `+++` lines before the hunks (since 16.5; before, it is not looked at, and the text
        /// begins with `@@`).
        set "unidiff" => unidiff: bool,
    }
}

impl Endpoint for ListCommitDiffs {
    type Output = Vec<Diff>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/commits").param("sha", &self.sha).literal("diff")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn is_immutable(&self) -> bool {
        is_whole_sha(&self.sha)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the changed files of commit {}", self.sha).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListCommitDiffs {
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
        let endpoint = ListCommitDiffs::new(ProjectId::new(7), "9df54aa2");
        assert_eq!(request(&endpoint), "GET projects/7/repository/commits/9df54aa2/diff");
    }

    #[test]
    fn only_the_diff_of_a_whole_hash_stays_as_it_is() {
        let whole =
            ListCommitDiffs::new(ProjectId::new(7), "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11").unidiff(true);
        assert!(request(&whole).ends_with("/diff?unidiff=true"));
        assert!(whole.is_immutable());
        assert!(!ListCommitDiffs::new(ProjectId::new(7), "9df54aa2").is_immutable());
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListCommitDiffs::new(ProjectId::new(7), "9df54aa2");
        let answer = answer(
            &endpoint,
            r#"[{"old_path":"a.rs","new_path":"a.rs","a_mode":"100644","b_mode":"100644","diff":"@@ -1 +1 @@\n-a\n+b\n","new_file":false,"renamed_file":false,"deleted_file":false}]"#,
        );
        assert_eq!(answer[0].new_path, "a.rs");
    }
}
