use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, RequestBody};
use gitlab_core::types::Release;
use gitlab_core::{ProjectRef, Timestamp};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

/// Changes a release.
///
/// Calls `PUT /projects/:id/releases/:tag_name`. Needs the scope `api`, and at least the role of a developer.
///
/// ```
/// use gitlab_api_client::endpoints::UpdateRelease;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = UpdateRelease::new(project, "v1.0").description("Withdrawn: see 1.0.1.");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct UpdateRelease {
    project: ProjectRef,
    tag: String,
    fields: Fields,
}

impl UpdateRelease {
    /// That of this tag of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, tag: impl Display) -> Self {
        Self { project: project.into(), tag: tag.to_string(), fields: Fields::new() }
    }
}

parameters! {
    UpdateRelease {
        /// Its title.
        field "name" => name: &str,
        /// Its notes in Markdown.
        field "description" => description: &str,
        /// When it is, or was, out.
        field "released_at" => released_at: Timestamp,
        /// Of these milestones alone, by their titles; of none when there are none.
        texts "milestones" => milestones: impl IntoIterator<Item = impl Display>,
    }
}

impl Endpoint for UpdateRelease {
    type Output = Release;

    fn method(&self) -> Method {
        Method::PUT
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("releases").param("tag_name", &self.tag)
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("change release {}", self.tag).into()
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
        let endpoint = UpdateRelease::new(ProjectId::new(7), "release/1.0")
            .name("One")
            .description("First")
            .released_at("2026-03-01T00:00:00Z".parse().unwrap())
            .milestones(["1.0"]);
        assert_eq!(
            request(&endpoint),
            r#"PUT projects/7/releases/release%2F1.0 {"description":"First","milestones":["1.0"],"name":"One","released_at":"2026-03-01T00:00:00Z"}"#
        );
        let none: [&str; 0] = [];
        let endpoint = UpdateRelease::new(ProjectId::new(7), "v1").milestones(none);
        assert_eq!(request(&endpoint), r#"PUT projects/7/releases/v1 {"milestones":[]}"#);
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = UpdateRelease::new(ProjectId::new(7), "v1.0");
        let answer = answer(
            &endpoint,
            r#"{"tag_name":"v1.0","name":"One","description":null,"released_at":"2019-01-03T01:55:18.203Z","upcoming_release":true,"author":null,"assets":{"count":2,"sources":[{"format":"zip","url":"https://h/a/b/-/archive/v1.0/b.zip"}],"links":[{"id":3,"name":"runbook","url":"https://docs.example.com","direct_asset_url":null,"link_type":"runbook"},{"id":4,"name":"x","url":"no url","link_type":"a_new_word"}]}}"#,
        );
        assert_eq!(answer.name.as_deref(), Some("One"));
    }
}
