use crate::endpoints::whole_sha::is_whole_sha;
use crate::{Endpoint, Path, Query, RateClass};
use gitlab_core::ProjectRef;
use gitlab_core::types::BlameRange;
use std::borrow::Cow;
use std::fmt::Display;

/// Which commit wrote which lines of a file at a ref: runs of lines, from the first to the last, all in one answer.
///
/// Calls `GET /projects/:id/repository/files/:file_path/blame`. Needs the scope `read_api` or `read_repository`.
///
/// A long file with a long history takes GitLab many seconds: ask for the lines in question alone.
///
/// ```
/// use gitlab_api_client::endpoints::GetFileBlame;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetFileBlame::new(project, "src/lib.rs", "main").lines(120, 140);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetFileBlame {
    project: ProjectRef,
    path: String,
    ref_name: String,
    query: Query,
}

impl GetFileBlame {
    /// Of the file of this path, at this branch, tag or commit, of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, path: impl Display, ref_name: impl Display) -> Self {
        Self {
            project: project.into(),
            path: path.to_string(),
            ref_name: ref_name.to_string(),
            query: Query::new(),
        }
    }
}

impl GetFileBlame {
    /// Only these lines, counted from 1, both included (an older GitLab, 13.12 is one, answers the whole file). Given the
    /// wrong way round they are turned, and line 0 is line 1.
    #[must_use]
    pub fn lines(mut self, first: u64, last: u64) -> Self {
        let (first, last) = (first.min(last).max(1), first.max(last).max(1));
        self.query.set("range[start]", first).set("range[end]", last);
        self
    }
}

impl Endpoint for GetFileBlame {
    type Output = Vec<BlameRange>;

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("repository/files")
            .param("file_path", &self.path)
            .literal("blame")
    }

    fn query(&self, query: &mut Query) {
        query.set("ref", &self.ref_name).extend(&self.query);
    }

    fn is_immutable(&self) -> bool {
        is_whole_sha(&self.ref_name)
    }

    fn rate_class(&self) -> RateClass {
        RateClass::RepositoryFiles
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get the blame of the file {} at {}", self.path, self.ref_name).into()
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
        let endpoint = GetFileBlame::new(ProjectId::new(7), "src/a.rs", "main");
        assert_eq!(request(&endpoint), "GET projects/7/repository/files/src%2Fa.rs/blame?ref=main");
        assert!(!endpoint.is_immutable());
    }

    #[test]
    fn a_range_is_always_a_good_one() {
        let endpoint = GetFileBlame::new(ProjectId::new(7), "a", "main");
        let asked = |first, last| request(&endpoint.clone().lines(first, last));
        assert!(asked(2, 9).ends_with("/blame?ref=main&range%5Bstart%5D=2&range%5Bend%5D=9"));
        assert_eq!(asked(9, 2), asked(2, 9));
        assert_eq!(asked(0, 0), asked(1, 1));
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetFileBlame::new(ProjectId::new(7), "a", "main");
        let answer = answer(
            &endpoint,
            r#"[{"commit":{"id":"d42409d56517157c48bf3bd97d3f75974dde19fb","message":"Add\n","parent_ids":["a"],"committed_date":"2015-12-18T08:12:22.000Z"},"lines":["use std;",""]},{"commit":{"id":"0"},"lines":null}]"#,
        );
        assert_eq!((answer[0].lines.len(), answer[1].lines.len()), (2, 0));
    }
}
