use crate::endpoints::ProjectOrGroup;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::Member;
use gitlab_core::{ProjectRef, UserId};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Display;

/// The members of a project or a group.
///
/// Calls `GET /projects/:id/members` or `GET /groups/:id/members`, with [`Self::inherited`]
/// `GET /projects/:id/members/all` or `GET /groups/:id/members/all`. Needs the scope `read_api`.
///
/// The list of all can hold a user more than once, by different ways with different roles: every entry is given, and
/// [`highest`](Self::highest) makes one of them.
///
/// ```
/// use gitlab_api_client::endpoints::ListMembers;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListMembers::new(project).inherited().query("alice");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListMembers {
    place: ProjectOrGroup,
    inherited: bool,
    query: Query,
}

impl ListMembers {
    /// The direct members of this project or group.
    #[must_use]
    pub fn new(place: impl Into<ProjectOrGroup>) -> Self {
        Self { place: place.into(), inherited: false, query: Query::new() }
    }

    /// With those that are members by a group above, or by one that was invited.
    #[must_use]
    pub fn inherited(mut self) -> Self {
        self.inherited = true;
        self
    }

    /// One entry a user, the one with the highest role, in the order in which the users come first.
    #[must_use]
    pub fn highest(members: Vec<Member>) -> Vec<Member> {
        let mut one_each: Vec<Member> = Vec::with_capacity(members.len());
        let mut places: HashMap<UserId, usize> = HashMap::with_capacity(members.len());
        for member in members {
            match places.get(&member.user.id).and_then(|place| one_each.get_mut(*place)) {
                Some(known) if known.access_level < member.access_level => *known = member,
                Some(_) => {}
                None => {
                    places.insert(member.user.id, one_each.len());
                    one_each.push(member);
                }
            }
        }
        one_each
    }
}

parameters! {
    ListMembers {
        /// Only those with this text in name or user name.
        set "query" => query: impl Display,
        /// Only this user; call it again for more than one.
        push "user_ids[]" => user_id: UserId,
    }
}

impl Endpoint for ListMembers {
    type Output = Vec<Member>;

    fn path(&self) -> Path {
        self.place.path(if self.inherited { "members/all" } else { "members" })
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the members{}", self.place.words()).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.place.project()
    }
}

impl PagedEndpoint for ListMembers {
    type Item = Member;

    fn key(&self, item: &Member) -> Option<ItemKey> {
        // By another way it is another entry.
        let level = item.access_level.get();
        Some(format!("{}:{level}", item.user.id).as_str().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::types::AccessLevel;
    use gitlab_core::{GroupId, ProjectId};

    #[test]
    fn it_asks_what_it_should() {
        let endpoint =
            ListMembers::new(ProjectId::new(7)).query("al").user_id(UserId::new(1)).user_id(UserId::new(2));
        assert_eq!(request(&endpoint), "GET projects/7/members?query=al&user_ids%5B%5D=1&user_ids%5B%5D=2");
        assert_eq!(request(&ListMembers::new(GroupId::new(3)).inherited()), "GET groups/3/members/all");
    }

    #[test]
    fn a_user_that_is_a_member_by_two_ways_keeps_the_higher_role() {
        let endpoint = ListMembers::new(ProjectId::new(7)).inherited();
        let members = answer(
            &endpoint,
            r#"[{"id":1,"username":"a","access_level":20,"expires_at":"2012-10-22T14:13:35Z"},
                {"id":2,"username":"b","access_level":25,"member_role":{"id":null,"name":"x"}},
                {"id":1,"username":"a","access_level":40,"expires_at":null,"group_saml_identity":null}]"#,
        );
        assert_eq!(members[0].expires_at, Some("2012-10-22".parse().unwrap()));
        assert_ne!(endpoint.key(&members[0]), endpoint.key(&members[2]));
        let highest = ListMembers::highest(members);
        let levels: Vec<_> =
            highest.iter().map(|member| (member.user.username.as_str(), member.access_level)).collect();
        assert_eq!(levels, [("a", AccessLevel::MAINTAINER), ("b", AccessLevel::new(25))]);
    }
}
