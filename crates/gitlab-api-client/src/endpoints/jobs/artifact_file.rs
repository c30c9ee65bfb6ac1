use super::artifacts_of::ArtifactsOf;
use crate::{Endpoint, Path, Query};
use gitlab_core::{Body, JobId, ProjectRef};
use std::borrow::Cow;
use std::fmt::Display;

/// One file out of a job's artifacts, for [`Client::open`](crate::Client::open).
///
/// Calls `GET /projects/:id/jobs/:job_id/artifacts/*artifact_path`, or
/// `GET /projects/:id/jobs/artifacts/:ref_name/raw/*artifact_path`. Needs the scope `read_api`.
///
/// GitLab takes it out of the archive, so that nothing else is downloaded. It may be answered from another host; it
/// is asked for there without the credential. A file that is not in the archive is
/// [`NotFound`](gitlab_core::ApiErrorKind::NotFound).
///
/// ```
/// use gitlab_api_client::endpoints::GetJobArtifactFile;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::JobId;
///
/// let endpoint = GetJobArtifactFile::new(project, JobId::new(11), "coverage/index.html");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetJobArtifactFile {
    project: ProjectRef,
    of: ArtifactsOf,
    path: String,
}

impl GetJobArtifactFile {
    /// The file of this path in the archive, of this job of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, job: JobId, path: impl Display) -> Self {
        Self { project: project.into(), of: ArtifactsOf::Job(job), path: path.to_string() }
    }

    /// The file of this path in the archive, of the job of this name in the latest successful pipeline of this
    /// branch or tag (a hash or `HEAD` is neither).
    #[must_use]
    pub fn latest(
        project: impl Into<ProjectRef>,
        ref_name: impl Display,
        job_name: impl Display,
        path: impl Display,
    ) -> Self {
        let of = ArtifactsOf::latest(ref_name, job_name);
        Self { project: project.into(), of, path: path.to_string() }
    }
}

impl Endpoint for GetJobArtifactFile {
    type Output = Body;

    fn path(&self) -> Path {
        // Here GitLab takes the rest of the address for the path, and an encoded slash is not safe from proxies.
        match &self.of {
            ArtifactsOf::Job(_) => self.of.path(&self.project),
            ArtifactsOf::Latest { .. } => self.of.path(&self.project).literal("raw"),
        }
        .parts("artifact_path", &self.path)
    }

    fn query(&self, query: &mut Query) {
        self.of.query(query);
    }

    fn follows_to_storage(&self) -> bool {
        true
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("download {} of the artifacts of {}", self.path, self.of).into()
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
        let of_job = GetJobArtifactFile::new(ProjectId::new(7), JobId::new(11), "a b/index.html");
        assert_eq!(request(&of_job), "GET projects/7/jobs/11/artifacts/a%20b/index.html");
        let latest = GetJobArtifactFile::latest(ProjectId::new(7), "feature/x", "pages", "a/b?c.html");
        assert_eq!(request(&latest), "GET projects/7/jobs/artifacts/feature%2Fx/raw/a/b%3Fc.html?job=pages");
        assert!(of_job.follows_to_storage() && latest.follows_to_storage());
    }

    #[test]
    fn case_159_a_path_that_climbs_is_refused() {
        for path in ["../../../../user", "a/..", "/etc/passwd", "", "a//b", "a\\..\\b", "a\r\nb"] {
            let endpoint = GetJobArtifactFile::new(ProjectId::new(7), JobId::new(11), path);
            assert!(endpoint.path().encoded().is_err(), "{path:?}");
        }
    }
}
