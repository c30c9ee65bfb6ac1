use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::{CiStatus, Pipeline, PipelineSource};
use gitlab_core::{ProjectRef, Timestamp};
use std::borrow::Cow;
use std::fmt::Display;

words! {
    /// What pipelines are ordered by.
    pub enum PipelineOrder {
        /// Their id: when they were made.
        Id = "id",
        /// When they last changed.
        UpdatedAt = "updated_at",
        /// Their status.
        Status = "status",
        /// Their branch or tag.
        Ref = "ref",
        /// Who started them.
        UserId = "user_id",
    }
}

words! {
    /// A group of pipelines.
    pub enum PipelineScope {
        /// Those that run.
        Running = "running",
        /// Those that wait.
        Pending = "pending",
        /// Those that are over.
        Finished = "finished",
        /// The latest of every branch.
        Branches = "branches",
        /// The latest of every tag.
        Tags = "tags",
    }
}

/// The pipelines of a project, newest first.
///
/// Calls `GET /projects/:id/pipelines`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListPipelines;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::types::CiStatus;
///
/// let endpoint = ListPipelines::new(project).ref_name("main").status(CiStatus::Failed);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListPipelines {
    project: ProjectRef,
    query: Query,
}

impl ListPipelines {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new() }
    }
}

parameters! {
    ListPipelines {
        /// Only those of this branch or tag.
        set "ref" => ref_name: impl Display,
        /// Only those of this commit, by its whole hash.
        set "sha" => sha: impl Display,
        /// Only those of this group.
        set "scope" => scope: PipelineScope,
        /// Only those in this status.
        set "status" => status: CiStatus,
        /// Only those started by this.
        set "source" => source: PipelineSource,
        /// Only those that the user of this name started.
        set "username" => username: impl Display,
        /// Only those whose CI configuration is wrong, or with `false` only those whose is right.
        set "yaml_errors" => yaml_errors: bool,
        /// Only those of exactly this name (since 15.11; before, it is not looked at).
        set "name" => name: impl Display,
        /// Only those made at this moment or later. GitLab takes it of late only; an older one does not look at it.
        set "created_after" => created_after: Timestamp,
        /// Only those made at this moment or earlier. GitLab takes it of late only; an older one does not look at
        /// it.
        set "created_before" => created_before: Timestamp,
        /// Only those that changed at this moment or later.
        set "updated_after" => updated_after: Timestamp,
        /// Only those that last changed at this moment or earlier.
        set "updated_before" => updated_before: Timestamp,
        /// Ordered by this.
        set "order_by" => order_by: PipelineOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListPipelines {
    type Output = Vec<Pipeline>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("pipelines")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the pipelines".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListPipelines {
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
        let endpoint = ListPipelines::new(ProjectId::new(7))
            .ref_name("main")
            .sha("abc")
            .status(CiStatus::Failed)
            .source(PipelineSource::Push)
            .updated_after("2026-03-01T00:00:00Z".parse().unwrap())
            .order_by(PipelineOrder::UpdatedAt)
            .sort(Sort::Descending);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/pipelines?ref=main&sha=abc&status=failed&source=push&updated_after=2026-03-01T00%3A00%3A00Z&order_by=updated_at&sort=desc"
        );
    }

    #[test]
    fn it_asks_for_the_rest_of_it() {
        let endpoint = ListPipelines::new(ProjectId::new(7))
            .scope(PipelineScope::Branches)
            .username("a")
            .yaml_errors(true)
            .name("Deploy 1")
            .created_after("2026-03-01T00:00:00Z".parse().unwrap())
            .created_before("2026-04-01T00:00:00Z".parse().unwrap());
        assert_eq!(
            request(&endpoint),
            "GET projects/7/pipelines?scope=branches&username=a&yaml_errors=true&name=Deploy%201&created_after=2026-03-01T00%3A00%3A00Z&created_before=2026-04-01T00%3A00%3A00Z"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListPipelines::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"id":9,"iid":3,"project_id":7,"status":"failed","source":"push","ref":"main","sha":"0123456789abcdef0123456789abcdef01234567","updated_at":"2026-03-01T00:00:00.000Z"}]"#,
        );
        assert_eq!(answer[0].status, CiStatus::Failed);
    }
}
