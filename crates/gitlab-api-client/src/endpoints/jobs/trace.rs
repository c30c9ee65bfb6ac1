use crate::{Endpoint, Path};
use gitlab_core::{Body, JobId, ProjectRef};
use std::borrow::Cow;

/// The log of a job, as the job wrote it, for [`Client::open`](crate::Client::open).
///
/// Calls `GET /projects/:id/jobs/:job_id/trace`. Needs the scope `read_api`.
///
/// It is empty when there is no log yet or any more. It can be a hundred megabytes, GitLab cannot give a part
/// of it, and its bytes are in whatever encoding the job wrote.
///
/// ```
/// use gitlab_api_client::endpoints::GetJobTrace;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::JobId;
///
/// let endpoint = GetJobTrace::new(project, JobId::new(11));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetJobTrace {
    project: ProjectRef,
    job: JobId,
    finished: bool,
}

impl GetJobTrace {
    /// Of this job of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, job: JobId) -> Self {
        Self { project: project.into(), job, finished: false }
    }

    /// Says that the job is known to be over, so that its log does not change any more and may come from a cache. A
    /// log that was erased since may still come from there.
    #[must_use]
    pub fn finished(mut self) -> Self {
        self.finished = true;
        self
    }
}

impl Endpoint for GetJobTrace {
    type Output = Body;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("jobs").param("job_id", self.job).literal("trace")
    }

    fn is_immutable(&self) -> bool {
        self.finished
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("read the log of job {}", self.job).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::request;
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetJobTrace::new(ProjectId::new(7), JobId::new(11));
        assert_eq!(request(&endpoint), "GET projects/7/jobs/11/trace");
        assert!(!endpoint.is_immutable() && endpoint.finished().is_immutable());
    }
}
