use crate::endpoints::ProjectOrGroup;
use crate::{Endpoint, Path};
use gitlab_core::types::Member;
use gitlab_core::{ProjectRef, UserId};
use std::borrow::Cow;

/// One member of a project or a group.
///
/// Calls `GET /projects/:id/members/:user_id` or `GET /groups/:id/members/:user_id`, with [`Self::inherited`]
/// `GET /projects/:id/members/all/:user_id` or `GET /groups/:id/members/all/:user_id`. Needs the scope `read_api`.
///
/// GitLab answers 404 for a user who is none.
///
/// ```
/// use gitlab_api_client::endpoints::GetMember;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::UserId;
///
/// let endpoint = GetMember::new(project, UserId::new(5)).inherited();
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetMember {
    place: ProjectOrGroup,
    user: UserId,
    inherited: bool,
}

impl GetMember {
    /// This user as a direct member of this project or group.
    #[must_use]
    pub fn new(place: impl Into<ProjectOrGroup>, user: UserId) -> Self {
        Self { place: place.into(), user, inherited: false }
    }

    /// Also as a member by a group above, or by one that was invited; of several ways that with the highest role.
    #[must_use]
    pub fn inherited(mut self) -> Self {
        self.inherited = true;
        self
    }
}

impl Endpoint for GetMember {
    type Output = Member;

    fn path(&self) -> Path {
        self.place.path(if self.inherited { "members/all" } else { "members" }).param("user_id", self.user)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get member {}{}", self.user, self.place.words()).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.place.project()
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
        assert_eq!(request(&GetMember::new(ProjectId::new(7), UserId::new(5))), "GET projects/7/members/5");
        let inherited = GetMember::new(GroupId::new(3), UserId::new(5)).inherited();
        assert_eq!(request(&inherited), "GET groups/3/members/all/5");
        assert_eq!(inherited.operation(), "get member 5 of group 3");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetMember::new(ProjectId::new(7), UserId::new(5));
        let member = answer(
            &endpoint,
            r#"{"id":5,"username":"a","access_level":30,"created_by":{"id":1,"username":"root"},"membership_state":"active"}"#,
        );
        assert_eq!((member.user.id.get(), member.access_level), (5, AccessLevel::DEVELOPER));
        assert_eq!(answer(&endpoint, &serde_json::to_string(&member).unwrap()), member);
    }
}
