use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::{Bridge, CiStatus};
use gitlab_core::{PipelineId, ProjectRef};
use std::borrow::Cow;

/// The trigger jobs of a pipeline, with the downstream pipelines that they started.
///
/// Calls `GET /projects/:id/pipelines/:pipeline_id/bridges`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListPipelineBridges;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::PipelineId;
///
/// let endpoint = ListPipelineBridges::new(project, PipelineId::new(9));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListPipelineBridges {
    project: ProjectRef,
    pipeline: PipelineId,
    query: Query,
}

impl ListPipelineBridges {
    /// Of this pipeline of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, pipeline: PipelineId) -> Self {
        Self { project: project.into(), pipeline, query: Query::new() }
    }
}

parameters! {
    ListPipelineBridges {
        /// Only those in this status; call it again for more than one.
        push "scope[]" => scope: CiStatus,
    }
}

impl Endpoint for ListPipelineBridges {
    type Output = Vec<Bridge>;

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("pipelines")
            .param("pipeline_id", self.pipeline)
            .literal("bridges")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the trigger jobs of pipeline {}", self.pipeline).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListPipelineBridges {
    type Item = Bridge;

    fn key(&self, item: &Bridge) -> Option<ItemKey> {
        Some(item.job.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListPipelineBridges::new(ProjectId::new(7), PipelineId::new(9));
        assert_eq!(request(&endpoint), "GET projects/7/pipelines/9/bridges");
        let failed = endpoint.scope(CiStatus::Failed);
        assert_eq!(request(&failed), "GET projects/7/pipelines/9/bridges?scope%5B%5D=failed");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListPipelineBridges::new(ProjectId::new(7), PipelineId::new(9));
        let answer = answer(
            &endpoint,
            r#"[{"id":11,"name":"test","stage":"test","status":"failed","failure_reason":"script_failure","allow_failure":false,"pipeline":{"id":9,"status":"failed"},"downstream_pipeline":{"id":12,"status":"failed","project_id":8}}]"#,
        );
        assert_eq!(answer[0].downstream_pipeline.as_ref().unwrap().id.get(), 12);
    }
}
