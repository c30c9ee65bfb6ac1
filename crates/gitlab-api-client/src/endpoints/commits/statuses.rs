use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::CommitStatus;
use gitlab_core::{PipelineId, ProjectRef};
use std::borrow::Cow;
use std::fmt::Display;

words! {
    /// What the statuses of a commit are ordered by.
    pub enum CommitStatusOrder {
        /// Their id: when they were made.
        Id = "id",
        /// Their pipeline.
        PipelineId = "pipeline_id",
    }
}

/// What jobs and systems outside of GitLab say of a commit: of each name the latest.
///
/// Calls `GET /projects/:id/repository/commits/:sha/statuses`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListCommitStatuses;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListCommitStatuses::new(project, "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11").name("deploy").all(true);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListCommitStatuses {
    project: ProjectRef,
    sha: String,
    query: Query,
}

impl ListCommitStatuses {
    /// Of the commit of this whole hash of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, sha: impl Display) -> Self {
        Self { project: project.into(), sha: sha.to_string(), query: Query::new() }
    }
}

parameters! {
    ListCommitStatuses {
        /// Only those of this branch or tag.
        set "ref" => ref_name: impl Display,
        /// Only those of this stage.
        set "stage" => stage: impl Display,
        /// Only those of the job or check of this name.
        set "name" => name: impl Display,
        /// Only those of this pipeline (an older GitLab does not look at it).
        set "pipeline_id" => pipeline: PipelineId,
        /// Of each name not only the latest.
        set "all" => all: bool,
        /// Ordered by this (an older GitLab does not look at it).
        set "order_by" => order_by: CommitStatusOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListCommitStatuses {
    type Output = Vec<CommitStatus>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/commits").param("sha", &self.sha).literal("statuses")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the statuses of commit {}", self.sha).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListCommitStatuses {
    type Item = CommitStatus;

    fn key(&self, item: &CommitStatus) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;
    use gitlab_core::types::CiStatus;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListCommitStatuses::new(ProjectId::new(7), "9df54aa2")
            .ref_name("feature/x")
            .stage("test")
            .name("unit tests")
            .pipeline(PipelineId::new(9))
            .all(true)
            .order_by(CommitStatusOrder::PipelineId)
            .sort(Sort::Descending);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/repository/commits/9df54aa2/statuses?ref=feature%2Fx&stage=test&name=unit%20tests&pipeline_id=9&all=true&order_by=pipeline_id&sort=desc"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListCommitStatuses::new(ProjectId::new(7), "9df54aa2");
        let answer = answer(
            &endpoint,
            r#"[{"id":91,"sha":"9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11","ref":null,"status":"waiting_for_callback","name":"scan","target_url":"not a url","description":null,"coverage":"93.4","allow_failure":true,"author":null,"created_at":"2012-09-20T11:50:22+03:00"},{"id":92,"status":"success"}]"#,
        );
        assert_eq!(answer[0].status, CiStatus::WaitingForCallback);
        assert_eq!((answer[0].coverage, &answer[0].target_url), (Some(93.4), &Some("not a url".into())));
        assert_eq!(answer[0].created_at, Some("2012-09-20T08:50:22Z".parse().unwrap()));
        assert_eq!(endpoint.key(&answer[1]), Some(92.into()));
    }
}
