use crate::endpoints::parameters::parameters;
use crate::endpoints::{GroupOrder, Sort};
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::{AccessLevel, Group, Visibility};
use gitlab_core::{GroupId, GroupRef};
use std::borrow::Cow;
use std::fmt::Display;

/// The groups in a group: those directly in it, or all below it.
///
/// Calls `GET /groups/:id/subgroups`, or with [`Self::descendants`] `GET /groups/:id/descendant_groups`. Needs the scope
/// `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListSubgroups;
/// use gitlab_core::GroupRef;
///
/// let endpoint = ListSubgroups::new("shop".parse::<GroupRef>()?).descendants();
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListSubgroups {
    group: GroupRef,
    all_below: bool,
    query: Query,
}

impl ListSubgroups {
    /// Those directly in this group.
    #[must_use]
    pub fn new(group: impl Into<GroupRef>) -> Self {
        Self { group: group.into(), all_below: false, query: Query::new() }
    }

    /// Those in its subgroups as well, however deep.
    #[must_use]
    pub fn descendants(mut self) -> Self {
        self.all_below = true;
        self
    }
}

parameters! {
    ListSubgroups {
        /// Only those with this text in name or path.
        set "search" => search: impl Display,
        /// Only those that these can see (an older GitLab does not look at it).
        set "visibility" => visibility: Visibility,
        /// Only those that the user owns.
        set "owned" => owned: bool,
        /// Only those in which the user has this role or a higher one.
        set "min_access_level" => min_access_level: AccessLevel,
        /// All that the user can see, or only those that it is a member of, as far as the latter is not the default.
        set "all_available" => all_available: bool,
        /// Leaves this group out; call it again for more than one.
        push "skip_groups[]" => skip_group: GroupId,
        /// Ordered by this.
        set "order_by" => order_by: GroupOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListSubgroups {
    type Output = Vec<Group>;

    fn path(&self) -> Path {
        let list = if self.all_below { "descendant_groups" } else { "subgroups" };
        Path::group(&self.group).literal(list)
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the subgroups of group {}", self.group).into()
    }
}

impl PagedEndpoint for ListSubgroups {
    type Item = Group;

    fn key(&self, item: &Group) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListSubgroups::new(GroupId::new(3)).visibility(Visibility::Public).all_available(true);
        assert_eq!(request(&endpoint), "GET groups/3/subgroups?visibility=public&all_available=true");
        assert_eq!(
            request(&ListSubgroups::new(GroupId::new(3)).descendants()),
            "GET groups/3/descendant_groups"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListSubgroups::new(GroupId::new(3));
        let groups = answer(&endpoint, r#"[{"id":4,"full_path":"shop/backend","parent_id":3}]"#);
        assert_eq!(endpoint.key(&groups[0]), Some(4.into()));
    }
}
