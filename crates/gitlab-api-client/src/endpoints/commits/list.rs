use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::Commit;
use gitlab_core::{ProjectRef, Timestamp};
use std::borrow::Cow;
use std::fmt::Display;

words! {
    /// The order of commits.
    pub enum CommitOrder {
        /// By the date of committing, the newest first.
        Default = "default",
        /// By the history: every commit before its parents, and one branch after the other.
        Topological = "topo",
    }
}

/// The commits of a branch, newest first.
///
/// Calls `GET /projects/:id/repository/commits`. Needs the scope `read_api`.
///
/// GitLab never says how many there are.
///
/// ```
/// use gitlab_api_client::endpoints::ListCommits;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListCommits::new(project).ref_name("main").since("2026-03-01T00:00:00Z".parse()?).path("src/lib.rs");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListCommits {
    project: ProjectRef,
    query: Query,
}

impl ListCommits {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new() }
    }
}

parameters! {
    ListCommits {
        /// Those reachable from this branch, tag or commit, or those of a range, `v1.0..v1.1`; by default those of the
        /// default branch.
        set "ref_name" => ref_name: impl Display,
        /// Only those committed at this moment or later.
        set "since" => since: Timestamp,
        /// Only those committed at this moment or earlier.
        set "until" => until: Timestamp,
        /// Only those that changed this file or folder; renames are not followed.
        set "path" => path: impl Display,
        /// Only those of this author: a part of the name or the e-mail address (since 15.10; before, it is not
        /// looked at).
        set "author" => author: impl Display,
        /// Those of all branches and tags; [`Self::ref_name`] does not count then.
        set "all" => all: bool,
        /// With how many lines each changed.
        set "with_stats" => with_stats: bool,
        /// Along the first parents only: of a merge, the merge commit alone.
        set "first_parent" => first_parent: bool,
        /// In this order.
        set "order" => order: CommitOrder,
        /// With the trailers of their messages.
        set "trailers" => trailers: bool,
    }
}

impl Endpoint for ListCommits {
    type Output = Vec<Commit>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/commits")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the commits".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListCommits {
    type Item = Commit;

    fn key(&self, item: &Commit) -> Option<ItemKey> {
        Some((&item.id).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListCommits::new(ProjectId::new(7))
            .ref_name("main")
            .since("2026-03-01T00:00:00Z".parse().unwrap())
            .path("src/a b.rs")
            .first_parent(true);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/repository/commits?ref_name=main&since=2026-03-01T00%3A00%3A00Z&path=src%2Fa%20b.rs&first_parent=true"
        );
    }

    #[test]
    fn it_asks_for_all_of_it() {
        let endpoint = ListCommits::new(ProjectId::new(7))
            .until("2026-03-02T00:00:00Z".parse().unwrap())
            .author("a@h")
            .all(true)
            .with_stats(true)
            .order(CommitOrder::Topological)
            .trailers(true);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/repository/commits?until=2026-03-02T00%3A00%3A00Z&author=a%40h&all=true&with_stats=true&order=topo&trailers=true"
        );
    }

    #[test]
    fn it_reads_trailers_and_odd_hashes() {
        let endpoint = ListCommits::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"id":"9df54aa2","title":null,"committed_date":"no date","parent_ids":null,"trailers":{"Changelog":"fixed"},"extended_trailers":{"Cc":["a","b"]},"stats":null},{"id":"","trailers":null}]"#,
        );
        assert_eq!(answer[0].trailers["Changelog"], "fixed");
        assert_eq!(answer[0].extended_trailers["Cc"].len(), 2);
        assert!(!answer[0].id.is_whole() && answer[0].committed_date.is_none());
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListCommits::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"id":"0123456789abcdef0123456789abcdef01234567","title":"t","created_at":"2012-09-20T11:50:22+03:00","parent_ids":["a"]}]"#,
        );
        let sha: gitlab_core::CommitSha = "0123456789abcdef0123456789abcdef01234567".parse().unwrap();
        assert_eq!(endpoint.key(&answer[0]), Some((&sha).into()));
    }
}
