use super::artifacts_of::ArtifactsOf;
use crate::{Endpoint, Path, Query};
use gitlab_core::{Body, JobId, ProjectRef};
use std::borrow::Cow;
use std::fmt::Display;

/// The archive of a job's artifacts, a ZIP file, for [`Client::open`](crate::Client::open).
///
/// Calls `GET /projects/:id/jobs/:job_id/artifacts`, or `GET /projects/:id/jobs/artifacts/:ref_name/download`. Needs
/// the scope `read_api`.
///
/// It can be gigabytes. It may lie in object storage on another host; it is asked for there without the credential.
/// A job that left nothing behind, or whose artifacts have expired, is
/// [`NotFound`](gitlab_core::ApiErrorKind::NotFound), as is one with reports alone.
///
/// ```no_run
/// use gitlab_api_client::{Client, endpoints::GetJobArtifacts};
/// # use gitlab_core::{ApiError, ProjectRef};
/// use std::io::Write;
///
/// # async fn example(client: Client, project: ProjectRef) -> Result<(), Box<dyn std::error::Error>> {
/// let mut archive = client.open(&GetJobArtifacts::latest(project, "main", "build")).await?;
/// let mut file = std::fs::File::create("artifacts.zip")?;
/// while let Some(chunk) = archive.chunk().await? {
///     file.write_all(&chunk)?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct GetJobArtifacts {
    project: ProjectRef,
    of: ArtifactsOf,
}

impl GetJobArtifacts {
    /// Of this job of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, job: JobId) -> Self {
        Self { project: project.into(), of: ArtifactsOf::Job(job) }
    }

    /// Of the job of this name in the latest successful pipeline of this branch or tag (a hash or `HEAD` is
    /// neither).
    #[must_use]
    pub fn latest(project: impl Into<ProjectRef>, ref_name: impl Display, job_name: impl Display) -> Self {
        Self { project: project.into(), of: ArtifactsOf::latest(ref_name, job_name) }
    }
}

impl Endpoint for GetJobArtifacts {
    type Output = Body;

    fn path(&self) -> Path {
        match &self.of {
            ArtifactsOf::Job(_) => self.of.path(&self.project),
            ArtifactsOf::Latest { .. } => self.of.path(&self.project).literal("download"),
        }
    }

    fn query(&self, query: &mut Query) {
        self.of.query(query);
    }

    fn follows_to_storage(&self) -> bool {
        true
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("download the artifacts of {}", self.of).into()
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
        let of_job = GetJobArtifacts::new(ProjectId::new(7), JobId::new(11));
        assert_eq!(request(&of_job), "GET projects/7/jobs/11/artifacts");
        assert_eq!(of_job.operation(), "download the artifacts of job 11");
        let latest = GetJobArtifacts::latest(ProjectId::new(7), "feature/x", "build: [a, b]");
        assert_eq!(
            request(&latest),
            "GET projects/7/jobs/artifacts/feature%2Fx/download?job=build%3A%20%5Ba%2C%20b%5D"
        );
        assert_eq!(latest.operation(), "download the artifacts of the latest job build: [a, b] of feature/x");
    }

    #[test]
    fn they_may_lie_in_storage() {
        let endpoint = GetJobArtifacts::new(ProjectId::new(7), JobId::new(11));
        assert!(endpoint.follows_to_storage() && !endpoint.is_immutable());
    }
}
