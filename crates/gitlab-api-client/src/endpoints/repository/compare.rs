use crate::endpoints::parameters::parameters;
use crate::endpoints::whole_sha::is_whole_sha;
use crate::{Endpoint, Path, Query};
use gitlab_core::types::Comparison;
use gitlab_core::{ProjectId, ProjectRef};
use std::borrow::Cow;
use std::fmt::Display;

/// What lies between two refs: commits, oldest first, and changed files, in one answer.
///
/// Calls `GET /projects/:id/repository/compare`. Needs the scope `read_api`.
///
/// The files are those that GitLab shows at most (1,000 by default); where there were more,
/// [`compare_timeout`](Comparison::compare_timeout) is set. The commits are all there.
///
/// ```
/// use gitlab_api_client::endpoints::CompareRefs;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = CompareRefs::new(project, "v1.0", "v1.1");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CompareRefs {
    project: ProjectRef,
    from: String,
    to: String,
    query: Query,
}

impl CompareRefs {
    /// From the older to the newer of two branches, tags or commits of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, from: impl Display, to: impl Display) -> Self {
        Self { project: project.into(), from: from.to_string(), to: to.to_string(), query: Query::new() }
    }
}

parameters! {
    CompareRefs {
        /// Compares the two ends directly, instead of the newer one with where both parted.
        set "straight" => straight: bool,
        /// The older one is of this project, a fork or its origin.
        set "from_project_id" => from_project: ProjectId,
        /// With the `---` and `+++` lines before the hunks (since 16.5; before, it is not looked at, and the text
        /// begins with `@@`).
        set "unidiff" => unidiff: bool,
    }
}

impl Endpoint for CompareRefs {
    type Output = Comparison;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/compare")
    }

    fn query(&self, query: &mut Query) {
        query.set("from", &self.from).set("to", &self.to).extend(&self.query);
    }

    fn is_immutable(&self) -> bool {
        is_whole_sha(&self.from) && is_whole_sha(&self.to)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("compare {} with {}", self.from, self.to).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = CompareRefs::new(ProjectId::new(7), "v1.0", "feature/x");
        assert_eq!(request(&endpoint), "GET projects/7/repository/compare?from=v1.0&to=feature%2Fx");
    }

    #[test]
    fn only_what_lies_between_two_whole_hashes_stays_as_it_is() {
        let (a, b) = ("9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11", "0123456789abcdef0123456789abcdef01234567");
        let endpoint = |from, to| CompareRefs::new(ProjectId::new(7), from, to);
        assert!(endpoint(a, b).is_immutable());
        assert!(!endpoint(a, "main").is_immutable() && !endpoint("main", b).is_immutable());
        assert_eq!(
            request(&endpoint("a", "b").straight(true).from_project(ProjectId::new(8)).unidiff(true)),
            "GET projects/7/repository/compare?from=a&to=b&straight=true&from_project_id=8&unidiff=true"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = CompareRefs::new(ProjectId::new(7), "v1.0", "feature/x");
        let answer = answer(
            &endpoint,
            r#"{"commits":[{"id":"0123456789abcdef0123456789abcdef01234567","title":"t","created_at":"2012-09-20T11:50:22+03:00","parent_ids":["a"]}],"diffs":[{"old_path":"a.rs","new_path":"a.rs","a_mode":"100644","b_mode":"100644","diff":"@@ -1 +1 @@\n-a\n+b\n","new_file":false,"renamed_file":false,"deleted_file":false}],"compare_timeout":false}"#,
        );
        assert_eq!((answer.commits.len(), answer.diffs.len()), (1, 1));
    }
}
