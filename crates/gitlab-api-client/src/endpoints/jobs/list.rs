use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query, RateClass};
use gitlab_core::ProjectRef;
use gitlab_core::types::{CiStatus, Job};
use std::borrow::Cow;

/// The jobs of a project, newest first.
///
/// Calls `GET /projects/:id/jobs`. Needs the scope `read_api`.
///
/// They are read by keyset where GitLab can, which has no end after 50,000 jobs and does not shift while new jobs
/// are made; older ones do not look at that. GitLab does not say then how many there are.
///
/// ```
/// use gitlab_api_client::endpoints::ListJobs;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::types::CiStatus;
///
/// let endpoint = ListJobs::new(project).scope(CiStatus::Failed);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListJobs {
    project: ProjectRef,
    query: Query,
}

impl ListJobs {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new() }
    }
}

parameters! {
    ListJobs {
        /// Only those in this status; call it again for more than one.
        push "scope[]" => scope: CiStatus,
    }
}

impl Endpoint for ListJobs {
    type Output = Vec<Job>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("jobs")
    }

    fn query(&self, query: &mut Query) {
        // GitLab takes no other order for it.
        query.set("pagination", "keyset").set("order_by", "id").set("sort", "desc").extend(&self.query);
    }

    fn rate_class(&self) -> RateClass {
        RateClass::ProjectJobs
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the jobs".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListJobs {
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
        let endpoint = ListJobs::new(ProjectId::new(7)).scope(CiStatus::Failed);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/jobs?pagination=keyset&order_by=id&sort=desc&scope%5B%5D=failed"
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListJobs::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"id":11,"name":"test","stage":"test","status":"failed","failure_reason":"script_failure","allow_failure":false,"pipeline":{"id":9,"status":"failed"}}]"#,
        );
        assert_eq!(answer[0].id.get(), 11);
    }
}
