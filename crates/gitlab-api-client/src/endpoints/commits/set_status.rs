use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, Path, RequestBody};
use gitlab_core::types::CommitStatus;
use gitlab_core::{PipelineId, ProjectRef};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;
use url::Url;

words! {
    /// How a check of a commit goes.
    pub enum CommitState {
        /// It waits.
        Pending = "pending",
        /// It runs.
        Running = "running",
        /// It passed.
        Success = "success",
        /// It failed.
        Failed = "failed",
        /// It was canceled.
        Canceled = "canceled",
        /// It was left out. GitLab takes this word of late only.
        Skipped = "skipped",
    }
}

/// Says of a commit how a check outside of GitLab's own pipelines went.
///
/// Calls `POST /projects/:id/statuses/:sha`. Needs the scope `api`, and at least the role of a developer.
///
/// GitLab adds the status to the latest pipeline of the commit, or makes one for it. It changes the status of the
/// same name while that is pending or running, and adds another one to a finished one: said twice, `success`
/// stands there twice, and a `running` that arrives late takes the place of the `success` before it. It is
/// therefore never sent again by itself; after a lost answer [`ListCommitStatuses`](super::ListCommitStatuses)
/// tells whether it was done. To say of a pending or running status what it is already is answered with 400.
///
/// ```
/// use gitlab_api_client::endpoints::SetCommitStatus;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_api_client::endpoints::CommitState;
///
/// let endpoint = SetCommitStatus::new(project, "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11", CommitState::Success)
///     .name("smoke test")
///     .target_url("https://checks.example.com/17".parse()?);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct SetCommitStatus {
    project: ProjectRef,
    sha: String,
    fields: Fields,
}

impl SetCommitStatus {
    /// Of the commit of this whole hash of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, sha: impl Display, state: CommitState) -> Self {
        Self {
            project: project.into(),
            sha: sha.to_string(),
            fields: Fields::new().with("state", state.to_string()),
        }
    }
}

parameters! {
    SetCommitStatus {
        /// Of this branch or tag; by default of the latest pipeline's.
        field "ref" => ref_name: &str,
        /// The name of the check, which tells it from others; by default `default`.
        field "name" => name: &str,
        /// Where there is more to read.
        field "target_url" => target_url: Url,
        /// What it is about, in at most 255 characters.
        field "description" => description: &str,
        /// Test coverage in percent.
        field "coverage" => coverage: f64,
        /// In this pipeline, where the commit has several.
        field "pipeline_id" => pipeline: PipelineId,
    }
}

impl Endpoint for SetCommitStatus {
    type Output = CommitStatus;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("statuses").param("sha", &self.sha)
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("set the status of commit {}", self.sha).into()
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
        let endpoint = SetCommitStatus::new(ProjectId::new(7), "9df54aa2", CommitState::Failed)
            .ref_name("main")
            .name("smoke")
            .target_url("https://h/1".parse().unwrap())
            .description("2 of 3")
            .coverage(93.4)
            .pipeline(PipelineId::new(9));
        assert_eq!(
            request(&endpoint),
            r#"POST projects/7/statuses/9df54aa2 {"coverage":93.4,"description":"2 of 3","name":"smoke","pipeline_id":9,"ref":"main","state":"failed","target_url":"https://h/1"}"#
        );
        assert_eq!(endpoint.idempotency(), crate::Idempotency::NotIdempotent);
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = SetCommitStatus::new(ProjectId::new(7), "9df54aa2", CommitState::Success);
        let answer = answer(
            &endpoint,
            r#"{"id":93,"sha":"9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11","ref":"main","status":"success","name":"default","target_url":null,"description":null,"allow_failure":false,"coverage":100.0,"finished_at":"2016-01-19T09:05:50.365Z"}"#,
        );
        assert_eq!((answer.name.as_str(), answer.coverage), ("default", Some(100.0)));
    }
}
