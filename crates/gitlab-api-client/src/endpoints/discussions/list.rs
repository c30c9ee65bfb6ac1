use crate::endpoints::Discussable;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::Discussion;
use std::borrow::Cow;

/// The discussions of a merge request, an issue, a snippet or a commit, oldest first.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/discussions`,
/// `GET /projects/:id/issues/:issue_iid/discussions`, `GET /projects/:id/snippets/:snippet_id/discussions` or
/// `GET /projects/:id/repository/commits/:sha/discussions`.
///
/// Needs the scope `read_api`. A plain comment is a discussion of one note.
///
/// ```
/// use gitlab_api_client::endpoints::ListDiscussions;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{CommitSha, MergeRequestIid};
///
/// let of_a_merge_request = ListDiscussions::new(project, MergeRequestIid::new(42));
/// let of_a_commit = ListDiscussions::new(project, "9df54aa2".parse::<CommitSha>()?);
/// # let _ = (of_a_merge_request, of_a_commit);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListDiscussions {
    project: ProjectRef,
    target: Discussable,
}

impl ListDiscussions {
    /// Of this merge request, issue, snippet or commit of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, target: impl Into<Discussable>) -> Self {
        Self { project: project.into(), target: target.into() }
    }
}

impl Endpoint for ListDiscussions {
    type Output = Vec<Discussion>;

    fn path(&self) -> Path {
        self.target.path(&self.project).literal("discussions")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the discussions of {}", self.target).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListDiscussions {
    type Item = Discussion;

    fn key(&self, item: &Discussion) -> Option<ItemKey> {
        Some(item.id.as_str().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::{CommitSha, IssueIid, MergeRequestIid, ProjectId};

    #[test]
    fn it_asks_what_it_should() {
        let of = |target: Discussable| request(&ListDiscussions::new(ProjectId::new(7), target));
        assert_eq!(of(MergeRequestIid::new(42).into()), "GET projects/7/merge_requests/42/discussions");
        assert_eq!(of(IssueIid::new(3).into()), "GET projects/7/issues/3/discussions");
        let sha: CommitSha = "9df54aa2".parse().unwrap();
        assert_eq!(of(sha.into()), "GET projects/7/repository/commits/9df54aa2/discussions");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListDiscussions::new(ProjectId::new(7), MergeRequestIid::new(42));
        let answer = answer(
            &endpoint,
            r#"[{"id":"6a9c1750b37d513a43987b574953fceb50b03ce7","individual_note":false,"notes":[{"id":3,"type":"DiscussionNote","body":"b","author":{"id":5,"username":"u"},"system":false,"resolvable":true,"resolved":false,"resolved_by":null}]}]"#,
        );
        assert_eq!(endpoint.key(&answer[0]), Some("6a9c1750b37d513a43987b574953fceb50b03ce7".into()));
        assert!(answer[0].is_resolvable() && !answer[0].is_resolved());
    }
}
