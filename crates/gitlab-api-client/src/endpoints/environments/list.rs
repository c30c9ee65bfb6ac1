use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::{Environment, EnvironmentState};
use std::borrow::Cow;
use std::fmt::Display;

/// The environments of a project.
///
/// Calls `GET /projects/:id/environments`. Needs the scope `read_api`.
///
/// Only [`GetEnvironment`](super::GetEnvironment) tells the last deployment.
///
/// ```
/// use gitlab_api_client::endpoints::ListEnvironments;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListEnvironments::new(project).name("production");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListEnvironments {
    project: ProjectRef,
    query: Query,
}

impl ListEnvironments {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new() }
    }
}

parameters! {
    ListEnvironments {
        /// Only that of exactly this name; not together with [`Self::search`].
        set "name" => name: impl Display,
        /// Only those with this text, of three characters or more, in their name.
        set "search" => search: impl Display,
        /// Only those in this state.
        set "states" => state: EnvironmentState,
    }
}

impl Endpoint for ListEnvironments {
    type Output = Vec<Environment>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("environments")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the environments".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListEnvironments {
    type Item = Environment;

    fn key(&self, item: &Environment) -> Option<ItemKey> {
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
        let endpoint =
            ListEnvironments::new(ProjectId::new(7)).name("review/a").state(EnvironmentState::Available);
        assert_eq!(request(&endpoint), "GET projects/7/environments?name=review%2Fa&states=available");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListEnvironments::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"id":4,"name":"production","state":"available","tier":"production","external_url":"https://example.com"}]"#,
        );
        assert_eq!(answer[0].name, "production");
    }
}
