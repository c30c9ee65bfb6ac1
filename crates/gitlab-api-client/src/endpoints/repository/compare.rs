use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::Comparison;
use std::borrow::Cow;
use std::fmt::Display;

/// What lies between two refs: commits, oldest first, and changed files, in one answer.
///
/// Calls `GET /projects/:id/repository/compare`. Needs the scope `read_api`.
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
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = CompareRefs::new(ProjectId::new(7), "v1.0", "feature/x");
        assert_eq!(request(&endpoint), "GET projects/7/repository/compare?from=v1.0&to=feature%2Fx");
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
