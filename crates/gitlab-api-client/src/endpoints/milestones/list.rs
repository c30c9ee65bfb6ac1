use crate::endpoints::ProjectOrGroup;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::{Milestone, MilestoneState};
use gitlab_core::{MilestoneIid, ProjectRef, Timestamp};
use std::borrow::Cow;
use std::fmt::Display;

/// The milestones of a project or a group, newest first.
///
/// Calls `GET /projects/:id/milestones` or `GET /groups/:id/milestones`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListMilestones;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::types::MilestoneState;
///
/// let endpoint = ListMilestones::new(project).state(MilestoneState::Active);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListMilestones {
    place: ProjectOrGroup,
    query: Query,
}

impl ListMilestones {
    /// Of this project or group.
    #[must_use]
    pub fn new(place: impl Into<ProjectOrGroup>) -> Self {
        Self { place: place.into(), query: Query::new() }
    }
}

parameters! {
    ListMilestones {
        /// Only those in this state.
        set "state" => state: MilestoneState,
        /// Only that of this title.
        set "title" => title: impl Display,
        /// Only those with this text in title or description.
        set "search" => search: impl Display,
        /// Only that of this number; call it again for more than one.
        push "iids[]" => iid: MilestoneIid,
        /// With those of the groups above, by the name that GitLab before 16.7 knows and later ones still take.
        set "include_parent_milestones" => include_parent_milestones: bool,
        /// Only those that changed at this moment or later (since GitLab 15.10).
        set "updated_after" => updated_after: Timestamp,
        /// Only those that last changed at this moment or earlier (since GitLab 15.10).
        set "updated_before" => updated_before: Timestamp,
    }
}

impl Endpoint for ListMilestones {
    type Output = Vec<Milestone>;

    fn path(&self) -> Path {
        self.place.path("milestones")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the milestones{}", self.place.words()).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.place.project()
    }
}

impl PagedEndpoint for ListMilestones {
    type Item = Milestone;

    fn key(&self, item: &Milestone) -> Option<ItemKey> {
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
        let endpoint = ListMilestones::new(ProjectId::new(7))
            .state(MilestoneState::Active)
            .iid(MilestoneIid::new(1))
            .iid(MilestoneIid::new(2))
            .include_parent_milestones(true);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/milestones?state=active&iids%5B%5D=1&iids%5B%5D=2&include_parent_milestones=true"
        );
        assert_eq!(
            request(&ListMilestones::new(GroupId::new(3)).title("v1")),
            "GET groups/3/milestones?title=v1"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListMilestones::new(ProjectId::new(7));
        let milestones = answer(
            &endpoint,
            r#"[{"id":12,"iid":3,"title":"10.0","state":"active","due_date":"2013-11-29","start_date":null}]"#,
        );
        assert_eq!(milestones[0].due_date, Some("2013-11-29".parse().unwrap()));
        assert_eq!(endpoint.key(&milestones[0]), Some(12.into()));
    }
}
