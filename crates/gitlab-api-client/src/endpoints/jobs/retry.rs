use crate::{Endpoint, Path};
use gitlab_core::types::Job;
use gitlab_core::{JobId, ProjectRef};
use http::Method;
use std::borrow::Cow;

/// Runs a job again: the answer is the new job, which takes the place of the old one.
///
/// Calls `POST /projects/:id/jobs/:job_id/retry`. Needs the scope `api`, and at least the role of a developer.
///
/// A job that was retried already cannot be retried a second time, which is
/// [`Forbidden`](gitlab_core::ApiErrorKind::Forbidden). It is therefore never sent again by itself; after a lost answer
/// [`ListPipelineJobs`](crate::endpoints::ListPipelineJobs) has the new job.
///
/// ```
/// use gitlab_api_client::endpoints::RetryJob;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::JobId;
///
/// let endpoint = RetryJob::new(project, JobId::new(11));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct RetryJob {
    project: ProjectRef,
    job: JobId,
}

impl RetryJob {
    /// This job of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, job: JobId) -> Self {
        Self { project: project.into(), job }
    }
}

impl Endpoint for RetryJob {
    type Output = Job;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("jobs").param("job_id", self.job).literal("retry")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("retry job {}", self.job).into()
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
        let endpoint = RetryJob::new(ProjectId::new(7), JobId::new(11));
        assert_eq!(request(&endpoint), "POST projects/7/jobs/11/retry");
        assert_eq!(endpoint.idempotency(), crate::Idempotency::NotIdempotent);
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = RetryJob::new(ProjectId::new(7), JobId::new(11));
        let answer = answer(
            &endpoint,
            r#"{"id":42,"name":"rubocop","stage":"test","status":"pending","coverage":null,"user":null,"runner":null,"artifacts":[],"started_at":null,"queued_duration":0.010}"#,
        );
        assert_eq!(answer.id.get(), 42);
    }
}
