use crate::endpoints::ProjectOrGroup;
use crate::{Endpoint, Path};
use gitlab_core::types::Milestone;
use gitlab_core::{MilestoneId, ProjectRef};
use std::borrow::Cow;

/// One milestone of a project or a group.
///
/// Calls `GET /projects/:id/milestones/:milestone_id` or `GET /groups/:id/milestones/:milestone_id`. Needs the scope
/// `read_api`.
///
/// It takes the id, not the number in the project: that one is found by [`ListMilestones::iid`](super::ListMilestones::iid).
///
/// ```
/// use gitlab_api_client::endpoints::GetMilestone;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MilestoneId;
///
/// let endpoint = GetMilestone::new(project, MilestoneId::new(12));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetMilestone {
    place: ProjectOrGroup,
    milestone: MilestoneId,
}

impl GetMilestone {
    /// This milestone of this project or group.
    #[must_use]
    pub fn new(place: impl Into<ProjectOrGroup>, milestone: MilestoneId) -> Self {
        Self { place: place.into(), milestone }
    }
}

impl Endpoint for GetMilestone {
    type Output = Milestone;

    fn path(&self) -> Path {
        self.place.path("milestones").param("milestone_id", self.milestone)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get milestone {}{}", self.milestone, self.place.words()).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.place.project()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::{GroupId, ProjectId};

    #[test]
    fn it_asks_and_reads_what_it_should() {
        let endpoint = GetMilestone::new(ProjectId::new(7), MilestoneId::new(12));
        assert_eq!(request(&endpoint), "GET projects/7/milestones/12");
        assert_eq!(
            request(&GetMilestone::new(GroupId::new(3), MilestoneId::new(12))),
            "GET groups/3/milestones/12"
        );
        assert_eq!(answer(&endpoint, r#"{"id":12,"title":"t","due_date":"soon"}"#).due_date, None);
    }
}
