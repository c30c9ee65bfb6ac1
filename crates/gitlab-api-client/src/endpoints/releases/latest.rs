use crate::{Endpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::Release;
use std::borrow::Cow;

/// The latest release of a project: that which came out last.
///
/// Calls `GET /projects/:id/releases/permalink/latest`, which is answered with a redirect to the release. Needs the
/// scope `read_api`. Since 15.4; before, and where there is no release, it is
/// [`NotFound`](gitlab_core::ApiErrorKind::NotFound), and
/// [`latest_release`](super::latest_release) looks through the list.
///
/// ```
/// use gitlab_api_client::endpoints::GetLatestRelease;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetLatestRelease::new(project);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetLatestRelease {
    project: ProjectRef,
}

impl GetLatestRelease {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into() }
    }
}

impl Endpoint for GetLatestRelease {
    type Output = Release;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("releases/permalink/latest")
    }

    fn operation(&self) -> Cow<'static, str> {
        "get the latest release".into()
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
    use gitlab_core::types::ReleaseLinkType;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetLatestRelease::new(ProjectId::new(7));
        assert_eq!(request(&endpoint), "GET projects/7/releases/permalink/latest");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetLatestRelease::new(ProjectId::new(7));
        let release = answer(
            &endpoint,
            r#"{"tag_name":"v1.0","name":"One","description":null,"released_at":"2019-01-03T01:55:18.203Z","upcoming_release":true,"author":null,"assets":{"count":2,"sources":[{"format":"zip","url":"https://h/a/b/-/archive/v1.0/b.zip"}],"links":[{"id":3,"name":"runbook","url":"https://docs.example.com","direct_asset_url":null,"link_type":"runbook"},{"id":4,"name":"x","url":"no url","link_type":"a_new_word"}]}}"#,
        );
        let assets = release.assets.unwrap();
        assert_eq!(assets.links[0].link_type, Some(ReleaseLinkType::Runbook));
        assert_eq!((&assets.links[1].url, assets.sources.len()), (&Some("no url".into()), 1));
        assert_eq!(release.upcoming_release, Some(true));
    }
}
