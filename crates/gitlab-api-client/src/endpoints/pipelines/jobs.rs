use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::{CiStatus, Job};
use gitlab_core::{PipelineId, ProjectRef};
use std::borrow::Cow;

/// The jobs of a pipeline, without those that were retried.
///
/// Calls `GET /projects/:id/pipelines/:pipeline_id/jobs`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListPipelineJobs;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::PipelineId;
///
/// let endpoint = ListPipelineJobs::new(project, PipelineId::new(9)).include_retried(true);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListPipelineJobs {
    project: ProjectRef,
    pipeline: PipelineId,
    query: Query,
}

impl ListPipelineJobs {
    /// Of this pipeline of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, pipeline: PipelineId) -> Self {
        Self { project: project.into(), pipeline, query: Query::new() }
    }
}

parameters! {
    ListPipelineJobs {
        /// Those that a later run took the place of as well.
        set "include_retried" => include_retried: bool,
        /// Only those in this status; call it again for more than one.
        push "scope[]" => scope: CiStatus,
    }
}

impl Endpoint for ListPipelineJobs {
    type Output = Vec<Job>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("pipelines").param("pipeline_id", self.pipeline).literal("jobs")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the jobs of pipeline {}", self.pipeline).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListPipelineJobs {
    type Item = Job;

    fn key(&self, item: &Job) -> Option<ItemKey> {
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
        let endpoint = ListPipelineJobs::new(ProjectId::new(7), PipelineId::new(9))
            .include_retried(true)
            .scope(CiStatus::Failed)
            .scope(CiStatus::Canceled);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/pipelines/9/jobs?include_retried=true&scope%5B%5D=failed&scope%5B%5D=canceled"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListPipelineJobs::new(ProjectId::new(7), PipelineId::new(9));
        let answer = answer(
            &endpoint,
            r#"[{"id":11,"name":"test","stage":"test","status":"failed","failure_reason":"script_failure","allow_failure":false,"pipeline":{"id":9,"status":"failed"}}]"#,
        );
        assert_eq!(answer[0].failure_reason.as_deref(), Some("script_failure"));
    }
}
