use crate::{Endpoint, Path, Query, RateClass};
use gitlab_core::GroupRef;
use gitlab_core::types::Group;
use std::borrow::Cow;

/// One group, without its projects.
///
/// Calls `GET /groups/:id`. Needs the scope `read_api`.
///
/// Public groups need no token. For the projects ask [`ListGroupProjects`](super::ListGroupProjects): what this answer could
/// hold of them is the first hundred.
///
/// ```
/// use gitlab_api_client::endpoints::GetGroup;
/// use gitlab_core::GroupRef;
///
/// let endpoint = GetGroup::new("shop/backend".parse::<GroupRef>()?);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetGroup {
    group: GroupRef,
}

impl GetGroup {
    /// This group.
    #[must_use]
    pub fn new(group: impl Into<GroupRef>) -> Self {
        Self { group: group.into() }
    }
}

impl Endpoint for GetGroup {
    type Output = Group;

    fn path(&self) -> Path {
        Path::group(&self.group)
    }

    fn query(&self, query: &mut Query) {
        // A hundred projects in full, which GitLab would otherwise look up for nothing.
        query.set("with_projects", false);
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Group
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get group {}", self.group).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::GroupId;

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&GetGroup::new(GroupId::new(3))), "GET groups/3?with_projects=false");
        let path = "shop/backend".parse::<GroupRef>().unwrap();
        assert_eq!(request(&GetGroup::new(path)), "GET groups/shop%2Fbackend?with_projects=false");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetGroup::new(GroupId::new(3));
        let group = answer(
            &endpoint,
            r#"{"id":3,"full_path":"shop/backend","parent_id":2,"visibility":"internal","marked_for_deletion_on":null,"runners_token":"x"}"#,
        );
        assert_eq!((group.full_path.as_str(), group.parent_id), ("shop/backend", Some(GroupId::new(2))));
        assert!(!format!("{group:?}").contains("runners_token"));
    }
}
