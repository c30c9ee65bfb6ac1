use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::types::User;
use gitlab_core::{MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// Who has to do with a merge request: its author, those who are assigned, asked to review, or wrote in it.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/participants`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListMergeRequestParticipants;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = ListMergeRequestParticipants::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListMergeRequestParticipants {
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl ListMergeRequestParticipants {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for ListMergeRequestParticipants {
    type Output = Vec<User>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("participants")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the participants of merge request !{}", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListMergeRequestParticipants {
    type Item = User;

    fn key(&self, item: &User) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    fn endpoint() -> ListMergeRequestParticipants {
        ListMergeRequestParticipants::new(ProjectId::new(7), MergeRequestIid::new(42))
    }

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&endpoint()), "GET projects/7/merge_requests/42/participants");
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &endpoint(),
            r#"[{"id":5,"username":"ann","name":"Ann","state":"active","avatar_url":null,"web_url":"https://gitlab.example.com/ann"}]"#,
        );
        assert_eq!(endpoint().key(&answer[0]), Some(5.into()));
    }
}
