use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, Query, RateClass};
use gitlab_core::ProjectRef;
use gitlab_core::types::Project;
use std::borrow::Cow;

/// One project.
///
/// Calls `GET /projects/:id`. Needs the scope `read_api`.
///
/// Public projects need no token. A project that has moved is found under its old path. Only this answer says what the
/// asking user may do in the project ([`Project::permissions`]).
///
/// ```
/// use gitlab_api_client::endpoints::GetProject;
/// use gitlab_core::ProjectRef;
///
/// let endpoint = GetProject::new("group/project".parse::<ProjectRef>()?).license(true);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetProject {
    project: ProjectRef,
    query: Query,
}

impl GetProject {
    /// This project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new() }
    }
}

parameters! {
    GetProject {
        /// With its licence, as GitLab recognizes it in the repository.
        set "license" => license: bool,
        /// With the sizes of what it holds; only where the user is at least a Reporter.
        set "statistics" => statistics: bool,
    }
}

impl Endpoint for GetProject {
    type Output = Project;

    fn path(&self) -> Path {
        Path::project(&self.project)
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Project
    }

    fn operation(&self) -> Cow<'static, str> {
        "get the project".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::types::AccessLevel;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetProject::new("a/b.c".parse::<ProjectRef>().unwrap());
        assert_eq!(request(&endpoint), "GET projects/a%2Fb.c");
        assert_eq!(
            request(&endpoint.license(true).statistics(true)),
            "GET projects/a%2Fb.c?license=true&statistics=true"
        );
    }

    #[test]
    fn case_161_a_number_and_a_path_are_never_mixed_up() {
        for (text, asked) in [("123", "projects/123"), ("group/123", "projects/group%2F123")] {
            let endpoint = GetProject::new(text.parse::<ProjectRef>().unwrap());
            assert_eq!(request(&endpoint), format!("GET {asked}"));
        }
        for text in ["007", "١٢٣", "123/../1", "123/", "0x7b", "+123", "-1", "1e3", "99999999999999999999999"]
        {
            if let Ok(project) = text.parse::<ProjectRef>() {
                assert_eq!(project.to_string(), text.trim_matches('/'), "{text}");
                assert_eq!(project.id().is_some(), text.trim_matches('/') == "123", "{text}");
            }
        }
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetProject::new("a/b.c".parse::<ProjectRef>().unwrap());
        let project = answer(
            &endpoint,
            r#"{"id":7,"path_with_namespace":"a/b.c","default_branch":"main","new_field":[1],"visibility":"secret",
                "tag_list":["rust"],"namespace":{"id":3,"kind":"group"},"license":null,"statistics":{"commit_count":2},
                "permissions":{"project_access":{"access_level":20,"notification_level":3},"group_access":{"access_level":40}}}"#,
        );
        assert_eq!(project.default_branch.as_deref(), Some("main"));
        assert_eq!(project.visibility.as_ref().unwrap().as_str(), "secret");
        assert_eq!(project.topic_names(), ["rust"]);
        assert_eq!(project.permissions.as_ref().unwrap().access_level(), Some(AccessLevel::MAINTAINER));
        let nobody = answer(
            &endpoint,
            r#"{"id":7,"path_with_namespace":"a/b.c","permissions":{"project_access":null,"group_access":null},"topics":null}"#,
        );
        assert_eq!(nobody.permissions.as_ref().unwrap().access_level(), None);
        let written = serde_json::to_string(&project).unwrap();
        assert_eq!(answer(&endpoint, &written), project);
    }
}
