use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, RequestBody};
use gitlab_core::types::{Release, ReleaseLinkType};
use gitlab_core::{ProjectRef, Timestamp};
use http::Method;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt::Display;
use url::Url;

/// Makes a release of a tag.
///
/// Calls `POST /projects/:id/releases`. Needs the scope `api`, and at least the role of a developer.
///
/// A tag has one release at most: a second one is a [`Conflict`](gitlab_core::ApiErrorKind::Conflict). After a lost
/// answer, [`GetRelease`](super::GetRelease) tells whether it was made.
///
/// ```
/// use gitlab_api_client::endpoints::CreateRelease;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::types::ReleaseLinkType;
///
/// let endpoint = CreateRelease::new(project, "v1.0")
///     .ref_name("main")
///     .description("The first one.")
///     .link("Runbook", &"https://docs.example.com/runbook".parse()?, &ReleaseLinkType::Runbook);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CreateRelease {
    project: ProjectRef,
    fields: Fields,
    links: Vec<Value>,
}

impl CreateRelease {
    /// Of this tag of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, tag: impl Into<String>) -> Self {
        Self {
            project: project.into(),
            fields: Fields::new().with("tag_name", tag.into()),
            links: Vec::new(),
        }
    }
}

parameters! {
    CreateRelease {
        /// Its title; by default the tag.
        field "name" => name: &str,
        /// Its notes in Markdown.
        field "description" => description: &str,
        /// Makes the tag at this branch, tag or commit, where it does not exist yet.
        field "ref" => ref_name: &str,
        /// The message of the tag that is made (since 15.3; before, it is not looked at).
        field "tag_message" => tag_message: &str,
        /// When it is, or was, out; by default now.
        field "released_at" => released_at: Timestamp,
        /// Of these milestones, by their titles.
        texts "milestones" => milestones: impl IntoIterator<Item = impl Display>,
    }
}

impl CreateRelease {
    /// With a link to something that can be downloaded or read; call it again for more than one. Names and
    /// addresses are unique within a release.
    #[must_use]
    pub fn link(mut self, name: &str, url: &Url, link_type: &ReleaseLinkType) -> Self {
        self.links.push(json!({"name": name, "url": url, "link_type": link_type}));
        self.fields.set("assets", json!({"links": &self.links}));
        self
    }
}

impl Endpoint for CreateRelease {
    type Output = Release;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("releases")
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn operation(&self) -> Cow<'static, str> {
        "make a release".into()
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
        let endpoint = CreateRelease::new(ProjectId::new(7), "v1.0");
        assert_eq!(request(&endpoint), r#"POST projects/7/releases {"tag_name":"v1.0"}"#);
        assert_eq!(endpoint.idempotency(), crate::Idempotency::NotIdempotent);
        let endpoint = endpoint
            .name("One")
            .description("First")
            .ref_name("main")
            .tag_message("one")
            .released_at("2026-03-01T00:00:00Z".parse().unwrap())
            .milestones(["1.0", "Q1"]);
        assert_eq!(
            request(&endpoint),
            r#"POST projects/7/releases {"description":"First","milestones":["1.0","Q1"],"name":"One","ref":"main","released_at":"2026-03-01T00:00:00Z","tag_message":"one","tag_name":"v1.0"}"#
        );
    }

    #[test]
    fn links_add_up() {
        let endpoint = CreateRelease::new(ProjectId::new(7), "v1.0")
            .link("a", &"https://h/a".parse().unwrap(), &ReleaseLinkType::Package)
            .link("b", &"https://h/b".parse().unwrap(), &ReleaseLinkType::NoneOfThese);
        assert_eq!(
            request(&endpoint),
            r#"POST projects/7/releases {"assets":{"links":[{"link_type":"package","name":"a","url":"https://h/a"},{"link_type":"other","name":"b","url":"https://h/b"}]},"tag_name":"v1.0"}"#
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = CreateRelease::new(ProjectId::new(7), "v1.0");
        let answer = answer(
            &endpoint,
            r#"{"tag_name":"v1.0","name":"One","description":null,"released_at":"2019-01-03T01:55:18.203Z","upcoming_release":true,"author":null,"assets":{"count":2,"sources":[{"format":"zip","url":"https://h/a/b/-/archive/v1.0/b.zip"}],"links":[{"id":3,"name":"runbook","url":"https://docs.example.com","direct_asset_url":null,"link_type":"runbook"},{"id":4,"name":"x","url":"no url","link_type":"a_new_word"}]}}"#,
        );
        assert_eq!(answer.tag_name, "v1.0");
    }
}
