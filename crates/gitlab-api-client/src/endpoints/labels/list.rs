use crate::endpoints::ProjectOrGroup;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::Label;
use std::borrow::Cow;
use std::fmt::Display;

/// The labels of a project or a group, by name.
///
/// Calls `GET /projects/:id/labels` or `GET /groups/:id/labels`. Needs the scope `read_api`.
///
/// Those of a project hold the labels of its groups as well, unless that is turned off.
///
/// ```
/// use gitlab_api_client::endpoints::ListLabels;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListLabels::new(project).search("incident");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListLabels {
    place: ProjectOrGroup,
    query: Query,
}

impl ListLabels {
    /// Of this project or group.
    #[must_use]
    pub fn new(place: impl Into<ProjectOrGroup>) -> Self {
        Self { place: place.into(), query: Query::new() }
    }
}

parameters! {
    ListLabels {
        /// Only those with this text in title or description.
        set "search" => search: impl Display,
        /// With how many issues and merge requests have each.
        set "with_counts" => with_counts: bool,
        /// Whether those of the groups above are in the list; by default they are.
        set "include_ancestor_groups" => include_ancestor_groups: bool,
        /// Of a group: with those of its subgroups.
        set "include_descendant_groups" => include_descendant_groups: bool,
    }
}

impl Endpoint for ListLabels {
    type Output = Vec<Label>;

    fn path(&self) -> Path {
        self.place.path("labels")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the labels{}", self.place.words()).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.place.project()
    }
}

impl PagedEndpoint for ListLabels {
    type Item = Label;

    fn key(&self, item: &Label) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::{GroupId, ProjectId};

    #[test]
    fn it_asks_what_it_should() {
        let endpoint =
            ListLabels::new(ProjectId::new(7)).with_counts(true).include_ancestor_groups(false).search("a&b");
        assert_eq!(
            request(&endpoint),
            "GET projects/7/labels?with_counts=true&include_ancestor_groups=false&search=a%26b"
        );
        assert_eq!(request(&ListLabels::new(GroupId::new(3))), "GET groups/3/labels");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListLabels::new(ProjectId::new(7));
        let labels = answer(
            &endpoint,
            r##"[{"id":1,"name":"severity::1","color":"#d9534f","description":null,"priority":null,"is_project_label":true}]"##,
        );
        assert_eq!(endpoint.key(&labels[0]), Some(1.into()));
    }
}
