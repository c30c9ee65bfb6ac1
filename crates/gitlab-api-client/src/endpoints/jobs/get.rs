use crate::{Endpoint, Path};
use gitlab_core::types::Job;
use gitlab_core::{JobId, ProjectRef};
use std::borrow::Cow;

/// One job.
///
/// Calls `GET /projects/:id/jobs/:job_id`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetJob;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::JobId;
///
/// let endpoint = GetJob::new(project, JobId::new(11));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetJob {
    project: ProjectRef,
    job: JobId,
}

impl GetJob {
    /// This job of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, job: JobId) -> Self {
        Self { project: project.into(), job }
    }
}

impl Endpoint for GetJob {
    type Output = Job;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("jobs").param("job_id", self.job)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get job {}", self.job).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetJob::new(ProjectId::new(7), JobId::new(11));
        assert_eq!(request(&endpoint), "GET projects/7/jobs/11");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetJob::new(ProjectId::new(7), JobId::new(11));
        let answer = answer(
            &endpoint,
            r#"{"id":11,"name":"test","stage":"test","status":"failed","failure_reason":"script_failure","allow_failure":false,"pipeline":{"id":9,"status":"failed"}}"#,
        );
        assert_eq!(answer.name, "test");
    }
}
