use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query, RateClass};
use gitlab_core::Timestamp;
use gitlab_core::types::User;
use std::borrow::Cow;
use std::fmt::Display;

/// The users of an installation, newest first.
///
/// Calls `GET /users`. Needs the scope `read_user` or `read_api`.
///
/// Beyond 50,000 users it goes on by keyset, where GitLab can (since 16.5); [`Self::keyset`] reads all of it so.
///
/// ```
/// use gitlab_api_client::endpoints::ListUsers;
/// let endpoint = ListUsers::new().username("alice");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ListUsers {
    query: Query,
}

impl ListUsers {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self { query: Query::new() }
    }

    /// In the order of their ids, page after page from where the last one ended (since GitLab 16.5; older ones pass it
    /// over). There is no total.
    #[must_use]
    pub fn keyset(mut self) -> Self {
        self.query.set("pagination", "keyset").set("order_by", "id").set("sort", "asc");
        self
    }
}

parameters! {
    ListUsers {
        /// Only the user of this name, in any case: a list of one or none.
        set "username" => username: impl Display,
        /// Only those with this text in name or user name, or with exactly this e-mail address.
        set "search" => search: impl Display,
        /// Only those that can sign in.
        set "active" => active: bool,
        /// Only those that an administrator has blocked.
        set "blocked" => blocked: bool,
        /// Only people, or with bots among them.
        set "exclude_internal" => exclude_internal: bool,
        /// Only those that were made at this moment or later; for administrators.
        set "created_after" => created_after: Timestamp,
    }
}

impl Endpoint for ListUsers {
    type Output = Vec<User>;

    fn path(&self) -> Path {
        Path::new("users")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Users
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the users".into()
    }
}

impl PagedEndpoint for ListUsers {
    type Item = User;

    fn key(&self, item: &User) -> Option<ItemKey> {
        Some(item.id.get().into())
    }

    fn keyset(&self) -> Option<Query> {
        // Their order without a keyset.
        let mut keyset = Query::new();
        keyset.set("pagination", "keyset").set("order_by", "id").set("sort", Sort::Descending);
        Some(keyset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&ListUsers::new().username("a b")), "GET users?username=a%20b");
        assert_eq!(
            request(&ListUsers::new().active(true).keyset()),
            "GET users?active=true&pagination=keyset&order_by=id&sort=asc"
        );
    }

    #[test]
    fn its_keyset_has_the_order_of_the_list() {
        let keyset = PagedEndpoint::keyset(&ListUsers::new().active(true)).map(|keyset| keyset.to_string());
        assert_eq!(keyset.as_deref(), Some("pagination=keyset&order_by=id&sort=desc"));
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListUsers::new();
        let users = answer(&endpoint, r#"[{"id":5,"username":"alice"}]"#);
        assert_eq!(endpoint.key(&users[0]), Some(5.into()));
    }
}
