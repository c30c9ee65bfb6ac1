use crate::endpoints::parameters::parameters;
use crate::endpoints::{ProjectOrder, Sort};
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query, RateClass};
use gitlab_core::GroupRef;
use gitlab_core::types::{AccessLevel, Project, Visibility};
use std::borrow::Cow;
use std::fmt::Display;

/// The projects of a group, newest first.
///
/// Calls `GET /groups/:id/projects`. Needs the scope `read_api`.
///
/// By default those directly in the group, and those that were shared with it. A project can be found twice, once as shared;
/// it is given once.
///
/// ```
/// use gitlab_api_client::endpoints::ListGroupProjects;
/// use gitlab_core::GroupRef;
///
/// let endpoint = ListGroupProjects::new("shop".parse::<GroupRef>()?).include_subgroups(true).with_shared(false).archived(false);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListGroupProjects {
    group: GroupRef,
    query: Query,
}

impl ListGroupProjects {
    /// Of this group.
    #[must_use]
    pub fn new(group: impl Into<GroupRef>) -> Self {
        Self { group: group.into(), query: Query::new() }
    }
}

parameters! {
    ListGroupProjects {
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
        /// With those of its subgroups, however deep.
        set "include_subgroups" => include_subgroups: bool,
        /// Whether those that were shared with the group are in the list; by default they are.
        set "with_shared" => with_shared: bool,
        /// With those of the groups that it is in.
        set "include_ancestor_groups" => include_ancestor_groups: bool,
        /// Ordered by this.
        set "order_by" => order_by: ProjectOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListGroupProjects {
    type Output = Vec<Project>;

    fn path(&self) -> Path {
        Path::group(&self.group).literal("projects")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn rate_class(&self) -> RateClass {
        RateClass::GroupProjects
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the projects of group {}", self.group).into()
    }
}

impl PagedEndpoint for ListGroupProjects {
    type Item = Project;

    fn key(&self, item: &Project) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::GroupId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListGroupProjects::new(GroupId::new(3))
            .include_subgroups(true)
            .with_shared(false)
            .archived(false)
            .order_by(ProjectOrder::LastActivityAt)
            .sort(Sort::Descending);
        assert_eq!(
            request(&endpoint),
            "GET groups/3/projects?include_subgroups=true&with_shared=false&archived=false&order_by=last_activity_at&sort=desc"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListGroupProjects::new(GroupId::new(3));
        let projects =
            answer(&endpoint, r#"[{"id":7,"path_with_namespace":"shop/api","shared_with_groups":[]}]"#);
        assert_eq!(endpoint.key(&projects[0]), Some(7.into()));
    }
}
