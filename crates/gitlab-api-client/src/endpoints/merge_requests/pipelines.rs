use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::types::Pipeline;
use gitlab_core::{MergeRequestIid, ProjectRef};
use std::borrow::Cow;

/// The pipelines of a merge request, newest first.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/pipelines`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListMergeRequestPipelines;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::MergeRequestIid;
///
/// let endpoint = ListMergeRequestPipelines::new(project, MergeRequestIid::new(42));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListMergeRequestPipelines {
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl ListMergeRequestPipelines {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid }
    }
}

impl Endpoint for ListMergeRequestPipelines {
    type Output = Vec<Pipeline>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("pipelines")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the pipelines of merge request !{}", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListMergeRequestPipelines {
    type Item = Pipeline;

    fn key(&self, item: &Pipeline) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListMergeRequestPipelines::new(ProjectId::new(7), MergeRequestIid::new(42));
        assert_eq!(request(&endpoint), "GET projects/7/merge_requests/42/pipelines");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListMergeRequestPipelines::new(ProjectId::new(7), MergeRequestIid::new(42));
        let answer = answer(
            &endpoint,
            r#"[{"id":9,"iid":3,"project_id":7,"status":"failed","source":"push","ref":"main","sha":"0123456789abcdef0123456789abcdef01234567","updated_at":"2026-03-01T00:00:00.000Z"}]"#,
        );
        assert_eq!(answer[0].id.get(), 9);
    }
}
