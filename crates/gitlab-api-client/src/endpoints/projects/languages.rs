use crate::{Endpoint, Path};
use gitlab_core::ProjectRef;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How much of a project is written in which programming language.
///
/// Calls `GET /projects/:id/languages`. Needs the scope `read_api`.
///
/// The answer maps the name of a language to its share in percent of the bytes on the default branch; it is empty for an
/// empty repository.
///
/// ```
/// use gitlab_api_client::endpoints::GetProjectLanguages;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetProjectLanguages::new(project);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetProjectLanguages {
    project: ProjectRef,
}

impl GetProjectLanguages {
    /// Of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into() }
    }
}

impl Endpoint for GetProjectLanguages {
    type Output = BTreeMap<String, f64>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("languages")
    }

    fn operation(&self) -> Cow<'static, str> {
        "get the languages".into()
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
    fn it_asks_and_reads_what_it_should() {
        let endpoint = GetProjectLanguages::new(ProjectId::new(7));
        assert_eq!(request(&endpoint), "GET projects/7/languages");
        let languages = answer(&endpoint, r#"{"Rust":98.5,"Objective-C++":1.5}"#);
        assert_eq!(languages.get("Rust"), Some(&98.5));
        assert!(answer(&endpoint, "{}").is_empty());
    }
}
