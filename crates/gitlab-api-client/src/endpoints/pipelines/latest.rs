use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::Pipeline;
use std::borrow::Cow;
use std::fmt::Display;

/// The latest pipeline of the commit at the head of a branch or tag, by default of the default branch.
///
/// Calls `GET /projects/:id/pipelines/latest`. Needs the scope `read_api`.
///
/// Where there is none, GitLab answers 403, as if it were hidden:
/// [`Forbidden`](gitlab_core::ApiErrorKind::Forbidden).
///
/// ```
/// use gitlab_api_client::endpoints::GetLatestPipeline;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetLatestPipeline::new(project).ref_name("main");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetLatestPipeline {
    project: ProjectRef,
    query: Query,
}

impl GetLatestPipeline {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new() }
    }
}

parameters! {
    GetLatestPipeline {
        /// Of this branch or tag.
        set "ref" => ref_name: impl Display,
    }
}

impl Endpoint for GetLatestPipeline {
    type Output = Pipeline;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("pipelines/latest")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        "get the latest pipeline".into()
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
        let endpoint = GetLatestPipeline::new(ProjectId::new(7));
        assert_eq!(request(&endpoint), "GET projects/7/pipelines/latest");
        assert_eq!(
            request(&endpoint.ref_name("feature/x")),
            "GET projects/7/pipelines/latest?ref=feature%2Fx"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetLatestPipeline::new(ProjectId::new(7));
        let pipeline = answer(
            &endpoint,
            r#"{"id":9,"iid":3,"name":"Deploy","coverage":"93.4","project_id":7,"status":"failed","source":"a_new_word","ref":"refs/merge-requests/42/merge","sha":"0123456789abcdef0123456789abcdef01234567","before_sha":"0000000000000000000000000000000000000000","committed_at":null,"duration":123,"queued_duration":0.010,"detailed_status":{"text":"failed","label":"failed","group":"failed","icon":"x"},"updated_at":"2026-03-01T00:00:00.000Z"}"#,
        );
        assert_eq!((pipeline.coverage, pipeline.queued_duration), (Some(93.4), Some(0.01)));
        assert!(pipeline.before_sha.as_ref().unwrap().is_null());
        assert_eq!(pipeline.merge_request_iid().unwrap().get(), 42);
        assert_eq!(pipeline.detailed_status.unwrap().label.as_deref(), Some("failed"));
    }
}
