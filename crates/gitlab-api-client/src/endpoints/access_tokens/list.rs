use crate::endpoints::ProjectOrGroup;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::AccessTokenDetails;
use std::borrow::Cow;

words! {
    /// Which access tokens a list holds.
    pub enum AccessTokenState {
        /// Those that can be used.
        Active = "active",
        /// Those that were revoked or have expired.
        Inactive = "inactive",
    }
}

/// The access tokens of a project or a group.
///
/// Calls `GET /projects/:id/access_tokens` or `GET /groups/:id/access_tokens` (since GitLab 14.7). Needs the
/// scope `read_api` and the Maintainer role in the project, or the Owner role in the group.
///
/// ```
/// use gitlab_api_client::endpoints::{AccessTokenState, ListAccessTokens};
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListAccessTokens::new(project).state(AccessTokenState::Active);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListAccessTokens {
    place: ProjectOrGroup,
    query: Query,
}

impl ListAccessTokens {
    /// Of this project or group.
    #[must_use]
    pub fn new(place: impl Into<ProjectOrGroup>) -> Self {
        Self { place: place.into(), query: Query::new() }
    }
}

parameters! {
    ListAccessTokens {
        /// Only those in this state (since GitLab 17.2).
        set "state" => state: AccessTokenState,
    }
}

impl Endpoint for ListAccessTokens {
    type Output = Vec<AccessTokenDetails>;

    fn path(&self) -> Path {
        self.place.path("access_tokens")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the access tokens{}", self.place.words()).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.place.project()
    }
}

impl PagedEndpoint for ListAccessTokens {
    type Item = AccessTokenDetails;

    fn key(&self, item: &AccessTokenDetails) -> Option<ItemKey> {
        Some(item.id.get().into())
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
        let endpoint = ListAccessTokens::new(ProjectId::new(7)).state(AccessTokenState::Active);
        assert_eq!(request(&endpoint), "GET projects/7/access_tokens?state=active");
        assert_eq!(request(&ListAccessTokens::new(GroupId::new(3))), "GET groups/3/access_tokens");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListAccessTokens::new(ProjectId::new(7));
        let tokens = answer(
            &endpoint,
            r#"[{"id":42,"name":"bot","scopes":["api"],"access_level":30,"revoked":false}]"#,
        );
        assert_eq!(tokens[0].access_level, Some(AccessLevel::DEVELOPER));
        assert_eq!(endpoint.key(&tokens[0]), Some(42.into()));
    }
}
