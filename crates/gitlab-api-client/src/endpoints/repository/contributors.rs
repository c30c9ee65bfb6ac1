use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::Contributor;
use std::borrow::Cow;
use std::fmt::Display;

words! {
    /// What contributors are ordered by.
    pub enum ContributorOrder {
        /// How many commits they wrote.
        Commits = "commits",
        /// Their name.
        Name = "name",
        /// Their e-mail address.
        Email = "email",
    }
}

/// Who wrote commits, and how many.
///
/// Calls `GET /projects/:id/repository/contributors`. Needs the scope `read_api`.
///
/// GitLab counts by the e-mail address in the commits; one person may have several.
///
/// ```
/// use gitlab_api_client::endpoints::ListContributors;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_api_client::endpoints::{ContributorOrder, Sort};
///
/// let endpoint = ListContributors::new(project).order_by(ContributorOrder::Commits).sort(Sort::Descending);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListContributors {
    project: ProjectRef,
    query: Query,
}

impl ListContributors {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new() }
    }
}

parameters! {
    ListContributors {
        /// In the history of this branch, tag or commit (an older GitLab does not look at it); by default of the default
        /// branch.
        set "ref" => ref_name: impl Display,
        /// Ordered by this.
        set "order_by" => order_by: ContributorOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListContributors {
    type Output = Vec<Contributor>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/contributors")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the contributors".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListContributors {
    type Item = Contributor;

    fn key(&self, item: &Contributor) -> Option<ItemKey> {
        (!item.email.is_empty()).then(|| item.email.as_str().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListContributors::new(ProjectId::new(7))
            .ref_name("main")
            .order_by(ContributorOrder::Email)
            .sort(Sort::Ascending);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/repository/contributors?ref=main&order_by=email&sort=asc"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListContributors::new(ProjectId::new(7));
        let answer =
            answer(&endpoint, r#"[{"name":"A","email":"a@h","commits":117,"additions":0},{"name":null}]"#);
        assert_eq!((answer[0].commits, answer[1].name.as_str()), (117, ""));
        assert_eq!((endpoint.key(&answer[0]), endpoint.key(&answer[1])), (Some("a@h".into()), None));
    }
}
