use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::Tag;
use std::borrow::Cow;
use std::fmt::Display;

words! {
    /// What tags are ordered by.
    pub enum TagOrder {
        /// Their name.
        Name = "name",
        /// When they were made, or for those without a message when their commit was.
        Updated = "updated",
        /// The version number that their name is (since 15.4).
        Version = "version",
    }
}

/// The tags of a project, the latest first.
///
/// Calls `GET /projects/:id/repository/tags`. Needs the scope `read_api`.
///
/// They are read by keyset where GitLab can, which costs the same for every page; older ones do not look at that.
///
/// ```
/// use gitlab_api_client::endpoints::ListTags;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_api_client::endpoints::TagOrder;
///
/// let endpoint = ListTags::new(project).search("^v1.").order_by(TagOrder::Version);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListTags {
    project: ProjectRef,
    query: Query,
    searched: bool,
    by_version: bool,
}

impl ListTags {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new(), searched: false, by_version: false }
    }
}

parameters! {
    ListTags {
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl ListTags {
    /// Only those with this text in their name; `^` before it stands for the beginning, `$` after it for the end.
    #[must_use]
    pub fn search(mut self, search: impl Display) -> Self {
        self.query.set("search", search);
        self.searched = true;
        self
    }

    /// Ordered by this.
    #[must_use]
    pub fn order_by(mut self, order_by: TagOrder) -> Self {
        self.query.set("order_by", order_by);
        self.by_version = order_by == TagOrder::Version;
        self
    }
}

impl Endpoint for ListTags {
    type Output = Vec<Tag>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/tags")
    }

    fn query(&self, query: &mut Query) {
        // GitLab answers what Git cannot do by itself with all tags at once, and may name a next page that is the
        // same.
        if !self.searched && !self.by_version {
            query.set("pagination", "keyset");
        }
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the tags".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListTags {
    type Item = Tag;

    fn key(&self, item: &Tag) -> Option<ItemKey> {
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
        let endpoint = ListTags::new(ProjectId::new(7)).order_by(TagOrder::Name).sort(Sort::Ascending);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/repository/tags?pagination=keyset&order_by=name&sort=asc"
        );
    }

    #[test]
    fn what_git_cannot_sort_or_search_is_not_read_by_keyset() {
        let all = ListTags::new(ProjectId::new(7));
        assert_eq!(request(&all.clone().search("^v1.")), "GET projects/7/repository/tags?search=%5Ev1.");
        assert_eq!(
            request(&all.order_by(TagOrder::Version)),
            "GET projects/7/repository/tags?order_by=version"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListTags::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"name":"v1.0","message":null,"target":"2695effb5807a22ff3d138d593fd856244e155e7","commit":{"id":"2695effb5807a22ff3d138d593fd856244e155e7","created_at":"2017-07-26T11:08:53.000+02:00"},"release":{"tag_name":"v1.0","description":"One"},"protected":true,"created_at":null},{"name":"v0.9"}]"#,
        );
        assert_eq!(answer[0].release.as_ref().unwrap().tag_name.as_deref(), Some("v1.0"));
        assert_eq!(endpoint.key(&answer[1]), Some("v0.9".into()));
    }
}
