use crate::endpoints::parameters::parameters;
use crate::endpoints::{ProjectOrder, Sort};
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query, RateClass};
use gitlab_core::types::{AccessLevel, Project, Visibility};
use gitlab_core::{ProjectId, Timestamp};
use std::borrow::Cow;
use std::fmt::Display;

/// The projects that the user can see, newest first.
///
/// Calls `GET /projects`. Needs the scope `read_api`.
///
/// On GitLab.com that is every public project: narrow it, first of all by [`Self::membership`]. Beyond 50,000
/// projects it goes on by keyset, if it is ordered by id or by when they were made; [`Self::keyset`] reads all of it so.
///
/// ```
/// use gitlab_api_client::endpoints::ListProjects;
/// use gitlab_core::types::AccessLevel;
///
/// let endpoint = ListProjects::new().membership(true).min_access_level(AccessLevel::REPORTER).search("shop").keyset();
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ListProjects {
    query: Query,
}

impl ListProjects {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self { query: Query::new() }
    }

    /// In the order of their ids, page after page from where the last one ended: for long lists, which may change
    /// while they are read. It replaces any other order, and there is no total.
    #[must_use]
    pub fn keyset(mut self) -> Self {
        let id = ProjectOrder::Id;
        self.query.set("pagination", "keyset").set("order_by", id).set("sort", Sort::Ascending);
        self
    }
}

parameters! {
    ListProjects {
        /// Only those with this text in name, path or description.
        set "search" => search: impl Display,
        /// Only archived ones, or only others; by default both.
        set "archived" => archived: bool,
        /// Only those that these can see.
        set "visibility" => visibility: Visibility,
        /// Only those that the user owns.
        set "owned" => owned: bool,
        /// Only those that the user starred.
        set "starred" => starred: bool,
        /// Only those in which the user has this role or a higher one.
        set "min_access_level" => min_access_level: AccessLevel,
        /// Only those that have issues.
        set "with_issues_enabled" => with_issues_enabled: bool,
        /// Only those that have merge requests.
        set "with_merge_requests_enabled" => with_merge_requests_enabled: bool,
        /// With a few fields alone, which is much faster: not with the visibility or the permissions.
        set "simple" => simple: bool,
        /// Whether [`Self::search`] also looks at the names of the groups around; then `group/project` can be searched.
        set "search_namespaces" => search_namespaces: bool,
        /// Only those that the user is a member of, by itself or by a group.
        set "membership" => membership: bool,
        /// Only those with this topic; several with commas between them must all be there.
        set "topic" => topic: impl Display,
        /// Only those that use this programming language.
        set "with_programming_language" => with_programming_language: impl Display,
        /// Only those in which something happened at this moment or later; GitLab notes that once an hour.
        set "last_activity_after" => last_activity_after: Timestamp,
        /// Only those in which nothing happened after this moment.
        set "last_activity_before" => last_activity_before: Timestamp,
        /// Only those whose id is larger.
        set "id_after" => id_after: ProjectId,
        /// Only those whose id is smaller.
        set "id_before" => id_before: ProjectId,
        /// With the sizes of what they hold; only where the user is at least a Reporter.
        set "statistics" => statistics: bool,
        /// Ordered by this.
        set "order_by" => order_by: ProjectOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListProjects {
    type Output = Vec<Project>;

    fn path(&self) -> Path {
        Path::new("projects")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Projects
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the projects".into()
    }
}

impl PagedEndpoint for ListProjects {
    type Item = Project;

    fn key(&self, item: &Project) -> Option<ItemKey> {
        Some(item.id.get().into())
    }

    fn keyset(&self) -> Option<Query> {
        // GitLab has it for the order of ids alone, which is also the order in which projects were made.
        let order = self.query.get("order_by").unwrap_or("created_at");
        let direction = self.query.get("sort").unwrap_or("desc");
        let mut keyset = Query::new();
        keyset.set("pagination", "keyset").set("order_by", ProjectOrder::Id).set("sort", direction);
        matches!(order, "id" | "created_at").then_some(keyset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&ListProjects::new()), "GET projects");
        let endpoint = ListProjects::new()
            .search("a&b")
            .search_namespaces(true)
            .membership(true)
            .simple(true)
            .archived(false)
            .visibility(Visibility::Private)
            .min_access_level(AccessLevel::DEVELOPER)
            .topic("rust,ci")
            .last_activity_after("2026-03-01T00:00:00Z".parse().unwrap());
        assert_eq!(
            request(&endpoint),
            "GET projects?search=a%26b&search_namespaces=true&membership=true&simple=true&archived=false&visibility=private\
             &min_access_level=30&topic=rust%2Cci&last_activity_after=2026-03-01T00%3A00%3A00Z"
        );
    }

    #[test]
    fn a_keyset_replaces_any_other_order() {
        let endpoint = ListProjects::new().order_by(ProjectOrder::Name).sort(Sort::Descending).keyset();
        assert_eq!(request(&endpoint), "GET projects?order_by=id&sort=asc&pagination=keyset");
    }

    #[test]
    fn beyond_the_depth_of_numbers_its_keyset_has_the_order_of_the_list() {
        let keyset = |endpoint| PagedEndpoint::keyset(&endpoint).map(|keyset| keyset.to_string());
        let (down, up) =
            ("pagination=keyset&order_by=id&sort=desc", "pagination=keyset&order_by=id&sort=asc");
        assert_eq!(keyset(ListProjects::new()).as_deref(), Some(down));
        assert_eq!(keyset(ListProjects::new().sort(Sort::Ascending)).as_deref(), Some(up));
        assert_eq!(keyset(ListProjects::new().order_by(ProjectOrder::Id)).as_deref(), Some(down));
        assert_eq!(keyset(ListProjects::new().order_by(ProjectOrder::Name)), None);
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListProjects::new();
        let projects =
            answer(&endpoint, r#"[{"id":7,"path_with_namespace":"a/b","namespace":{"id":1,"kind":"user"}}]"#);
        assert_eq!(endpoint.key(&projects[0]), Some(7.into()));
    }
}
