use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::Branch;
use std::borrow::Cow;
use std::fmt::Display;

words! {
    /// The order of branches.
    pub enum BranchOrder {
        /// By name.
        Name = "name_asc",
        /// By the date of their last commit, the oldest first.
        UpdatedAscending = "updated_asc",
        /// By the date of their last commit, the newest first.
        UpdatedDescending = "updated_desc",
    }
}

/// The branches of a project, by name.
///
/// Calls `GET /projects/:id/repository/branches`. Needs the scope `read_api`.
///
/// They are read by keyset where GitLab can, which costs the same for every page; older ones do not look at that.
///
/// ```
/// use gitlab_api_client::endpoints::ListBranches;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListBranches::new(project).search("^release/");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListBranches {
    project: ProjectRef,
    query: Query,
    filtered: bool,
}

impl ListBranches {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new(), filtered: false }
    }
}

parameters! {
    ListBranches {
        /// In this order.
        set "sort" => sort: BranchOrder,
    }
}

impl ListBranches {
    /// Only those with this text in their name; `^` before it stands for the beginning, `$` after it for the end.
    #[must_use]
    pub fn search(mut self, search: impl Display) -> Self {
        self.query.set("search", search);
        self.filtered = true;
        self
    }

    /// Only those whose name matches this RE2 expression (an older GitLab does not look at it).
    #[must_use]
    pub fn regex(mut self, regex: impl Display) -> Self {
        self.query.set("regex", regex);
        self.filtered = true;
        self
    }
}

impl Endpoint for ListBranches {
    type Output = Vec<Branch>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/branches")
    }

    fn query(&self, query: &mut Query) {
        // GitLab answers a search by keyset with all that it finds, and names a next page that is the same.
        if !self.filtered {
            query.set("pagination", "keyset");
        }
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the branches".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListBranches {
    type Item = Branch;

    fn key(&self, item: &Branch) -> Option<ItemKey> {
        Some(item.name.as_str().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListBranches::new(ProjectId::new(7)).sort(BranchOrder::UpdatedDescending);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/repository/branches?pagination=keyset&sort=updated_desc"
        );
    }

    #[test]
    fn what_is_searched_for_is_not_read_by_keyset() {
        let all = ListBranches::new(ProjectId::new(7));
        assert_eq!(
            request(&all.clone().search("^release/")),
            "GET projects/7/repository/branches?search=%5Erelease%2F"
        );
        assert_eq!(request(&all.regex("v1$")), "GET projects/7/repository/branches?regex=v1%24");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListBranches::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"name":"main","merged":false,"protected":true,"default":true,"can_push":null,"web_url":"https://h/a/b/-/tree/main","commit":{"id":"9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11","title":"t","committed_date":"2012-06-28T03:44:20-07:00"}},{"name":"x","commit":null,"default":null}]"#,
        );
        assert_eq!((answer[0].is_default, answer[1].is_default), (Some(true), None));
        assert_eq!(endpoint.key(&answer[1]), Some("x".into()));
    }
}
