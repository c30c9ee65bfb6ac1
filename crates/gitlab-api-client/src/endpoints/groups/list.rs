use crate::endpoints::parameters::parameters;
use crate::endpoints::{GroupOrder, Sort};
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query, RateClass};
use gitlab_core::GroupId;
use gitlab_core::types::{AccessLevel, Group, Visibility};
use std::borrow::Cow;
use std::fmt::Display;

/// The groups that the user can see, by name.
///
/// Calls `GET /groups`. Needs the scope `read_api`.
///
/// Beyond 50,000 groups it goes on by keyset, where GitLab can, if it is ordered by name and ascending.
///
/// Subgroups are in the list as well, unless only the top is asked for. Without a token it holds public groups.
///
/// ```
/// use gitlab_api_client::endpoints::ListGroups;
/// use gitlab_core::types::AccessLevel;
///
/// let endpoint = ListGroups::new().top_level_only(true).min_access_level(AccessLevel::REPORTER);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ListGroups {
    query: Query,
}

impl ListGroups {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self { query: Query::new() }
    }
}

parameters! {
    ListGroups {
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
        /// Only those that are in no other group.
        set "top_level_only" => top_level_only: bool,
        /// Ordered by this.
        set "order_by" => order_by: GroupOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListGroups {
    type Output = Vec<Group>;

    fn path(&self) -> Path {
        Path::new("groups")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Groups
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the groups".into()
    }
}

impl PagedEndpoint for ListGroups {
    type Item = Group;

    fn key(&self, item: &Group) -> Option<ItemKey> {
        Some(item.id.get().into())
    }

    fn keyset(&self) -> Option<Query> {
        // GitLab has it for this order alone, which is also the one without any.
        let has = |name: &str, value: &str| self.query.get(name).is_none_or(|set| set == value);
        let mut keyset = Query::new();
        keyset.set("pagination", "keyset").set("order_by", GroupOrder::Name).set("sort", Sort::Ascending);
        (has("order_by", "name") && has("sort", "asc")).then_some(keyset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListGroups::new()
            .search("shop")
            .top_level_only(true)
            .skip_group(GroupId::new(1))
            .skip_group(GroupId::new(2))
            .order_by(GroupOrder::Id)
            .sort(Sort::Ascending);
        assert_eq!(
            request(&endpoint),
            "GET groups?search=shop&top_level_only=true&skip_groups%5B%5D=1&skip_groups%5B%5D=2&order_by=id&sort=asc"
        );
    }

    #[test]
    fn it_has_a_keyset_in_the_one_order_that_has_one() {
        let by_name = "pagination=keyset&order_by=name&sort=asc";
        for (endpoint, expected) in [
            (ListGroups::new(), Some(by_name)),
            (ListGroups::new().order_by(GroupOrder::Name).sort(Sort::Ascending), Some(by_name)),
            (ListGroups::new().order_by(GroupOrder::Id), None),
            (ListGroups::new().sort(Sort::Descending), None),
        ] {
            assert_eq!(
                endpoint.keyset().map(|keyset| keyset.to_string()).as_deref(),
                expected,
                "{endpoint:?}"
            );
        }
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListGroups::new();
        let groups = answer(&endpoint, r#"[{"id":3,"full_path":"shop","parent_id":null}]"#);
        assert_eq!(endpoint.key(&groups[0]), Some(3.into()));
    }
}
